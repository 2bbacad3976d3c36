// The pretend company's books: depots, parcels on their way and the scans that follow them.

/** A place where parcels wait. */
export interface Depot {
  readonly id: string;
  readonly city: string;
}

/** A parcel; `version` grows with each change and is its entity tag. */
export interface Parcel {
  readonly id: number;
  /** Id of the depot it travels to. */
  readonly to: string;
  /** Grams. */
  readonly weight: number;
  readonly state: "announced" | "moving" | "delivered";
  readonly version: number;
}

/** One beep of a scanner. */
export interface Scan {
  readonly parcel: number;
  readonly depot: string;
  /** Whole minutes since midnight. */
  readonly minute: number;
}

/** Everything that one lab's copy of the company knows. */
export interface Company {
  readonly depots: readonly Depot[];
  readonly parcels: Map<number, Parcel>;
  readonly scans: Scan[];
}

const DEPOTS: readonly Depot[] = [
  { id: "lyon", city: "Lyon" },
  { id: "oslo", city: "Oslo" },
  { id: "riga", city: "Riga" },
  { id: "gdansk", city: "Gdańsk" },
];

/** Where chance comes from; a seeded one gives the same books each time. */
export interface Chance {
  /** Integer in [from, to]. */
  between(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
}

/** A company with `count` parcels. */
export function foundCompany(chance: Chance, count = 6): Company {
  const first = chance.between(1000, 8999);
  const parcels = new Map<number, Parcel>();
  const scans: Scan[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = first + index;
    const to = chance.pick(DEPOTS).id;
    const state = chance.pick(["announced", "moving", "delivered"] as const);
    parcels.set(id, { id, to, weight: 50 * chance.between(4, 120), state, version: 1 });
    if (state !== "announced") {
      scans.push({ parcel: id, depot: to, minute: chance.between(360, 1200) });
    }
  }
  return { depots: DEPOTS, parcels, scans };
}

/** The next free parcel number. */
export const nextParcelId = ({ parcels }: Company): number => Math.max(0, ...parcels.keys()) + 1;
