// The Autobahn cases through both halves of the mock: the class as the browser would have it, and the
// scripted server, as they pass through the bare engine.
import { describe, expect, it } from "vitest";
import {
  AUTOBAHN,
  autobahnCases as cases,
  FEEDINGS,
  judge,
  play,
  type Role,
} from "../support/autobahn.ts";
import { mockTarget } from "../support/autobahn-mock.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { hasSuite } from "../support/vectors.ts";

describe.skipIf(!hasSuite(AUTOBAHN))("Autobahn through the mock", () => {
  const tally = { cases: 0, agree: 0 };
  it.each<[string, Role]>([
    ["the class", "client"],
    ["the scripted server", "server"],
  ])("%s passes every case", (_, role) => {
    const wrong: string[] = [];
    for (const test of cases) {
      const answers = FEEDINGS.map((feeding) =>
        judge(test, play(test, role, feeding, mockTarget(role)), feeding.together),
      ).filter((answer) => answer !== null);
      tally.cases += 1;
      if (answers.length === 0) tally.agree += 1;
      else wrong.push(`${test.id}: ${answers.join(" | ")}`);
    }
    expect(wrong).toEqual([]);
  });

  it("is recorded", () => {
    expect(cases.length).toBeGreaterThan(100);
    recordSuite({ suite: AUTOBAHN, engine: "ws-mock", ...tally, deviations: [], ran: true });
  });
});
