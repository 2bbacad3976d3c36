// Bytes of each payload as JSON and as protobuf: as they are, after gzip and after brotli.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Codec } from "./codecs.ts";
import type { Payload } from "../../src/labs/size-race/payloads.ts";

/** Levels that a server can afford for an answer that it makes on the spot. */
export const LEVELS = { gzip: 6, brotli: 5 } as const;

interface Bytes {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Bytes of one payload in both formats. */
export interface Sizes {
  readonly id: Payload["id"];
  readonly name: string;
  readonly json: Bytes;
  readonly protobuf: Bytes;
}

const weigh = (bytes: Uint8Array): Bytes => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: LEVELS.gzip }).length,
  brotli: brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: LEVELS.brotli },
  }).length,
});

/**
 * Weighs a payload as @bufbuild/protobuf writes it. What protobufjs writes must mean the same, or it
 * throws; the bytes differ, because protobufjs writes a false that was set and the other leaves it out.
 */
export function sizesOf({ id, name, value }: Payload, codec: Codec): Sizes {
  const bytes = codec.encode(value);
  if (Buffer.compare(bytes, codec.rewrite(codec.encodeByProtobufjs(value))) !== 0) {
    throw new Error(`${name}: the two libraries write different values`);
  }
  return { id, name, json: weigh(Buffer.from(JSON.stringify(value))), protobuf: weigh(bytes) };
}
