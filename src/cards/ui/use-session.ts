// The shell around the session reducer: writes what is pending, keeps the lock, and tells the time.
import { useEffect, useReducer, useState, type Dispatch, type MutableRef } from "preact/hooks";
import {
  planSession,
  resumeSession,
  startSession,
  stepSession,
  waitText,
  type Scope,
  type SessionAction,
  type SessionMode,
  type SessionPlan,
  type SessionState,
} from "#cards/index.ts";
import { askToPersist, type LearnerEvent, type WriterLock } from "#learner/index.ts";
import type { Desk } from "./desk.ts";
import { prepare, type World } from "./engines.ts";

const NAMES = { 1: "Again", 2: "Hard", 3: "Good", 4: "Easy" } as const;

/** A session on the screen. */
export interface SessionShell {
  readonly state: SessionState;
  readonly dispatch: Dispatch<SessionAction>;
  /** What the last action did, for the status line. */
  readonly said: string;
  /** What a session would hold if it began now. */
  readonly plan: (mode: SessionMode) => SessionPlan;
  /** Takes the lock and begins; another tab that has it makes the phase `locked`. */
  readonly begin: (mode: SessionMode) => void;
}

/** A seed of 32 bits. */
const freshSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;

/** What a session works on; `lock` outlives it, so that a session taken over keeps it. */
export interface SessionInput {
  readonly desk: Desk;
  readonly world: World;
  readonly scope: Scope;
  /** Go on with what was open in this browser. */
  readonly resume: boolean;
  readonly lock: MutableRef<WriterLock | undefined>;
}

/** Takes the lock of the one reviewing tab; false when another tab has it and it is not to be stolen. */
export async function holdLock(
  { desk, lock }: Pick<SessionInput, "desk" | "lock">,
  steal: boolean,
  onLost: () => void,
): Promise<boolean> {
  if (lock.current !== undefined) return true;
  const taken = await desk.learner.lock(steal);
  if (taken === undefined) return false;
  lock.current = taken;
  void taken.lost.then(() => {
    if (lock.current !== taken) return;
    lock.current = undefined;
    onLost();
  });
  return true;
}

/** Runs one session over the desk. */
export function useSession(input: SessionInput, onLost: () => void): SessionShell {
  const { desk, world, scope, resume, lock } = input;
  const { learner, memory, catalogue } = desk;
  const [state, dispatch] = useReducer(
    (before: SessionState, action: SessionAction) => stepSession(before, action, world),
    undefined,
    () =>
      (resume ? resumeSession(learner.events(), world, Date.now()) : undefined) ?? startSession(),
  );
  const [said, setSaid] = useState("");
  const hold = (): Promise<boolean> => holdLock(input, false, onLost);

  const plan = (mode: SessionMode): SessionPlan =>
    planSession({
      catalogue,
      memory,
      settings: learner.settings(),
      now: learner.now(),
      mode,
      scope,
      seed: freshSeed(),
    });

  const tell = (event: LearnerEvent): void => {
    if (event.kind === "review") {
      const wait = memory.of(event.card).due - learner.now();
      setSaid(`${NAMES[event.r]}, next in ${waitText(wait)}`);
    } else if (event.kind === "practice") setSaid(`${NAMES[event.r]}, only for practice`);
    else if (event.kind === "undo") setSaid("Taken back");
    else if (event.kind === "suspend") setSaid("Suspended: it will not be asked");
    else if (event.kind === "bury") setSaid("Put off until tomorrow");
  };

  // A session that goes on after a reload needs the lock as well.
  useEffect(() => {
    if (state.showing === undefined) return;
    void hold().then((held) => {
      if (!held) dispatch({ type: "LOCK_LOST" });
    });
  }, []);

  const { pending, phase } = state;
  useEffect(() => {
    if (phase !== "saving" || pending === undefined) return;
    void learner.append(pending).then(({ events: [event] }) => {
      const standing = learner.standing();
      if (event === undefined || standing.kind === "read-only")
        dispatch({
          type: "SAVE_FAILED",
          text: standing.kind === "saved" ? "Nothing was written." : standing.fault.text,
        });
      else {
        tell(event);
        dispatch({ type: "SAVED", event, now: Date.now() });
      }
    });
  }, [phase, pending]);

  useEffect(() => {
    if (phase !== "summary") return;
    lock.current?.release();
    lock.current = undefined;
    // Now there is something worth keeping.
    if (state.turns.length > 0) void askToPersist();
  }, [phase]);

  return {
    state,
    dispatch,
    said,
    plan,
    begin(mode) {
      void hold().then(async (held) => {
        if (!held) {
          dispatch({ type: "LOCK_REFUSED" });
          return;
        }
        const wanted = plan(mode);
        const queue = await prepare(world, wanted.queue);
        dispatch({ type: "START", plan: { ...wanted, queue }, now: Date.now() });
      });
    },
  };
}
