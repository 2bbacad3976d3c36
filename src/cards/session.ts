/* eslint-disable max-lines -- the table of phases and the steps it names are read together */
// A review session: a pure reducer over the table of its phases. What it wants written is `pending`.
import type { EventBody, EventOf, LearnerEvent, Rating } from "#learner/index.ts";
import { hashText } from "./chance.ts";
import { gradeAnswer } from "./grade.ts";
import type {
  Phase,
  Place,
  SessionAction,
  SessionMode,
  SessionPlan,
  SessionState,
  SessionWorld,
  Showing,
} from "./session-state.ts";
import type { StudyCard } from "./study-card.ts";

/** A forgotten card comes back after at least so many others. */
const OTHERS = 5;
const TWO_MINUTES = 120_000;
const LONGEST_THOUGHT = 3_600_000;

type ActionOf<T extends SessionAction["type"]> = Extract<SessionAction, { readonly type: T }>;
type Step<T extends SessionAction["type"]> = (
  state: SessionState,
  action: ActionOf<T>,
  world: SessionWorld,
) => SessionState;
/** A step that needs neither the action nor the world. */
type Move = (state: SessionState) => SessionState;
type Row = { readonly [T in SessionAction["type"]]?: Step<T> };

/** Before anything has begun. */
export const startSession = (): SessionState => ({
  phase: "overview",
  queue: [],
  turns: [],
  began: 0,
});

const cardOf = (showing: Showing | undefined, world: SessionWorld): StudyCard | undefined =>
  showing && world.catalogue.get(showing.card);

/** The rating that the machine proposes: wrong or given up Again, right with help Hard, right Good. */
export function proposedRating({ verdict, given, tries, hinted, overruled }: Showing): Rating {
  const right = (verdict?.right === true) !== overruled;
  if (verdict === undefined || given === undefined) return overruled ? 3 : 1;
  if (!right) return 1;
  return tries > 0 || hinted ? 2 : 3;
}

/** A state without what belongs to one showing of a card, or to one write. */
function bare(state: SessionState): SessionState {
  const { pending: _pending, failure: _failure, overlay: _overlay, paused: _, ...rest } = state;
  return rest;
}

const write = (state: SessionState, pending: EventBody): SessionState => ({
  ...bare(state),
  phase: "saving",
  pending,
});

const inSession = ({ session }: SessionState): { session?: string } =>
  session === undefined ? {} : { session };

function show(state: SessionState, card: string, now: number, world: SessionWorld): SessionState {
  const no = (state.showing?.no ?? -1) + 1;
  const seed = hashText(`${card} ${no}`, state.plan?.seed ?? 0);
  const study = world.catalogue.get(card);
  const item =
    study?.kind === "compute" && world.generate ? world.generate(study.generator, seed) : undefined;
  return {
    ...bare(state),
    phase: "question",
    showing: {
      card,
      no,
      seed,
      since: now,
      tries: 0,
      hinted: false,
      overruled: false,
      revealed: false,
      ...(item && { item }),
    },
  };
}

/** Whether the course still has the card, and the engine behind it if it needs one. */
function canAsk(card: string, { catalogue, generate }: SessionWorld): boolean {
  const study = catalogue.get(card);
  return study !== undefined && (study.kind !== "compute" || generate !== undefined);
}

/** The next card: one whose time to return has come, else the first, else the one that waits least. */
function advance(state: SessionState, now: number, world: SessionWorld): SessionState {
  const queue = state.queue.filter(({ card }) => canAsk(card, world));
  const no = (state.showing?.no ?? -1) + 1;
  const timeUp = state.plan?.mode === "two-minute" && now - state.began >= TWO_MINUTES;
  const ready =
    queue.find(({ after }) => after > 0 && after <= no) ?? queue.find(({ after }) => after === 0);
  const soonest = queue.reduce<Place | undefined>(
    (best, place) => (best === undefined || place.after < best.after ? place : best),
    undefined,
  );
  const next = timeUp ? undefined : (ready ?? soonest);
  if (next === undefined) return { ...bare(state), queue, phase: "summary" };
  return show({ ...state, queue: queue.filter((place) => place !== next) }, next.card, now, world);
}

/** The same showing before an answer was given. */
function unanswered(showing: Showing): Showing {
  const { given: _given, verdict: _verdict, ...rest } = showing;
  return { ...rest, overruled: false, revealed: false };
}

