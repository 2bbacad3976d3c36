// The same handshake on a stream of HTTP/2: extended CONNECT, RFC 8441; frames by the HTTP/2 engine on both ends.
import type { Dissect } from "#kit/edited.ts";
import {
  createConnection,
  createHpackEncoder,
  describeFrame,
  FLAGS,
  FRAME_TYPES,
  frameTypeName,
  readFrame,
  readFrameHeader,
  settingName,
  writeFrame,
  type Http2Connection,
  type Http2Event,
} from "#protocols/http2/index.ts";
import { writeCloseBody, type WsFrameInput } from "#protocols/websocket/index.ts";
import type { Actor, MessageHead, Trace } from "#trace/index.ts";
import { concat, type Fault } from "#wire/index.ts";
import { ADDRESS, answering, answerOf, askedIn, asking, requestOf, TARGET } from "./messages.ts";
import { OUT, OWN, START, type Setup } from "./setup.ts";
import {
  CLIENT,
  createStory,
  framed,
  frameFrom,
  SERVER,
  textFrame,
  type Said,
  type Story,
} from "./story.ts";

const ACTORS: readonly Actor[] = [
  { id: CLIENT, name: "browser", role: "client" },
  { id: SERVER, name: "parcel service", role: "server" },
];
const TCP = "tcp-1";
const STREAM = 1;
const PREFACE = 24;

/** What became of the attempt on an HTTP/2 connection. */
export interface Bootstrapped {
  readonly scene: "http2";
  readonly trace: Trace;
  /** 200: open on the stream. reset: the server ends the stream. fallback: HTTP/1.1 beside it. */
  readonly outcome: "200" | "reset" | "fallback";
  /** Names of the request's fields, in lower case. */
  readonly fields: readonly string[];
  /** The rule that the server found broken. */
  readonly fault: Fault | null;
}

type Lines = readonly (readonly [name: string, value: string])[];

/** The request of RFC 8441 §5: no key, no Host; and with `extra` what HTTP/1.1 would have wanted. */
const connectLines = ({ asked, extra }: Setup): Lines => [
  [":method", "CONNECT"],
  [":protocol", "websocket"],
  [":scheme", "https"],
  [":path", TARGET],
  [":authority", "parcels.example"],
  ["sec-websocket-version", "13"],
  ["origin", OWN],
  ...(asked === OUT ? [] : ([["sec-websocket-protocol", asked]] as const)),
  ...(extra === "no"
    ? []
    : ([
        ["upgrade", "websocket"],
        ["connection", "Upgrade"],
      ] as const)),
];

/** A SETTINGS frame in words. */
function settingsIn(bytes: Uint8Array): string {
  const step = readFrame(bytes);
  if (step.kind !== "done" || !("settings" in step.value)) throw new RangeError("no SETTINGS");
  const { flags, settings } = step.value;
  const told = settings.map(([id, value]) => `${settingName(id)} = ${value}`).join(", ");
  return flags === FLAGS.ACK ? "SETTINGS ACK" : `SETTINGS: ${told}`;
}

/** The frames that an end has to send, told one by one. */
function framesOf(
  side: string,
  end: Http2Connection,
  notes: Readonly<Record<string, string>>,
  head?: MessageHead,
) {
  const said: Said[] = [];
  const tell = (bytes: Uint8Array, label: string, format: Said["format"], stream = 0): void => {
    const to = side === CLIENT ? SERVER : CLIENT;
    const place = stream === 0 ? {} : { stream };
    const opens = head !== undefined && label.startsWith("HEADERS") ? { head } : {};
    const all = { from: side, to, label, layer: "http2", format, bytes, connection: TCP } as const;
    said.push({ ...all, ...place, ...opens });
  };
  let bytes = end.takeBytes();
  if (bytes[0] === 0x50) {
    tell(bytes.subarray(0, PREFACE), "connection preface", "http2-preface");
    bytes = bytes.subarray(PREFACE);
  }
  while (bytes.length > 0) {
    const header = readFrameHeader(bytes);
    if (header.kind !== "done") throw new RangeError("our own frame cannot be read");
    const { length, type, streamId } = header.value;
    const name = frameTypeName(type);
    const frame = bytes.subarray(0, 9 + length);
    const label = type === FRAME_TYPES.SETTINGS ? settingsIn(frame) : `${name}${notes[name] ?? ""}`;
    tell(frame, label, "http2-frame", streamId);
    bytes = bytes.subarray(9 + length);
  }
  return said;
}

const bytesOf = (said: readonly Said[]): Uint8Array => concat(said.map(({ bytes }) => bytes));

