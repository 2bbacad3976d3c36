// The state machine of all labs on the smallest lab there is: guess the next number.
import { beforeEach, describe, expect, test } from "vitest";
import { createLab } from "../../../src/kit/create-lab.ts";
import type { Goal, LabAction, LabState } from "../../../src/kit/lab.ts";

type Action = LabAction<number, number>;
type State = LabState<number, number>;

const lab = createLab<number, number, number>({
  id: "next-number",
  title: "Next number",
  badge: { kind: "LIVE", text: "Counted by your browser." },
  question: "What comes next?",
  setup: 1,
  change: (setup, change) => (Number.isInteger(change) ? change : setup),
  questions: (setup) => [
    { kind: "number", id: "next", ask: `After ${setup}?`, unit: "", tolerance: 0 },
    ...(setup > 5
      ? [
          {
            kind: "choice" as const,
            id: "odd",
            ask: "Odd?",
            options: [{ value: "yes", text: "yes" }],
          },
        ]
      : []),
  ],
  judge: (_, answers, seen) => [
    {
      question: "next",
      right: answers["next"] === String(seen),
      observed: String(seen),
      why: "Numbers go on.",
      source: "rfc9110#15",
    },
  ],
  challenges: [
    {
      id: "sum",
      title: "A sum",
      pose(chance) {
        const a = chance.between(1, 1000);
        return {
          ask: `${a} + 1`,
          form: [{ kind: "number", id: "sum", ask: "Sum", unit: "", tolerance: 0 }],
          check: ({ sum }) => ({
            solved: sum === String(a + 1),
            why: sum === String(a + 1) ? "Right." : "Count again.",
            source: "rfc9110#15",
          }),
          stage: 4,
        };
      },
    },
    {
      id: "ten",
      title: "Reach ten",
      pose: () => ({
        ask: "Run until ten comes.",
        form: [],
        watch: (_, seen) =>
          seen < 8 ? null : { solved: seen === 10, why: `${seen} came.`, source: "rfc9110#15" },
      }),
    },
    {
      id: "last",
      title: "The last run",
      pose: () => ({
        ask: "What came last?",
        form: [{ kind: "number", id: "came", ask: "It was", unit: "", tolerance: 0 }],
        check: ({ came }, seen) => ({
          solved: came === String(seen),
          why: seen === undefined ? "Nothing was run." : `${seen} came.`,
          source: "rfc9110#15",
        }),
      }),
    },
  ],
  encode: (setup) => setup,
  decode: (data) => (typeof data === "number" ? data : null),
});

let state: State;
const act = (...actions: readonly Action[]): State => {
  state = actions.reduce(lab.step, state);
  return state;
};
beforeEach(() => {
  state = lab.start(1);
});
const guess = (value: string): Action => ({ type: "guess", question: "next", value });
const running: readonly Action[] = [guess("2"), { type: "commit" }, { type: "run" }];

describe("the gate", () => {
  test("opens only when every prediction is given and committed", () => {
    expect(act({ type: "run" }).phase).toBe("predict");
    expect(act({ type: "commit" }).phase).toBe("predict");
    expect(state.notice).toContain("still open");
    expect(act(guess("two"), { type: "commit" }).phase).toBe("predict");
    expect(act(guess("2"), { type: "commit" }).phase).toBe("committed");
  });

  test("keeps committed guesses as they are", () => {
    act(guess("2"), { type: "commit" }, guess("3"));
    expect(state.guesses["next"]).toBe("2");
  });

  test("closes when the setup changes, and says so", () => {
    act(guess("2"), { type: "commit" }, { type: "change", change: 3 });
    expect(state).toMatchObject({ phase: "predict", setup: 3, guesses: { next: "2" } });
    expect(state.notice).toContain("predict again");
  });

  test("forgets guesses after an observation, and those of questions that are gone", () => {
    act(...running, { type: "seen", run: 1, seen: 2 }, { type: "change", change: 7 });
    expect(state.guesses).toEqual({});
    act(
      guess("8"),
      { type: "guess", question: "odd", value: "yes" },
      { type: "change", change: 2 },
    );
    expect(state.guesses).toEqual({ next: "8" });
  });
});