/** What a written event does to the session. */
function take(
  state: SessionState,
  event: LearnerEvent,
  now: number,
  world: SessionWorld,
): SessionState {
  const { showing, turns } = state;
  switch (event.kind) {
    case "session": {
      const queue = event.queue.map((card): Place => ({ card, after: 0 }));
      return advance({ ...state, session: event.id, queue }, now, world);
    }
    case "review":
    case "practice":
    case "bury":
    case "suspend": {
      if (showing === undefined) return state;
      const { sure: _sure, ...blank } = unanswered(showing);
      const fresh = { ...blank, tries: 0, hinted: false, overruled: false };
      const turn = { event, before: { queue: state.queue, showing: fresh } };
      const again = "r" in event && event.r === 1;
      const back = { card: showing.card, after: showing.no + 1 + OTHERS };
      const queue = again ? [...state.queue, back] : state.queue;
      return advance({ ...state, queue, turns: [...turns, turn] }, now, world);
    }
    case "undo": {
      const at = turns.findIndex((turn) => turn.event.id === event.undoes);
      const turn = turns[at];
      if (turn === undefined) return state;
      const { queue, showing: before } = turn.before;
      return {
        ...bare(state),
        phase: "question",
        queue,
        showing: { ...before, since: now },
        turns: turns.slice(0, at),
      };
    }
    case "session-end":
      return { ...bare(state), phase: "summary" };
    case "flag":
    case "unflag":
      return { ...bare(state), phase: showing?.revealed === true ? "answer" : "question" };
    default:
      return state;
  }
}

const rateStep: Step<"RATE"> = (state, { rating, now }, world) => {
  const { showing, plan } = state;
  const card = cardOf(showing, world);
  if (showing === undefined || card === undefined) return state;
  const { verdict, overruled, sure, seed } = showing;
  const answered = {
    card: card.id,
    r: rating,
    ms: Math.min(LONGEST_THOUGHT, Math.max(0, Math.round(now - showing.since))),
    m: card.meaning,
    seed,
    ...inSession(state),
    ...(verdict && rating === proposedRating(showing) && { auto: 1 as const }),
    ...(overruled && { over: 1 as const }),
    ...(sure !== undefined && { sure }),
  };
  return write(
    state,
    plan?.mode === "cram"
      ? { kind: "practice", ...answered }
      : { kind: "review", algo: "fsrs6", ...answered },
  );
};

const markStep =
  (kind: "bury" | "suspend" | "flag" | "unflag"): Move =>
  (state) =>
    state.showing === undefined
      ? state
      : write(state, { kind, card: state.showing.card, ...inSession(state) });

const undoStep: Move = (state) => {
  const last = state.turns.at(-1)?.event;
  if (last === undefined || !("card" in last)) return state;
  return write(state, { kind: "undo", undoes: last.id, card: last.card, ...inSession(state) });
};

const change =
  (part: (showing: Showing) => Partial<Showing>, phase?: Phase): Move =>
  (state) =>
    state.showing === undefined
      ? state
      : {
          ...state,
          phase: phase ?? state.phase,
          showing: { ...state.showing, ...part(state.showing) },
        };

const startStep: Step<"START"> = (_, { plan, now }) => {
  const fresh = { ...startSession(), plan, began: now };
  const { mode, seed, queue } = plan;
  // A choice of single cards is no part of the course, and has no name.
  const { cards: _cards, ...scope } = plan.scope;
  const named = Object.keys(scope).length > 0 ? { scope } : {};
  return queue.length === 0
    ? { ...fresh, phase: "empty" }
    : write(fresh, { kind: "session", mode, seed, queue, ...named });
};

const submitStep: Step<"SUBMIT"> = (state, { given }, world) => {
  const { showing } = state;
  const card = cardOf(showing, world);
  if (showing === undefined || card === undefined) return state;
  const verdict = gradeAnswer(card, given, showing.item);
  if (verdict === undefined) return state;
  return { ...state, phase: "answer", showing: { ...showing, given, verdict, revealed: true } };
};

const skipStep: Step<"SKIP"> = (state, { now }, world) => {
  if (state.showing === undefined) return state;
  const { card, no } = state.showing;
  return advance(
    { ...state, queue: [...state.queue, { card, after: no + 1 + state.queue.length }] },
    now,
    world,
  );
};

const overlays = {
  PAUSE: (state, { now }) => ({ ...state, overlay: "paused", paused: now }),
  HELP: (state) => ({ ...state, overlay: "help" }),
  END: (state) => ({ ...state, overlay: "confirm-end" }),
} satisfies Row;

const lockLost: Move = (state) => ({ ...bare(state), phase: "locked" });

