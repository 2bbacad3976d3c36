// Tag & bytes, its controls: a .proto text, the message in it, and a value as ProtoJSON.
import { utf8 } from "#wire/index.ts";

/** What the learner writes. */
export interface Setup {
  /** The .proto text. */
  readonly schema: string;
  /** A message by its name in the text; another name, or none, means the first. */
  readonly type: string;
  /** The value, as ProtoJSON. */
  readonly json: string;
}

/** What the controls send. */
export type Change =
  | { readonly kind: "example"; readonly name: string }
  | { readonly kind: "schema" | "type" | "json"; readonly text: string };

/** The most that fits a link together, in bytes of its JSON. */
export const MOST_BYTES = 2800;

/** A proto3 file of these declarations. */
export const proto3 = (...lines: readonly string[]): string =>
  ['syntax = "proto3";', "", ...lines, ""].join("\n");

/** A file of one message with these fields. */
export const oneMessage = (name: string, ...fields: readonly string[]): string =>
  proto3(`message ${name} {`, ...fields.map((field) => `  ${field}`), "}");

/** A value with a line for each of its fields. */
const lines = (value: object): string =>
  `{\n${Object.entries(value)
    .map(([key, each]) => `  "${key}": ${JSON.stringify(each, null, 1).replace(/\n\s*/g, " ")}`)
    .join(",\n")}\n}`;

/** A setup on the first message of a text. */
const example = (schema: string, value: object): Setup => ({
  schema,
  type: "",
  json: lines(value),
});

/** Where a learner may begin, by name. */
export const EXAMPLES: ReadonlyMap<string, Setup> = new Map([
  ["Parcel 42", example(oneMessage("GetParcelRequest", "int32 number = 1;"), { number: 42 })],
  ["150, in two bytes", example(oneMessage("Test1", "int32 a = 1;"), { a: 150 })],
  [
    "−2 in four types",
    example(
      oneMessage("Signs", "int32 a = 1;", "sint32 b = 2;", "sfixed32 c = 3;", "int64 d = 4;"),
      { a: -2, b: -2, c: -2, d: "-2" },
    ),
  ],
  [
    "A list, packed and not",
    example(
      oneMessage(
        "Scans",
        "repeated int32 packed = 1;",
        "repeated int32 loose = 2 [packed = false];",
        "repeated string places = 3;",
      ),
      { packed: [3, 270, 86942], loose: [3, 270, 86942], places: ["Graz", "Linz"] },
    ),
  ],
  [
    "A message in a message",
    example(
      proto3(
        "message Parcel {",
        "  int32 number = 1;",
        "  Address to = 2;",
        "}",
        "",
        "message Address {",
        "  string street = 1;",
        "  int32 floor = 2;",
        "}",
      ),
      { number: 42, to: { street: "Quay 4", floor: 2 } },
    ),
  ],
  [
    "Zero: left out, and said",
    example(
      oneMessage("Stock", "int32 left = 1;", "optional int32 ordered = 2;", "bool open = 3;"),
      {
        left: 0,
        ordered: 0,
        open: false,
      },
    ),
  ],
  [
    "Numbers 15 and 16",
    example(oneMessage("Wide", "int32 a = 15;", "int32 b = 16;", "int32 c = 2048;"), {
      a: 1,
      b: 1,
      c: 1,
    }),
  ],
  [
    "A map",
    example(oneMessage("Shelf", "map<string, int32> count = 1;"), { count: { A1: 3, B2: 0 } }),
  ],
  [
    "A oneof",
    example(
      oneMessage("Reply", "oneof result {", "  int32 number = 1;", "  string error = 2;", "}"),
      { number: 0 },
    ),
  ],
  [
    "A whole parcel",
    example(
      proto3(
        "message Parcel {",
        "  int32 number = 1;",
        "  string recipient = 2;",
        "  Status status = 3;",
        "  int64 weight_grams = 4;",
        "  repeated int32 scan_ids = 5;",
        "}",
        "",
        "enum Status {",
        "  STATUS_UNSPECIFIED = 0;",
        "  STATUS_ACCEPTED = 1;",
        "  STATUS_DELIVERED = 2;",
        "}",
      ),
      {
        number: 42,
        recipient: "Ada",
        status: "STATUS_DELIVERED",
        weightGrams: "1200",
        scanIds: [7, 8, 300],
      },
    ),
  ],
]);

export const START: Setup = EXAMPLES.get("Parcel 42") as Setup;

/** The setup as data of a link. */
export const encode = ({ schema, type, json }: Setup): unknown => [schema, type, json];

/** Whether it fits a link. */
const isKept = (setup: Setup): boolean => utf8(JSON.stringify(encode(setup))).length <= MOST_BYTES;

/** Applies a change; a text that is too long gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "example") return EXAMPLES.get(change.name) ?? setup;
  if (setup[change.kind] === change.text || change.text.length > MOST_BYTES) return setup;
  const next = { ...setup, [change.kind]: change.text };
  return isKept(next) ? next : setup;
}

/** The setup of a link; null for anything else. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 3) return null;
  const [schema, type, json] = data as readonly unknown[];
  if (typeof schema !== "string" || typeof type !== "string" || typeof json !== "string")
    return null;
  const setup = { schema, type, json };
  return isKept(setup) ? setup : null;
}
