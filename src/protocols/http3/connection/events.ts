// What an HTTP/3 connection reports. RFC 9114.
import type { Fault } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import type { Http3Setting } from "../settings.ts";

/** What a field section is within its message. */
export type SectionKind = "header" | "interim" | "trailer";

/** Something that happened on the connection; stream IDs are QUIC's. */
export type Http3Event =
  | { readonly kind: "settings"; readonly settings: readonly Http3Setting[] }
  | {
      readonly kind: "headers";
      readonly streamId: bigint;
      readonly section: SectionKind;
      readonly fields: readonly HeaderField[];
      /** Positions of fields that must stay literals on later hops; absent when there are none. */
      readonly neverIndexed?: ReadonlySet<number>;
    }
  | { readonly kind: "data"; readonly streamId: bigint; readonly data: Uint8Array }
  /** The message on the stream is complete. */
  | { readonly kind: "end"; readonly streamId: bigint }
  /** A field section waits for insertions of the encoder stream. RFC 9204 §2.2.1. */
  | { readonly kind: "blocked"; readonly streamId: bigint }
  | { readonly kind: "goaway"; readonly id: bigint }
  | { readonly kind: "max-push-id"; readonly pushId: bigint }
  | { readonly kind: "cancel-push"; readonly pushId: bigint }
  | {
      readonly kind: "push-promise";
      readonly streamId: bigint;
      readonly pushId: bigint;
      readonly fields: readonly HeaderField[];
    }
  /** A push stream named the promise that it fulfils. */
  | { readonly kind: "push-stream"; readonly streamId: bigint; readonly pushId: bigint }
  /** A frame of unknown type is skipped. */
  | {
      readonly kind: "unknown-frame";
      readonly streamId: bigint;
      readonly type: bigint;
      readonly length: bigint;
    }
  /** A unidirectional stream of unknown type is discarded. */
  | { readonly kind: "unknown-stream"; readonly streamId: bigint; readonly type: bigint }
  /** The peer reset the stream. */
  | { readonly kind: "reset"; readonly streamId: bigint; readonly errorCode: bigint }
  /** The transport must reset the stream and stop its sending side with this code. RFC 9114 §8. */
  | {
      readonly kind: "stream-error";
      readonly streamId: bigint;
      readonly errorCode: bigint;
      readonly fault: Fault;
    }
  /** The transport must close the connection with this code; nothing more will happen. RFC 9114 §8. */
  | { readonly kind: "connection-error"; readonly errorCode: bigint; readonly fault: Fault };
