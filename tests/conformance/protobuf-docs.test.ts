// The examples of protobuf.dev's encoding guide.
import { describe, expect, it } from "vitest";
import {
  decodeZigzag,
  encodeZigzag,
  inspect,
  likeliest,
  type ProtoField,
} from "#protocols/protobuf/index.ts";
import { parseHex } from "#wire/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

type Expected = readonly [number: number, kind: "varint" | "len" | "message", value: unknown];
interface Suite {
  readonly examples: readonly { readonly hex: string; readonly fields: readonly Expected[] }[];
  readonly zigzag: readonly (readonly [signed: number, encoded: number])[];
}

const SUITE = "protobuf-docs";

const likely = (field: ProtoField): Expected => {
  const { number, candidates } = field;
  if (typeof field.value === "bigint") return [number, "varint", Number(field.value)];
  if (likeliest(candidates) === "string") return [number, "len", candidates.string];
  return [number, "message", candidates.message?.map(likely)];
};

describe.skipIf(!hasSuite(SUITE))("the encoding guide", () => {
  it("is read with the likeliest readings it means", () => {
    const { examples, zigzag } = readSuite<Suite>(SUITE, "cases.json");
    for (const { hex, fields } of examples) {
      const step = inspect(parseHex(hex) ?? new Uint8Array(0));
      expect(step.kind === "done" && step.value.map(likely)).toEqual(fields);
    }
    for (const [signed, encoded] of zigzag) {
      expect(encodeZigzag(signed)).toBe(BigInt(encoded));
      expect(decodeZigzag(BigInt(encoded))).toBe(BigInt(signed));
    }
    const cases = examples.length + zigzag.length;
    recordSuite({
      suite: SUITE,
      engine: "protobuf",
      cases,
      agree: cases,
      deviations: [],
      ran: true,
    });
  });
});
