// The life of a stream as two tables: what moves it on, and what may arrive when. RFC 9113 §5.1.
import type { ErrorCodeName, FrameTypeName } from "./registry.ts";

/** States of RFC 9113 §5.1, by their names there, seen from one endpoint. */
export type StreamState =
  | "idle"
  | "reserved (local)"
  | "reserved (remote)"
  | "open"
  | "half-closed (local)"
  | "half-closed (remote)"
  | "closed";

/** What moves a stream: the labels of Figure 2. PUSH_PROMISE moves the stream that it promises. */
export type StreamSignal =
  | "send HEADERS"
  | "receive HEADERS"
  | "send PUSH_PROMISE"
  | "receive PUSH_PROMISE"
  | "send END_STREAM"
  | "receive END_STREAM"
  | "send RST_STREAM"
  | "receive RST_STREAM";

const RESET = { "send RST_STREAM": "closed", "receive RST_STREAM": "closed" } as const;

/** Figure 2 of RFC 9113 as a table. A pair that is not in it does not move the stream. */
export const STREAM_TRANSITIONS: Readonly<
  Record<StreamState, Readonly<Partial<Record<StreamSignal, StreamState>>>>
> = {
  idle: {
    "send HEADERS": "open",
    "receive HEADERS": "open",
    "send PUSH_PROMISE": "reserved (local)",
    "receive PUSH_PROMISE": "reserved (remote)",
  },
  "reserved (local)": { "send HEADERS": "half-closed (remote)", ...RESET },
  "reserved (remote)": { "receive HEADERS": "half-closed (local)", ...RESET },
  open: {
    "send END_STREAM": "half-closed (local)",
    "receive END_STREAM": "half-closed (remote)",
    ...RESET,
  },
  "half-closed (local)": { "receive END_STREAM": "closed", ...RESET },
  "half-closed (remote)": { "send END_STREAM": "closed", ...RESET },
  closed: {},
};

/** The state after a signal; the same one when the signal does not move it. */
export const nextState = (state: StreamState, signal: StreamSignal): StreamState =>
  STREAM_TRANSITIONS[state][signal] ?? state;

/** What becomes of a frame that arrives: taken, dropped, or an error of the stream or connection. */
export type Reception =
  | "accept"
  | "ignore"
  | {
      readonly scope: "stream" | "connection";
      readonly code: ErrorCodeName;
      readonly rule: string;
    };

/** Types of frames whose reception depends on the state of their stream. */
export type StreamFrameName = Extract<
  FrameTypeName,
  "DATA" | "HEADERS" | "PRIORITY" | "RST_STREAM" | "PUSH_PROMISE" | "WINDOW_UPDATE"
>;

const RULE = "RFC 9113 §5.1";
const unexpected = { scope: "connection", code: "PROTOCOL_ERROR", rule: RULE } as const;
const ended = { scope: "stream", code: "STREAM_CLOSED", rule: RULE } as const;
const gone = { scope: "connection", code: "STREAM_CLOSED", rule: RULE } as const;
const misplacedPush = {
  scope: "connection",
  code: "PROTOCOL_ERROR",
  rule: "RFC 9113 §6.6",
} as const;

/** Which frames may arrive in which state, and what the others are answered with. */
export const STREAM_RECEPTION: Readonly<
  Record<StreamState, Readonly<Record<StreamFrameName, Reception>>>
> = {
  idle: {
    DATA: unexpected,
    HEADERS: "accept",
    PRIORITY: "accept",
    RST_STREAM: unexpected,
    PUSH_PROMISE: misplacedPush,
    WINDOW_UPDATE: unexpected,
  },
  "reserved (local)": {
    DATA: unexpected,
    HEADERS: unexpected,
    PRIORITY: "accept",
    RST_STREAM: "accept",
    PUSH_PROMISE: misplacedPush,
    WINDOW_UPDATE: "accept",
  },
  "reserved (remote)": {
    DATA: unexpected,
    HEADERS: "accept",
    PRIORITY: "accept",
    RST_STREAM: "accept",
    PUSH_PROMISE: misplacedPush,
    WINDOW_UPDATE: unexpected,
  },
  open: {
    DATA: "accept",
    HEADERS: "accept",
    PRIORITY: "accept",
    RST_STREAM: "accept",
    PUSH_PROMISE: "accept",
    WINDOW_UPDATE: "accept",
  },
  "half-closed (local)": {
    DATA: "accept",
    HEADERS: "accept",
    PRIORITY: "accept",
    RST_STREAM: "accept",
    PUSH_PROMISE: "accept",
    WINDOW_UPDATE: "accept",
  },
  "half-closed (remote)": {
    DATA: ended,
    HEADERS: ended,
    PRIORITY: "accept",
    RST_STREAM: "accept",
    PUSH_PROMISE: misplacedPush,
    WINDOW_UPDATE: "accept",
  },
  // Both sides said that they were finished, or the peer reset the stream: it cannot go on.
  closed: {
    DATA: gone,
    HEADERS: gone,
    PRIORITY: "accept",
    RST_STREAM: "ignore",
    PUSH_PROMISE: misplacedPush,
    WINDOW_UPDATE: "ignore",
  },
};

/** Streams count toward SETTINGS_MAX_CONCURRENT_STREAMS in these states (§5.1.2). */
export const isActive = (state: StreamState): boolean =>
  state === "open" || state === "half-closed (local)" || state === "half-closed (remote)";
