// HPACK against RFC 7541 Appendix C and hpack-test-case: decode everything, encode for independent decoders.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import {
  createHpackDecoder,
  createHpackEncoder,
  describeFieldBlock,
  entrySize,
  type HpackEncoderOptions,
} from "#protocols/http2/index.ts";
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { readPrefixInteger, writePrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import { openTally, recordSuite } from "../support/conformance-report.ts";
import { mutations } from "../support/mutations.ts";
import { describeTiled, readThreeWays } from "../support/three-ways.ts";
import { hasSuite, readSuite, suiteFiles } from "../support/vectors.ts";

const bytesOf = (hex: string): Uint8Array => parseHex(hex) ?? new Uint8Array();
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The tree of a block tiles, begins where it is put, and says the lines of the block. */
function describesLines(
  block: Uint8Array,
  table: readonly HeaderField[],
  lines: readonly HeaderField[],
): boolean {
  const tree = describeTiled((bytes) => describeFieldBlock(bytes, 0, { table }), block);
  const said = (tree.children ?? [])
    .filter(({ name }) => name !== "Table size update")
    .map(({ text }) => text.replace(/ \((static|dynamic) \d+\)$/, ""));
  return same(
    said,
    lines.map((line) => line.join(": ")),
  );
}

describe.skipIf(!hasSuite("rfc7541-appendix-c"))("RFC 7541 Appendix C", () => {
  interface Case {
    readonly group: string;
    readonly name: string;
    readonly wire: string;
    readonly headers: readonly HeaderField[];
    readonly dynamicTable: readonly { name: string; value: string; size: number }[];
    readonly tableSize: number;
  }
  interface Suite {
    readonly maxTableSizeForResponseExamples: number;
    readonly integers: readonly { value: number; prefix: number; bytes: string }[];
    readonly cases: readonly Case[];
  }

  it("decodes each example to its lines and table, and writes the sequences again", () => {
    const suite = readSuite<Suite>("rfc7541-appendix-c", "cases.json");
    const tally = openTally("rfc7541-appendix-c", "hpack", []);
    for (const { bytes, prefix, value } of suite.integers) {
      const read = readThreeWays(
        (code, at = 0) => readPrefixInteger(code, at, prefix),
        bytesOf(bytes),
      );
      const agrees = read === value && formatHex(writePrefixInteger(value, prefix)) === bytes;
      tally.put(`integer ${value} behind ${prefix} bits`, agrees);
    }
    let group = "";
    let decoder = createHpackDecoder();
    let encoder = createHpackEncoder();
    for (const { group: next, dynamicTable, headers, name, tableSize, wire } of suite.cases) {
      const single = next.startsWith("Header Field");
      if (next !== group || single) {
        group = next;
        const response = next.startsWith("Response");
        const maxTableSize = response ? suite.maxTableSizeForResponseExamples : 4096;
        const huffman = !next.includes("without Huffman") && !single;
        decoder = createHpackDecoder({ maxTableSize });
        // The single examples show one representation each; the encoder is told which.
        const choice =
          name.includes("without") || name.includes("Never")
            ? name.includes("Never")
              ? "never"
              : "literal"
            : "index";
        encoder = createHpackEncoder({ maxTableSize, huffman, index: choice });
      }
      const before = decoder.table();
      const described = describesLines(bytesOf(wire), before, headers);
      const decoded = decoder.decode(bytesOf(wire));
      const table = decoder.table();
      const agrees =
        described &&
        decoded.kind === "done" &&
        same(decoded.value, headers) &&
        same(
          table.map((field) => ({ name: field[0], value: field[1], size: entrySize(field) })),
          dynamicTable,
        ) &&
        table.reduce((sum, field) => sum + entrySize(field), 0) === tableSize &&
        formatHex(encoder.encode(headers)) === wire;
      tally.put(`${next}: ${name}`, agrees);
      for (const damaged of mutations(bytesOf(wire))) {
        createHpackDecoder().decode(damaged);
        describeFieldBlock(damaged);
      }
    }
    expect(tally.finish()).toEqual([]);
  });
});

interface StoryCase {
  readonly seqno?: number;
  readonly header_table_size?: number | null;
  readonly wire: string;
  readonly headers: readonly Readonly<Record<string, string>>[];
}
interface Story {
  readonly cases: readonly StoryCase[];
}
const suite = "hpack-test-case";
const linesOf = ({ headers }: StoryCase): HeaderField[] =>
  headers.flatMap((line) => Object.entries(line));
const stories = (folder: string): [file: string, story: Story][] =>
  suiteFiles(suite, folder).map((file) => [file, readSuite<Story>(suite, folder, file)]);

/** A copy with one flipped bit, cut, or with an octet put in, as `turn` says. */
function damagedAt(bytes: Uint8Array, at: number, turn: number): Uint8Array {
  if (turn % 3 === 0) return bytes.subarray(0, at);
  if (turn % 3 === 1)
    return concat([bytes.subarray(0, at), Uint8Array.of(turn), bytes.subarray(at)]);
  return bytes.map((octet, index) => (index === at ? octet ^ (1 << (turn & 7)) : octet));
}

describe.skipIf(!hasSuite(suite))("hpack-test-case", () => {
  const encoders = [...new Set(suiteFiles(suite).map((file) => file.split("/")[0] ?? ""))].filter(
    (folder) => folder !== "raw-data" && !folder.includes(".") && folder !== "LICENSE",
  );

  it("decodes what eleven encoders wrote", { timeout: 60_000 }, () => {
    const tally = openTally(suite, "hpack decoder", []);
    for (const folder of encoders) {
      for (const [file, story] of stories(folder)) {
        const decoder = createHpackDecoder();
        story.cases.forEach((each, place) => {
          if (typeof each.header_table_size === "number") {
            decoder.setMaxTableSize(each.header_table_size);
          }
          const block = bytesOf(each.wire);
          const lines = linesOf(each);
          const described = describesLines(block, decoder.table(), lines);
          const decoded = decoder.decode(block);
          const agrees = decoded.kind === "done" && same(decoded.value, lines) && described;
          tally.put(`${folder}/${file} ${place}`, agrees);
        });
      }
    }
    expect(tally.finish()).toEqual([]);
  });

  it("survives every block damaged at every octet: a bit, a cut, an insertion in turn", () => {
    let attempts = 0;
    for (const folder of encoders) {
      for (const [, story] of stories(folder)) {
        for (const { wire } of story.cases) {
          const block = bytesOf(wire);
          for (let at = 0; at < block.length; at += 1) {
            attempts += 1;
            createHpackDecoder().decode(damagedAt(block, at, attempts));
          }
        }
      }
    }
    expect(attempts).toBeGreaterThan(200_000);
  });

  /** What our encoder makes of the raw lines, by its choices. */
  const choices: readonly HpackEncoderOptions[] = [
    {},
    { huffman: false },
    { huffman: true, index: "literal" },
    { index: "never" },
    { maxTableSize: 256 },
  ];
  const written = () =>
    choices.flatMap((options) =>
      stories("raw-data").map(([file, story]) => {
        const encoder = createHpackEncoder(options);
        const maxTableSize = options.maxTableSize ?? 4096;
        const lines = story.cases.map(linesOf);
        return { file, maxTableSize, lines, blocks: lines.map((each) => encoder.encode(each)) };
      }),
    );

  it("decodes what it encoded itself, whatever the choices", { timeout: 60_000 }, () => {
    const tally = openTally(suite, "hpack encoder → own decoder", []);
    for (const { blocks, file, lines, maxTableSize } of written()) {
      const decoder = createHpackDecoder({ maxTableSize });
      blocks.forEach((block, place) => {
        const decoded = decoder.decode(block);
        tally.put(`${file} ${place}`, decoded.kind === "done" && same(decoded.value, lines[place]));
      });
    }
    expect(tally.finish()).toEqual([]);
  });

  it("is understood by the npm package hpack", { timeout: 60_000 }, () => {
    interface PlainCodec {
      setTableSize(octets: number): void;
      decode(block: Buffer): unknown;
    }
    const require = createRequire(import.meta.url);
    const Plain = require("hpack") as new () => PlainCodec;
    const tally = openTally(suite, "hpack encoder → npm hpack", []);
    for (const { blocks, file, lines, maxTableSize } of written()) {
      // The package has no limit to set for decoding: only stories with the usual table are asked.
      if (maxTableSize !== 4096) continue;
      const codec = new Plain();
      blocks.forEach((block, place) => {
        tally.put(`${file} ${place}`, same(codec.decode(Buffer.from(block)), lines[place]));
      });
    }
    expect(tally.finish({ peer: "hpack 1.0.0" })).toEqual([]);
  });

  const python = ["python3", "/usr/bin/python3"].find(
    (name) => spawnSync(name, ["-c", "import hpack"]).status === 0,
  );

  // Reads [[table size, [hex, …]], …] and prints the lines of every block.
  const SCRIPT = `
import hpack, json, sys
out = []
for size, blocks in json.load(sys.stdin):
    decoder = hpack.Decoder(max_header_list_size=1 << 30)
    decoder.max_allowed_table_size = max(size, 4096)
    decoder.header_table_size = size
    out.append([[[a.decode("latin-1"), b.decode("latin-1")]
                 for a, b in decoder.decode(bytes.fromhex(block), raw=True)] for block in blocks])
print(hpack.__version__)
json.dump(out, sys.stdout)
`;

  it.skipIf(python === undefined)("is understood by python3-hpack", { timeout: 60_000 }, () => {
    const all = written();
    const input = all.map(({ blocks, maxTableSize }) => [
      maxTableSize,
      blocks.map((each) => formatHex(each)),
    ]);
    const { status, stdout } = spawnSync(python ?? "", ["-c", SCRIPT], {
      input: JSON.stringify(input),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    expect(status).toBe(0);
    const [version = "", decoded = ""] = stdout.split("\n");
    const answers = JSON.parse(decoded) as HeaderField[][][];
    let cases = 0;
    all.forEach(({ lines }, story) => {
      expect(answers[story]).toEqual(lines);
      cases += lines.length;
    });
    recordSuite({
      suite,
      engine: "hpack encoder → python3-hpack",
      peer: `hpack ${version}`,
      cases,
      agree: cases,
      deviations: [],
      ran: true,
    });
  });
});
