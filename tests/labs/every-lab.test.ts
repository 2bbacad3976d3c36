// Every lab: its own solution reaches every goal, wrong attempts are refused with their explanation.
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { cite } from "../../src/kit/citation.ts";
import { readLink, writeLink } from "../../src/kit/link.ts";
import type { Goal, Verdict } from "../../src/kit/lab.ts";
import {
  drive,
  guessAnythingAndRun,
  type AnyAction,
  type AnySolution,
  type AnyState,
} from "./drive.ts";

const modules = import.meta.glob<{ solution: AnySolution }>("../../src/labs/*/solution.ts");
const SEEDS = [1, 2, 77];
const ROUNDS = [0, 1, 2];

const sources = parse(readFileSync("content/sources.yaml", "utf8")) as Record<
  string,
  { sectionForm?: string }
>;

/** What is wrong with a citation, or null. */
function findBroken(citation: string): string | null {
  const [key = "", section] = citation.split("#");
  const source = sources[key];
  if (source === undefined) return `${citation}: no such source`;
  if (!cite(citation).href.startsWith("https://")) return `${citation}: leads nowhere`;
  if (section === undefined) return null;
  return new RegExp(`^(?:${source.sectionForm ?? "$"})$`).test(section)
    ? null
    : `${citation}: not a section of ${key}`;
}

test("there are labs", () => {
  expect(Object.keys(modules).length).toBeGreaterThan(0);
});

