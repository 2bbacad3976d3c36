// Which frames may stand where, and what may follow what in a message. RFC 9114 §4.1, §7.
import type { Fault } from "#wire/index.ts";
import type { Http3FrameName } from "../frame.ts";

/** Streams that carry frames. */
export type FramedStream = "control" | "request" | "push";

/** Frame → streams that may carry it and the section that says so. RFC 9114 §7, Table 1. */
const homes: Readonly<Record<Http3FrameName, readonly [rule: string, ...FramedStream[]]>> = {
  DATA: ["RFC 9114 §7.2.1", "request", "push"],
  HEADERS: ["RFC 9114 §7.2.2", "request", "push"],
  CANCEL_PUSH: ["RFC 9114 §7.2.3", "control"],
  SETTINGS: ["RFC 9114 §7.2.4", "control"],
  PUSH_PROMISE: ["RFC 9114 §7.2.5", "request"],
  GOAWAY: ["RFC 9114 §7.2.6", "control"],
  MAX_PUSH_ID: ["RFC 9114 §7.2.7", "control"],
  UNKNOWN: ["RFC 9114 §7.2.8", "control", "request", "push"],
};

const unexpected = (at: number, rule: string, text: string): Fault => ({
  code: "H3_FRAME_UNEXPECTED",
  at,
  rule,
  text,
});

/** The fault of a frame on a stream that must not carry it; null when it may. RFC 9114 §7. */
export function checkHome(name: Http3FrameName, stream: FramedStream, at: number): Fault | null {
  const [rule, ...streams] = homes[name];
  if (streams.includes(stream)) return null;
  return unexpected(at, rule, `${name} is not permitted on a ${stream} stream.`);
}

/** How far a message has come: before its header section, within content, ended, or a tunnel. */
export type MessageState = "header" | "content" | "ended" | "tunnel";

/** What moves a message on. */
export type MessageStep = "interim" | "final" | "connected" | "data" | "trailers";

/** State × step → next state; what is missing is an invalid sequence. RFC 9114 §4.1, §4.4. */
const transitions: Readonly<Record<MessageState, Partial<Record<MessageStep, MessageState>>>> = {
  header: { interim: "header", final: "content", connected: "tunnel" },
  content: { data: "content", trailers: "ended" },
  ended: {},
  tunnel: { data: "tunnel" },
};

/** The state behind a step; null when the step is not permitted. */
export const afterStep = (state: MessageState, step: MessageStep): MessageState | null =>
  transitions[state][step] ?? null;

/** The fault of a frame that may not follow in this state; null when it may. RFC 9114 §4.1, §4.4. */
export function checkSequence(name: Http3FrameName, state: MessageState, at: number): Fault | null {
  const tunnelled = state === "tunnel" && name !== "UNKNOWN" && name !== "DATA";
  if (tunnelled) {
    const text = `${name} inside a tunnel: only DATA may follow a completed CONNECT.`;
    return unexpected(at, "RFC 9114 §4.4", text);
  }
  if (name === "DATA" && afterStep(state, "data") === null) {
    const text = state === "header" ? "DATA before any HEADERS frame." : "DATA after the trailers.";
    return unexpected(at, "RFC 9114 §4.1", text);
  }
  if (name === "HEADERS" && state === "ended") {
    return unexpected(at, "RFC 9114 §4.1", "HEADERS after the trailers.");
  }
  return null;
}
