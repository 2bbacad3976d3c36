// The frames of gRPC-Web: messages as in gRPC, and trailers behind flag 0x80 (PROTOCOL-WEB.md).
import type { HeaderField } from "#protocols/semantics/index.ts";
import { concat, done, uintBytes, type Step } from "#wire/index.ts";
import { readPrefixed } from "./message.ts";
import { parseTrailerBlock, writeTrailerBlock } from "./trailer-block.ts";

/** One frame of a gRPC-Web body; `data` is still compressed when the flag says so. */
export interface WebFrame {
  readonly kind: "message" | "trailers";
  readonly compressed: boolean;
  readonly data: Uint8Array;
  /** Of trailers whose block is plain and well-formed; `parseTrailerBlock` says what is wrong else. */
  readonly fields?: readonly HeaderField[];
}

const TRAILERS = 0x80;
const COMPRESSED = 0x01;

/** Reads one frame; a flag byte other than 00, 01, 80 and 81 is a fault. */
export function readWebFrame(bytes: Uint8Array, at = 0): Step<WebFrame> {
  const step = readPrefixed(bytes, at, [0, COMPRESSED, TRAILERS, TRAILERS | COMPRESSED]);
  if (step.kind !== "done") return step;
  const { flag, data } = step.value;
  const compressed = (flag & COMPRESSED) !== 0;
  if ((flag & TRAILERS) === 0) return done({ kind: "message", compressed, data }, step.next);
  const fields = compressed ? null : parseTrailerBlock(data);
  const known = Array.isArray(fields) ? { fields } : {};
  return done({ kind: "trailers", compressed, data, ...known }, step.next);
}

/** A frame to write: bytes, or the fields of trailers. */
export type WebFrameInput =
  | {
      readonly kind: "message" | "trailers";
      readonly compressed?: boolean;
      readonly data: Uint8Array;
    }
  | { readonly kind: "trailers"; readonly fields: readonly HeaderField[] };

/** Bytes of one frame; trailers given as fields are written plain, `data` wins when both are given. */
export function writeWebFrame(frame: WebFrameInput): Uint8Array {
  const data = "data" in frame ? frame.data : writeTrailerBlock(frame.fields);
  const compressed = "data" in frame && frame.compressed === true;
  const flag = (frame.kind === "trailers" ? TRAILERS : 0) | (compressed ? COMPRESSED : 0);
  return concat([Uint8Array.of(flag), uintBytes(data.length, 4), data]);
}
