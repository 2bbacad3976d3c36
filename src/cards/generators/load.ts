// The generators as a page loads them: only the engines of the cards that it asks.
import { createDice } from "../chance.ts";
import type { ComputeItem, Generate } from "../grade.ts";
import type { Dice } from "../chance.ts";

type Family = Readonly<Record<string, (dice: Dice) => ComputeItem>>;

/** One file and its engines each. */
const FAMILIES = {
  fields: async (): Promise<Family> => (await import("./fields.ts")).fieldGenerators,
  http1: async (): Promise<Family> => (await import("./http1.ts")).http1Generators,
  http2: async (): Promise<Family> => (await import("./http2.ts")).http2Generators,
  realTime: async (): Promise<Family> => (await import("./real-time.ts")).realTimeGenerators,
  rpc: async (): Promise<Family> => (await import("./rpc.ts")).rpcGenerators,
} as const;

/** Where each generator is; a test holds this to the files. */
export const FAMILY_OF: Readonly<Record<string, keyof typeof FAMILIES>> = {
  "retry-after": "fields",
  "chunk-size": "http1",
  "content-length": "http1",
  "http2-frame-length": "http2",
  "http2-frame-type": "http2",
  "hpack-integer": "http2",
  "quic-varint": "http2",
  "websocket-header-length": "realTime",
  "websocket-key-octets": "realTime",
  "base64-length": "realTime",
  "protobuf-varint": "rpc",
  "protobuf-zigzag": "rpc",
  "grpc-timeout": "rpc",
};

/** Loads what makes the items of these generators; rejects when the network does not answer. */
export async function loadGenerate(names: readonly string[]): Promise<Generate> {
  const wanted = new Set(names.flatMap((name) => FAMILY_OF[name] ?? []));
  const families = await Promise.all(Array.from(wanted, (family) => FAMILIES[family]()));
  const all: Family = Object.assign({}, ...families) as Family;
  return (name, seed) => {
    const make = Object.hasOwn(all, name) ? all[name] : undefined;
    if (make === undefined) throw new RangeError(`the generator ${name} was not loaded.`);
    return make(createDice(seed));
  };
}
