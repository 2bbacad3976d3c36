// The session: any action leaves a legal state, no showing is rated twice, a reload loses nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  planOf,
  proposedRating,
  resumeSession,
  rightAnswer,
  startSession,
  stepSession,
  type SessionAction,
  type SessionPlan,
  type SessionState,
  type SessionWorld,
} from "#cards/index.ts";
import { generate } from "#cards/generators/index.ts";
import { readEvent, type EventBody, type LearnerEvent } from "#learner/index.ts";
import { catalogueOf, everyKind, plainDeck } from "./study-cards.ts";

const RUNS = { numRuns: 1000 };
const PHASES = ["overview", "locked", "empty", "question", "answer", "saving", "summary"];
const cards = [...everyKind(), ...plainDeck(8, (at) => `l${at % 3}`)];
const world: SessionWorld = { catalogue: catalogueOf(cards), generate };
const ids = cards.map(({ id }) => id);
const plan = (queue: readonly string[], mode: SessionPlan["mode"] = "review"): SessionPlan => ({
  mode,
  scope: {},
  seed: 7,
  queue,
});

/** A shell that writes what is pending at once, into a log of its own. */
function createShell(first: SessionState = startSession(), log: LearnerEvent[] = []) {
  let state = first;
  let now = log.length;
  const shell = {
    log,
    get state() {
      return state;
    },
    send(action: SessionAction): SessionState {
      now += 1;
      state = stepSession(state, action, world);
      return state;
    },
    /** Writes what is pending. */
    save(): SessionState {
      if (state.pending === undefined) return state;
      const event: LearnerEvent = {
        v: 1,
        id: `e${log.length}`,
        t: 1000 + log.length,
        tz: 0,
        dev: "d",
        ...state.pending,
      };
      log.push(event);
      return shell.send({ type: "SAVED", event, now });
    },
    start(queue: readonly string[], mode?: SessionPlan["mode"]): SessionState {
      shell.send({ type: "START", plan: plan(queue, mode), now });
      return shell.save();
    },
    rate(rating: 1 | 2 | 3 | 4): SessionState {
      if (state.phase === "question") shell.send({ type: "REVEAL" });
      shell.send({ type: "RATE", rating, now: now + 500 });
      return shell.save();
    },
  };
  return shell;
}

const event = fc.constantFrom<LearnerEvent>(
  {
    v: 1,
    id: "x1",
    t: 1,
    tz: 0,
    dev: "d",
    kind: "review",
    algo: "fsrs6",
    card: "c1",
    r: 1,
    ms: 1,
    m: 1,
  },
  { v: 1, id: "x2", t: 2, tz: 0, dev: "d", kind: "undo", undoes: "x1", card: "c1" },
  {
    v: 1,
    id: "x3",
    t: 3,
    tz: 0,
    dev: "d",
    kind: "session",
    mode: "review",
    seed: 1,
    queue: ["c1"],
  },
);
const anyAction: fc.Arbitrary<SessionAction> = fc.oneof(
  fc.constantFrom<SessionAction>(
    { type: "HINT" },
    { type: "REVEAL" },
    { type: "TRY_AGAIN" },
    { type: "OVERRULE" },
    { type: "UNDO" },
    { type: "BURY" },
    { type: "SUSPEND" },
    { type: "FLAG" },
    { type: "UNFLAG" },
    { type: "PAUSE", now: 5 },
    { type: "HELP" },
    { type: "END" },
    { type: "CONFIRM" },
    { type: "LOCK_REFUSED" },
    { type: "LOCK_LOST" },
    { type: "LOCK_TAKEN" },
    { type: "SKIP", now: 5 },
    { type: "BACK", now: 5 },
    { type: "SAVE_FAILED", text: "full" },
    { type: "SURE", sure: 3 },
    { type: "SUBMIT", given: { kind: "option", at: 1 } },
    { type: "SUBMIT", given: { kind: "text", text: "409" } },
    { type: "SUBMIT", given: { kind: "order", order: [3, 9] } },
  ),
  fc
    .constantFrom(1 as const, 2 as const, 3 as const, 4 as const)
    .map((rating): SessionAction => ({ type: "RATE", rating, now: 9 })),
  event.map((written): SessionAction => ({ type: "SAVED", event: written, now: 3 })),
  fc.subarray(ids).map((queue): SessionAction => ({ type: "START", plan: plan(queue), now: 0 })),
);

