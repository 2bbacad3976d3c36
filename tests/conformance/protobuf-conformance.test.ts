// Google's conformance inputs: accepted or refused as protoc --decode_raw does, and read alike.
import { describe, expect, it } from "vitest";
import {
  describeFields,
  inspect,
  writeFields,
  type ProtoField,
} from "#protocols/protobuf/index.ts";
import { formatHex, parseHex } from "#wire/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { damaged } from "../support/damage.ts";
import { decodeRawLines, differsFromRaw } from "../support/decode-raw.ts";
import { describeTiled } from "../support/three-ways.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

interface Case {
  readonly name: string | null;
  readonly hex: string;
  readonly wireLevel: "accept" | "reject";
  readonly decodeRaw: string | null;
}

const SUITE = "protobuf-conformance";
const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

/** Reads a message or says why not. */
function read(bytes: Uint8Array): readonly ProtoField[] | string {
  const step = inspect(bytes);
  if (step.kind === "done") return step.value;
  return step.kind === "more" ? `more ${step.missing}` : step.fault.code;
}

describe.skipIf(!hasSuite(SUITE))("protobuf conformance inputs", () => {
  const cases = hasSuite(SUITE) ? readSuite<Case[]>(SUITE, "binary.json") : [];

  it("are accepted and refused as protoc does, with the same structure", () => {
    const wrong: string[] = [];
    for (const { name, hex: text, wireLevel, decodeRaw } of cases) {
      const fields = read(hex(text));
      const accepted = typeof fields !== "string";
      if (accepted !== (wireLevel === "accept")) {
        wrong.push(`${name} ${text}: ${accepted ? "accepted" : fields}`);
      } else if (accepted) {
        const difference = differsFromRaw(fields, decodeRawLines(decodeRaw ?? ""));
        if (difference) wrong.push(`${name} ${text}: ${difference}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(600);
    recordSuite({
      suite: SUITE,
      engine: "protobuf",
      peer: "protoc 3.21.12 --decode_raw",
      cases: cases.length,
      agree: cases.length - wrong.length,
      deviations: [],
      ran: true,
    });
  });

  it("are written back byte for byte where the encoding is the shortest", () => {
    let same = 0;
    for (const { hex: text } of cases) {
      const fields = read(hex(text));
      if (typeof fields === "string") continue;
      const again = writeFields(fields);
      const reread = read(again);
      // Over-long varints shrink; what they say stays.
      expect(typeof reread === "string" ? reread : reread.map(({ number }) => number)).toEqual(
        fields.map(({ number }) => number),
      );
      if (formatHex(again) === text) same += 1;
    }
    expect(same).toBeGreaterThan(300);
  });

  it("describe as trees that tile", () => {
    for (const { hex: text, wireLevel } of cases) {
      if (wireLevel === "accept") describeTiled(describeFields, hex(text));
      else expect(["more", "fault"]).toContain(describeFields(hex(text)).kind);
    }
  });

  it("survive a flipped bit, a cut and an insertion at every place", () => {
    for (const { hex: text } of cases) {
      const bytes = hex(text);
      for (const input of damaged(bytes, 40)) {
        expect(describeFields(input).kind).toBe(inspect(input).kind);
      }
    }
  });
});
