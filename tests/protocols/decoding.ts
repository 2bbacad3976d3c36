// How long decoding takes: JSON.parse on text, two protobuf libraries on bytes.
import type { Codec } from "./codecs.ts";
import type { Payload } from "../../src/labs/size-race/payloads.ts";
import { spreadOf, type Spread } from "./spread.ts";

/** Milliseconds to decode a payload once. */
export interface Decoding {
  readonly id: Payload["id"];
  readonly name: string;
  readonly json: Spread;
  readonly bufbuild: Spread;
  readonly protobufjs: Spread;
}

const ROUNDS = 11;
/** Each round runs at least so long, in milliseconds. */
const LONG_ENOUGH = 60;

function time(decode: () => unknown): Spread {
  for (let index = 0; index < 20; index += 1) decode();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    let times = 0;
    while (performance.now() - began < LONG_ENOUGH) {
      decode();
      times += 1;
    }
    return (performance.now() - began) / times;
  });
  return spreadOf(rounds);
}

/** Times all three for one payload. */
export function timeDecoding({ id, name, value }: Payload, codec: Codec): Decoding {
  const text = JSON.stringify(value);
  const bytes = codec.encode(value);
  return {
    id,
    name,
    json: time(() => JSON.parse(text) as unknown),
    bufbuild: time(() => codec.decode(bytes)),
    protobufjs: time(() => codec.decodeByProtobufjs(bytes)),
  };
}