describe("the reducer", () => {
  it("stays legal whatever happens, in whatever order", () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), (actions) => {
        let state = startSession();
        for (const action of actions) {
          state = stepSession(state, action, world);
          expect(PHASES).toContain(state.phase);
          if (/question|answer/.test(state.phase)) expect(state.showing).toBeDefined();
          expect(state.pending !== undefined).toBe(state.phase === "saving");
          const waiting = state.queue.map(({ card }) => card);
          if (state.phase === "question" && state.turns.length === 0)
            expect(new Set(waiting).size).toBe(waiting.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("never rates one showing twice, however fast the keys come", () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 60 }), (actions) => {
        const shell = createShell();
        shell.start(ids);
        const rated: string[] = [];
        for (const action of actions) {
          if (action.type === "START" || action.type === "SAVED") continue;
          const before = shell.state.showing?.no;
          shell.send(action);
          // The key is still down.
          shell.send(action);
          const { pending } = shell.state;
          if (pending?.kind === "review") rated.push(String(before));
          if (pending?.kind === "undo") rated.length = 0;
          if (pending?.kind === "session-end") break;
          shell.save();
        }
        expect(new Set(rated).size).toBe(rated.length);
      }),
      RUNS,
    );
  });

  it("shows the next card only after the event was written", () => {
    const shell = createShell();
    shell.start(["c0", "c1"]);
    shell.send({ type: "REVEAL" });
    const saving = shell.send({ type: "RATE", rating: 3, now: 700 });
    expect(saving.phase).toBe("saving");
    expect(saving.showing?.card).toBe("c0");
    expect(shell.send({ type: "RATE", rating: 3, now: 701 })).toBe(saving);
    expect(shell.send({ type: "SAVE_FAILED", text: "full" })).toMatchObject({
      phase: "saving",
      failure: "full",
      showing: { card: "c0" },
    });
    expect(shell.save()).toMatchObject({ phase: "question", showing: { card: "c1" } });
    expect(shell.state.failure).toBeUndefined();
    expect(shell.log.map(({ kind }) => kind)).toEqual(["session", "review"]);
  });

  it("brings a forgotten card back after five others, or at the end", () => {
    const shell = createShell();
    shell.start(["c0", "c1", "c2", "c3", "c4", "c5", "c6"]);
    const seen: (string | undefined)[] = [];
    for (const rating of [1, 3, 3, 3, 3, 3, 3, 3] as const) {
      seen.push(shell.state.showing?.card);
      shell.rate(rating);
    }
    expect(seen).toEqual(["c0", "c1", "c2", "c3", "c4", "c5", "c0", "c6"]);
    const short = createShell();
    short.start(["c0", "c1"]);
    short.rate(1);
    short.rate(3);
    expect(short.state.showing?.card).toBe("c0");
    expect(short.rate(3).phase).toBe("summary");
  });

  it("asks every card until it is known, and then ends", () => {
    fc.assert(
      fc.property(
        fc.subarray(ids, { minLength: 1 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        (queue, luck) => {
          const shell = createShell();
          shell.start(queue);
          const known = new Set<string>();
          for (let turn = 0; shell.state.phase === "question"; turn += 1) {
            const card = shell.state.showing?.card ?? "";
            const knew = luck[turn] ?? true;
            if (knew) known.add(card);
            shell.rate(knew ? 3 : 1);
          }
          expect(shell.state.phase).toBe("summary");
          expect([...known].toSorted()).toEqual([...queue].toSorted());
        },
      ),
      RUNS,
    );
  });

  it("takes back any number of ratings, back to the first card", () => {
    fc.assert(
      fc.property(
        fc.subarray(ids, { minLength: 1 }),
        fc.array(fc.constantFrom(1 as const, 3 as const), { minLength: 1, maxLength: 20 }),
        (queue, ratings) => {
          const shell = createShell();
          const before = [shell.start(queue)];
          for (const rating of ratings) {
            if (shell.state.phase !== "question") break;
            before.push(shell.rate(rating));
          }
          before.pop();
          for (const state of before.toReversed()) {
            shell.send({ type: "UNDO" });
            shell.save();
            expect(shell.state.queue).toEqual(state.queue);
            expect(shell.state.showing).toMatchObject({
              card: state.showing?.card,
              seed: state.showing?.seed,
            });
          }
          expect(stepSession(shell.state, { type: "UNDO" }, world)).toBe(shell.state);
        },
      ),
      RUNS,
    );
  });

  it("goes on after a reload where it was, undo and all", () => {
    fc.assert(
      fc.property(
        fc.subarray(ids, { minLength: 1 }),
        fc.array(fc.constantFrom("again", "good", "undo", "bury", "suspend", "flag"), {
          maxLength: 25,
        }),
        (queue, moves) => {
          const shell = createShell();
          shell.start(queue);
          for (const move of moves) {
            if (move === "again") shell.rate(1);
            else if (move === "good") shell.rate(3);
            else {
              shell.send({ type: move.toUpperCase() as "UNDO" });
              shell.save();
            }
          }
          const again = resumeSession(shell.log, world, 0);
          if (shell.state.phase === "summary") {
            expect(again).toBeUndefined();
            return;
          }
          expect(again?.queue).toEqual(shell.state.queue);
          expect(again?.showing).toMatchObject({
            card: shell.state.showing?.card,
            seed: shell.state.showing?.seed,
          });
          expect(again?.turns.map((turn) => turn.event)).toEqual(
            shell.state.turns.map((turn) => turn.event),
          );
          expect(again?.session).toBe(shell.state.session);
        },
      ),
      RUNS,
    );
  });

  it("does not go on with a session that was ended", () => {
    const shell = createShell();
    shell.start(["c0", "c1"]);
    shell.rate(3);
    expect(shell.send({ type: "END" }).overlay).toBe("confirm-end");
    shell.send({ type: "CONFIRM" });
    expect(shell.save().phase).toBe("summary");
    expect(resumeSession(shell.log, world, 0)).toBeUndefined();
    expect(shell.log.filter(({ kind }) => kind === "review")).toHaveLength(1);
  });

  it("loses nothing when the tab dies between showing and saving", () => {
    const shell = createShell();
    shell.start(["c0", "c1"]);
    shell.send({ type: "REVEAL" });
    shell.send({ type: "RATE", rating: 3, now: 5 });
    // Nothing was written, so the card is asked again.
    expect(resumeSession(shell.log, world, 0)?.showing?.card).toBe("c0");
  });

  it("leaves the schedule alone in cram, and ends two minutes after two minutes", () => {
    const cram = createShell();
    cram.start(["c0"], "cram");
    cram.rate(3);
    expect(cram.log.map(({ kind }) => kind)).toEqual(["session", "practice"]);
    const short = createShell();
    short.start(["c0", "c1", "c2"], "two-minute");
    short.send({ type: "REVEAL" });
    short.send({ type: "RATE", rating: 3, now: 130_000 });
    const written = {
      v: 1,
      id: "w",
      t: 1,
      tz: 0,
      dev: "d",
      ...(short.state.pending as EventBody),
    } as LearnerEvent;
    expect(short.send({ type: "SAVED", event: written, now: 130_000 }).phase).toBe("summary");
  });

  it("keeps its part of the course and its two minutes over a reload", () => {
    const scope = { lesson: "l0", kind: "basic" };
    const shell = createShell();
    const two = { ...plan(["c0", "c3"], "two-minute"), scope: { ...scope, cards: ["c0"] } };
    shell.send({ type: "START", plan: two, now: 1000 });
    expect(shell.state.pending).toMatchObject({ kind: "session", scope });
    shell.save();
    const [begun] = shell.log;
    if (begun?.kind !== "session") throw new Error("no session was written");
    expect(readEvent(begun)).toEqual({ kind: "event", event: begun });
    expect(planOf(begun)).toEqual({ ...two, scope });
    expect(resumeSession(shell.log, world, begun.t + 119_000)?.began).toBe(begun.t);
    expect(resumeSession(shell.log, world, begun.t + 120_000)).toBeUndefined();
    // A clock that was set back makes no time of its own.
    expect(resumeSession(shell.log, world, begun.t - 5)?.began).toBe(begun.t - 5);
  });

  it("counts no time while it is paused", () => {
    const shell = createShell();
    shell.start(["c0", "c1"], "two-minute");
    const { began } = shell.state;
    shell.send({ type: "PAUSE", now: 10_000 });
    expect(shell.send({ type: "REVEAL" }).phase).toBe("question");
    shell.send({ type: "BACK", now: 310_000 });
    expect(shell.state.began).toBe(began + 300_000);
    expect(shell.state.showing?.since).toBe(310_000);
    expect(shell.send({ type: "HELP" }).overlay).toBe("help");
    expect(shell.send({ type: "BACK", now: 320_000 }).began).toBe(began + 300_000);
  });

  it("does not ask generated cards while their engine is not there", () => {
    const { catalogue } = world;
    const none: SessionWorld = { catalogue };
    const start = stepSession(
      startSession(),
      { type: "START", plan: plan(["http.compute", "c0"]), now: 0 },
      none,
    );
    const written = { v: 1, id: "s", t: 1, tz: 0, dev: "d", ...start.pending } as LearnerEvent;
    expect(stepSession(start, { type: "SAVED", event: written, now: 1 }, none).showing?.card).toBe(
      "c0",
    );
  });

  it("hands the review to another tab", () => {
    const shell = createShell();
    shell.start(["c0"]);
    expect(shell.send({ type: "LOCK_LOST" }).phase).toBe("locked");
    expect(shell.send({ type: "RATE", rating: 3, now: 1 }).phase).toBe("locked");
    expect(shell.send({ type: "LOCK_TAKEN" }).phase).toBe("overview");
    expect(resumeSession(shell.log, world, 0)?.showing?.card).toBe("c0");
  });
});

