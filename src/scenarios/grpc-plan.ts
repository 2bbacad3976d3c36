// What the two ends of a gRPC call are told to do, and when (PROTOCOL-HTTP2.md; grpc.io, "Core concepts").
import { writeMessage, type StatusName } from "#protocols/grpc/index.ts";
import type { HpackField } from "#protocols/http2/index.ts";
import { concat } from "#wire/index.ts";
import type { Method } from "./parcel-messages.ts";

/** Messages as one run of bytes, cut into DATA frames at the offsets of `cuts`. */
export interface Send {
  readonly kind: "send";
  readonly messages: readonly Uint8Array[];
  /** Ascending offsets into the prefixed messages joined; no cut is one DATA frame for all. */
  readonly cuts?: readonly number[];
  /** Milliseconds between two of the frames; they leave together unless told. */
  readonly apart?: number;
}

/** What a client does once its call is open. */
export type ClientDeed =
  /** `halfClose` sets END_STREAM on the last DATA frame. */
  | (Send & { readonly halfClose?: boolean })
  /** An empty DATA frame with END_STREAM. */
  | { readonly kind: "half-close" }
  /** RST_STREAM with CANCEL. */
  | { readonly kind: "cancel" };

/** What a server does. The response's HEADERS leave with the first message when not before. */
export type ServerDeed =
  | Send
  | { readonly kind: "headers" }
  /** Trailers, or a Trailers-Only response when nothing was sent before. */
  | { readonly kind: "status"; readonly name: StatusName; readonly message?: string }
  /** An answer of something that speaks HTTP but not gRPC. */
  | {
      readonly kind: "http";
      readonly status: number;
      readonly fields: readonly HpackField[];
      readonly content: Uint8Array;
    };

/**
 * When something is done: `after` milliseconds from the call's begin at that end ("call"), from the
 * peer's half-close ("half-close"), or from the peer's nth whole message, counted from 1.
 */
export interface When {
  readonly on: "call" | "half-close" | number;
  readonly after?: number;
}

/** A story to run. */
export interface CallPlan {
  readonly title: string;
  readonly method: Method;
  readonly client: readonly (When & { readonly does: ClientDeed })[];
  readonly server: readonly (When & { readonly does: ServerDeed })[];
  /** Milliseconds from one end to the other. */
  readonly delay: number;
  /** How long the client waits, from its request HEADERS on; sent as grpc-timeout. */
  readonly timeoutMs?: number | undefined;
  readonly metadata?: readonly HpackField[];
}

/** The prefixed messages as the pieces that `cuts` make of them; offsets outside throw RangeError. */
export function piecesOf({ messages, cuts = [] }: Send): Uint8Array[] {
  const bytes = concat(messages.map((data) => writeMessage(data)));
  const ends = [...cuts, bytes.length];
  return ends.map((end, index) => {
    const from = ends[index - 1] ?? 0;
    if (end < from || end > bytes.length) {
      throw new RangeError(`a cut at ${end} is not between ${from} and ${bytes.length}`);
    }
    return bytes.subarray(from, end);
  });
}
