// Whether a reader got what a writer wrote, whatever the types that both call it.
import type { FieldType, FieldValue } from "#proto/index.ts";
import { isList, isMap, isMessage } from "#proto/index.ts";
import { utf8Text } from "#wire/index.ts";

/** A value without its type: numbers of any size and bools as digits, bytes as the text they are. */
function plain(value: FieldValue): unknown {
  if (isList(value)) return value.map(plain);
  if (isMap(value)) return [...value].map(([key, each]) => [String(key), plain(each)]);
  if (isMessage(value)) return [...value.fields].map(([name, each]) => [name, plain(each)]);
  if (value instanceof Uint8Array) return utf8Text(value);
  return typeof value === "boolean" ? String(Number(value)) : String(value);
}

const alike = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Whether both fields are meant to be the same one: its name stayed, or at least its type. */
export const isSameField = (one: FieldType, other: FieldType): boolean =>
  one.name === other.name ||
  (one.type.kind === other.type.kind &&
    one.label === other.label &&
    (one.type.kind !== "scalar" || one.type.name === other.type.name));

/** Whether two values say the same; a list of one says what its element says. */
export function isSameValue(wrote: FieldValue, read: FieldValue): boolean {
  const [one, other] = [plain(wrote), plain(read)];
  if (alike(one, other)) return true;
  return (
    isList(wrote) !== isList(read) &&
    alike(Array.isArray(one) ? one : [one], Array.isArray(other) ? other : [other])
  );
}