describe("machine grading", () => {
  const at = (id: string): ReturnType<typeof createShell> => {
    const shell = createShell();
    shell.start([id]);
    return shell;
  };

  it.each(ids.filter((id) => id.startsWith("http.") && !/basic|cloze/.test(id)))(
    "rates a right answer to %s as Good, by machine",
    (id) => {
      const shell = at(id);
      const card = world.catalogue.get(id);
      const given = card && rightAnswer(card, shell.state.showing?.item);
      if (given === undefined) throw new Error(`${id} has no right answer`);
      shell.send({ type: "SUBMIT", given });
      expect(shell.state.showing?.verdict?.right).toBe(true);
      expect(shell.state.showing && proposedRating(shell.state.showing)).toBe(3);
      shell.send({ type: "RATE", rating: 3, now: 9 });
      expect(shell.state.pending).toMatchObject({ kind: "review", r: 3, auto: 1 });
    },
  );

  it("rates wrong as Again, right at the second try as Hard, and bows to the learner", () => {
    const shell = at("http.type");
    const submit = (text: string): number => {
      shell.send({ type: "SUBMIT", given: { kind: "text", text } });
      return shell.state.showing ? proposedRating(shell.state.showing) : 0;
    };
    expect(submit("409")).toBe(1);
    expect(shell.state.showing?.verdict?.why).toBe("That is a conflict.");
    shell.send({ type: "OVERRULE" });
    expect(shell.state.showing && proposedRating(shell.state.showing)).toBe(3);
    shell.send({ type: "OVERRULE" });
    shell.send({ type: "TRY_AGAIN" });
    expect(submit("412 Precondition Failed")).toBe(2);
    const once = at("http.type");
    once.send({ type: "SUBMIT", given: { kind: "text", text: "409" } });
    once.send({ type: "OVERRULE" });
    once.send({ type: "RATE", rating: 3, now: 1 });
    expect(once.state.pending).toMatchObject({ r: 3, over: 1 });
  });

  it("keeps how sure the learner was, and refuses an answer of another kind's shape", () => {
    const shell = at("http.choice");
    shell.send({ type: "SURE", sure: 3 });
    const before = shell.state;
    expect(shell.send({ type: "SUBMIT", given: { kind: "text", text: "yes" } })).toBe(before);
    shell.send({ type: "SUBMIT", given: { kind: "option", at: 0 } });
    shell.send({ type: "RATE", rating: 1, now: 9 });
    expect(shell.state.pending).toMatchObject({ r: 1, sure: 3 });
  });
});
