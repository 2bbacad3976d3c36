// What each place of a JSON value holds over all records, and the number type that suits it.
// protobuf.dev proto3 guide, "Scalar Value Types".

/** All that was seen at one place of the value. */
export interface Sight {
  /** How often the place was there. */
  count: number;
  nulls: number;
  bools: number;
  texts: number;
  numbers: number;
  lowest: number;
  highest: number;
  whole: boolean;
  objects: number;
  lists: number;
  readonly fields: Map<string, Sight>;
  element: Sight | null;
}

/** Nothing yet. */
export const unseen = (): Sight => ({
  count: 0,
  nulls: 0,
  bools: 0,
  texts: 0,
  numbers: 0,
  lowest: Infinity,
  highest: -Infinity,
  whole: true,
  objects: 0,
  lists: 0,
  fields: new Map(),
  element: null,
});

/** Adds a value to what was seen at its place. */
export function lookAt(sight: Sight, value: unknown): void {
  sight.count += 1;
  if (value === null) sight.nulls += 1;
  else if (typeof value === "boolean") sight.bools += 1;
  else if (typeof value === "string") sight.texts += 1;
  else if (typeof value === "number") {
    sight.numbers += 1;
    sight.whole &&= Number.isInteger(value);
    sight.lowest = Math.min(sight.lowest, value);
    sight.highest = Math.max(sight.highest, value);
  } else if (Array.isArray(value)) {
    sight.lists += 1;
    sight.element ??= unseen();
    for (const each of value as readonly unknown[]) lookAt(sight.element, each);
  } else {
    sight.objects += 1;
    for (const [name, each] of Object.entries(value as object)) {
      let field = sight.fields.get(name);
      if (field === undefined) sight.fields.set(name, (field = unseen()));
      lookAt(field, each);
    }
  }
}

type Kind = "nothing" | "bool" | "text" | "number" | "object" | "list" | "mixed";

/** The kind of all values of a place, nulls aside. */
export function kindOf(sight: Sight): Kind {
  const kinds = (
    [
      ["bool", sight.bools],
      ["text", sight.texts],
      ["number", sight.numbers],
      ["object", sight.objects],
      ["list", sight.lists],
    ] as const
  ).filter(([, count]) => count > 0);
  const [first] = kinds;
  return first === undefined ? "nothing" : kinds.length > 1 ? "mixed" : first[0];
}

/** The narrowest type for all numbers of a place; negatives take zigzag, or each would cost ten bytes. */
export function numberType({ whole, lowest, highest }: Sight): string {
  if (!whole || lowest < -(2 ** 63) || highest >= 2 ** 64) return "double";
  if (lowest < 0) {
    if (lowest >= -(2 ** 31) && highest < 2 ** 31) return "sint32";
    return highest < 2 ** 63 ? "sint64" : "double";
  }
  if (highest < 2 ** 31) return "int32";
  return highest < 2 ** 63 ? "int64" : "uint64";
}

/** Adds what was seen at one place to another. */
export function mergeSights(into: Sight, from: Sight): void {
  into.count += from.count;
  into.nulls += from.nulls;
  into.bools += from.bools;
  into.texts += from.texts;
  into.numbers += from.numbers;
  into.lowest = Math.min(into.lowest, from.lowest);
  into.highest = Math.max(into.highest, from.highest);
  into.whole &&= from.whole;
  into.objects += from.objects;
  into.lists += from.lists;
  if (from.element !== null) mergeSights((into.element ??= unseen()), from.element);
  for (const [name, field] of from.fields) {
    let known = into.fields.get(name);
    if (known === undefined) into.fields.set(name, (known = unseen()));
    mergeSights(known, field);
  }
}
