// Speed of reading event streams, side by side in one run with eventsource-parser. Run with node.
import { createParser } from "eventsource-parser";
import { createEventStreamParser, writeEvent } from "../../src/protocols/sse/index.ts";
import { concat, utf8 } from "../../src/wire/index.ts";

const goal = 0.5;
const rounds = 9;
const megabytes = 8;

/** A stream of about the wanted size, made of the same block again and again. */
function streamOf(block: Uint8Array): Uint8Array {
  const times = Math.ceil((megabytes * 1_000_000) / block.length);
  return concat(Array<Uint8Array>(times).fill(block));
}

const numbers = Array.from({ length: 40 }, (_, index) => `"field${index}": ${index * 7}`);
const streams: Readonly<Record<string, Uint8Array>> = {
  "short events": streamOf(writeEvent({ id: "17", event: "price", data: "42.5" })),
  "JSON of 700 B": streamOf(writeEvent({ data: `{${numbers.join(", ")}}` })),
  "ten lines each": streamOf(writeEvent({ data: Array(10).fill("one line of text").join("\n") })),
  "CR LF ends": streamOf(utf8("event: price\r\nid: 17\r\ndata: 42.5\r\n\r\n")),
  "not ASCII": streamOf(writeEvent({ data: "größer als über, aber müde: 🎈 ".repeat(5) })),
};

/** Bytes in, number of events out: the same work for both. */
type Run = (pieces: readonly Uint8Array[]) => number;

const ours: Run = (pieces) => {
  const parser = createEventStreamParser();
  let events = 0;
  for (const piece of pieces) events += parser.push(piece).length;
  return events;
};

const theirs: Run = (pieces) => {
  let events = 0;
  const parser = createParser({ onEvent: () => (events += 1) });
  const decoder = new TextDecoder();
  for (const piece of pieces) parser.feed(decoder.decode(piece, { stream: true }));
  return events;
};

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Megabytes per second of one run. */
function speed(run: Run, pieces: readonly Uint8Array[], bytes: number): number {
  const start = performance.now();
  run(pieces);
  return bytes / 1000 / (performance.now() - start);
}

let worst = Infinity;
console.log("| stream | piece | ours MB/s | eventsource-parser MB/s | ratio |");
console.log("| --- | ---: | ---: | ---: | ---: |");
for (const [name, bytes] of Object.entries(streams)) {
  for (const size of [1_460, 65_536]) {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
    const [mine, peer] = [ours(pieces), theirs(pieces)];
    if (mine !== peer) throw new Error(`${name}: ${mine} events, the peer finds ${peer}`);
    // In turns, so that a busy machine slows both.
    const [mySpeeds, peerSpeeds]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      mySpeeds.push(speed(ours, pieces, bytes.length));
      peerSpeeds.push(speed(theirs, pieces, bytes.length));
    }
    const [our, their] = [median(mySpeeds), median(peerSpeeds)];
    worst = Math.min(worst, our / their);
    const cells = [name, size, our.toFixed(0), their.toFixed(0), (our / their).toFixed(2)];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
console.log(`\nmedian of ${rounds} runs in turns; worst ratio ${worst.toFixed(2)}, goal ${goal}`);
if (worst < goal) process.exitCode = 1;
