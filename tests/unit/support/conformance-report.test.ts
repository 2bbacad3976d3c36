// The bookkeeping of conformance runs: a disagreement cannot hide, and neither can a stale excuse.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { openTally, recordFolder, recordSuite } from "../../support/conformance-report.ts";

const file = `${recordFolder}self-test.nothing.json`;
afterEach(() => {
  rmSync(file, { force: true });
});
const excuse = { name: "b", why: "We differ.", rule: "RFC 9112 §1" };

it("records a suite whose disagreements are all listed", () => {
  const tally = openTally("self-test", "nothing", [excuse]);
  tally.put("a", true);
  tally.put("b", false);
  expect(tally.finish({ peer: "x 1.0" })).toEqual([]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    agree: 1,
    cases: 2,
    deviations: [{ ...excuse, count: 1 }],
    engine: "nothing",
    leftOut: [],
    peer: "x 1.0",
    ran: true,
    suite: "self-test",
  });
});

it("names an unlisted disagreement and a listed case that agrees, and records neither", () => {
  const tally = openTally("self-test", "nothing", [excuse]);
  tally.put("a", false);
  tally.put("b", true);
  expect(tally.finish()).toEqual(["not listed: a", "agrees: b"]);
  expect(existsSync(file)).toBe(false);
});

it("refuses numbers that do not add up", () => {
  const record = { suite: "self-test", engine: "nothing", deviations: [], ran: true };
  expect(() => {
    recordSuite({ ...record, cases: 2, agree: 1 });
  }).toThrow(RangeError);
});
