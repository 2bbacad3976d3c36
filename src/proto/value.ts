// Values of messages: what the codec takes and gives.

/** int32-sized numbers, enums, floats and doubles are numbers; 64-bit integers are bigints. */
export type ScalarValue = number | bigint | boolean | string | Uint8Array;

/** A key of a map. */
export type MapKey = number | bigint | boolean | string;

/** What a singular field holds. */
export type SingleValue = ScalarValue | MessageValue;

/** What a field holds, lists and maps included. */
export type FieldValue = SingleValue | readonly SingleValue[] | ReadonlyMap<MapKey, SingleValue>;

/** One message: only what is set, by the field's name in the .proto. */
export interface MessageValue {
  readonly fields: ReadonlyMap<string, FieldValue>;
  /** Whole records, tag included, that the schema does not know, in the order of the bytes. */
  readonly unknown: readonly Uint8Array[];
}

/** A message of these fields, without unknown ones. */
export const message = (fields: Readonly<Record<string, FieldValue>> = {}): MessageValue => ({
  fields: new Map(Object.entries(fields)),
  unknown: [],
});

/** Whether a value is a message: the only kind of value with fields. */
export const isMessage = (value: FieldValue): value is MessageValue =>
  typeof value === "object" && "fields" in value;

/** Whether a value is a list. */
export const isList = (value: FieldValue): value is readonly SingleValue[] => Array.isArray(value);

/** Whether a value is a map. */
export const isMap = (value: FieldValue): value is ReadonlyMap<MapKey, SingleValue> =>
  value instanceof Map;
