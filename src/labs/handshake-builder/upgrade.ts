// The handshake over HTTP/1.1: what a server makes of the request and a browser of the answer. RFC 6455 §4; WHATWG WebSockets.
import {
  checkHandshakeResponse,
  refuseHandshake,
  type HandshakeRequest,
} from "#protocols/websocket/index.ts";
import { fieldValues } from "#protocols/semantics/index.ts";
import type { Actor, Trace } from "#trace/index.ts";
import type { Fault } from "#wire/index.ts";
import { answering, answerOf, askedIn, asking, requestOf } from "./messages.ts";
import { OUT, OWN, type Setup } from "./setup.ts";
import { CLIENT, createStory, framed, SERVER, textFrame, type Said } from "./story.ts";

const ACTORS: readonly Actor[] = [
  { id: CLIENT, name: "client", role: "client" },
  { id: SERVER, name: "parcel service", role: "server" },
];

/** What became of a handshake over HTTP/1.1. */
export interface Upgraded {
  readonly scene: "upgrade";
  readonly trace: Trace;
  readonly request: Said;
  readonly answer: Said;
  readonly status: number;
  /** Why the server did not go on with the composed answer; empty for a barred origin, too. */
  readonly refused: readonly Fault[];
  /** Why the client gave up; empty when the connection is open. */
  readonly failed: readonly Fault[];
  readonly opened: boolean;
  /** What `socket.protocol` says. */
  readonly protocol: string;
}

/** The service's rule: its own page, and clients that are no browser and so name no origin (RFC 6455 §10.2). */
export const isAllowed = (origin: string | undefined): boolean =>
  origin === undefined || origin === OWN;

/** The answer that a service gives: the composed one where no rule stands against the request. */
export function serve(setup: Setup, request: HandshakeRequest) {
  const refused = refuseHandshake(request, { allowOrigin: isAllowed });
  if (refused !== null) return refused;
  const key = fieldValues(request.fields, "sec-websocket-key").join();
  return { response: answerOf(setup, key), faults: [] };
}

/** What a browser holds against the answer. */
export const objections = (setup: Setup, key: string, response: Said["head"]): readonly Fault[] =>
  response?.kind === "response"
    ? checkHandshakeResponse(response, {
        key,
        protocols: askedIn(setup),
        extensions: setup.offer === OUT ? undefined : setup.offer,
      })
    : [];

/** Plays the handshake and, where it succeeds, the first message each way. */
export function upgrade(setup: Setup): Upgraded {
  const story = createStory("A WebSocket handshake over HTTP/1.1", ACTORS);
  const connection = "tcp-1";
  story.connect(connection, SERVER, "websocket");
  const { response, faults } = serve(setup, requestOf(setup));
  const request = asking(connection, requestOf(setup));
  const answer = answering(connection, response);
  const failed = objections(setup, setup.key, answer.head);
  story.say(request);
  for (const fault of faults) story.note(SERVER, "http1", `refuses: ${fault.text}`, fault);
  if (response.status === 403) story.note(SERVER, "http1", `refuses the origin ${setup.origin}`);
  story.say(answer);
  const [first] = failed;
  if (first === undefined) {
    story.note(CLIENT, "app", "the event open");
    story.say(framed(connection, SERVER, "a text message", textFrame('{"parcel":42,"depot":7}')));
    story.say(framed(connection, CLIENT, "a text message, masked", textFrame('{"seen":42}')));
  } else {
    story.note(CLIENT, "http1", `fails the connection: ${first.text}`, first);
    story.note(CLIENT, "app", "the event error, then close with code 1006");
  }
  return {
    scene: "upgrade",
    trace: story.trace(),
    request,
    answer,
    status: response.status,
    refused: faults,
    failed,
    opened: first === undefined,
    protocol: first === undefined && setup.chosen !== OUT ? setup.chosen : "",
  };
}
