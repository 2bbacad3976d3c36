// The compiler on texts that are right, wrong, enormous and nonsense: a schema or a place with a reason.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { encodeMessage, message, type Schema, type SchemaFault } from "#proto/index.ts";
import { formatHex } from "#wire/index.ts";
import { compileSchema, LONGEST_SCHEMA } from "../../../src/proto/compile.ts";
import { EVERYTHING, PARCEL, SCHEMAS } from "../../support/proto-schemas.ts";

const compiled = (text: string): Schema => {
  const step = compileSchema(text);
  if (step.kind === "fault") throw new Error(`${step.fault.line}: ${step.fault.what}`);
  return step.schema;
};
const faultOf = (text: string): SchemaFault => {
  const step = compileSchema(text);
  if (step.kind === "done") throw new Error("it compiles");
  return step.fault;
};
const inMessage = (body: string): string => `syntax = "proto3";\nmessage M {\n  ${body}\n}\n`;

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a good text", () => {
  it("gives messages, fields, enums and services as plain data", () => {
    const schema = compiled(PARCEL);
    expect(schema.package).toBe("parcel.v1");
    expect(schema.messages.map(({ name }) => name)).toContain("parcel.v1.Parcel");
    const parcel = schema.messages.find(({ name }) => name === "parcel.v1.Parcel");
    expect(parcel?.fields.map(({ name, number, type }) => [name, number, type.name])).toEqual([
      ["number", 1, "int32"],
      ["recipient", 2, "string"],
      ["status", 3, "parcel.v1.Status"],
      ["weight_grams", 4, "int64"],
      ["scan_ids", 5, "int32"],
    ]);
    expect(parcel?.fields[4]).toMatchObject({
      label: "repeated",
      packed: true,
      jsonName: "scanIds",
    });
    expect(
      schema.services[0]?.methods.map((each) => [each.requestStream, each.responseStream]),
    ).toEqual([
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ]);
    expect(structuredClone(schema)).toEqual(schema);
  });

  it("compiles the course's own file, whose parcel 42 is 08 2a", () => {
    const schema = compiled(readFileSync("src/scenarios/parcel.proto", "utf8"));
    expect(schema.services.map(({ name }) => name)).toEqual(["parcel.v1.ParcelService"]);
    const { bytes } = encodeMessage(schema, "parcel.v1.GetParcelRequest", message({ number: 42 }));
    expect(formatHex(bytes, " ")).toBe("08 2a");
  });

  it("counts columns behind tabs and carriage returns as one", () => {
    expect(faultOf('syntax = "proto3";\r\nmessage M {\r\n\tint32 a = 0;\r\n}')).toMatchObject({
      line: 3,
      column: 12,
    });
  });

  it("knows presence, oneofs, maps and packed by syntax", () => {
    const fields = compiled(EVERYTHING).messages[0]?.fields ?? [];
    const of = (name: string) => fields.find((each) => each.name === name);
    expect(of("maybe")).toMatchObject({ presence: "explicit", label: "singular" });
    expect(of("maybe")).not.toHaveProperty("oneof");
    expect(of("f_int32")?.presence).toBe("implicit");
    expect(of("inner")?.presence).toBe("explicit");
    expect(of("text")).toMatchObject({ oneof: "choice", presence: "explicit" });
    expect(of("names")).toMatchObject({ label: "map", key: "int64", type: { name: "string" } });
    expect(of("loose_ints")?.packed).toBe(false);
    expect(of("renamed")?.jsonName).toBe("other");
  });

  it("reads editions with their features, from file, message and field", () => {
    const text = (option: string, message: string, field: string): string =>
      `edition = "2023"; ${option} message M { ${message} int32 a = 1${field}; repeated int32 b = 2; }`;
    const a = (schema: Schema): unknown => schema.messages[0]?.fields[0]?.presence;
    expect(a(compiled(text("", "", "")))).toBe("explicit");
    const implicit = "option features.field_presence = IMPLICIT;";
    expect(a(compiled(text(implicit, "", "")))).toBe("implicit");
    expect(a(compiled(text(implicit, "", " [features.field_presence = EXPLICIT]")))).toBe(
      "explicit",
    );
    const expanded = compiled(text("option features.repeated_field_encoding = EXPANDED;", "", ""));
    expect(expanded.messages[0]?.fields[1]?.packed).toBe(false);
  });

  it("reads names without quotation marks under reserved, as editions write them", () => {
    const { messages } = compiled(
      'edition = "2023"; message M { reserved old, older; reserved 4 to max; }',
    );
    expect(messages[0]?.reserved).toEqual({ ranges: [[4, 536_870_911]], names: ["old", "older"] });
  });

  it("never asks the library to write code: a page may forbid it", () => {
    vi.stubGlobal("Function", () => {
      throw new EvalError("code from text is not allowed");
    });
    expect(compiled(EVERYTHING).messages).toHaveLength(1);
  });
});

