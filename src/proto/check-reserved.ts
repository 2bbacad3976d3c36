// `reserved` is a promise to old data: what protoc refuses about it (proto3 guide, "Deleting Fields").
import { readNumber, type Declaration, type Outline, type ReservedEntry } from "./outline.ts";
import { faultAt as fault } from "./place.ts";
import type { SchemaFault } from "./schema.ts";

const RULES = {
  reserved: "protobuf.dev proto3 guide §Reserved Field Numbers",
  reservedNames: "protobuf.dev proto3 guide §Reserved Field Names",
} as const;

/** Findings in what is reserved, and in fields and values that use it all the same. */
export function checkReserved({ declarations, reserved }: Outline): SchemaFault[] {
  const members = Map.groupBy(
    declarations.filter(({ kind }) => kind === "field" || kind === "value"),
    ({ scope }) => scope,
  );
  return [...Map.groupBy(reserved, ({ scope }) => scope)].flatMap(([scope, entries]) => {
    const own = members.get(scope) ?? [];
    const ranges = entries.filter(({ name }) => name === undefined);
    const names = entries.filter(({ name }) => name !== undefined);
    const isEnum = own.some(({ kind }) => kind === "value");
    return [
      ...entries
        .filter(({ mixed }) => mixed)
        .map(({ place }) =>
          fault(
            place,
            "Names and numbers are reserved by statements of their own. Write a second “reserved”.",
            RULES.reservedNames,
          ),
        ),
      ...checkRanges(ranges, isEnum),
      ...repeatedNames(names),
      ...own.flatMap((declaration) => checkUse(declaration, ranges, names)),
    ];
  });
}

function repeatedNames(names: readonly ReservedEntry[]): SchemaFault[] {
  const seen = new Set<string>();
  return names.flatMap(({ name = "", place }) => {
    if (seen.has(name)) return [fault(place, `“${name}” is reserved twice.`, RULES.reservedNames)];
    seen.add(name);
    return [];
  });
}

function checkRanges(ranges: readonly ReservedEntry[], isEnum: boolean): SchemaFault[] {
  // In the order of their numbers a range can only overlap what reaches farthest before it.
  const sorted = ranges.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0));
  let farthest = -Infinity;
  return sorted.flatMap(({ from = NaN, to = NaN, place }) => {
    const overlaps = from <= farthest;
    farthest = Math.max(farthest, to);
    return [
      ...(from < 1 && !isEnum ? [fault(place, "Field numbers begin at 1.", RULES.reserved)] : []),
      ...(to < from
        ? [fault(place, "The range ends before it begins. Turn it round.", RULES.reserved)]
        : []),
      ...(overlaps ? [fault(place, "These numbers are reserved already.", RULES.reserved)] : []),
    ];
  });
}

/** A field or value against what its message or enum has reserved. */
function checkUse(
  { name, number, place }: Declaration,
  ranges: readonly ReservedEntry[],
  names: readonly ReservedEntry[],
): SchemaFault[] {
  const value = readNumber(number?.text);
  const found: SchemaFault[] = [];
  if (ranges.some(({ from = NaN, to = NaN }) => from <= value && value <= to)) {
    const why = `Number ${value} is reserved: it belonged to something that was removed, and old data may still hold it. Give “${name}” a new number.`;
    found.push(fault(number ?? place, why, RULES.reserved));
  }
  if (names.some((each) => each.name === name)) {
    const why = `The name “${name}” is reserved: it belonged to something that was removed, and old JSON may still hold it. Choose another.`;
    found.push(fault(place, why, RULES.reservedNames));
  }
  return found;
}
