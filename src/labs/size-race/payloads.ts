// The five payloads that are measured: a schema, and values that a seed makes. The measurement of
// content/numbers.json and the lab read them from here, so both weigh the same bytes.
import { createSeeded } from "#kit/seeded.ts";

/** The schema of all payloads; `npm run measure:protocols` compiles it with both libraries. */
export const SCHEMA = `syntax = "proto3";
package parcels.v1;

message Customer {
  int64 id = 1;
  string name = 2;
  string email = 3;
  int64 since = 4;
}
message Customers { repeated Customer items = 1; }

message Position {
  double latitude = 1;
  double longitude = 2;
  double altitude = 3;
}
message Positions { repeated Position items = 1; }

message Weights { repeated int32 items = 1; }

message Flags {
  bool fragile = 1;
  bool insured = 2;
  bool express = 3;
  bool returned = 4;
}
message FlagList { repeated Flags items = 1; }

message Note {
  string text = 1;
}
message Notes { repeated Note items = 1; }
`;

/** The payloads by what they hold, in their order. */
export const PAYLOAD_IDS = ["customers", "positions", "integers", "flags", "prose"] as const;
export type PayloadId = (typeof PAYLOAD_IDS)[number];

/** The seed that the measurement is made with. */
export const SEED = 20_261_120;

/** One payload: what it is in words, its message and its value as both libraries and JSON take it. */
export interface Payload {
  /** Under which lessons quote it. */
  readonly id: PayloadId;
  readonly name: string;
  /** Full name of the message. */
  readonly message: string;
  readonly value: { readonly items: readonly unknown[] };
}

const FIRST = ["Ada", "Björn", "Chidi", "Dalia", "Emre", "Farida", "Goran", "Hanna"];
const LAST = ["Lindqvist", "Okafor", "Moreau", "Yılmaz", "Novak", "Haddad", "Silva", "Berg"];
const WORDS =
  "the parcel was left with a neighbour because nobody opened and the driver could not wait so please call before noon if it rains we will bring it again tomorrow morning to the depot on the river".split(
    " ",
  );

/** The same values for the same seed. */
export function makePayloads(seed: number): readonly Payload[] {
  const chance = createSeeded(seed);
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const fraction = (): number => chance.between(0, 2 ** 30) / 2 ** 30;
  return [
    {
      id: "customers",
      name: "1,000 customers: number, name, address, date",
      message: "parcels.v1.Customers",
      value: {
        items: many(1000, (index) => {
          const [first, last] = [chance.pick(FIRST), chance.pick(LAST)];
          const email = `${first}.${last}${index}@mail.example`.toLowerCase();
          return {
            id: 40_000 + index,
            name: `${first} ${last}`,
            email,
            since: 1_600_000_000 + chance.between(0, 160_000_000),
          };
        }),
      },
    },
    {
      id: "positions",
      name: "1,000 positions: three doubles each",
      message: "parcels.v1.Positions",
      value: {
        items: many(1000, () => ({
          latitude: 40 + 20 * fraction(),
          longitude: -5 + 30 * fraction(),
          altitude: 900 * fraction(),
        })),
      },
    },
    {
      id: "integers",
      name: "10,000 small integers in one packed field",
      message: "parcels.v1.Weights",
      value: { items: many(10_000, () => chance.between(0, 999)) },
    },
    {
      id: "flags",
      name: "1,000 records of four flags",
      message: "parcels.v1.FlagList",
      value: {
        items: many(1000, () => ({
          fragile: chance.between(0, 1) === 1,
          insured: chance.between(0, 1) === 1,
          express: chance.between(0, 1) === 1,
          returned: chance.between(0, 1) === 1,
        })),
      },
    },
    {
      id: "prose",
      name: "200 notes of prose",
      message: "parcels.v1.Notes",
      value: {
        items: many(200, () => ({
          text: many(chance.between(60, 120), () => chance.pick(WORDS)).join(" "),
        })),
      },
    },
  ];
}
