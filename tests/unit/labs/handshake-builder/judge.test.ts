// Every setup's questions have a right answer among what is offered, and a reason with a source.
import fc from "fast-check";
import { expect, test } from "vitest";
import { cite } from "../../../../src/kit/citation.ts";
import { lab } from "../../../../src/labs/handshake-builder/model.ts";
import { play } from "../../../../src/labs/handshake-builder/seen.ts";
import { CHOICES, START, type Choice } from "../../../../src/labs/handshake-builder/setup.ts";

const { judge, questions, change } = lab.definition;

const changes = fc.array(
  fc
    .constantFrom(...(Object.keys(CHOICES) as Choice[]))
    .chain((what) => fc.constantFrom(...CHOICES[what]).map((value) => ({ what, value }))),
  { maxLength: 12 },
);

test("one answer to each question is right", async () => {
  await fc.assert(
    fc.asyncProperty(changes, async (made) => {
      const setup = made.reduce(change, START);
      const seen = await play(setup);
      const asked = questions(setup);
      for (const question of asked) {
        if (question.kind !== "choice") continue;
        const right = question.options.filter(({ value }) =>
          judge(setup, { [question.id]: value }, seen).some(
            (finding) => finding.question === question.id && finding.right,
          ),
        );
        expect(right, `${question.ask} ${JSON.stringify(setup)}`).toHaveLength(1);
      }
      const findings = judge(setup, {}, seen);
      expect(findings.map(({ question }) => question)).toEqual(asked.map(({ id }) => id));
      for (const { why, source, observed } of findings) {
        expect(why.length).toBeGreaterThan(10);
        expect(observed).not.toBe("");
        expect(cite(source).href).toMatch(/^https:/);
      }
    }),
    { numRuns: 300 },
  );
});
