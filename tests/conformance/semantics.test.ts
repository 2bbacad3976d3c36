// The examples printed in RFC 9110, run whole.
import { describe, expect, it } from "vitest";
import {
  entityTagsMatch,
  isFault,
  parseContentRange,
  parseHttpDate,
  parseRange,
  resolveRanges,
} from "../../src/protocols/semantics/index.ts";
import { openTally } from "../support/conformance-report.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

interface Examples {
  readonly etagCompare: readonly [a: string, b: string, strong: boolean, weak: boolean][];
  readonly contentRange: readonly [text: string, value: unknown][];
  readonly contentRangeInvalid: readonly [text: string, why: string][];
  readonly range: readonly [text: string, length: number, resolved: unknown][];
  readonly httpDate: readonly [text: string, seconds: number][];
}

describe.skipIf(!hasSuite("rfc9110-examples"))("rfc9110-examples", () => {
  it("agrees on every example", () => {
    const tally = openTally("rfc9110-examples", "semantics", []);
    const put = (name: string, ours: unknown, theirs: unknown): void =>
      tally.put(name, JSON.stringify(ours) === JSON.stringify(theirs));
    const examples = readSuite<Examples>("rfc9110-examples", "cases.json");
    for (const [a, b, strong, weak] of examples.etagCompare) {
      const ours = [entityTagsMatch(a, b, "strong"), entityTagsMatch(a, b, "weak")];
      put(`${a} ${b}`, ours, [strong, weak]);
    }
    for (const [text, value] of examples.contentRange) put(text, parseContentRange(text), value);
    for (const [text] of examples.contentRangeInvalid) {
      put(text, isFault(parseContentRange(text)), true);
    }
    for (const [text, length, resolved] of examples.range) {
      const range = parseRange(text);
      put(text, isFault(range) ? range : resolveRanges(range.ranges, length), resolved);
    }
    for (const [text, seconds] of examples.httpDate) put(text, parseHttpDate(text), seconds);
    expect(tally.finish()).toEqual([]);
  });
});
