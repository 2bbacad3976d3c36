// Brotli sizes of the prepared data, computed when the course is built: few browsers have the encoder.
import { PAYLOAD_IDS, type PayloadId } from "./payloads.ts";
import { write } from "./race.ts";
import { SHARES, START, type Share } from "./setup.ts";

/** Bytes after brotli of JSON and of protobuf, for each payload and share. */
export type Built = Readonly<
  Record<PayloadId, Readonly<Record<Share, readonly [json: number, protobuf: number]>>>
>;

/** Compresses all prepared data with the given encoder. */
export function buildSizes(lengthOf: (bytes: Uint8Array) => number): Built {
  const sizes = PAYLOAD_IDS.map((source) => [
    source,
    Object.fromEntries(
      SHARES.map((share) => {
        const written = write({ ...START, source, share });
        if (written.kind === "refused") throw new RangeError(`${source}: ${written.why}`);
        return [share, [lengthOf(written.json), lengthOf(written.protobuf)]];
      }),
    ),
  ]);
  return Object.fromEntries(sizes) as Built;
}
