// The state machine that all labs share: predict, commit, run, see; and challenges beside it.
import type {
  Challenge,
  Goal,
  LabAction,
  LabDefinition,
  LabModel,
  LabState,
  Posed,
  Try,
  Verdict,
} from "./lab.ts";
import { answerOf, isAnswered, tidyAnswer } from "./question.ts";
import { createSeeded } from "./seeded.ts";

const FRESH: Try = { round: 0, answers: {}, verdict: null };
/** Observations kept; older ones leave the log. */
const LONGEST_HISTORY = 40;

/** A number that differs between challenges and rounds, so that a redo brings fresh numbers. */
function seedOf(seed: number, challenge: string, round: number): number {
  let mixed = seed;
  for (const character of `${challenge} ${round}`) {
    mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return mixed >>> 0;
}

/** Makes the pure model of a lab from what the lab says about itself. */
export function createLab<Setup, Change, Seen>(
  definition: LabDefinition<Setup, Change, Seen>,
): LabModel<Setup, Change, Seen> {
  type State = LabState<Setup, Seen>;
  type Action = LabAction<Change, Seen>;

  const tryOf = (state: State, id: string): Try => state.tries[id] ?? FRESH;
  const find = (id: string): Challenge<Setup, Seen> | undefined =>
    definition.challenges.find((challenge) => challenge.id === id);
  const pose = (state: State, challenge: Challenge<Setup, Seen>): Posed<Setup, Seen> =>
    challenge.pose(
      createSeeded(seedOf(state.seed, challenge.id, tryOf(state, challenge.id).round)),
    );
  const withTry = (state: State, id: string, change: Partial<Try>): State => ({
    ...state,
    tries: { ...state.tries, [id]: { ...tryOf(state, id), ...change } },
  });
  const judged = (state: State, challenge: Challenge<Setup, Seen>, verdict: Verdict): State => ({
    ...withTry(state, challenge.id, { verdict }),
    solved:
      verdict.solved && !state.solved.includes(challenge.id)
        ? [...state.solved, challenge.id]
        : state.solved,
    notice: verdict.solved ? `Solved: ${challenge.title}.` : `Not yet: ${verdict.why}`,
  });
  /** Back to predicting, because what was predicted is no longer what would run. */
  const reopen = (state: State, setup: Setup, notice: string): State => {
    const kept = definition.questions(setup).map(({ id }) => id);
    const guesses = Object.entries(state.guesses).filter(([id]) => kept.includes(id));
    return { ...state, setup, guesses: Object.fromEntries(guesses), phase: "predict", notice };
  };
  const observe = (state: State, seen: Seen): State => {
    const observed: State = {
      ...state,
      phase: "seen",
      history: [...state.history, seen].slice(-LONGEST_HISTORY),
    };
    const findings = definition.judge(state.setup, state.guesses, seen);
    const right = findings.filter((finding) => finding.right).length;
    const told = { ...observed, notice: `${right} of ${findings.length} predictions were right.` };
    return definition.challenges.reduce<State>((sofar, challenge) => {
      const verdict = pose(sofar, challenge).watch?.(state.setup, seen) ?? null;
      if (verdict === null) return sofar;
      const next = judged(sofar, challenge, verdict);
      return { ...next, notice: `${told.notice} ${next.notice}` };
    }, told);
  };

  const start = (seed: number): State => ({
    seed,
    setup: definition.setup,
    guesses: {},
    phase: "predict",
    run: 0,
    history: [],
    tries: {},
    solved: [],
    notice: "",
  });

  const steps: {
    readonly [Type in Action["type"]]: (
      state: State,
      action: Extract<Action, { readonly type: Type }>,
    ) => State;
  } = {
    guess(state, { question: id, value }) {
      const question = definition.questions(state.setup).find((each) => each.id === id);
      if (question === undefined || state.phase !== "predict") return state;
      return { ...state, guesses: { ...state.guesses, [id]: tidyAnswer(question, value) } };
    },
    commit(state) {
      if (state.phase !== "predict") return state;
      const open = definition
        .questions(state.setup)
        .filter((question) => !isAnswered(question, state.guesses)).length;
      return open > 0
        ? {
            ...state,
            notice: `${open} of the predictions ${open === 1 ? "is" : "are"} still open.`,
          }
        : { ...state, phase: "committed", notice: "Your prediction is committed. Run is open." };
    },
    run(state) {
      if (state.phase !== "committed") return state;
      const running: State = {
        ...state,
        phase: "running",
        run: state.run + 1,
        notice: "Running …",
      };
      return definition.simulate === undefined
        ? running
        : observe(running, definition.simulate(state.setup));
    },
    seen: (state, { run, seen }) =>
      state.phase === "running" && run === state.run ? observe(state, seen) : state,
    failed: (state, { run, why }) =>
      state.phase === "running" && run === state.run
        ? { ...state, phase: "committed", notice: `The run failed: ${why}` }
        : state,
    again: (state) =>
      state.phase === "predict"
        ? state
        : { ...state, guesses: {}, phase: "predict", notice: "Predict once more." },
    change(state, { change }) {
      const setup = definition.change(state.setup, change);
      if (setup === state.setup || state.phase === "running") return state;
      if (state.phase === "seen") return reopen({ ...state, guesses: {} }, setup, "");
      const withdrawn = state.phase === "committed" ? "The setup changed: predict again." : "";
      return reopen(state, setup, withdrawn);
    },
    open(state, { data }) {
      const setup = definition.decode(data);
      const opened = start(state.seed);
      return setup === null
        ? {
            ...opened,
            solved: state.solved,
            notice: "That link’s state could not be read, so this is the start state.",
          }
        : { ...opened, setup, solved: state.solved, notice: "Opened the state of the link." };
    },
    remember(state, { solved }) {
      const known = solved.filter((id) => find(id) !== undefined && !state.solved.includes(id));
      return known.length === 0 ? state : { ...state, solved: [...state.solved, ...known] };
    },
    answer(state, { challenge: id, question: asked, value }) {
      const challenge = find(id);
      if (challenge === undefined) return state;
      const question = pose(state, challenge).form.find((each) => each.id === asked);
      if (question === undefined) return state;
      const { answers } = tryOf(state, id);
      return withTry(state, id, {
        answers: { ...answers, [asked]: tidyAnswer(question, value) },
        verdict: null,
      });
    },
    check(state, { challenge: id }) {
      const challenge = find(id);
      if (challenge === undefined) return state;
      const { form, check } = pose(state, challenge);
      if (check === undefined) return state;
      const { answers } = tryOf(state, id);
      const open = form.find((question) => !isAnswered(question, answers));
      if (open !== undefined) return { ...state, notice: `Still open: ${open.ask}` };
      const given = Object.fromEntries(form.map((each) => [each.id, answerOf(each, answers)]));
      return judged(state, challenge, check(given, state.history.at(-1)));
    },
    redo(state, { challenge: id }) {
      const challenge = find(id);
      if (challenge === undefined) return state;
      const round = tryOf(state, id).round + 1;
      return {
        ...withTry(state, id, { ...FRESH, round }),
        notice: `${challenge.title}: fresh numbers.`,
      };
    },
    stage(state, { challenge: id }) {
      const challenge = find(id);
      const stage = challenge && pose(state, challenge).stage;
      if (stage === undefined || state.phase === "running") return state;
      return { ...reopen(state, stage, "The lab stands where the challenge begins."), guesses: {} };
    },
    notice: (state, { text }) => ({ ...state, notice: text }),
    reset: (state) => ({
      ...start(state.seed),
      run: state.run,
      solved: state.solved,
      notice: "Back at the start.",
    }),
  };

  const goal = (state: State, challenge: Challenge<Setup, Seen>): Goal => {
    const { ask, form, stage } = pose(state, challenge);
    const { round, answers, verdict } = tryOf(state, challenge.id);
    return {
      id: challenge.id,
      title: challenge.title,
      group: challenge.group ?? null,
      ask,
      form,
      round,
      answers,
      status: verdict === null ? "open" : verdict.solved ? "solved" : "refused",
      verdict,
      solvedBefore: state.solved.includes(challenge.id),
      staged: stage !== undefined,
    };
  };

  return {
    definition,
    start,
    step: (state, action) =>
      (steps[action.type] as (state: State, action: Action) => State)(state, action),
    questions: (state) => definition.questions(state.setup),
    findings(state) {
      const seen = state.history.at(-1);
      if (state.phase !== "seen" || seen === undefined) return [];
      return definition.judge(state.setup, state.guesses, seen);
    },
    goals: (state) => definition.challenges.map((challenge) => goal(state, challenge)),
  };
}
