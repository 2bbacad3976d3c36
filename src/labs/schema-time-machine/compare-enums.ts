// One enum in two versions: the number of a value is what travels. protobuf.dev proto3 guide, "Enumerations".
import type { EnumType } from "#proto/index.ts";
import { last, type SchemaChange } from "./compare-types.ts";

/** What changed about its values. */
export function compareEnums(
  before: EnumType | undefined,
  after: EnumType | undefined,
): readonly SchemaChange[] {
  if (!before || !after) return [];
  const at = (name: string): string => `${last(after.name)}.${name}`;
  const find = ({ values }: EnumType, name: string) => values.find((each) => each.name === name);
  return [
    ...before.values.flatMap(({ name, number }): SchemaChange[] => {
      const partner = find(after, name);
      if (partner?.number === number) return [];
      return partner === undefined
        ? [
            {
              place: at(name),
              what: `value ${number} removed`,
              binary: "compatible",
              json: "compatible",
              why: "Old bytes keep the number without a name. Reserve both, or the number comes to mean something else.",
              source: "protobuf-proto3#reserved",
            },
          ]
        : [
            {
              place: at(name),
              what: `value ${number} became ${partner.number}`,
              binary: "unsafe",
              json: "safe",
              why: "The number is what travels: old bytes now carry another name, or none.",
              source: "protobuf-proto3#enum",
            },
          ];
    }),
    ...after.values.flatMap(({ name, number }): SchemaChange[] =>
      find(before, name) === undefined
        ? [
            {
              place: at(name),
              what: `value ${number} added`,
              binary: before.values.some((each) => each.number === number) ? "compatible" : "safe",
              json: "compatible",
              why: "An old reader keeps the number, though it has no name for it. In ProtoJSON the name travels, and an old reader refuses it.",
              source: "protobuf-proto3#wire-safe-changes",
            },
          ]
        : [],
    ),
  ];
}
