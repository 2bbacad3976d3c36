// Random values of the message Everything in proto-schemas.ts, for properties.
import fc from "fast-check";
import type { FieldValue, MapKey, MessageValue, SingleValue } from "#proto/index.ts";

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const double = fc.double({ noNaN: true });
const text = fc.string({ unit: "binary", maxLength: 8 });
const bytes = fc.uint8Array({ maxLength: 8 });
// An open enum holds numbers without a name, too.
const kind = fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 31 - 1), int32);

const list = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.array(each, { minLength: 1, maxLength: 4 });

const map = <K extends MapKey>(
  key: fc.Arbitrary<K>,
  value: fc.Arbitrary<SingleValue>,
): fc.Arbitrary<ReadonlyMap<MapKey, SingleValue>> =>
  fc
    .uniqueArray(fc.tuple(key, value), { minLength: 1, maxLength: 3, selector: ([each]) => each })
    .map((entries) => new Map<MapKey, SingleValue>(entries));

/** A value of every field that is set; what an implicit field would leave out is not in it. */
export const { everything } = fc.letrec<{ everything: MessageValue; inner: MessageValue }>(
  (tie) => {
    const fields: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {
      f_double: double,
      f_float: fc.float({ noNaN: true }),
      f_int32: int32,
      f_int64: int64,
      f_uint32: uint32,
      f_uint64: uint64,
      f_sint32: int32,
      f_sint64: int64,
      f_fixed32: uint32,
      f_fixed64: uint64,
      f_sfixed32: int32,
      f_sfixed64: int64,
      f_bool: fc.boolean(),
      f_string: text,
      f_bytes: bytes,
      f_kind: kind,
      maybe: int32,
      inner: tie("inner"),
      packed_ints: list(int32),
      packed_sints: list(int64),
      packed_doubles: list(double),
      packed_bools: list(fc.boolean()),
      packed_kinds: list(kind),
      loose_ints: list(int32),
      strings: list(text),
      many: list(tie("inner")),
      counts: map(
        text.filter((key) => !/^(?:\d+|__proto__)$/.test(key)),
        int32,
      ),
      both: map(fc.boolean(), tie("inner")),
      FooBar: text,
      foo__bar_9x: text,
      renamed: text,
      far: uint32,
      farther: text,
    };
    const choice: fc.Arbitrary<readonly [string, FieldValue]> = fc.oneof(
      int32.map((value) => ["number", value] as const),
      text.map((value) => ["text", value] as const),
      kind.map((value) => ["kind", value] as const),
    );
    const some = fc
      .tuple(
        fc
          .subarray(Object.keys(fields), { maxLength: 8 })
          .chain((names) =>
            fc.tuple(
              ...names.map((name) =>
                (fields[name] as fc.Arbitrary<FieldValue>).map((value) => [name, value] as const),
              ),
            ),
          ),
        fc.option(choice, { nil: undefined }),
      )
      .map(([entries, chosen]): MessageValue => ({
        fields: new Map(chosen ? [...entries, chosen] : entries),
        unknown: [],
      }));
    return {
      everything: some,
      inner: fc.oneof(
        { maxDepth: 3, depthIdentifier: "everything" },
        fc.constant<MessageValue>({ fields: new Map(), unknown: [] }),
        some,
      ),
    };
  },
);
