// Links to a state: they come back whole, and anything else is nonsense or another lab's.
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLink, writeLink } from "../../../src/kit/link.ts";

test("JSON comes back as it went, whatever it holds", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (data) => {
      const link = writeLink("some-lab", data);
      expect(link).toMatch(/^#some-lab=v1\.[A-Za-z0-9_-]*$/);
      const expected: unknown = JSON.parse(JSON.stringify(data));
      expect(readLink("some-lab", link)).toEqual({ kind: "data", data: expected });
    }),
    { numRuns: 300 },
  );
});

test("another lab's link, a heading or nothing is none of this lab's business", () => {
  for (const fragment of ["", "#", "#some-labs=v1.W10", "#sources", "some-lab=v1.W10"]) {
    expect(readLink("some-lab", fragment)).toEqual({ kind: "none" });
  }
});

test("what was never written here is nonsense", () => {
  const long = `v1.${"A".repeat(5000)}`;
  for (const fragment of ["", "v1", "v1.", "v2.W10", "v1.%%%", "v1.W10W10", "v1._w", long]) {
    expect(readLink("some-lab", `#some-lab=${fragment}`), fragment).toEqual({ kind: "nonsense" });
  }
  fc.assert(
    fc.property(fc.string(), (typed) => {
      expect(["data", "nonsense"]).toContain(readLink("some-lab", `#some-lab=${typed}`).kind);
    }),
  );
});

test("a state that fits no link is our own mistake", () => {
  expect(() => writeLink("some-lab", "x".repeat(5000))).toThrow(RangeError);
});