describe.each(Object.entries(modules))("%s", (path, load) => {
  const folder = path.split("/").at(-2) ?? "";
  let solution: AnySolution;
  beforeAll(async () => {
    ({ solution } = await load());
  });

  /** A state in which the challenge is posed for the n-th time. */
  const posed = async (seed: number, id: string, round: number): Promise<AnyState> => {
    const redos = Array.from({ length: round }, (): AnyAction => ({ type: "redo", challenge: id }));
    return drive(solution.lab, undefined, solution.lab.start(seed), redos);
  };
  const goalOf = (state: AnyState, id: string): Goal => {
    const goal = solution.lab.goals(state).find((each) => each.id === id);
    if (goal === undefined) throw new Error(`no challenge ${id}`);
    return goal;
  };
  const walk = async (from: AnyState, actions: readonly AnyAction[]): Promise<AnyState> =>
    drive(solution.lab, solution.observe?.(), from, actions);

  test("is four small files named after it", () => {
    expect(solution.lab.definition.id).toBe(folder);
    expect(existsSync(`src/labs/${folder}/model.ts`)).toBe(true);
    expect(existsSync(`src/labs/${folder}/Lab.astro`)).toBe(true);
    const view = folder.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    expect(existsSync(`src/labs/${folder}/${view}.tsx`)).toBe(true);
  });

  test("solves every challenge, each with at least one wrong attempt", () => {
    const ids = solution.lab.definition.challenges.map(({ id }) => id);
    expect(Object.keys(solution.challenges).sort()).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    for (const { refused } of Object.values(solution.challenges)) {
      expect(refused.length).toBeGreaterThan(0);
    }
  });

  test("reaches every goal, with fresh numbers too", async () => {
    const asks: Record<string, Set<string>> = {};
    for (const [id, { reach }] of Object.entries(solution.challenges)) {
      for (const seed of SEEDS) {
        for (const round of ROUNDS) {
          const from = await posed(seed, id, round);
          const goal = goalOf(from, id);
          (asks[id] ??= new Set()).add(JSON.stringify([goal.ask, goal.form]));
          const reached = goalOf(await walk(from, reach(from, goal)), id);
          expect(reached, `${id}, seed ${seed}, round ${round}`).toMatchObject({
            status: "solved",
          });
          expect(findBroken(reached.verdict?.source ?? "")).toBeNull();
        }
      }
      expect(asks[id]?.size, `${id}: a redo brings fresh numbers`).toBeGreaterThan(1);
    }
  });

  test("refuses wrong attempts and says why", async () => {
    for (const [id, { refused }] of Object.entries(solution.challenges)) {
      for (const seed of SEEDS) {
        const from = await posed(seed, id, 1);
        const whys = new Set<string>();
        for (const { because, path: wrong } of refused) {
          const ended = goalOf(await walk(from, wrong(from, goalOf(from, id))), id);
          expect(ended, `${id}: ${because}`).toMatchObject({ status: "refused" });
          expect(ended.verdict?.why).toContain(because);
          expect(findBroken(ended.verdict?.source ?? "")).toBeNull();
          whys.add(ended.verdict?.why ?? "");
        }
        expect(whys.size, `${id}: one explanation for each mistake`).toBe(refused.length);
      }
    }
  });

  test("explains each wrong choice by itself", async () => {
    for (const [id, { reach }] of Object.entries(solution.challenges)) {
      const from = await posed(3, id, 0);
      const goal = goalOf(from, id);
      const right = await walk(from, reach(from, goal));
      for (const question of goal.form) {
        if (question.kind !== "choice") continue;
        const explained: string[] = [];
        for (const { value } of question.options) {
          const attempt = await walk(right, [
            { type: "answer", challenge: id, question: question.id, value },
            { type: "check", challenge: id },
          ]);
          const verdict: Verdict | null = goalOf(attempt, id).verdict;
          if (verdict?.solved === false) explained.push(verdict.why);
        }
        expect(new Set(explained).size, `${id} › ${question.id}`).toBe(explained.length);
      }
    }
  });

  test("runs only what was predicted", async () => {
    const { lab } = solution;
    const start = lab.start(1);
    expect(lab.questions(start).length).toBeGreaterThan(0);
    expect(lab.step(start, { type: "run" }).phase).toBe("predict");
    const unanswered = lab.step(start, { type: "commit" });
    const waits = lab.questions(start).every(({ kind }) => kind === "order" || kind === "several");
    if (!waits) expect(unanswered.phase).toBe("predict");
    const seen = await walk(start, guessAnythingAndRun(lab, start));
    expect(seen.phase).toBe("seen");
    const findings = lab.findings(seen);
    expect(findings.map(({ question }) => question)).toEqual(
      lab.questions(seen).map(({ id }) => id),
    );
    for (const finding of findings) {
      expect(finding.why.length).toBeGreaterThan(10);
      expect(findBroken(finding.source)).toBeNull();
    }
  });

  test("a link leads to its state, nonsense to the start, and it says so", () => {
    const { lab, changes } = solution;
    const { id, encode } = lab.definition;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...changes), { maxLength: 8 }), (made) => {
        const state = made.reduce<AnyState>(
          (sofar, change) => lab.step(sofar, { type: "change", change }),
          lab.start(1),
        );
        const linked = readLink(id, writeLink(id, encode(state.setup)));
        if (linked.kind !== "data") throw new Error(linked.kind);
        const opened = lab.step(lab.start(1), { type: "open", data: linked.data });
        expect(opened.setup).toEqual(state.setup);
        expect(opened.notice).toContain("Opened");
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const opened = lab.step(lab.start(1), { type: "open", data });
        if (!opened.notice.includes("could not be read")) {
          expect(lab.definition.decode(encode(opened.setup))).toEqual(opened.setup);
        } else expect(opened.setup).toEqual(lab.start(1).setup);
      }),
    );
  });

  test("no sequence of actions throws", async () => {
    const { lab, changes, challenges } = solution;
    const start = lab.start(1);
    const seen = (await walk(start, guessAnythingAndRun(lab, start))).history.at(-1);
    const id = fc.constantFrom(...Object.keys(challenges), "nobody");
    const text = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom("1", "200", "GET none"));
    const questions = [
      ...lab.questions(start),
      ...lab.goals(start).flatMap(({ form }) => form),
      { id: "nobody" },
    ].map((question) => question.id);
    const question = fc.constantFrom(...questions);
    const run = fc.integer({ min: 0, max: 3 });
    const action: fc.Arbitrary<AnyAction> = fc.oneof(
      fc.record({ type: fc.constant("guess" as const), question, value: text }),
      fc.constantFrom<AnyAction>(
        { type: "commit" },
        { type: "run" },
        { type: "again" },
        { type: "reset" },
        { type: "notice", text: "hello" },
      ),
      fc.record({ type: fc.constant("seen" as const), run, seen: fc.constant(seen) }),
      fc.record({ type: fc.constant("failed" as const), run, why: text }),
      fc.record({ type: fc.constant("change" as const), change: fc.constantFrom(...changes) }),
      fc.record({ type: fc.constant("open" as const), data: fc.jsonValue() }),
      fc.record({ type: fc.constant("remember" as const), solved: fc.array(id) }),
      fc.record({ type: fc.constant("answer" as const), challenge: id, question, value: text }),
      fc.record({ type: fc.constantFrom("check", "redo", "stage"), challenge: id }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const end = actions.reduce<AnyState>((state, each) => lab.step(state, each), start);
        expect(lab.goals(end)).toHaveLength(Object.keys(challenges).length);
        expect(lab.questions(end).length).toBeGreaterThan(0);
        lab.findings(end);
        writeLink(folder, lab.definition.encode(end.setup));
      }),
      { numRuns: 200 },
    );
  });
});
