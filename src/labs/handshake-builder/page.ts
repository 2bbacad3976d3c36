// Who may listen: a page opens a WebSocket in its visitor's name, and what the service does about it. RFC 6455 §10.2.
import { writeRequest, writeResponse } from "#protocols/http1/index.ts";
import {
  refuseHandshake,
  writeCloseBody,
  type HandshakeResponse,
} from "#protocols/websocket/index.ts";
import type { Actor, Trace } from "#trace/index.ts";
import { utf8 } from "#wire/index.ts";
import { answering, answerOf, asking, requestOf } from "./messages.ts";
import { OUT, OWN, START, STRANGER, type Setup } from "./setup.ts";
import { CLIENT, createStory, framed, SERVER, textFrame, type Said, type Story } from "./story.ts";
import { isAllowed } from "./upgrade.ts";

/** What became of a page's attempt to listen. */
export interface Listened {
  readonly scene: "page";
  readonly trace: Trace;
  readonly request: Said;
  readonly answer: Said;
  readonly status: number;
  /** Whether the customer's session cookie went along. */
  readonly cookie: boolean;
  /** Whether the customer's parcels were sent to whoever connected. */
  readonly served: boolean;
}

const HOST = "host";
const PAGE = "tcp-1";
const SOCKET = "tcp-2";
const TOKEN = "c2Nhbi10b2tlbg";
const PARCELS = '{"parcels":[42,43],"to":"12 Mill Lane"}';

const hostOf = (origin: string): string => origin.slice("https://".length);

/** A message of the connection to the page's own host. */
const visit = (said: Pick<Said, "from" | "label" | "bytes" | "head">, length: number): Said => ({
  ...said,
  to: said.from === CLIENT ? HOST : CLIENT,
  layer: "http1",
  format: said.from === CLIENT ? "http1-request" : "http1-response",
  connection: PAGE,
  contentBytes: length,
});

function ask(method: string, target: string, origin: string, text: string): Said {
  const fields = [
    ["Host", hostOf(origin)],
    ...(text === "" ? [] : [["Content-Length", String(text.length)] as const]),
  ] as readonly (readonly [string, string])[];
  const bytes = writeRequest({ method, target, fields, content: utf8(text) });
  const head = { kind: "request", method, url: `${origin}${target}`, fields } as const;
  return visit({ from: CLIENT, label: `${method} ${target}`, bytes, head }, text.length);
}

function reply(status: number, reason: string, text: string): Said {
  const fields = [
    ["Content-Type", "text/html"],
    ["Content-Length", String(text.length)],
  ] as const;
  const bytes = writeResponse({ status, reason, fields, content: utf8(text) });
  const head = { kind: "response", status, reason, fields } as const;
  return visit({ from: HOST, label: `${status} ${reason}`, bytes, head }, text.length);
}

/** The page with the script that will connect; only the service's own page carries a token. */
function openPage(story: Story, { caller, token }: Setup): void {
  const own = caller === OWN && token === "yes" ? `const token = "${TOKEN}"; ` : "";
  story.connect(PAGE, HOST, "http/1.1");
  story.say(ask("GET", "/", caller, ""));
  story.say(
    reply(
      200,
      "OK",
      `<!doctype html><script>${own}new WebSocket("wss://parcels.example/scans")</script>`,
    ),
  );
  story.note(CLIENT, "app", `the page of ${hostOf(caller)} calls new WebSocket`);
}

/** Without a cookie or a token in sight nobody knows whose parcels to show (RFC 9110 §15.5.2). */
const UNAUTHORISED: HandshakeResponse = {
  status: 401,
  reason: "Unauthorized",
  version: "1.1",
  fields: [
    ["WWW-Authenticate", 'Bearer realm="parcels"'],
    ["Content-Length", "0"],
  ],
};

/** The first messages: the token where one is asked for, then the parcels or a close. */
function talk(story: Story, known: boolean, asksToken: boolean): void {
  if (asksToken) {
    const label = known ? "the token" : "a guess";
    const token = known ? TOKEN : "let me in";
    story.say(framed(SOCKET, CLIENT, `${label}, masked`, textFrame(JSON.stringify({ token }))));
    if (!known) {
      story.note(SERVER, "app", "finds no such token");
      const payload = writeCloseBody(1008, "token");
      story.say(framed(SOCKET, SERVER, "Close 1008", { opcode: 8, payload }));
      story.say(framed(SOCKET, CLIENT, "Close 1008, masked", { opcode: 8, payload }));
      return;
    }
  }
  story.say(framed(SOCKET, SERVER, "the customer’s parcels", textFrame(PARCELS)));
}

/** Plays the visit, the handshake and what the page does with what it hears. */
export function listen(setup: Setup): Listened {
  const { caller, cookie: sameSite, token } = setup;
  const isPage = caller !== OUT;
  const actors: readonly Actor[] = [
    { id: CLIENT, name: isPage ? "customer’s browser" : "mobile app", role: "client" },
    { id: SERVER, name: "parcel service", role: "server" },
    ...(isPage ? [{ id: HOST, name: hostOf(caller), role: "server" } as const] : []),
  ];
  const story = createStory("A page listens in a customer’s name", actors);
  if (isPage) {
    story.note(CLIENT, "app", `holds the cookie session=5e1f; SameSite=${sameSite}; Secure`);
    openPage(story, setup);
  } else story.note(CLIENT, "app", "holds no cookie, but a token of its own");

  // A stranger's request is cross-site (draft-ietf-httpbis-rfc6265bis §5.2): SameSite=Lax stays behind.
  const cookie = isPage && !(caller === STRANGER && sameSite === "Lax");
  const plain = requestOf({ ...START, origin: OUT });
  const request = {
    ...plain,
    fields: [
      ...plain.fields,
      ...(isPage ? [["Origin", caller] as const] : []),
      ...(cookie ? [["Cookie", "session=5e1f"] as const] : []),
    ],
  };
  const allowOrigin = setup.allowed === "listed" ? isAllowed : () => true;
  const refused = refuseHandshake(request, { allowOrigin });
  const response =
    refused?.response ?? (cookie || token === "yes" ? answerOf(START, START.key) : UNAUTHORISED);
  const known = token === "yes" ? caller === OWN || !isPage : cookie;
  const served = response.status === 101 && known;

  story.connect(SOCKET, SERVER, "websocket");
  const asked = asking(SOCKET, request);
  const answer = answering(SOCKET, response);
  story.say(asked);
  story.note(
    SERVER,
    "app",
    setup.allowed === "any"
      ? "does not look at Origin"
      : refused === null
        ? "finds the origin on its list, or none"
        : `does not find ${caller} on its list`,
  );
  story.say(answer);
  if (response.status === 101) talk(story, known, token === "yes");
  else story.note(CLIENT, "app", "the event error, then close with code 1006");
  if (served && isPage && caller !== OWN) {
    story.say(ask("POST", "/loot", caller, PARCELS));
    story.say(reply(200, "OK", "ok"));
  }
  const trace = story.trace();
  return { scene: "page", trace, request: asked, answer, status: response.status, cookie, served };
}
