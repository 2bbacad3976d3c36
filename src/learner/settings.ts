// The learner's settings: their defaults, their bounds, and the fold of the settings events.
import type { EventOf } from "./event.ts";

export interface Settings {
  /** Wanted probability of recall on the due day, 0.80–0.95. */
  readonly retention: number;
  /** New cards a learner day, 0–100. */
  readonly newPerDay: number;
  /** Reviews a learner day, 10–1000. */
  readonly reviewsPerDay: number;
  /** Two buttons (Forgot, Knew) instead of four. */
  readonly twoButtons: boolean;
  /** Single keys inside the review region; WCAG 2.1.4 asks for the off switch. */
  readonly singleKeys: boolean;
  /** Asks how sure the learner is before the answer shows. */
  readonly confidence: boolean;
  /** A card answered in a lesson's text joins the deck by itself. */
  readonly collectWhileReading: boolean;
  /** Cards due within the next 16 hours count as due. */
  readonly lookAhead: boolean;
  /** Shows how many days in a row had a review. */
  readonly streaks: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  retention: 0.9,
  newPerDay: 10,
  reviewsPerDay: 100,
  twoButtons: false,
  singleKeys: true,
  confidence: true,
  collectWhileReading: false,
  lookAhead: false,
  streaks: false,
};

const BOUNDS = {
  retention: [0.8, 0.95],
  newPerDay: [0, 100],
  reviewsPerDay: [10, 1000],
} as const;

type Numeric = keyof typeof BOUNDS;
const isNumeric = (name: string): name is Numeric => Object.hasOwn(BOUNDS, name);

/** The known settings of an object from outside: numbers clamped to their bounds, the rest left out. */
export function readSettings(stored: unknown): Partial<Settings> {
  if (typeof stored !== "object" || stored === null) return {};
  const kept = Object.entries(stored).flatMap(([name, value]): [string, unknown][] => {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) return [];
    if (!isNumeric(name)) return typeof value === "boolean" ? [[name, value]] : [];
    if (typeof value !== "number" || !Number.isFinite(value)) return [];
    const [low, high] = BOUNDS[name];
    const clamped = Math.min(high, Math.max(low, value));
    return [[name, name === "retention" ? clamped : Math.round(clamped)]];
  });
  return Object.fromEntries(kept);
}

/** The settings after the events, which come in the log's order; the last word on each counts. */
export const foldSettings = (events: readonly EventOf<"settings">[]): Settings =>
  events.reduce((settings, { set }) => ({ ...settings, ...readSettings(set) }), DEFAULT_SETTINGS);
