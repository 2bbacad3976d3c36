// FSRS-6 against the numbers that the tests of fsrs-rs assert (src/inference.rs), retyped.
import { default_w, fsrs } from "ts-fsrs";
import { expect, it, vi } from "vitest";
import { openTally } from "../support/conformance-report.ts";

type Engine = ReturnType<typeof fsrs>;
type State = NonNullable<Parameters<Engine["next_state"]>[0]>;
type Review = readonly [gap: number, rating: number];

/** Theirs are numbers of 32 bits, and so exact to about seven digits. */
const near = (ours: number, theirs: number): boolean =>
  Math.abs(ours - theirs) <= 1e-5 * Math.max(1, Math.abs(theirs));

const walk = (engine: Engine, reviews: readonly Review[]): State | null =>
  reviews.reduce<State | null>(
    (state, [gap, rating]) => engine.next_state(state, gap, rating),
    null,
  );

/** An engine with such weights; ts-fsrs tells the console when it fills them up or clamps them. */
function withWeights(w: readonly number[]): Engine {
  const told = (["debug", "log", "warn", "info"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => undefined),
  );
  const engine = fsrs({ w: [...w] });
  for (const spy of told) spy.mockRestore();
  return engine;
}

/** PARAMETERS of their tests: the 19 weights of an FSRS-5 learner. */
const NINETEEN = [
  0.6845422, 1.6790825, 4.7349424, 10.042885, 7.4410233, 0.64219797, 1.071918, 0.0025195254,
  1.432437, 0.1544, 0.8692766, 2.0696752, 0.0953, 0.2975, 2.4691248, 0.19542035, 3.201072,
  0.18046261, 0.121442534,
];
const SIX: readonly Review[] = [
  [0, 1],
  [0, 3],
  [1, 3],
  [3, 3],
  [8, 3],
  [21, 3],
];

it("agrees with the numbers of fsrs-rs, and lists where ts-fsrs differs by design", () => {
  const tally = openTally("fsrs", "cards, numbers of fsrs-rs", [
    {
      name: "test_next_interval, retention 0.1",
      why: "3,116,766 days there, for fsrs-rs has no upper bound; ts-fsrs stops at 36,500, and the course at 365",
      rule: "FSRS-6, next interval",
    },
    {
      name: "test_memory_state, weights 17 to 19 at 0",
      why: "ts-fsrs does not let weight 19 fall below 0.01; without short-term memory it agrees",
      rule: "FSRS-6, short-term stability",
    },
  ]);
  const put = (name: string, ours: State | null, stability: number, difficulty: number): void =>
    tally.put(
      name,
      ours !== null && near(ours.stability, stability) && near(ours.difficulty, difficulty),
    );

  put("test_memory_state", walk(fsrs({}), SIX), 53.62691, 6.3574867);
  const longTerm = fsrs({ enable_short_term: false });
  put("test_memory_state, no short term", walk(longTerm, SIX), 53.335106, 6.3574867);
  const zeroed = withWeights(default_w.map((weight, at) => (at >= 17 && at <= 19 ? 0 : weight)));
  put("test_memory_state, weights 17 to 19 at 0", walk(zeroed, SIX), 53.335106, 6.3574867);

  const engine = withWeights(NINETEEN);
  const five: readonly Review[] = [
    [0, 1],
    [1, 3],
    [3, 3],
    [8, 3],
  ];
  put("test_memo_state", walk(engine, [...five, [21, 3]]), 31.722992, 7.382128);
  const known = { stability: 20.925528, difficulty: 7.005062 };
  put("test_memo_state, known memory", engine.next_state(known, 21, 3), 40.87456, 6.9913807);
  const before = walk(engine, five);
  const nexts = [
    [2.9691455, 8.000659],
    [17.091452, 7.6913934],
    [31.722992, 7.382128],
    [71.7502, 7.0728626],
  ];
  nexts.forEach(([stability = 0, difficulty = 0], at) => {
    const ours = engine.next_state(before, 21, at + 1);
    put(`test_next_states, rating ${String(at + 1)}`, ours, stability, difficulty);
  });

  const intervals = [3_116_766, 34_793, 2508, 387, 90, 27, 9, 3, 1, 1];
  intervals.forEach((days, at) => {
    const retention = (at + 1) / 10;
    const ours = fsrs({ request_retention: retention }).next_interval(1, 0);
    tally.put(`test_next_interval, retention ${String(retention)}`, ours === days);
  });

  const decay = withWeights([...default_w.slice(0, 20), 0.2]);
  [1, 0.9, 0.84028935, 0.7985001].forEach((recall, days) => {
    tally.put(
      `test_current_retrievability, ${String(days)} d`,
      near(decay.forgetting_curve(days, 1), recall),
    );
  });
  expect(tally.finish({ peer: "fsrs-rs (BSD-3-Clause)" })).toEqual([]);
});
