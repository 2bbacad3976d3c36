// What one side of an HTTP/3 connection takes and offers. RFC 9114.
import type { HeaderField } from "#protocols/semantics/index.ts";
import type { TableView } from "../qpack/dynamic-table.ts";
import type { HuffmanChoice } from "../qpack/primitives.ts";
import type { IndexChoice } from "../qpack/encoder.ts";
import type { Http3Setting } from "../settings.ts";
import type { Http3Event } from "./events.ts";
import type { StreamBytes } from "./outbox.ts";

/** What this side announces and prefers. */
export interface Http3ConnectionOptions {
  readonly role: "client" | "server";
  readonly settings?: {
    /** Bytes of the dynamic table that the peer's encoder may fill; 4096 unless told. */
    readonly qpackMaxTableCapacity?: number;
    /** Streams that may wait for the table; 16 unless told. */
    readonly qpackBlockedStreams?: number;
    /** Bytes of a field section, counted as in §4.2.2; 65,536 unless told. */
    readonly maxFieldSectionSize?: number;
    /** Whether a server takes Extended CONNECT. RFC 9220 §3. */
    readonly enableConnectProtocol?: boolean;
  };
  /** Further settings to send, such as a reserved one. RFC 9114 §7.2.4.1. */
  readonly moreSettings?: readonly Http3Setting[];
  /** Largest push ID that a client allows; none unless told. RFC 9114 §7.2.7. */
  readonly maxPushId?: bigint;
  /** Largest table that the own encoder uses, in bytes; 4096 unless told. */
  readonly encoderCapacity?: number;
  readonly huffman?: HuffmanChoice;
  readonly index?: (name: string, value: string) => IndexChoice;
}

/** One side of a connection. What the caller does wrong throws RangeError; the peer never can. */
export interface Http3Connection {
  /** Takes bytes of a stream in order, `fin` with the last; answers with what they mean. */
  receive(streamId: bigint, bytes: Uint8Array, fin?: boolean): Http3Event[];
  /** The peer reset a stream (RESET_STREAM). */
  receiveReset(streamId: bigint, errorCode: bigint): Http3Event[];
  /** Bytes for the transport, one entry a stream; those of the QPACK encoder go first. */
  takeBytes(): StreamBytes[];
  /** The next request stream: 0, 4, 8, … Clients only; not after the peer's GOAWAY. */
  openRequest(): bigint;
  /** Sends a header, interim or trailer section. */
  sendHeaders(
    streamId: bigint,
    fields: readonly HeaderField[],
    options?: { readonly endStream?: boolean; readonly neverIndex?: ReadonlySet<number> },
  ): void;
  /** Sends content as one DATA frame. */
  sendData(streamId: bigint, data: Uint8Array, options?: { readonly endStream?: boolean }): void;
  /** Gives a stream up in both directions; the caller resets it. RFC 9114 §4.1.1. */
  abandon(streamId: bigint): void;
  /** Announces the end: the first stream ID (servers) or push ID (clients) not processed. RFC 9114 §5.2. */
  goAway(id: bigint): void;
  /** Dynamic tables: `own` is what this side inserts, `peer` what the peer does. */
  readonly tables: { readonly own: TableView; readonly peer: TableView };
}
