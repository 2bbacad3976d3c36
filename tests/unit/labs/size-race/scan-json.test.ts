// JSON is read as JSON.parse reads it, and what breaks it is named by its place.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanJson } from "../../../../src/labs/size-race/scan-json.ts";

const faultOf = (text: string): unknown => {
  const scanned = scanJson(text);
  return scanned.kind === "fault" ? scanned.fault : scanned.kind;
};

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("a JSON text", () => {
  it("is taken exactly when JSON.parse takes it", () => {
    const pieces = fc.constantFrom(
      ...[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"a"',
        '"',
        "1",
        "-",
        "0",
        ".5",
        "e1",
        "true",
        "nul",
        " ",
        "\n",
        "\\u00",
        "é",
      ],
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join("")),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.jsonValue().map((value) => JSON.stringify(value, null, 2).slice(0, -1)),
    );
    fc.assert(
      fc.property(text, (given) => {
        expect(scanJson(given).kind).toBe(parses(given) ? "done" : "fault");
      }),
      { numRuns: 3000 },
    );
  });

  it("counts each byte of compact JSON once", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        const scanned = scanJson(json);
        if (scanned.kind === "fault") throw new Error(scanned.fault.what);
        const { names, texts, numbers, words, marks } = scanned.facts.parts;
        expect(names + texts + numbers + words + marks).toBe(Buffer.byteLength(json));
      }),
    );
  });

  it("that breaks names line, column and what helps", () => {
    expect(faultOf('{\n  "a": 1,\n}')).toEqual({
      line: 3,
      column: 1,
      what: "Here stands “}”, but a name in double quotes is expected. A comma before a closing bracket is one too many.",
    });
    expect(faultOf("[1,\n 2 3]")).toMatchObject({ line: 2, column: 4 });
    expect(faultOf("{'a': 1}")).toMatchObject({
      what: expect.stringContaining("double quotes only") as string,
    });
    expect(faultOf("[1, // one\n2]")).toMatchObject({
      what: expect.stringContaining("no comments") as string,
    });
    expect(faultOf("[NaN]")).toMatchObject({
      what: expect.stringContaining("no such value") as string,
    });
    expect(faultOf("[007]")).toMatchObject({
      what: expect.stringContaining("needless 0") as string,
    });
    expect(faultOf('["a')).toMatchObject({
      column: 2,
      what: expect.stringContaining("closing quote") as string,
    });
    expect(faultOf('{"a": [1')).toMatchObject({
      what: expect.stringContaining("text ends") as string,
    });
    expect(faultOf(" ")).toMatchObject({
      what: expect.stringContaining("nothing here yet") as string,
    });
  });

  it("tells its depth, and the numbers that a double loses", () => {
    expect(
      scanJson("[[{}], 9007199254740993, 9007199254740992, 1e999, 18014398509481984]"),
    ).toMatchObject({
      facts: { depth: 3, rounded: ["9007199254740993", "1e999"] },
    });
  });

  it("of a million brackets or letters is read without recursion", () => {
    expect(scanJson("[".repeat(1_000_000)).kind).toBe("fault");
    expect(scanJson(`"${"x".repeat(1_000_000)}"`).kind).toBe("done");
  });
});
