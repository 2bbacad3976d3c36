// A lab's model in a page: the link in the address, what was solved before, and the LIVE effect.
import { useEffect, useLayoutEffect, useReducer, useState, type Dispatch } from "preact/hooks";
import { keepPredictions, keepSolved, recallSolved } from "#learner/solved.ts";
import type { LabAction, LabModel, LabState, Observe } from "./lab.ts";
import { readLink } from "./link.ts";

/** The seed of the first state, which is rendered at build time. */
const FIRST_SEED = 1;

/** A lab at work. */
export interface Bench<Setup, Change, Seen> {
  readonly lab: LabModel<Setup, Change, Seen>;
  readonly state: LabState<Setup, Seen>;
  readonly dispatch: Dispatch<LabAction<Change, Seen>>;
  /** False in the server's HTML: nothing can be operated yet. */
  readonly ready: boolean;
}

/** Runs a lab in a component; `observe` is missing where the model simulates. */
export function useLab<Setup, Change, Seen>(
  lab: LabModel<Setup, Change, Seen>,
  observe?: Observe<Setup, Seen>,
): Bench<Setup, Change, Seen> {
  const [state, dispatch] = useReducer(lab.step, FIRST_SEED, lab.start);
  const [ready, setReady] = useState(false);
  const { id } = lab.definition;

  useEffect(() => {
    const open = (): void => {
      const linked = readLink(id, location.hash);
      if (linked.kind === "none") return;
      dispatch({ type: "open", data: linked.kind === "data" ? linked.data : null });
    };
    dispatch({ type: "remember", solved: recallSolved(id) });
    open();
    setReady(true);
    addEventListener("hashchange", open);
    return () => {
      removeEventListener("hashchange", open);
    };
  }, [id]);

  // Kept before it is painted: who sees it may leave the page at once.
  useLayoutEffect(() => {
    if (state.solved.length > 0) keepSolved(id, state.solved);
  }, [id, state.solved]);

  useLayoutEffect(() => {
    const seen = state.history.at(-1);
    if (state.phase !== "seen" || seen === undefined) return;
    const findings = lab.definition.judge(state.setup, state.guesses, seen);
    keepPredictions(
      id,
      findings.map(({ question, right }) => {
        return { question, answer: state.guesses[question] ?? "", right };
      }),
    );
    // Once per observation.
  }, [state.phase, state.run]);

  useEffect(() => {
    if (state.phase !== "running" || observe === undefined) return;
    const { run } = state;
    observe(state).then(
      (seen) => {
        dispatch({ type: "seen", run, seen });
      },
      (error: unknown) => {
        dispatch({ type: "failed", run, why: error instanceof Error ? error.message : "unknown" });
      },
    );
    // One effect per run: what the state holds besides belongs to that run.
  }, [state.phase, state.run]);

  return { lab, state, dispatch, ready };
}
