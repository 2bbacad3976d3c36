// Cuts the bytes of a stream into HTTP/3 frames; content of DATA passes through as it arrives. RFC 9114 §7.1.
import type { Fault } from "#wire/index.ts";
import { createByteQueue } from "../byte-queue.ts";
import {
  readHttp3Frame,
  readHttp3FrameHeader,
  type Http3Frame,
  type Http3FrameHeader,
} from "../frame.ts";

/** What comes out of a stream, in order. */
export type Piece =
  /** A whole frame other than DATA and UNKNOWN. */
  | { readonly kind: "frame"; readonly frame: Http3Frame; readonly at: number }
  /** Some content of a DATA frame, at least one byte unless the frame is empty. */
  | { readonly kind: "data"; readonly data: Uint8Array }
  /** A frame of unknown type began; its payload is skipped. */
  | { readonly kind: "skip"; readonly type: bigint; readonly length: bigint }
  | { readonly kind: "fault"; readonly fault: Fault };

/** How a splitter judges frames before their payload has arrived. */
export interface SplitterOptions {
  /** Bytes of payload that a frame may have that is kept until it is whole. */
  readonly maxPayload: number;
  /** Whether a frame may stand here; null when it may. `at` is its offset in the stream. */
  readonly admit: (header: Http3FrameHeader, at: number) => Fault | null;
}

/** A cutter of one stream. */
export interface FrameSplitter {
  push(bytes: Uint8Array): void;
  /** The next piece, or null until more bytes arrive. After a fault there is nothing more. */
  next(): Piece | null;
  /** Whether the bytes so far end inside a frame. */
  readonly inside: boolean;
}

/** Opens a splitter; `start` is the offset of its first byte in the stream. */
export function createFrameSplitter(
  { maxPayload, admit }: SplitterOptions,
  start = 0,
): FrameSplitter {
  const queue = createByteQueue();
  /** Payload of a DATA or unknown frame that passes by. */
  let passing: "data" | "skip" = "skip";
  let left = 0n;
  let wanted = 1;
  let admitted = false;
  let broken = false;

  const offset = (): number => start + queue.start;
  const refuse = (fault: Fault): Piece => {
    broken = true;
    return { kind: "fault", fault };
  };
  const moved = ({ code, at, rule, text }: Fault): Piece =>
    refuse({ code, at: offset() + at, rule, text });

  /** Hands out or drops payload that passes by; null when there is none to hand out. */
  const pass = (): Piece | null => {
    const count = left < BigInt(queue.length) ? Number(left) : queue.length;
    const data = queue.bytes().subarray(0, count);
    queue.drop(count);
    left -= BigInt(count);
    return passing === "data" && count > 0 ? { kind: "data", data } : null;
  };

  const begin = (header: Http3FrameHeader, next: number): Piece | null => {
    queue.drop(next);
    wanted = 1;
    admitted = false;
    left = header.length;
    passing = header.name === "DATA" ? "data" : "skip";
    if (passing === "skip") return { kind: "skip", type: header.type, length: header.length };
    return left === 0n ? { kind: "data", data: new Uint8Array(0) } : null;
  };

  const next = (): Piece | null => {
    if (broken) return null;
    while (left > 0n && queue.length > 0) {
      const piece = pass();
      if (piece !== null) return piece;
    }
    if (left > 0n || queue.length < wanted) return null;
    const bytes = queue.bytes();
    const header = readHttp3FrameHeader(bytes);
    if (header.kind === "fault") return moved(header.fault);
    if (header.kind === "more") return null;
    const { value } = header;
    if (!admitted) {
      const fault = admit(value, offset());
      if (fault !== null) return refuse(fault);
      admitted = true;
    }
    if (value.name === "DATA" || value.name === "UNKNOWN")
      return begin(value, header.next) ?? next();
    if (value.length > BigInt(maxPayload)) {
      const text = `The ${value.name} frame announces ${value.length} bytes: ${maxPayload} are kept.`;
      return refuse({ code: "H3_EXCESSIVE_LOAD", at: offset(), rule: "RFC 9114 §10.5", text });
    }
    const frame = readHttp3Frame(bytes);
    if (frame.kind === "fault") return moved(frame.fault);
    if (frame.kind === "more") {
      wanted = queue.length + frame.missing;
      return null;
    }
    const at = offset();
    queue.drop(frame.next);
    wanted = 1;
    admitted = false;
    return { kind: "frame", frame: frame.value, at };
  };

  return {
    push: (bytes) => {
      queue.push(bytes);
    },
    next,
    get inside() {
      return left > 0n || queue.length > 0;
    },
  };
}