describe("a run", () => {
  test("takes its own observation and no other", () => {
    act(...running);
    expect(act({ type: "seen", run: 9, seen: 2 }).phase).toBe("running");
    expect(act({ type: "seen", run: 1, seen: 2 }).phase).toBe("seen");
    expect(lab.findings(state)).toMatchObject([{ right: true, observed: "2" }]);
    expect(state.notice).toBe("1 of 1 predictions were right.");
  });

  test("that was reset while under way is dropped", () => {
    act(...running, { type: "reset" }, ...running);
    expect(state.run).toBe(2);
    expect(act({ type: "seen", run: 1, seen: 99 }).phase).toBe("running");
  });

  test("that fails can be run again", () => {
    act(...running, { type: "failed", run: 1, why: "no network" });
    expect(state).toMatchObject({ phase: "committed", notice: "The run failed: no network" });
  });

  test("is computed at once where the model simulates", () => {
    const model = createLab({ ...lab.definition, simulate: (setup: number) => setup + 1 });
    const seen = running.reduce(model.step, model.start(1));
    expect(seen).toMatchObject({ phase: "seen", history: [2] });
  });
});

describe("challenges", () => {
  const answer = (value: string): Action => ({
    type: "answer",
    challenge: "sum",
    question: "sum",
    value,
  });
  const check: Action = { type: "check", challenge: "sum" };
  const goal = (): Goal | undefined => lab.goals(state)[0];
  const sum = (): string => String(Number(/\d+/.exec(goal()?.ask ?? "")) + 1);

  test("refuse with a reason, accept, and pose fresh numbers", () => {
    act(answer("0"), check);
    expect(goal()).toMatchObject({ status: "refused", verdict: { why: "Count again." } });
    act(answer(sum()));
    expect(goal()?.status).toBe("open");
    act(check);
    expect(goal()).toMatchObject({ status: "solved", solvedBefore: true });
    const asked = goal()?.ask;
    act({ type: "redo", challenge: "sum" });
    expect(goal()).toMatchObject({ status: "open", solvedBefore: true, round: 1, answers: {} });
    expect(goal()?.ask).not.toBe(asked);
  });

  test("may ask about what was seen last", () => {
    const goal = (): Goal | undefined => lab.goals(state).find(({ id }) => id === "last");
    const asked: readonly Action[] = [
      { type: "answer", challenge: "last", question: "came", value: "6" },
      { type: "check", challenge: "last" },
    ];
    act(...asked);
    expect(goal()).toMatchObject({ status: "refused", verdict: { why: "Nothing was run." } });
    const run = state.run + 1;
    act({ type: "guess", question: "next", value: "6" }, { type: "commit" }, { type: "run" });
    act({ type: "seen", run, seen: 6 }, ...asked);
    expect(goal()).toMatchObject({ status: "solved", verdict: { why: "6 came." } });
  });

  test("wait for an answer that can be judged", () => {
    act(check);
    expect(state.notice).toBe("Still open: Sum");
    expect(goal()?.status).toBe("open");
  });

  test("set the stage", () => {
    act(...running, { type: "seen", run: 1, seen: 2 }, { type: "stage", challenge: "sum" });
    expect(state).toMatchObject({ setup: 4, phase: "predict", guesses: {} });
  });

  test("may watch runs, and only those that are attempts", () => {
    act(...running, { type: "seen", run: 1, seen: 2 });
    expect(lab.goals(state)[1]?.status).toBe("open");
    act({ type: "again" }, ...running, { type: "seen", run: 2, seen: 9 });
    expect(lab.goals(state)[1]?.status).toBe("refused");
    act({ type: "again" }, ...running, { type: "seen", run: 3, seen: 10 });
    expect(state.notice).toBe("0 of 1 predictions were right. Solved: Reach ten.");
    expect(act({ type: "reset" }).solved).toEqual(["ten"]);
  });

  test("remember what was solved on an earlier visit, strangers left out", () => {
    act({ type: "remember", solved: ["ten", "eleven"] });
    expect(state.solved).toEqual(["ten"]);
  });
});
