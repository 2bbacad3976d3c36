// Integers and strings out of one field block, for the decoder: RFC 7541 §5.
import { readHuffman } from "#protocols/semantics/huffman.ts";
import { readPrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import type { Fault } from "#wire/index.ts";

/** Reads primitives from one block; after a fault every further read is void. */
export class BlockReader {
  /** Offset of the next octet. */
  at = 0;
  /** The first broken rule; null while there is none. */
  fault: Fault | null = null;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Notes a broken rule; the first one stays. */
  fail(at: number, rule: string, text: string): void {
    this.fault ??= { code: "COMPRESSION_ERROR", at, rule, text };
  }

  /** An integer of §5.1; −1 after a fault. */
  integer(prefixBits: number): number {
    const full = (1 << prefixBits) - 1;
    const first = (this.bytes[this.at] as number) & full;
    if (first !== full) {
      this.at += 1;
      return first;
    }
    const read = readPrefixInteger(this.bytes, this.at, prefixBits);
    if (read.kind === "done") {
      this.at = read.next;
      return read.value;
    }
    if (read.kind === "fault") this.fail(read.fault.at, read.fault.rule, read.fault.text);
    else this.fail(this.at, "RFC 7541 §5.1", "the block ends inside an integer");
    return -1;
  }

  /** A string literal of §5.2; undefined after a fault. */
  string(): string | undefined {
    const start = this.at;
    if (start >= this.bytes.length) {
      this.fail(start, "RFC 7541 §5.2", "the block ends before a string");
      return undefined;
    }
    const coded = (this.bytes[start] as number) >= 0x80;
    const length = this.integer(7);
    if (length < 0) return undefined;
    const end = this.at + length;
    if (end > this.bytes.length) {
      this.fail(start, "RFC 7541 §5.2", `a string of ${length} octets goes beyond the block`);
      return undefined;
    }
    const from = this.at;
    this.at = end;
    if (!coded) return octetText(this.bytes, from, end);
    const read = readHuffman(this.bytes, from, end);
    if (read.kind === "done") return read.value;
    this.fail(read.fault.at, read.fault.rule, read.fault.text);
    return undefined;
  }
}

/** One character per octet, as `latin1Text`, without a view for short strings. */
function octetText(bytes: Uint8Array, from: number, end: number): string {
  let text = "";
  for (let at = from; at < end; at += 1024) {
    text += String.fromCharCode.apply(
      null,
      bytes.subarray(at, Math.min(end, at + 1024)) as unknown as number[],
    );
  }
  return text;
}