const onCard = {
  ...overlays,
  UNDO: undoStep,
  SKIP: skipStep,
  BURY: markStep("bury"),
  SUSPEND: markStep("suspend"),
  FLAG: markStep("flag"),
  UNFLAG: markStep("unflag"),
  LOCK_LOST: lockLost,
} satisfies Row;

/** What may happen in each phase; whatever is not here changes nothing. */
const TABLE: Readonly<Record<Phase, Row>> = {
  overview: {
    START: startStep,
    HELP: overlays.HELP,
    LOCK_REFUSED: lockLost,
    LOCK_LOST: lockLost,
  },
  locked: { LOCK_TAKEN: () => startSession() },
  empty: { START: startStep, BACK: () => startSession(), LOCK_LOST: lockLost },
  question: {
    ...onCard,
    HINT: change(() => ({ hinted: true })),
    SURE: (state, { sure }) => change(() => ({ sure }))(state),
    REVEAL: change(() => ({ revealed: true }), "answer"),
    SUBMIT: submitStep,
  },
  answer: {
    ...onCard,
    RATE: rateStep,
    OVERRULE: change(({ overruled }) => ({ overruled: !overruled })),
    TRY_AGAIN: (state) =>
      state.showing?.verdict?.right === false
        ? {
            ...state,
            phase: "question",
            showing: { ...unanswered(state.showing), tries: state.showing.tries + 1 },
          }
        : state,
  },
  saving: {
    SAVED: (state, { event, now }, world) => take(state, event, now, world),
    SAVE_FAILED: (state, { text }) => ({ ...state, failure: text }),
    LOCK_LOST: lockLost,
  },
  summary: { START: startStep, UNDO: undoStep, BACK: () => startSession(), LOCK_LOST: lockLost },
};

/** While something lies over the card, only this reaches it. */
const OVERLAY: Row = {
  BACK: (state, { now }) => {
    const { overlay: _overlay, paused, ...open } = state;
    const rest = { ...open, began: open.began + Math.max(0, now - (paused ?? now)) };
    // Time under an overlay is no thinking time.
    return rest.showing === undefined
      ? rest
      : { ...rest, showing: { ...rest.showing, since: Math.max(rest.showing.since, now) } };
  },
  CONFIRM: (state) =>
    state.overlay === "confirm-end" && state.session !== undefined
      ? write(state, { kind: "session-end", session: state.session })
      : state,
  LOCK_LOST: lockLost,
};

/** The state after an action; an action that the phase does not know leaves it as it is. */
export function stepSession(
  state: SessionState,
  action: SessionAction,
  world: SessionWorld,
): SessionState {
  const row: Row = state.overlay === undefined ? TABLE[state.phase] : OVERLAY;
  const step = row[action.type] as Step<typeof action.type> | undefined;
  return step === undefined ? state : step(state, action, world);
}

const MODES: readonly SessionMode[] = ["review", "drill", "cram", "two-minute"];

/** The plan that a session event was written from; a mode of another version is a review. */
export const planOf = ({ mode, seed, queue, scope }: EventOf<"session">): SessionPlan => ({
  mode: MODES.find((known) => known === mode) ?? "review",
  scope: scope ?? {},
  seed,
  queue,
});

/** The session that was under way in the log: not ended, with cards left; undefined otherwise. */
export function resumeSession(
  events: readonly LearnerEvent[],
  world: SessionWorld,
  now: number,
): SessionState | undefined {
  const begun = events.findLast((event): event is EventOf<"session"> => event.kind === "session");
  if (begun === undefined) return undefined;
  const plan = planOf(begun);
  // Two minutes are two minutes, whatever was reloaded; a clock set back does not lengthen them.
  const began = Math.min(now, begun.t);
  let state = take({ ...startSession(), plan, began }, begun, now, world);
  for (const event of events.slice(events.indexOf(begun) + 1)) {
    if (!("session" in event) || event.session !== begun.id) continue;
    if (event.kind === "session-end") return undefined;
    if (event.kind === "flag" || event.kind === "unflag") continue;
    if (event.kind !== "undo" && "card" in event) state = bringUp(state, event.card);
    state = take(state, event, now, world);
  }
  return state.phase === "question" ? state : undefined;
}

/** Puts a card on the screen that was skipped to: the one that is there goes back to the queue. */
function bringUp(state: SessionState, card: string): SessionState {
  const { showing } = state;
  if (showing === undefined || showing.card === card) return state;
  const left = state.queue.filter((place) => place.card !== card);
  return {
    ...state,
    queue: [...left, { card: showing.card, after: showing.no + 1 }],
    showing: { ...showing, card },
  };
}