describe("a bad text", () => {
  it.each([
    ["int32 a = 1\n  int32 b = 2;", 3, 14, "“;” is missing after “1”"],
    ["int32 a = 1;\n  int32 b = 1;", 4, 13, "already belongs to “a”"],
    ["int32 a = 1; int32 a = 2;", 3, 22, "already the name"],
    ["Parcle a = 1;", 3, 3, "no type “Parcle”"],
    ["reserved 2; int32 a = 2;", 3, 25, "is reserved"],
    ['int32 b = 3; reserved "b";', 3, 9, "is reserved"],
    ['reserved 4, "b"; int32 a = 1;', 3, 15, "statements of their own"],
    ["int32 a = 19500;", 3, 13, "belong to Protocol Buffers itself"],
    ["oneof c { repeated int32 a = 1; }", 3, 28, "holds single fields only"],
    ["int32 a = ;", 3, 13, "is no number"],
    // The word stands on the line four times; the parser stops at the third.
    ["int32 a = 1; int32 b = 2; int32 int32 int32 = 3;", 3, 41, "but “=” is expected"],
  ])("says where %s goes wrong", (body, line, column, what) => {
    const fault = faultOf(inMessage(body));
    expect(fault).toMatchObject({ line, column });
    expect(fault.what).toContain(what);
  });

  it("cites the section for what is more than grammar", () => {
    expect(faultOf(inMessage("int32 a = 0;")).rule).toBe(
      "protobuf.dev proto3 guide §Assigning Field Numbers",
    );
    expect(faultOf(inMessage("int32 a = 1")).rule).toBeUndefined();
  });

  it.each(SCHEMAS.filter(({ good }) => !good))(
    "gives a place inside the text: $name",
    ({ text }) => {
      const { line, column, what } = faultOf(text);
      const lines = text.split("\n");
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      expect(what).toMatch(/^[A-Z“pU].*[.)]$/);
      expect(what).not.toMatch(/undefined|null|NaN|\[object/);
    },
  );
});

describe("limits", () => {
  it("refuses a megabyte at once", () => {
    expect(faultOf(inMessage("int32 a = 1;").padEnd(1_000_000, "// x\n")).what).toContain("65,536");
    expect(faultOf("a".repeat(LONGEST_SCHEMA + 1)).what).toContain("65,537 characters");
  });

  it("refuses ten thousand braces and recursion without end", () => {
    expect(faultOf("{".repeat(10_000)).what).toContain("32 levels");
    expect(faultOf(`syntax = "proto3"; ${"message M {".repeat(5000)}`).what).toContain("32 levels");
    expect(faultOf(`syntax = "proto3"; option a = ${"{a:".repeat(5000)}`).what).toContain(
      "32 levels",
    );
  });

  it.each([
    ["enums", (index: number) => `enum E${index}{A${index}=0;}`],
    ["fields", (index: number) => `message M${index}{M${index} a=1;}`],
    ["quotes", () => '"'],
    ["comments", () => "/**/"],
  ])("reads as much as fits in linear work: %s", (_, piece) => {
    let text = 'syntax="proto3";';
    for (let index = 0; text.length < LONGEST_SCHEMA - 30; index += 1) text += piece(index);
    expect(["done", "fault"]).toContain(compileSchema(text).kind);
  });

  it("compiles types that hold themselves", () => {
    expect(compiled(inMessage("M inner = 1; repeated M more = 2;")).messages).toHaveLength(1);
  });

  const words = fc.constantFrom(
    "syntax",
    "message",
    "enum",
    "oneof",
    "map",
    "reserved",
    "option",
    "rpc",
    "service",
    "M",
    "a",
    "int32",
    "string",
    "repeated",
    "optional",
    "to",
    "max",
    "{",
    "}",
    "<",
    ">",
    "(",
    ")",
    "[",
    "]",
    "=",
    ";",
    ",",
    "1",
    "0",
    "-1",
    '"x"',
    '"',
    "'",
    "//",
    "/*",
    "*/",
    "\n",
    " ",
    "é",
    "\u0000",
    "__proto__",
    "constructor",
    "group",
    "extend",
    "extensions",
    "import",
    "package",
    "returns",
    "stream",
    ".",
    "a.b",
  );

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(words, { maxLength: 60 }).map((all) => all.join(" ")),
        ),
        (text) => {
          const edition = inMessage(text).replace(/^.*\n/, 'edition = "2023";\n');
          const proto2 = inMessage(text).replace("proto3", "proto2");
          for (const each of [
            text,
            `syntax = "proto3"; ${text}`,
            inMessage(text),
            edition,
            proto2,
          ]) {
            const step = compileSchema(each);
            if (step.kind === "fault") expect(step.fault.what).not.toMatch(/undefined|NaN/);
          }
        },
      ),
      { numRuns: 1500, seed: 64 },
    );
  });

  it("never throws on a good text with something cut out or put in", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(EVERYTHING, PARCEL),
        fc.nat(),
        fc.nat(30),
        words,
        (text, where, length, word) => {
          const at = where % text.length;
          const changed = text.slice(0, at) + word + text.slice(at + length);
          expect(["done", "fault"]).toContain(compileSchema(changed).kind);
        },
      ),
      { numRuns: 400, seed: 7 },
    );
  });
});
