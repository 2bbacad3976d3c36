// ProtoJSON both ways (protobuf.dev, ProtoJSON Format), with a path to each mistake.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromProtoJson, toProtoJson, type JsonStep, type Schema } from "#proto/index.ts";
import { compileSchema } from "../../../src/proto/compile.ts";
import { EVERYTHING } from "../../support/proto-schemas.ts";

const step = compileSchema(EVERYTHING);
const schema = step.kind === "done" ? step.schema : ({} as Schema);
const name = "parcel.v1.Everything";
const read = (json: unknown): JsonStep => fromProtoJson(schema, name, JSON.stringify(json));
const roundTrip = (json: unknown): unknown => {
  const result = read(json);
  if (result.kind === "fault") throw new Error(`${result.fault.path}: ${result.fault.what}`);
  return toProtoJson(schema, name, result.value);
};

describe("what is the same both ways", () => {
  it.each([
    [{}],
    [{ fInt32: -5, fString: "é", fBool: true, fKind: "KIND_ONE" }],
    [{ fInt64: "9223372036854775807", fUint64: "18446744073709551615" }],
    [{ fBytes: "YWI/", fDouble: 1.5, fFloat: "Infinity" }],
    [{ fDouble: "NaN" }],
    [{ fKind: 7 }],
    [{ inner: { inner: {} }, many: [{}, { fInt32: 1 }] }],
    [{ counts: { a: 1 }, names: { "-5": "x" }, both: { true: {} } }],
    [{ packedInts: [1, 2], other: "renamed", FooBar: "x" }],
    [{ text: "" }],
    [{ maybe: 0 }],
  ])("%o", (json) => {
    expect(roundTrip(json)).toEqual(json);
  });
});

describe("what is read more freely than written", () => {
  it.each([
    [{ f_int32: 5 }, { fInt32: 5 }],
    [{ renamed: "x" }, { other: "x" }],
    [{ fInt32: "5" }, { fInt32: 5 }],
    [{ fInt32: 1e2 }, { fInt32: 100 }],
    [{ fInt32: "1e2" }, { fInt32: 100 }],
    [{ fInt64: 12 }, { fInt64: "12" }],
    [{ fBytes: "-_8" }, { fBytes: "+/8=" }],
    [{ fInt32: 0, fString: "", packedInts: [], counts: {} }, {}],
    [{ fInt32: null, inner: null, many: null }, {}],
    [{ fDouble: "1.5" }, { fDouble: 1.5 }],
  ])("%o", (json, written) => {
    expect(roundTrip(json)).toEqual(written);
  });
});

describe("what is refused", () => {
  it.each<[unknown, string, string]>([
    [[], "", "an object in braces"],
    [{ colour: 1 }, "colour", "has no field “colour”"],
    [{ fInt32: 2147483648 }, "fInt32", "does not fit int32"],
    [{ fUint32: -1 }, "fUint32", "does not fit uint32"],
    [{ fInt32: 1.5 }, "fInt32", "whole number"],
    [{ fInt32: "" }, "fInt32", "whole number"],
    [{ fInt32: true }, "fInt32", "whole number"],
    [{ fInt64: 9007199254740993 }, "fInt64", "Write it in quotation marks"],
    [{ fBool: 1 }, "fBool", "true or false"],
    [{ fString: 1 }, "fString", "quotation marks"],
    [{ fString: "\ud800" }, "fString", "surrogate"],
    [{ fBytes: "*" }, "fBytes", "base64"],
    [{ fFloat: 1e39 }, "fFloat", "too large"],
    [{ fKind: "KIND_TWO" }, "fKind", "no value of parcel.v1.Kind"],
    [{ packedInts: 1 }, "packedInts", "square brackets"],
    [{ packedInts: [1, null] }, "packedInts[1]", "null"],
    [{ counts: [1] }, "counts", "object in braces"],
    [{ names: { x: "y" } }, 'names["x"]', "whole number"],
    [{ both: { yes: {} } }, 'both["yes"]', "“true” or “false”"],
    [{ inner: { many: [{}, { fInt32: "x" }] } }, "inner.many[1].fInt32", "whole number"],
    [{ number: 1, text: "x" }, "text", "Only one field of the oneof"],
  ])("%o", (json, path, what) => {
    const result = read(json);
    expect(result).toMatchObject({ kind: "fault", fault: { path } });
    expect(result.kind === "fault" && result.fault.what).toContain(what);
  });

  it("says what is no JSON, and stops at the depth where readers stop", () => {
    expect(fromProtoJson(schema, name, "{").kind).toBe("fault");
    const deep = `${'{"inner":'.repeat(5000)}{}${"}".repeat(5000)}`;
    expect(fromProtoJson(schema, name, deep)).toMatchObject({ kind: "fault" });
  });

  it("never throws, whatever the JSON", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom("fInt32", "many", "counts", "inner", "fBytes", "fKind"),
        (json, key) => {
          fromProtoJson(schema, name, json);
          fromProtoJson(schema, name, `{"${key}":${json}}`);
        },
      ),
      { numRuns: 500, seed: 9 },
    );
  });
});