/** Both ends of one connection; a step lets everything that waits cross at once. */
function openEnds(story: Story, announced: boolean) {
  const ends: Readonly<Record<"client" | "server", Http2Connection>> = {
    client: createConnection({ role: "client", settings: { enablePush: false } }),
    server: createConnection({
      role: "server",
      settings: announced ? { enableConnectProtocol: true } : { maxConcurrentStreams: 100 },
    }),
  };
  const step = (
    notes: Readonly<Record<string, string>>,
    byHand: readonly Said[] = [],
    inside: readonly Said[] = [],
    head?: MessageHead,
  ): readonly Http2Event[] => {
    const up = [...framesOf(CLIENT, ends.client, notes, head), ...byHand];
    const down = framesOf(SERVER, ends.server, notes, head);
    story.say(...up, ...down, ...inside);
    const heard = ends.server.receive(bytesOf(up));
    // What answers frames made by hand would surprise the client's engine: it knows of no stream.
    return byHand.length > 0 ? heard : [...heard, ...ends.client.receive(bytesOf(down))];
  };
  return { ends, step };
}

/** WebSocket frames in DATA, told a second time as what they are. */
function converse(story: Story, { ends, step }: ReturnType<typeof openEnds>): void {
  const send = (from: "client" | "server", label: string, frame: WsFrameInput, last = false) => {
    ends[from].sendData(STREAM, frameFrom(from, frame), { endStream: last });
    const note = last ? ` with END_STREAM: ${label}` : `: ${label}`;
    step({ DATA: note }, [], [{ ...framed(TCP, from, label, frame), stream: STREAM }]);
  };
  story.note(CLIENT, "app", "the event open");
  send(SERVER, "a text message", textFrame('{"parcel":42,"depot":7}'));
  send(CLIENT, "a text message, masked", textFrame('{"seen":42}'));
  const close: WsFrameInput = { opcode: 8, payload: writeCloseBody(1000, "") };
  send(CLIENT, "Close 1000, masked", close);
  send(SERVER, "Close 1000", close, true);
  ends.client.sendData(STREAM, new Uint8Array(), { endStream: true });
  step({ DATA: " with END_STREAM" });
}

/** Without the setting a client opens another connection and asks as RFC 6455 does. */
function fallBack(story: Story, setup: Setup): Lines {
  const beside = "tcp-2";
  const request = requestOf({ ...START, asked: setup.asked });
  story.note(CLIENT, "http2", "has no leave to use :protocol: opens a connection with HTTP/1.1");
  story.connect(beside, SERVER, "websocket");
  story.say(asking(beside, request));
  const chosen = setup.asked === OUT ? OUT : "scans.v1";
  story.say(answering(beside, answerOf({ ...START, chosen }, START.key)));
  story.note(CLIENT, "app", "the event open");
  return request.fields;
}

const namesIn = (lines: Lines): readonly string[] => lines.map(([name]) => name.toLowerCase());

/** Plays the connection from its preface to the end of the stream. */
export function bootstrap(setup: Setup): Bootstrapped {
  const story = createStory("A WebSocket on a stream of HTTP/2", ACTORS);
  story.connect(TCP, SERVER, "h2");
  const announced = setup.setting === "announced";
  const opened = openEnds(story, announced);
  const { ends, step } = opened;
  const result = (
    outcome: Bootstrapped["outcome"],
    lines: Lines,
    fault: Fault | null = null,
  ): Bootstrapped => ({
    scene: "http2",
    trace: story.trace(),
    outcome,
    fields: namesIn(lines),
    fault,
  });
  step({});
  if (setup.setting === "missing") {
    step({});
    return result("fallback", fallBack(story, setup));
  }
  const lines = connectLines(setup);
  const label = ": CONNECT, :protocol websocket";
  const asked: MessageHead = { kind: "request", method: "CONNECT", url: ADDRESS, fields: lines };
  if (!announced || setup.extra === "yes") {
    // Our client's engine would not send this, so its frame is made by hand.
    const bytes = writeFrame({
      type: FRAME_TYPES.HEADERS,
      flags: FLAGS.END_HEADERS,
      streamId: STREAM,
      fragment: createHpackEncoder().encode(lines),
    });
    const wrong: Said = {
      from: CLIENT,
      to: SERVER,
      label: `HEADERS${label}`,
      layer: "http2",
      format: "http2-frame",
      bytes,
      connection: TCP,
      stream: STREAM,
      head: asked,
    };
    const events = step({}, [wrong]);
    const error = events.find((event) => event.kind === "streamError");
    if (error?.kind === "streamError") {
      story.note(SERVER, "http2", `malformed: ${error.fault.text}`, error.fault);
    }
    story.say(...framesOf(SERVER, ends.server, { RST_STREAM: ": PROTOCOL_ERROR" }));
    story.note(CLIENT, "app", "the event error, then close with code 1006");
    return result("reset", lines, error?.kind === "streamError" ? error.fault : null);
  }
  ends.client.sendHeaders(STREAM, lines);
  step({ HEADERS: label }, [], [], asked);
  const [chosen] = askedIn(setup);
  const fields: Lines = [
    [":status", "200"],
    ...(chosen === undefined ? [] : [["sec-websocket-protocol", chosen] as const]),
  ];
  ends.server.sendHeaders(STREAM, fields);
  step({ HEADERS: ": 200" }, [], [], { kind: "response", status: 200, reason: "", fields });
  converse(story, opened);
  return result("200", lines);
}

/** A frame's fields. Each direction has one field section, so the table before it is empty (RFC 7541 §2.2). */
export const dissectFrame: Dissect = (event, bytes = event.bytes) => describeFrame(bytes);
