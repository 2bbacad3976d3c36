// HPACK decoding beside the npm packages `hpack` and `hpack.js`, in one run: node tests/bench/hpack.bench.ts
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { createHpackDecoder } from "../../src/protocols/http2/hpack-decoder.ts";
import { createHpackEncoder } from "../../src/protocols/http2/hpack-encoder.ts";
import { concat, parseHex } from "../../src/wire/index.ts";
import { hasSuite, readSuite, suiteFiles } from "../support/vectors.ts";

const GOAL = 0.5;
const ROUNDS = 9;

/** Neither package brings types; this is what the measurement uses of them. */
interface PlainCodec {
  decode(block: Buffer): unknown[];
}
interface StreamDecompressor {
  write(block: Buffer): void;
  execute(): void;
  read(): unknown;
}
const require = createRequire(import.meta.url);
const Plain = require("hpack") as new () => PlainCodec;
const streaming = require("hpack.js") as {
  decompressor: { create(options: object): StreamDecompressor };
};

/** One connection's field blocks in order; each story starts with a fresh context. */
type Story = readonly Buffer[];

function recordedStories(): Story[] {
  const suite = "hpack-test-case";
  return ["nghttp2", "go-hpack", "python-hpack"].flatMap((folder) =>
    suiteFiles(suite, folder).map((file) =>
      readSuite<{ cases: { wire: string }[] }>(suite, folder, file).cases.map(({ wire }) =>
        Buffer.from(parseHex(wire) ?? []),
      ),
    ),
  );
}

/** Where the suite is absent: a browser's requests, made here. */
function ownStories(): Story[] {
  return Array.from({ length: 10 }, (_, story) => {
    const encoder = createHpackEncoder();
    return Array.from({ length: 40 }, (_, request) =>
      Buffer.from(
        encoder.encode([
          [":method", "GET"],
          [":scheme", "https"],
          [":authority", `cdn${request % 3}.example.org`],
          [":path", `/assets/${story}/picture-${request}.webp?size=${64 * request}`],
          ["user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"],
          ["accept", "image/avif,image/webp,image/*,*/*;q=0.8"],
          ["accept-encoding", "gzip, deflate, br, zstd"],
          ["referer", `https://www.example.org/page/${story}`],
          ["cookie", `session=0123456789abcdef; seen=${request}`],
        ]),
      ),
    );
  });
}

const stories = hasSuite("hpack-test-case") ? recordedStories() : ownStories();
const octets = concat(stories.flat()).length;

const decoders: Record<string, (story: Story) => number> = {
  ours: (story) => {
    const decoder = createHpackDecoder();
    let lines = 0;
    for (const block of story) {
      const decoded = decoder.decode(block);
      if (decoded.kind === "fault") throw new Error(decoded.fault.text);
      lines += decoded.value.length;
    }
    return lines;
  },
  "hpack 1.0.0": (story) => {
    const codec = new Plain();
    return story.reduce((lines, block) => lines + codec.decode(block).length, 0);
  },
  "hpack.js 2.1.6": (story) => {
    const decoder = streaming.decompressor.create({ table: { maxSize: 4096 } });
    let lines = 0;
    for (const block of story) {
      decoder.write(block);
      decoder.execute();
      while (decoder.read() !== null) lines += 1;
    }
    return lines;
  },
};

/** Best of some rounds, in octets of field block per second; all decoders take turns. */
const best: Record<string, number> = {};
const lines: Record<string, number> = {};
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, decode] of Object.entries(decoders)) {
    const start = performance.now();
    let decoded = 0;
    for (const story of stories) decoded += decode(story);
    const rate = octets / ((performance.now() - start) / 1000);
    best[name] = Math.max(best[name] ?? 0, rate);
    lines[name] = decoded;
  }
}
if (new Set(Object.values(lines)).size !== 1) throw new Error(`unequal: ${JSON.stringify(lines)}`);

const ours = best["ours"] ?? 0;
const peer = Math.max(best["hpack 1.0.0"] ?? 0, best["hpack.js 2.1.6"] ?? 0);
for (const [name, rate] of Object.entries(best)) {
  console.log(`${name.padEnd(16)} ${(rate / 1e6).toFixed(1).padStart(7)} MB/s of field blocks`);
}
const ratio = ours / peer;
console.log(
  `hpack decode: ${stories.length} stories, ${octets} octets, ${lines["ours"]} lines; ` +
    `ours ÷ best peer = ${ratio.toFixed(2)} (goal ≥ ${GOAL})`,
);
if (ratio < GOAL) process.exitCode = 1;
