// How JSON values become the ProtoJSON of a field. protobuf.dev ProtoJSON, "Strings for int64", "Out of range numeric values".

/** How a value of one place is written; undefined leaves it out. */
export type Fit = (value: unknown) => unknown;

/** A type by its name, and how values become ones of it. */
export interface Typed {
  readonly type: string;
  readonly fit: Fit;
}

/** A value that ProtoJSON takes as it is. */
export const asIs: Fit = (value) => value;
/** A value as its JSON text. */
export const asText: Fit = (value) => JSON.stringify(value);
/** ProtoJSON takes 64-bit integers as strings, so none is doubted for being beyond 2^53. */
export const asLong: Fit = (value) => String(BigInt(value as number));
/** JSON.parse makes infinity of numbers beyond doubles, and JSON.stringify would make null of that. */
export const asDouble: Fit = (value) => (Number.isFinite(value) ? value : String(value));
