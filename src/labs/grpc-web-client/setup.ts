// One call of a real client: which method, for which parcel, how it is answered and how long it waits.
import { isOnDial } from "#kit/dial.ts";

export const METHODS = ["unary", "server"] as const;
export type Method = (typeof METHODS)[number];

/** What meets the request: the service in five moods, a proxy in front of it, another origin. */
export const ANSWERS = ["ok", "error", "only", "proxy", "hidden", "cut", "slow"] as const;
export type Answer = (typeof ANSWERS)[number];

/** Milliseconds that the client waits; 0 is without end. */
export const DEADLINES = [0, 100, 5000] as const;
export type Deadline = (typeof DEADLINES)[number];

/** What the learner sets. */
export interface Setup {
  readonly method: Method;
  readonly number: number;
  readonly answer: Answer;
  readonly deadline: Deadline;
}

/** Parcel numbers; from 128 on a number takes two bytes. */
export const NUMBERS = { min: 1, max: 300, step: 1, unit: "" } as const;

/** What the controls send. */
export type Change =
  | {
      readonly kind: "choose";
      readonly what: "method" | "answer" | "deadline";
      readonly value: string;
    }
  | { readonly kind: "number"; readonly value: number };

export const START: Setup = { method: "unary", number: 42, answer: "ok", deadline: 0 };

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "number") {
    return isOnDial(NUMBERS, change.value) ? { ...setup, number: change.value } : setup;
  }
  const { value, what } = change;
  const method = METHODS.find((each) => what === "method" && each === value);
  if (method !== undefined) return { ...setup, method };
  const answer = ANSWERS.find((each) => what === "answer" && each === value);
  if (answer !== undefined) return { ...setup, answer };
  const deadline = DEADLINES.find((each) => what === "deadline" && String(each) === value);
  return deadline === undefined ? setup : { ...setup, deadline };
}

/** [method, number, answer, deadline] */
export const encode = ({ answer, deadline, method, number }: Setup): unknown => [
  METHODS.indexOf(method),
  number,
  ANSWERS.indexOf(answer),
  DEADLINES.indexOf(deadline),
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [methodAt, number, answerAt, deadlineAt] = data as readonly unknown[];
  const pick = <T>(from: readonly T[], at: unknown): T | undefined =>
    typeof at === "number" ? from[at] : undefined;
  const method = pick(METHODS, methodAt);
  const answer = pick(ANSWERS, answerAt);
  const deadline = pick(DEADLINES, deadlineAt);
  if (method === undefined || answer === undefined || deadline === undefined) return null;
  return isOnDial(NUMBERS, number) ? { method, number, answer, deadline } : null;
}
