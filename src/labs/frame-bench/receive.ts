// One run of the bench: handshake, the learner's frames one by one, and what the receiver makes of each.
import { createSeeded } from "#kit/seeded.ts";
import {
  createEndpoint,
  opcodeName,
  OPCODES,
  writeFrame,
  type WsEvent,
} from "#protocols/websocket/index.ts";
import { createRecorder, type Actor, type Trace, type Unplaced } from "#trace/index.ts";
import type { Fault } from "#wire/index.ts";
import type { Deflater } from "./deflate.ts";
import { handshakeOf } from "./handshake.ts";
import type { FrameSpec, Setup } from "./setup.ts";
import { headerLength, payloadOf, writeSpec } from "./write-frames.ts";

/** How the run ended for the receiver; numbers are the close code that it failed the connection with. */
export type Outcome =
  "message" | "waits" | "pong" | "nothing" | "closed" | "1002" | "1007" | "1009";

/** One frame and what became of it. */
export interface SeenFrame {
  readonly spec: FrameSpec;
  /** Before masking. */
  readonly payload: Uint8Array;
  readonly bytes: Uint8Array;
  /** Bytes before the payload. */
  readonly header: number;
  /** What the receiver did, in a few words; null: the connection was over before this frame. */
  readonly told: string | null;
}

/** What came of a run. */
export interface Seen {
  readonly frames: readonly SeenFrame[];
  readonly outcome: Outcome;
  /** Texts and binary messages that the application was handed. */
  readonly messages: readonly string[];
  readonly fault: Fault | null;
  /** What the browser's script is told at the end; null while the connection is open. */
  readonly script: { readonly code: number; readonly wasClean: boolean } | null;
  readonly trace: Trace;
}

/** Milliseconds from one side to the other, and from frame to frame. */
const DELAY = 20;
const PACE = 60;

const ACTORS: readonly Actor[] = [
  { id: "client", name: "browser", role: "client" },
  { id: "server", name: "parcel service", role: "server" },
];

const bytesText = (count: number): string => `${count} ${count === 1 ? "byte" : "bytes"}`;

/** "text, more follows, 3 bytes" */
const labelOf = ({ opcode, fin }: FrameSpec, length: number): string =>
  `${opcodeName(opcode)}${fin ? "" : ", more follows"}, ${bytesText(length)}`;

/** One message shortened to what a line holds. */
const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function tellEvent(event: WsEvent): string {
  switch (event.kind) {
    case "message":
      return event.binary
        ? `a binary message of ${bytesText(event.data.length)} for the application`
        : `the text “${shorten(event.data)}” for the application`;
    case "ping":
      return "a ping: a pong goes back, the application hears nothing";
    case "pong":
      return "a pong: taken note of";
    case "close":
      return `a Close with ${event.code === 1005 ? "no code" : event.code}: a Close goes back`;
    case "failed":
      return `the connection fails: Close ${event.code} goes back`;
  }
}

/** What the application is handed of a message. */
const handed = (event: WsEvent): string[] =>
  event.kind !== "message"
    ? []
    : [event.binary ? bytesText(event.data.length) : shorten(event.data)];

