// The two scenes of the lab and their dials: a server that leaves, and a client that opens and resets.
import { isOnDial } from "#kit/dial.ts";

export const SCENES = ["goaway", "reset"] as const;
export type Scene = (typeof SCENES)[number];

/** How the server says that it leaves. */
export const FAREWELLS = ["one", "two", "none"] as const;
export type Farewell = (typeof FAREWELLS)[number];

/** What the learner sets. */
export interface Setup {
  readonly scene: Scene;
  readonly farewell: Farewell;
  /** How many of the five requests the server has taken up when it decides to leave. */
  readonly taken: number;
  /** How many of these it still answers. */
  readonly answered: number;
  /** Streams that the attacker opens and resets. */
  readonly attack: number;
  /** Unfinished streams that the server bears. */
  readonly limit: number;
  /** Requests that a well-meaning browser gives up at once, when its reader leaves a page. */
  readonly burst: number;
}

/** Lowest, highest and step of each number, with its unit. */
export const RANGES = {
  taken: { min: 0, max: 5, step: 1, unit: "of 5" },
  answered: { min: 0, max: 5, step: 1, unit: "" },
  attack: { min: 20, max: 300, step: 10, unit: "streams" },
  limit: { min: 10, max: 200, step: 10, unit: "resets" },
  burst: { min: 0, max: 100, step: 10, unit: "requests" },
} as const;
export type Dial = keyof typeof RANGES;

/** What the controls send. */
export type Change =
  | { readonly kind: "choose"; readonly what: "scene" | "farewell"; readonly value: string }
  | { readonly kind: "dial"; readonly dial: string; readonly value: number };

export const START: Setup = {
  scene: "goaway",
  farewell: "one",
  taken: 3,
  answered: 1,
  attack: 200,
  limit: 100,
  burst: 40,
};

const isDial = (name: string): name is Dial => Object.hasOwn(RANGES, name);

/** Nobody answers what was not taken up. */
const settle = (setup: Setup): Setup => ({
  ...setup,
  answered: Math.min(setup.answered, setup.taken),
});

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "dial") {
    return isDial(change.dial) && isOnDial(RANGES[change.dial], change.value)
      ? settle({ ...setup, [change.dial]: change.value })
      : setup;
  }
  const scene = SCENES.find((each) => change.what === "scene" && each === change.value);
  const farewell = FAREWELLS.find((each) => change.what === "farewell" && each === change.value);
  if (scene !== undefined) return { ...setup, scene };
  return farewell === undefined ? setup : { ...setup, farewell };
}

/** [scene, farewell, taken, answered, attack, limit, burst] */
export const encode = (setup: Setup): unknown => [
  SCENES.indexOf(setup.scene),
  FAREWELLS.indexOf(setup.farewell),
  setup.taken,
  setup.answered,
  setup.attack,
  setup.limit,
  setup.burst,
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 7) return null;
  const [sceneIndex, farewellIndex, ...dials] = data as readonly unknown[];
  const scene = typeof sceneIndex === "number" ? SCENES[sceneIndex] : undefined;
  const farewell = typeof farewellIndex === "number" ? FAREWELLS[farewellIndex] : undefined;
  const names = ["taken", "answered", "attack", "limit", "burst"] as const;
  const fits = names.every((name, at) => isOnDial(RANGES[name], dials[at]));
  if (scene === undefined || farewell === undefined || !fits) return null;
  const [taken = 0, answered = 0, attack = 0, limit = 0, burst = 0] = dials as readonly number[];
  return answered > taken ? null : { scene, farewell, taken, answered, attack, limit, burst };
}
