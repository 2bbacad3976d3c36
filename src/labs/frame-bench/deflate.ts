// permessage-deflate with a window kept from message to message: RFC 7692 §7.2, over the package fflate.
import type { PermessageDeflate } from "#protocols/websocket/index.ts";
import { concat, equalBytes } from "#wire/index.ts";

/** What a sync flush ends with and the sender leaves out (RFC 7692 §7.2.1). */
const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

/** Both directions of one connection. */
export interface Deflater {
  readonly compress: (data: Uint8Array) => Uint8Array;
  readonly inflate: PermessageDeflate["inflate"];
}

/** Loads the package and opens an empty window for each direction. */
export async function openDeflate(): Promise<Deflater> {
  const { Deflate, Inflate } = await import("fflate");
  let out: Uint8Array[] = [];
  const take = (chunk: Uint8Array): void => {
    out.push(chunk);
  };
  const drain = (): Uint8Array => {
    const all = concat(out);
    out = [];
    return all;
  };
  const deflate = new Deflate({ level: 6 }, take);
  const inflate = new Inflate(take);
  return {
    compress(data) {
      deflate.push(data.slice());
      deflate.flush(true);
      const bytes = drain();
      const end = bytes.length - TAIL.length;
      return equalBytes(bytes.subarray(end), TAIL) ? bytes.slice(0, end) : bytes;
    },
    inflate(compressed) {
      try {
        inflate.push(concat([compressed, TAIL]));
        return drain();
      } catch {
        // fflate throws on bytes that are no DEFLATE data; the endpoint answers 1007.
        return null;
      }
    },
  };
}
