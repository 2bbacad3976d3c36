// Drives a lab without a browser: every action, and the observation that a run asks for.
import type { LabAction, LabModel, LabState, Observe, Solution } from "../../src/kit/lab.ts";

/** A lab whatever its setup is; the generic test never looks inside. */
export type AnySolution = Solution<unknown, unknown, unknown>;
export type AnyState = LabState<unknown, unknown>;
export type AnyAction = LabAction<unknown, unknown>;

/** Applies the actions in order; where one starts a run, its observation follows. */
export async function drive(
  lab: LabModel<unknown, unknown, unknown>,
  observe: Observe<unknown, unknown> | undefined,
  from: AnyState,
  actions: readonly AnyAction[],
): Promise<AnyState> {
  let state = from;
  for (const action of actions) {
    state = lab.step(state, action);
    if (state.phase !== "running") continue;
    if (observe === undefined) throw new Error("the lab runs but nobody observes");
    state = lab.step(state, { type: "seen", run: state.run, seen: await observe(state) });
  }
  return state;
}

/** Some answer to every open prediction, then commit and run. */
export function guessAnythingAndRun(
  lab: LabModel<unknown, unknown, unknown>,
  state: AnyState,
): readonly AnyAction[] {
  const guesses = lab.questions(state).map((question): AnyAction => {
    const value = question.kind === "choice" ? (question.options[0]?.value ?? "") : "1";
    return { type: "guess", question: question.id, value };
  });
  return [...guesses, { type: "commit" }, { type: "run" }];
}
