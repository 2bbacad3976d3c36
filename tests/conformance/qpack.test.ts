// QPACK against RFC 9204 Appendix B and against what other encoders wrote (qpackers/qifs).
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { createReader, findUntiled, parseHex } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import {
  createQpackDecoder,
  createQpackEncoder,
  describeDecoderInstruction,
  describeEncoderInstruction,
  describeFieldBlock,
  readDecoderInstruction,
  readEncoderInstruction,
  writeDecoderInstruction,
  writeEncoderInstruction,
  type QpackDecoder,
} from "#protocols/http3/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { mutations } from "../support/mutations.ts";
import { describeTiled, readThreeWays } from "../support/three-ways.ts";
import { hasSuite, readSuite, suiteFiles, suitePath } from "../support/vectors.ts";

const suite = "qpack";
const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
let cases = 0;

/** Records of the offline interop format: stream ID (8 bytes), length (4 bytes), data. */
function records(bytes: Uint8Array): { streamId: bigint; data: Uint8Array }[] {
  const list: { streamId: bigint; data: Uint8Array }[] = [];
  const reader = createReader(bytes);
  while (reader.left > 0) {
    const high = reader.takeUint(4) ?? 0;
    const low = reader.takeUint(4) ?? 0;
    const data = reader.take(reader.takeUint(4) ?? 0);
    if (data === null) throw new Error("the file is cut");
    list.push({ streamId: (BigInt(high) << 32n) | BigInt(low), data });
  }
  return list;
}

const isTiled = (data: Uint8Array): boolean => {
  const step = describeFieldBlock(data);
  return step.kind === "done" && findUntiled(step.value) === null;
};

/** Decodes a file; `chop` feeds the encoder stream byte by byte. */
function decodeFile(
  bytes: Uint8Array,
  decoder: QpackDecoder,
  chop: boolean,
): HeaderField[][] | string {
  const lists = new Map<bigint, HeaderField[]>();
  for (const { streamId, data } of records(bytes)) {
    if (streamId === 0n) {
      const portions = chop ? Array.from(data, (byte) => Uint8Array.of(byte)) : [data];
      for (const portion of portions) {
        const result = decoder.receiveEncoderStream(portion);
        if (result.kind === "fault") return result.fault.code;
        for (const section of result.unblocked) lists.set(section.streamId, section.value);
      }
      continue;
    }
    if (!chop && !isTiled(data)) return "untiled";
    const result = decoder.decodeSection(streamId, data);
    if (result.kind === "fault") return result.fault.code;
    if (result.kind === "done") lists.set(streamId, result.value);
  }
  return [...lists].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fields]) => fields);
}

