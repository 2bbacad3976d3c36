// Prepared changes: two versions of a schema, what each writer sends, and the way on which it shows.
// protobuf.dev proto3 guide, "Updating A Message Type".

/** The version of a schema. */
export type Version = "v1" | "v2";

/** What the program in the middle does, if there is one; its schema is v1. */
export const PROXIES = ["none", "pass", "copy", "json"] as const;
export type Proxy = (typeof PROXIES)[number];

/** A prepared change. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly v1: string;
  readonly v2: string;
  /** ProtoJSON of what a writer with v1 sends, and of what one with v2 sends. */
  readonly sent1: string;
  readonly sent2: string;
  readonly writer: Version;
  readonly proxy: Proxy;
  readonly reader: Version;
}

const STATUS = `enum Status {
  STATUS_UNSPECIFIED = 0;
  STATUS_ACCEPTED = 1;
  STATUS_ON_THE_WAY = 2;
}`;
const NUMBER = "int32 number = 1;";
const RECIPIENT = "string recipient = 2;";
const IS = "Status status = 3;";
const WEIGHT = "int64 weight_grams = 4;";

/** A whole file with one message of these lines. */
const file = (lines: readonly string[], behind = STATUS): string =>
  `syntax = "proto3";\n\nmessage Parcel {\n${lines.map((line) => `  ${line}`).join("\n")}\n}\n\n${behind}\n`;
const base = (...more: readonly string[]): string => file([NUMBER, RECIPIENT, IS, WEIGHT, ...more]);

const SENT = { number: 42, recipient: "Ada", status: "STATUS_ON_THE_WAY", weightGrams: "1250" };
const text = (value: object): string => JSON.stringify(value, null, 1);

interface Made {
  readonly v1?: string;
  readonly v2: string;
  readonly sent1?: object;
  readonly sent2?: object;
  readonly way?: readonly [Version, Proxy, Version];
}

const preset = (id: string, title: string, { v1, v2, sent1, sent2, way }: Made): Preset => {
  const [writer, proxy, reader] = way ?? ["v1", "none", "v2"];
  const old = text(sent1 ?? SENT);
  return {
    id,
    title,
    v1: v1 ?? base(),
    v2,
    sent1: old,
    sent2: sent2 === undefined ? old : text(sent2),
    writer,
    proxy,
    reader,
  };
};

const weightless = { number: 42, recipient: "Ada", status: "STATUS_ON_THE_WAY" };

/** In the order in which they are offered. */
export const PRESETS: readonly Preset[] = [
  preset("added", "A field is added", {
    v2: base("string note = 5;"),
    sent2: { ...SENT, note: "ring twice" },
    way: ["v2", "pass", "v2"],
  }),
  preset("removed", "A field is removed", {
    v2: file([NUMBER, RECIPIENT, IS]),
    sent2: weightless,
  }),
  preset("reserved", "A field is removed and reserved", {
    v2: file([NUMBER, RECIPIENT, IS, "reserved 4;", 'reserved "weight_grams";']),
    sent2: weightless,
  }),
  preset("sint", "A number is reused: int32, then sint32", {
    v1: base("int32 floor = 5;"),
    v2: base("sint32 celsius = 5;"),
    sent1: { ...SENT, floor: 3 },
    sent2: { ...SENT, celsius: -2 },
  }),
  preset("bool", "A number is reused: int32, then bool", {
    v1: base("int32 attempts = 5;"),
    v2: base("bool insured = 5;"),
    sent1: { ...SENT, attempts: 2 },
    sent2: { ...SENT, insured: true },
  }),
  preset("enum", "A number is reused: int32, then an enum", {
    v1: base("int32 attempts = 5;"),
    v2: base("Size size = 5;").concat(
      "\nenum Size {\n  SIZE_UNSPECIFIED = 0;\n  SIZE_SMALL = 1;\n  SIZE_LARGE = 2;\n}\n",
    ),
    sent1: { ...SENT, attempts: 2 },
    sent2: { ...SENT, size: "SIZE_LARGE" },
  }),
  preset("message", "A number is reused: string, then a message", {
    v1: base("string shelf = 5;"),
    v2: base("Place place = 5;").concat("\nmessage Place {\n  int32 row = 6;\n}\n"),
    sent1: { ...SENT, shelf: "0A" },
    sent2: { ...SENT, place: { row: 65 } },
  }),
  preset("narrowed", "int64 becomes int32", {
    v2: file([NUMBER, RECIPIENT, IS, "int32 weight_grams = 4;"]),
    sent1: { ...SENT, weightGrams: "4294968546" },
    sent2: { ...SENT, weightGrams: 1250 },
  }),
  preset("renamed", "A field is renamed", {
    v2: file([NUMBER, "string addressee = 2;", IS, WEIGHT]),
    sent2: { number: 42, addressee: "Ada", status: "STATUS_ON_THE_WAY", weightGrams: "1250" },
    way: ["v1", "json", "v2"],
  }),
  preset("repeated", "One becomes many", {
    v1: base("string note = 5;", "int32 scan_id = 6;"),
    v2: base("repeated string note = 5;", "repeated int32 scan_id = 6;"),
    sent1: { ...SENT, note: "ring twice", scanId: 7 },
    sent2: { ...SENT, note: ["ring twice", "no dog"], scanId: [7, 8] },
    way: ["v2", "none", "v1"],
  }),
  preset("oneof", "Two fields move into a oneof", {
    v1: base("string email = 5;", "string phone = 6;"),
    v2: base("oneof contact {", "  string email = 5;", "  string phone = 6;", "}"),
    sent1: { ...SENT, email: "ada@mail.example", phone: "+33 1" },
    sent2: { ...SENT, phone: "+33 1" },
  }),
  preset("value", "An enum gets a value", {
    v2: base().replace("ON_THE_WAY = 2;", "ON_THE_WAY = 2;\n  STATUS_RETURNED = 3;"),
    sent2: { ...SENT, status: "STATUS_RETURNED" },
    way: ["v2", "none", "v1"],
  }),
];

/** The prepared change of that id; an unknown one throws RangeError. */
export function presetOf(id: string): Preset {
  const found = PRESETS.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`no prepared change ${id}`);
  return found;
}

/** Where deleting a field without harm begins: both versions alike. */
export const BEFORE_DELETING = base("int32 floor = 5;", "string note = 6;");
/** What is written by it. */
export const SENT_BEFORE = text({ ...SENT, floor: 3, note: "ring twice" });
