// The chat's controls: what Ada says, how far away the server is, how it ends; and their form in a link.

/** How the scene ends for Ada. */
export const ENDINGS = ["ada-1000", "ada-none", "hub-1001", "drop", "broken"] as const;
export type Ending = (typeof ENDINGS)[number];

/** What the learner sets. */
export interface Setup {
  /** What Ada says. */
  readonly text: string;
  /** Milliseconds one way. */
  readonly delay: number;
  readonly ending: Ending;
}

export const LONGEST_TEXT = 60;
export const DELAYS = [5, 20, 60, 150] as const;

export const START: Setup = { text: "Hello, Ben", delay: 20, ending: "drop" };

/** What the controls send. */
export type Change =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "delay"; readonly delay: number }
  | { readonly kind: "ending"; readonly ending: string };

const isEnding = (value: unknown): value is Ending => ENDINGS.some((each) => each === value);
const isDelay = (value: unknown): value is number => DELAYS.some((each) => each === value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "text":
      return { ...setup, text: change.text.slice(0, LONGEST_TEXT) };
    case "delay":
      return isDelay(change.delay) ? { ...setup, delay: change.delay } : setup;
    case "ending":
      return isEnding(change.ending) ? { ...setup, ending: change.ending } : setup;
  }
}

/** [text, delay, ending] */
export const encode = ({ text, delay, ending }: Setup): unknown => [text, delay, ending];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 3) return null;
  const [text, delay, ending] = data as readonly unknown[];
  if (typeof text !== "string" || text.length > LONGEST_TEXT) return null;
  return isDelay(delay) && isEnding(ending) ? { text, delay, ending } : null;
}
