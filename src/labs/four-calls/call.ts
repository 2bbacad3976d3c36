// One call run and counted: its frames by side, its half-close, and what each end concluded.
import { FLAGS, FRAME_TYPES } from "#protocols/http2/index.ts";
import { runCall } from "#scenarios/grpc-call.ts";
import type { CallRun } from "#scenarios/grpc-side.ts";
import type { End } from "#scenarios/http2-wire.ts";
import type { MessageEvent } from "#trace/index.ts";
import type { Setup } from "./setup.ts";
import { planOf } from "./story.ts";

/** Frames and messages that one end sent. */
export interface Sent {
  readonly headers: number;
  readonly data: number;
  /** Whole messages that arrived at the other end. */
  readonly messages: number;
}

/** How the client said that it sends no more. */
export type HalfClose = "with-message" | "empty" | "never";

/** What came of a call. */
export interface Seen extends CallRun {
  readonly sent: Readonly<Record<End, Sent>>;
  readonly halfClose: HalfClose;
  /** Whether the client gave the call up by RST_STREAM. */
  readonly reset: boolean;
}

const typeOf = ({ bytes }: MessageEvent): number => bytes[3] ?? 0;
const ends = ({ bytes }: MessageEvent): boolean => ((bytes[4] ?? 0) & FLAGS.END_STREAM) !== 0;

/** Runs the call of a setup. */
export function call(setup: Setup): Seen {
  const run = runCall(planOf(setup));
  const frames = run.trace.events.filter(
    (event): event is MessageEvent => event.kind === "message" && event.stream === run.stream,
  );
  const sentBy = (end: End): Sent => {
    const count = (type: number): number =>
      frames.filter((frame) => frame.from === end && typeOf(frame) === type).length;
    const other = end === "client" ? "server" : "client";
    return {
      headers: count(FRAME_TYPES.HEADERS),
      data: count(FRAME_TYPES.DATA),
      messages: run.received[other].length,
    };
  };
  const last = frames.find((frame) => frame.from === "client" && ends(frame));
  return {
    ...run,
    sent: { client: sentBy("client"), server: sentBy("server") },
    halfClose: last === undefined ? "never" : last.contentBytes === 0 ? "empty" : "with-message",
    reset: frames.some(
      (frame) => frame.from === "client" && typeOf(frame) === FRAME_TYPES.RST_STREAM,
    ),
  };
}
