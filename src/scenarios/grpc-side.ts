// What one end of a gRPC call has seen of it, and how it judges its end (grpc.io, "Core concepts", "RPC termination").
import {
  createMessageReader,
  type GrpcMessage,
  type MessageReader,
  type StatusName,
} from "#protocols/grpc/index.ts";
import type { Trace } from "#trace/index.ts";
import type { End } from "./http2-wire.ts";

/** How the call ended as one end sees it: "both make independent and local determinations". */
export interface Conclusion {
  /** Virtual milliseconds at which this end knew. */
  readonly at: number;
  readonly name: StatusName;
  /** What it knew it by; "status" is sent by a server and received by a client. */
  readonly by: "status" | "deadline" | "cancel" | "reset" | "http";
}

/** What one end keeps of the call. */
export interface CallSide {
  readonly reader: MessageReader<GrpcMessage>;
  readonly messages: Uint8Array[];
  halfClosed: number | null;
  conclusion: Conclusion | null;
}
/** An end that has seen nothing yet. */
export const openSide = (): CallSide => ({
  reader: createMessageReader(),
  messages: [],
  halfClosed: null,
  conclusion: null,
});

/** A call that was run. */
export interface CallRun {
  readonly trace: Trace;
  /** Virtual milliseconds at which the call began, on a connection that was ready. */
  readonly began: number;
  readonly stream: number;
  /** Null: it never knew, and waited until the run was over. */
  readonly concluded: Readonly<Record<End, Conclusion | null>>;
  /** Whole messages that arrived at each end, without their prefixes. */
  readonly received: Readonly<Record<End, readonly Uint8Array[]>>;
  /** Half-closes by the time at which they left; null when an end never said that it was done. */
  readonly halfClosed: Readonly<Record<End, number | null>>;
}
