// `npm run measure:protocols`: sizes, decoding and calls with real libraries; writes content/numbers.json.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, type } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { root } from "../scripts/setup.mjs";
import { readNumbers } from "../src/course/numbers.ts";
import { timeCalls } from "./protocols/calls.ts";
import { compile } from "./protocols/codecs.ts";
import { timeDecoding } from "./protocols/decoding.ts";
import { makePayloads, SEED } from "../src/labs/size-race/payloads.ts";
import { LEVELS, sizesOf } from "./protocols/sizes.ts";

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as {
      readonly version: string;
    }
  ).version;

const libraries = ["@bufbuild/protobuf", "protobufjs", "@grpc/grpc-js"];
const codecs = compile();
const payloads = makePayloads(SEED);

console.log("Sizes and decoding …");
const sizes = payloads.map((payload) => sizesOf(payload, codecs.of(payload.message)));
const decoding = payloads.map((payload) => timeDecoding(payload, codecs.of(payload.message)));
console.log("Calls, about a minute …");
const calls = await timeCalls();

const numbers = {
  date: new Date().toISOString().slice(0, 10),
  seed: SEED,
  machine: {
    system: `${type()}, ${process.arch}`,
    processors: cpus().length,
    node: process.versions.node,
  },
  libraries: Object.fromEntries(libraries.map((name) => [name, versionOf(name)])),
  levels: LEVELS,
  sizes,
  decoding,
  calls,
};
readNumbers(numbers);
writeFileSync(
  join(root, "content", "numbers.json"),
  await format(JSON.stringify(numbers), { parser: "json", printWidth: 100 }),
);
console.table(
  Object.fromEntries(
    sizes.map(({ name, json, protobuf }) => [
      name,
      { json: json.raw, protobuf: protobuf.raw, "gzip json": json.gzip, "gzip pb": protobuf.gzip },
    ]),
  ),
);
console.table(
  Object.fromEntries(
    calls.map(({ inFlight, grpc, http1, http2 }) => [
      inFlight,
      { gRPC: grpc.median, "HTTP/1.1": http1.median, "HTTP/2": http2.median },
    ]),
  ),
);
console.log("Written to content/numbers.json; /reference/numbers shows it.");
