// Writes messages for what was seen of a JSON value, and says how the value must be put to fit them.
// protobuf.dev proto3 guide, "Scalar Value Types", "Maps"; ProtoJSON, "Null values".
import { createFieldNames, createMessageNames, single } from "./field-names.ts";
import { asDouble, asIs, asLong, asText, type Fit, type Typed } from "./fit.ts";
import { kindOf, mergeSights, numberType, unseen, type Sight } from "./sight.ts";

/** The message that holds everything. */
export const ROOT = "Root";

/** Names that one message gets as fields. */
const MOST_FIELDS = 400;
/** From so many names of one type on, an object is a map from names to values. */
const MAP_FROM = 40;
const MOST_NOTES = 10;

/** An object with more names than a message here may have fields. */
export class TooMany extends Error {}

/** Opens a writer for one schema. */
export function createWriter() {
  const messages: string[] = [];
  const messageName = createMessageNames(ROOT);
  const notes: string[] = [];

  const note = (text: string): void => {
    if (!notes.includes(text)) notes.push(text);
  };

  /** A type for one value that is there; null when nothing shows which. */
  const typeOf = (sight: Sight, name: string): Typed | null => {
    switch (kindOf(sight)) {
      case "nothing":
        return null;
      case "bool":
        return { type: "bool", fit: asIs };
      case "text":
        return { type: "string", fit: asIs };
      case "number": {
        const type = numberType(sight);
        if (type === "double" && sight.whole) {
          note(`“${name}” holds integers beyond 64 bits: they become doubles.`);
        }
        return { type, fit: type === "double" ? asDouble : type.endsWith("64") ? asLong : asIs };
      }
      case "mixed":
        note(
          `“${name}” holds more than one kind of value. A protobuf field has one type, so each value is kept as its JSON text in a string.`,
        );
        return { type: "string", fit: asText };
      case "object":
        return isMap(sight) ? wrapMap(sight, name) : message(sight, messageName(name));
      case "list":
        return wrapList(sight, name);
    }
  };

  const isMap = ({ fields }: Sight): boolean => {
    if (fields.size < MAP_FROM) return false;
    const kinds = new Set([...fields.values()].map(kindOf));
    return kinds.size === 1 && !kinds.has("nothing") && !kinds.has("list");
  };

  /** Sight of all values of a map, under whatever name. */
  const valuesOf = ({ fields }: Sight): Sight => {
    const all = unseen();
    for (const each of fields.values()) mergeSights(all, each);
    return all;
  };

  const mapType = (sight: Sight, name: string): Typed => {
    const values = valuesOf(sight);
    const typed = typeOf(values, single(name)) ?? { type: "string", fit: asText };
    note(
      `“${name}” has ${sight.fields.size} different names, all with the same kind of value: it becomes a map, which sends each name with its value.`,
    );
    if (values.nulls > 0) note(`Nulls in the map “${name}” are left out.`);
    return {
      type: `map<string, ${typed.type}>`,
      fit: (value) =>
        Object.fromEntries(
          Object.entries(value as object).flatMap(([key, each]) =>
            each === null ? [] : [[key, typed.fit(each)]],
          ),
        ),
    };
  };

  /** A map where only a message may stand. */
  const wrapMap = (sight: Sight, name: string): Typed => {
    const type = messageName(name);
    const { type: map, fit } = mapType(sight, name);
    messages.push(`message ${type} {\n  ${map} entries = 1;\n}`);
    return { type, fit: (value) => ({ entries: fit(value) }) };
  };

  /** A list where only one value may stand: a list in a list needs a message around it. */
  const wrapList = (sight: Sight, name: string): Typed => {
    const type = messageName(`${name} list`);
    const at = messages.length;
    messages.push("");
    const elements = listType(sight, name);
    note(
      `“${name}” holds lists in a list. Protobuf has no such thing: each inner list gets a message around it.`,
    );
    messages[at] =
      elements === null
        ? `message ${type} {}`
        : `message ${type} {\n  repeated ${elements.type} items = 1;\n}`;
    return {
      type,
      fit: (value) => (elements === null ? {} : { items: elements.fit(value) }),
    };
  };

  /** The type of a list's elements, and how the whole list is written; null for one always empty. */
  const listType = ({ element }: Sight, name: string): Typed | null => {
    const typed = element === null ? null : typeOf(element, single(name));
    if (typed === null || element === null) {
      note(
        element !== null && element.nulls > 0
          ? `“${name}” lists nothing but nulls: it is left out.`
          : `“${name}” is always an empty list. Nothing shows the type of its elements, so it is left out; protobuf would write no byte for it anyway.`,
      );
      return null;
    }
    if (element.nulls === 0) {
      return { type: typed.type, fit: (value) => (value as readonly unknown[]).map(typed.fit) };
    }
    const type = messageName(`${single(name)} or null`);
    const label = /^[a-z]/.test(typed.type) ? "optional " : "";
    note(
      `“${name}” has nulls among its elements. A list in protobuf has no gaps, so each element gets a message that may be empty.`,
    );
    messages.push(`message ${type} {\n  ${label}${typed.type} value = 1;\n}`);
    return {
      type,
      fit: (value) =>
        (value as readonly unknown[]).map((each) =>
          each === null ? {} : { value: typed.fit(each) },
        ),
    };
  };

  /** A message with a field for each name. */
  const message = (sight: Sight, type: string): Typed => {
    if (sight.fields.size > MOST_FIELDS) {
      throw new TooMany(
        `One object has ${sight.fields.size.toLocaleString("en")} different names with values of different kinds. Here ${MOST_FIELDS} are the limit: such data is no record with a schema.`,
      );
    }
    const at = messages.length;
    messages.push("");
    const names = createFieldNames(note);
    const lines: string[] = [];
    const fits: { readonly key: string; readonly name: string; readonly fit: Fit }[] = [];
    for (const [key, field] of sight.fields) {
      const shown = key === "" ? "(empty)" : key;
      const typed = fieldType(field, shown, sight.objects);
      if (typed === null) continue;
      const { name, option } = names(key);
      lines.push(`  ${typed.label}${typed.type} ${name} = ${lines.length + 1}${option};`);
      fits.push({ key, name, fit: typed.fit });
    }
    if (lines.length > 15) {
      note(`${type} has ${lines.length} fields: from number 16 on, a tag takes two bytes.`);
    }
    messages[at] =
      lines.length === 0 ? `message ${type} {}` : `message ${type} {\n${lines.join("\n")}\n}`;
    return {
      type,
      fit: (value) =>
        Object.fromEntries(
          fits.flatMap(({ key, name, fit }) => {
            const each = Object.hasOwn(value as object, key)
              ? (value as Readonly<Record<string, unknown>>)[key]
              : null;
            return each === null ? [] : [[name, fit(each)]];
          }),
        ),
    };
  };

  /** What stands before a field's name; null for a field that is left out. */
  const fieldType = (
    sight: Sight,
    name: string,
    records: number,
  ): (Typed & { readonly label: string }) | null => {
    const kind = kindOf(sight);
    if (kind === "nothing") {
      note(
        `“${name}” is always null. Protobuf has no null and nothing shows the type, so it is left out.`,
      );
      return null;
    }
    if (kind === "list") {
      const elements = listType(sight, name);
      if (sight.nulls > 0)
        note(
          `“${name}” is null in places: protobuf knows no difference between that and an empty list.`,
        );
      return elements && { ...elements, label: "repeated " };
    }
    if (kind === "object" && isMap(sight)) return { ...mapType(sight, name), label: "" };
    const typed = typeOf(sight, name);
    if (typed === null) return null;
    const everywhere = sight.count === records && sight.nulls === 0;
    if (sight.nulls > 0) {
      note(`“${name}” is null in places. Protobuf has no null: the field is left out there.`);
    }
    // A message has presence anyway; a scalar needs the word to tell “not there” from its default.
    const label = everywhere || kind === "object" ? "" : "optional ";
    return { ...typed, label };
  };

  return {
    notes: () =>
      notes.length > MOST_NOTES
        ? [...notes.slice(0, MOST_NOTES), `… and ${notes.length - MOST_NOTES} remarks more.`]
        : notes,
    messages: () => messages,
    /** Writes the outermost message; anything but an object is put into a field of it. */
    root: (sight: Sight): Fit => {
      if (kindOf(sight) === "object" && !isMap(sight)) return message(sight, ROOT).fit;
      const at = messages.length;
      messages.push("");
      const isList = kindOf(sight) === "list";
      const name = isList ? "items" : kindOf(sight) === "object" ? "entries" : "value";
      const typed = fieldType(sight, name, 1);
      note(
        isList
          ? "The outermost value is a list. Protobuf sends messages, so the list stands in one."
          : kindOf(sight) === "object"
            ? "The outermost object is a map, so it stands in a message."
            : "The outermost value is no object. Protobuf sends messages, so it stands in one.",
      );
      messages[at] =
        typed === null
          ? `message ${ROOT} {}`
          : `message ${ROOT} {\n  ${typed.label}${typed.type} ${name} = 1;\n}`;
      return (value) => (typed === null || value === null ? {} : { [name]: typed.fit(value) });
    },
  };
}