/** QIF: name TAB value lines, an empty line behind each list. */
const readQif = (text: string): HeaderField[][] =>
  text
    .replace(/^#.*\n/gm, "")
    .split("\n\n")
    .map((list) => list.split("\n").filter(Boolean))
    .filter((lines) => lines.length > 0)
    .map((lines) =>
      lines.map((line): HeaderField => {
        const tab = line.indexOf("\t");
        return tab < 0 ? [line, ""] : [line.slice(0, tab), line.slice(tab + 1)];
      }),
    );

const qif = (name: string): HeaderField[][] =>
  readQif(readFileSync(suitePath(suite, "qifs", `${name}.qif`), "latin1"));

describe.skipIf(!hasSuite(suite))("sections that other encoders wrote", () => {
  const files = suiteFiles(suite, "encoded");
  const lists = new Map(suiteFiles(suite, "qifs").map((file) => [file.replace(".qif", ""), file]));

  it.each(files)("%s", (file) => {
    const name = file.split("/").at(-1) ?? "";
    // The one file without limits in its name is an older Appendix B, whose limits it shares.
    const [list = "", , capacity = "220", blocked = "10"] = name.split(".");
    expect(lists.has(list)).toBe(true);
    // The files come from before the RFC: the table starts at its maximum, without an instruction.
    const maxTableCapacity = Number(capacity);
    const options = {
      maxTableCapacity,
      maxBlockedStreams: Number(blocked),
      initialCapacity: maxTableCapacity,
    };
    const bytes = readFileSync(suitePath(suite, "encoded", file));
    const expected = qif(list);
    expect(decodeFile(bytes, createQpackDecoder(options), false)).toEqual(expected);
    expect(decodeFile(bytes, createQpackDecoder(options), true)).toEqual(expected);
    cases += 1;
  });
});

/** Every damaged copy of a section: decoded, kept or refused; the tree agrees where it can. */
function surviveSection(decoder: QpackDecoder, data: Uint8Array): void {
  for (const damaged of mutations(data.subarray(0, 48))) {
    const result = decoder.decodeSection(1n, damaged);
    const tree = describeFieldBlock(damaged);
    if (tree.kind === "done") expect(findUntiled(tree.value)).toBeNull();
    if (result.kind === "done") expect(tree.kind).toBe("done");
    decoder.cancelStream(1n);
  }
}

/** Every damaged copy of instructions, into a decoder of its own: the table keeps its bound. */
function surviveInstructions(data: Uint8Array, maxTableCapacity: number): void {
  for (const damaged of mutations(data.subarray(0, 48))) {
    const options = { maxTableCapacity, maxBlockedStreams: 1, initialCapacity: maxTableCapacity };
    const decoder = createQpackDecoder(options);
    decoder.receiveEncoderStream(damaged);
    expect(decoder.table.size).toBeLessThanOrEqual(maxTableCapacity);
  }
}

describe.skipIf(!hasSuite(suite))("damaged copies of what other encoders wrote", () => {
  it.each(suiteFiles(suite, "encoded"))("%s", (file) => {
    const [, , capacity = "220"] = (file.split("/").at(-1) ?? "").split(".");
    const maxTableCapacity = Number(capacity);
    const options = { maxTableCapacity, maxBlockedStreams: 9, initialCapacity: maxTableCapacity };
    const decoder = createQpackDecoder(options);
    for (const [at, { streamId, data }] of records(
      readFileSync(suitePath(suite, "encoded", file)),
    ).entries()) {
      if (at >= 6) break;
      if (streamId === 0n) {
        surviveInstructions(data, maxTableCapacity);
        decoder.receiveEncoderStream(data);
      } else surviveSection(decoder, data);
    }
  });
});

describe.skipIf(!hasSuite(suite))("input that must be refused", () => {
  it.each(suiteFiles(suite, "errors"))("%s", (file) => {
    const { hex: text } = readSuite<{ hex: string }>(suite, "errors", file);
    const options = { maxTableCapacity: 4096, maxBlockedStreams: 100, initialCapacity: 4096 };
    expect(decodeFile(hex(text), createQpackDecoder(options), true)).toMatch(/^QPACK_/);
    cases += 1;
  });
});

interface Step {
  readonly stream: string;
  readonly data: string;
  readonly fields?: HeaderField[];
  readonly tableAfter?: [number, string, string][];
  readonly size?: number;
}

describe.skipIf(!hasSuite(suite))("RFC 9204 Appendix B", () => {
  it("decodes every step and keeps the same table", () => {
    const { maxTableCapacity, steps } = readSuite<{ maxTableCapacity: number; steps: Step[] }>(
      suite,
      "rfc9204-appendix-b.json",
    );
    const decoder = createQpackDecoder({ maxTableCapacity, maxBlockedStreams: 10 });
    for (const { stream, data, fields, tableAfter, size } of steps) {
      const bytes = hex(data);
      if (stream === "encoder") {
        expect(decoder.receiveEncoderStream(bytes)).toEqual({ kind: "done", unblocked: [] });
        const { table } = decoder;
        const entries = table.entries().toReversed();
        const rows = entries.map(([name, value], at) => [table.dropCount + at, name, value]);
        expect(rows).toEqual(tableAfter);
        expect(table.size).toBe(size);
        for (let at = 0; at < bytes.length;) {
          const step = readEncoderInstruction(bytes, at);
          if (step.kind !== "done") throw new Error(step.kind);
          const one = bytes.slice(at, step.next);
          readThreeWays(readEncoderInstruction, one);
          describeTiled(describeEncoderInstruction, one);
          expect(writeEncoderInstruction(step.value)).toEqual(one);
          at = step.next;
        }
      } else if (stream === "decoder") {
        // The decoder of the example sends exactly these at some point; ours is compared in the unit tests.
        const instruction = readThreeWays(readDecoderInstruction, bytes);
        describeTiled(describeDecoderInstruction, bytes);
        expect(writeDecoderInstruction(instruction)).toEqual(bytes);
      } else {
        expect(decoder.decodeSection(BigInt(stream), bytes)).toEqual({
          kind: "done",
          value: fields,
        });
        describeTiled((block, at) => describeFieldBlock(block, at), bytes);
      }
      cases += 1;
    }
  });
});

describe.skipIf(!hasSuite(suite))("our encoder over the same lists", () => {
  it.each(["fb-req-hq", "netbsd-hq", "draft-examples"])("%s comes back whole", (name) => {
    for (const [maxTableCapacity, maxBlockedStreams, huffman] of [
      [0, 0, true],
      [256, 0, true],
      [256, 100, false],
      [4096, 0, true],
      [4096, 100, true],
    ] as const) {
      const limits = { maxTableCapacity, maxBlockedStreams };
      const encoder = createQpackEncoder({ ...limits, huffman });
      const decoder = createQpackDecoder(limits);
      qif(name).forEach((fields, at) => {
        const streamId = BigInt(4 * at);
        const section = encoder.encode(streamId, fields);
        const received = decoder.receiveEncoderStream(encoder.takeEncoderStream());
        expect(received.kind).toBe("done");
        expect(decoder.decodeSection(streamId, section)).toMatchObject({
          kind: "done",
          value: fields,
        });
        if (at % 3 === 0) {
          expect(encoder.receiveDecoderStream(decoder.takeDecoderStream()).kind).toBe("done");
        }
      });
    }
    cases += 1;
  });
});

afterAll(() => {
  recordSuite({
    suite,
    engine: "qpack",
    cases,
    agree: cases,
    deviations: [],
    ran: hasSuite(suite),
  });
});