/** Runs the learner's frames into the receiver; `deflater` where the handshake agreed on it. */
export function receiveFrames(setup: Setup, deflater: Deflater | null): Seen {
  const { from } = setup;
  const to = from === "client" ? "server" : "client";
  const recorder = createRecorder("Frames on the bench", ACTORS);
  const connection = "ws";
  recorder.connect({
    id: connection,
    client: "client",
    server: "server",
    transport: "tcp",
    protocol: "websocket",
  });
  const chance = createSeeded(7);
  const random = (length: number): Uint8Array =>
    Uint8Array.from({ length }, () => chance.between(0, 255));
  const endpoint = createEndpoint({
    role: to,
    maxMessageSize: setup.limit,
    random,
    extensions: deflater ? { permessageDeflate: { inflate: deflater.inflate } } : undefined,
  });
  const isOver = (): boolean => endpoint.state === "closed";
  const send = (
    by: "client" | "server",
    at: number,
    bytes: Uint8Array,
    label: string,
    more: Partial<Extract<Unplaced, { kind: "message" }>> = {},
  ): number =>
    recorder.record({
      kind: "message",
      layer: "websocket",
      format: "websocket-frame",
      at,
      arrives: at + DELAY,
      from: by,
      to: by === "client" ? "server" : "client",
      connection,
      label,
      bytes,
      ...more,
    });
  const local = (actor: string, at: number, label: string, cause: number): void => {
    recorder.record({ kind: "local", layer: "app", actor, at, label, cause });
  };

  const { request, response } = handshakeOf(deflater ? "permessage-deflate" : undefined);
  const asked = send("client", 0, request.bytes, "GET /live", {
    layer: "http1",
    format: "http1-request",
    head: request.head,
  });
  send("server", DELAY, response.bytes, "101 Switching Protocols", {
    layer: "http1",
    format: "http1-response",
    head: response.head,
    cause: asked,
  });

  const frames: SeenFrame[] = [];
  const messages: string[] = [];
  let last: WsEvent["kind"] | null = null;
  let failure: Extract<WsEvent, { kind: "failed" }> | null = null;
  let script: Seen["script"] = null;
  // Frames of one message still open: what was sent last without FIN among data frames.
  let open = false;
  for (const [index, spec] of setup.frames.entries()) {
    const payload = payloadOf(spec, deflater?.compress ?? null);
    const bytes = writeSpec(spec, payload);
    const header = headerLength(spec, payload);
    if (isOver()) {
      frames.push({ spec, payload, bytes, header, told: null });
      continue;
    }
    const at = 2 * DELAY + index * PACE;
    const events = endpoint.receive(bytes);
    const failed = events.find((event) => event.kind === "failed");
    const cause = send(from, at, bytes, labelOf(spec, payload.length), {
      ...(failed === undefined ? {} : { fault: failed.fault }),
    });
    for (const event of events) {
      messages.push(...handed(event));
      last = event.kind;
      if (event.kind === "message")
        local(to, at + DELAY, `message: ${handed(event).join("")}`, cause);
    }
    failure = failed ?? failure;
    if (spec.opcode < 8) open = !spec.fin;
    const told = events.length > 0 ? events.map(tellEvent).join("; ") : "kept: the message goes on";
    frames.push({ spec, payload, bytes, header, told });

    const answer = endpoint.takeBytes();
    if (answer.length === 0) continue;
    const back = at + DELAY;
    const label = isOver() ? "close" : "pong";
    const answerId = send(to, back, answer, label, { cause });
    if (!isOver()) continue;
    const closing = events.find((event) => event.kind === "close");
    const code = failed?.code ?? closing?.code ?? 1006;
    if (failed && to === "server") {
      // The browser got a Close and answers with one of its own (§5.5.1).
      const echo = writeFrame(
        { opcode: OPCODES.close, payload: Uint8Array.of(code >> 8, code & 0xff) },
        { maskingKey: random(4) },
      );
      send("client", back + DELAY, echo, "close", { cause: answerId });
    }
    // A browser that fails the connection has received no Close: 1006 (§7.1.5).
    script = failed && to === "client" ? { code: 1006, wasClean: false } : { code, wasClean: true };
    local(
      "client",
      back + (to === "client" ? 0 : DELAY),
      `close event: code ${script.code}, wasClean ${String(script.wasClean)}`,
      answerId,
    );
  }
  const outcome = (): Outcome => {
    if (failure) return String(failure.code) as Outcome;
    if (last === "close") return "closed";
    if (open) return "waits";
    if (messages.length > 0) return "message";
    return last === "ping" ? "pong" : "nothing";
  };
  return {
    frames,
    outcome: outcome(),
    messages,
    fault: failure?.fault ?? null,
    script,
    trace: recorder.trace(),
  };
}
