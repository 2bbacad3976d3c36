// What `npm run measure:protocols` wrote: the one place from which pages and lessons quote figures.
import { readFileSync } from "node:fs";
import { z } from "astro/zod";

const spread = z.strictObject({
  median: z.number().positive(),
  min: z.number().positive(),
  max: z.number().positive(),
});
const bytes = z.strictObject({
  raw: z.int().positive(),
  gzip: z.int().positive(),
  brotli: z.int().positive(),
});

/** The payloads, by the names under which lessons quote them, in the order in which they are shown. */
export const PAYLOADS = ["customers", "positions", "integers", "flags", "prose"] as const;
const payload = { id: z.enum(PAYLOADS), name: z.string() };

const numbers = z.strictObject({
  date: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  seed: z.int(),
  machine: z.strictObject({
    system: z.string(),
    processors: z.int().positive(),
    node: z.string(),
  }),
  libraries: z.record(z.string(), z.string()),
  levels: z.strictObject({ gzip: z.int(), brotli: z.int() }),
  sizes: z.array(z.strictObject({ ...payload, json: bytes, protobuf: bytes })).length(5),
  /** Milliseconds to decode a payload once. */
  decoding: z
    .array(z.strictObject({ ...payload, json: spread, bufbuild: spread, protobufjs: spread }))
    .length(5),
  /** Calls per second on loopback. */
  calls: z.array(
    z.strictObject({ inFlight: z.int().positive(), grpc: spread, http1: spread, http2: spread }),
  ),
});

/** The measured figures. */
export type Numbers = z.infer<typeof numbers>;
/** Median, lowest and highest of one figure. */
export type Spread = z.infer<typeof spread>;

/** Checks what a file holds; throws what is wrong with it and where. */
export const readNumbers = (data: unknown): Numbers => numbers.parse(data);

/** The stored figures, read when the course is built; throws what is wrong with the file. */
export const storedNumbers = (): Numbers =>
  readNumbers(JSON.parse(readFileSync("content/numbers.json", "utf8")));
