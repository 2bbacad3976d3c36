// The door of the generators: numbers from a seed, the answer from the course's own engines.
import { createDice, type Dice } from "../chance.ts";
import type { ComputeItem, Generate } from "../grade.ts";
import { fieldGenerators } from "./fields.ts";
import { http1Generators } from "./http1.ts";
import { http2Generators } from "./http2.ts";
import { realTimeGenerators } from "./real-time.ts";
import { rpcGenerators } from "./rpc.ts";

/** Makes one item with dice. */
export type Generator = (dice: Dice) => ComputeItem;

const GENERATORS: Readonly<Record<string, Generator>> = {
  ...fieldGenerators,
  ...http1Generators,
  ...http2Generators,
  ...realTimeGenerators,
  ...rpcGenerators,
};

/** What a card's `generator` may be called. */
export const GENERATOR_NAMES: readonly string[] = Object.keys(GENERATORS);

/** The item of a seed: the same seed gives the same item. An unknown name throws RangeError. */
export const generate: Generate = (name, seed) => {
  const make = Object.hasOwn(GENERATORS, name) ? GENERATORS[name] : undefined;
  if (make === undefined)
    throw new RangeError(
      `no generator is called ${name}: there are ${GENERATOR_NAMES.join(", ")}.`,
    );
  return make(createDice(seed));
};
