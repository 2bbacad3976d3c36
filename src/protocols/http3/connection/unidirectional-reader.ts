// Sorts the peer's unidirectional streams by their type. RFC 9114 §6.2, RFC 9204 §4.2.
import type { Fault } from "#wire/index.ts";
import { createByteQueue, type ByteQueue } from "../byte-queue.ts";
import {
  readHttp3StreamHeader,
  type Http3StreamHeader,
  type Http3StreamKind,
} from "../stream-type.ts";
import type { Http3Event } from "./events.ts";
import { errorEvent } from "./message-reader.ts";

type Sink = (bytes: Uint8Array, fin: boolean) => Http3Event[];

/** Where the streams of known types lead. */
export interface CriticalStreams {
  /** Opens the peer's control stream whose first frame is at offset `start`. */
  openControl(streamId: bigint, start: number): Sink;
  readonly encoder: (bytes: Uint8Array) => Http3Event[];
  readonly decoder: (bytes: Uint8Array) => Http3Event[];
  /** Opens a push stream whose first frame is at offset `start`. */
  openPush(streamId: bigint, start: number): Sink;
}

/** The peer's unidirectional streams. */
export interface UnidirectionalReader {
  receive(streamId: bigint, bytes: Uint8Array, fin: boolean): Http3Event[];
  reset(streamId: bigint, errorCode: bigint): Http3Event[];
}

/** A stream: its header still arriving, feeding a sink, or discarded. */
type StreamState =
  | { readonly kind: "opening"; readonly queue: ByteQueue }
  | { readonly kind: "open"; readonly sink: Sink; readonly critical: boolean }
  | { readonly kind: "discarded" };

/** Creates the sorter of one connection. */
export function createUnidirectionalReader(options: {
  /** The side that reads. */
  readonly role: "client" | "server";
  /** Largest push ID that this side allows; null when none. */
  readonly maxPushId: bigint | null;
  readonly critical: CriticalStreams;
}): UnidirectionalReader {
  const { role, maxPushId, critical } = options;
  const streams = new Map<bigint, StreamState>();
  const seen = new Set<Http3StreamKind>();
  const pushed = new Set<bigint>();

  const fail = (code: string, rule: string, text: string): Http3Event[] => {
    const fault: Fault = { code, at: 0, rule, text };
    return [errorEvent(fault)];
  };
  const closedCritical = (streamId: bigint): Http3Event[] => {
    const text = `Stream ${streamId} is closed, but it lasts as long as the connection.`;
    return fail("H3_CLOSED_CRITICAL_STREAM", "RFC 9114 §6.2.1", text);
  };

  const openPush = (streamId: bigint, pushId: bigint, start: number): Sink | Http3Event[] => {
    if (role === "server") {
      const text = `Stream ${streamId} is a push stream, but only servers push.`;
      return fail("H3_STREAM_CREATION_ERROR", "RFC 9114 §6.2.2", text);
    }
    if (maxPushId === null || pushId > maxPushId) {
      const text = `Push ID ${pushId} is beyond what this side allows.`;
      return fail("H3_ID_ERROR", "RFC 9114 §4.6", text);
    }
    if (pushed.has(pushId)) {
      return fail("H3_ID_ERROR", "RFC 9114 §6.2.2", `Push ID ${pushId} is used twice.`);
    }
    pushed.add(pushId);
    return critical.openPush(streamId, start);
  };

  /** The sink of a stream whose header has arrived, or the events of its refusal. */
  const open = (
    streamId: bigint,
    header: Http3StreamHeader,
    start: number,
  ): Sink | Http3Event[] => {
    const { kind, pushId } = header;
    if (kind === "push") return openPush(streamId, pushId ?? 0n, start);
    if (kind === null) return [{ kind: "unknown-stream", streamId, type: header.type }];
    if (seen.has(kind)) {
      const rule = kind === "control" ? "RFC 9114 §6.2.1" : "RFC 9204 §4.2";
      return fail("H3_STREAM_CREATION_ERROR", rule, `A second ${kind} stream: there is one.`);
    }
    seen.add(kind);
    if (kind === "control") return critical.openControl(streamId, start);
    return kind === "qpack-encoder" ? critical.encoder : critical.decoder;
  };

  const feed = (
    streamId: bigint,
    stream: Extract<StreamState, { kind: "open" }>,
    bytes: Uint8Array,
    fin: boolean,
  ): Http3Event[] => {
    const events = stream.sink(bytes, fin);
    return fin && stream.critical ? [...events, ...closedCritical(streamId)] : events;
  };

  return {
    receive(streamId, bytes, fin) {
      const stream = streams.get(streamId) ?? { kind: "opening", queue: createByteQueue() };
      if (stream.kind === "discarded") return [];
      if (stream.kind === "open") return feed(streamId, stream, bytes, fin);
      stream.queue.push(bytes);
      const held = stream.queue.bytes();
      const header = readHttp3StreamHeader(held);
      if (header.kind !== "done") {
        // A stream may end before its header has arrived (§6.2); there is nothing to do with it.
        streams.set(streamId, fin ? { kind: "discarded" } : stream);
        return [];
      }
      const sink = open(streamId, header.value, header.next);
      if (typeof sink !== "function") {
        streams.set(streamId, { kind: "discarded" });
        return sink;
      }
      const { kind, pushId } = header.value;
      const opened = { kind: "open", sink, critical: kind !== "push" } as const;
      streams.set(streamId, opened);
      const events: Http3Event[] =
        pushId === undefined ? [] : [{ kind: "push-stream", streamId, pushId }];
      return [...events, ...feed(streamId, opened, held.subarray(header.next), fin)];
    },
    reset(streamId, errorCode) {
      const stream = streams.get(streamId);
      streams.set(streamId, { kind: "discarded" });
      if (stream?.kind === "open" && stream.critical) return closedCritical(streamId);
      return [{ kind: "reset", streamId, errorCode }];
    },
  };
}
