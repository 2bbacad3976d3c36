// What a connection tells its owner about the bytes it received: RFC 9113 §5–§8.
import type { HeaderField } from "#protocols/semantics/fields.ts";
import type { Fault } from "#wire/index.ts";
import type { Priority, Setting, UnknownFrame } from "./frame.ts";

/** Indices of lines that must never be indexed on a next hop (RFC 7541 §6.2.3). */
export type NeverIndexed = ReadonlySet<number>;

/**
 * One event, in the order in which the bytes caused them. Octet arrays are views of the bytes given
 * to `receive`.
 */
export type Http2Event =
  /** The peer's SETTINGS; they hold, and their acknowledgement is in takeBytes(). */
  | { readonly kind: "settings"; readonly settings: readonly Setting[] }
  /** The peer acknowledged our oldest SETTINGS; these values hold from here on. */
  | { readonly kind: "settingsAck"; readonly settings: readonly Setting[] }
  /** A request, or a response; `interim` marks a 1xx response, after which another one follows. */
  | {
      readonly kind: "headers";
      readonly streamId: number;
      readonly fields: readonly HeaderField[];
      readonly endStream: boolean;
      readonly interim: boolean;
      readonly neverIndexed: NeverIndexed;
      readonly priority?: Priority;
    }
  /** Content. `flowControlled` counts padding too; windows are reopened for it by themselves. */
  | {
      readonly kind: "data";
      readonly streamId: number;
      readonly data: Uint8Array;
      readonly endStream: boolean;
      readonly flowControlled: number;
    }
  /** The trailer section; it ends the message. */
  | {
      readonly kind: "trailers";
      readonly streamId: number;
      readonly fields: readonly HeaderField[];
      readonly neverIndexed: NeverIndexed;
    }
  /** The server promises a response to this request on stream `promisedStreamId`. */
  | {
      readonly kind: "push";
      readonly streamId: number;
      readonly promisedStreamId: number;
      readonly fields: readonly HeaderField[];
      readonly neverIndexed: NeverIndexed;
    }
  /** The peer gave credit: on a stream, or with streamId 0 on the connection. */
  | {
      readonly kind: "windowUpdate";
      readonly streamId: number;
      readonly increment: number;
      /** Octets that we may now send. */
      readonly window: number;
    }
  /** The peer ended a stream. `retrySafe`: it says that it did nothing with the request (§8.7). */
  | {
      readonly kind: "reset";
      readonly streamId: number;
      readonly errorCode: number;
      readonly retrySafe: boolean;
    }
  /** The peer will take no new streams. `unprocessed` are ours that are safe to retry (§6.8). */
  | {
      readonly kind: "goaway";
      readonly lastStreamId: number;
      readonly errorCode: number;
      readonly debugData: Uint8Array;
      readonly unprocessed: readonly number[];
    }
  /** The peer asks for a sign of life; the answer is in takeBytes(). */
  | { readonly kind: "ping"; readonly data: Uint8Array }
  /** The answer to one of our pings. */
  | { readonly kind: "pingAck"; readonly data: Uint8Array }
  /** A priority signal; it is deprecated (§5.3.2) and changes nothing here. */
  | { readonly kind: "priority"; readonly streamId: number; readonly priority: Priority }
  /** A frame of a type that RFC 9113 does not define; it was ignored (§5.5). */
  | { readonly kind: "unknown"; readonly frame: UnknownFrame }
  /** The peer broke a rule of one stream: RST_STREAM is in takeBytes(), the others go on. */
  | {
      readonly kind: "streamError";
      readonly streamId: number;
      readonly errorCode: number;
      readonly fault: Fault;
    }
  /** The peer broke a rule of the connection: GOAWAY is in takeBytes(); close the transport. */
  | { readonly kind: "connectionError"; readonly errorCode: number; readonly fault: Fault };
