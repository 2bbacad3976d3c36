// The clinic's setup: one patient and the address that the learner gives it.
import type { Reach } from "#mocks/index.ts";
import type { Design } from "#mocks/clinic.ts";
import type { Exchange } from "#trace/index.ts";
import { isNumber, PATIENTS, patientOf } from "./patients.ts";

/** Methods offered. */
export const METHODS = ["GET", "QUERY", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Longest address that is kept, in characters. */
const LONGEST_PATH = 80;

/** What the learner decides. */
export interface Setup extends Design {
  /** Id of one of {@link PATIENTS}. */
  readonly patient: string;
  /** The number that its addresses carry. */
  readonly number: number;
}

/** Programs that know methods and fields, and nothing of the service. */
export const PROGRAMS = ["crawler", "cache", "retrier"] as const;
export type Program = (typeof PROGRAMS)[number];

/** What one program did with one design. */
export interface Report {
  readonly program: Program;
  readonly effect: "helps" | "cannot" | "harms";
  /** One sentence: what it did and what came of it. */
  readonly told: string;
  readonly exchanges: readonly Exchange[];
}

/** What a run brought: the three programs over the old design and over the learner's. */
export interface Seen {
  readonly reach: Reach;
  readonly before: readonly Report[];
  readonly after: readonly Report[];
}

/** What the controls send. */
export type Change =
  | { readonly kind: "patient"; readonly id: string }
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "path"; readonly text: string };

/** The number that every operation has at first. */
export const FIRST = 42;

/** A patient as it came in. */
export function admit(id: string, number = FIRST): Setup {
  const { method, path } = patientOf(id, number);
  return { patient: id, number, method, path };
}

export const START: Setup = admit("read");

/** The address as it may stand in a request: visible ASCII without what begins a fragment. */
function tidyPath(text: string): string {
  const tidy = text.replace(/[^!-~]|[#\\]/g, "").slice(0, LONGEST_PATH);
  const rooted = tidy.startsWith("/") ? tidy : `/${tidy}`.slice(0, LONGEST_PATH);
  // The browser would take these away or read a host.
  return rooted.replace(/^\/+/, "/").replaceAll(/\/\.{1,2}(?=\/|\?|$)/g, "");
}

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "patient":
      return PATIENTS.some(({ id }) => id === change.id) ? admit(change.id) : setup;
    case "method":
      return METHODS.some((each) => each === change.method)
        ? { ...setup, method: change.method }
        : setup;
    case "path": {
      const path = tidyPath(change.text);
      return { ...setup, path: path === "" ? "/" : path };
    }
  }
}

export const encode = ({ patient, number, method, path }: Setup): unknown => [
  patient,
  number,
  method,
  path,
];

/** The setup of a link; null for anything that cannot be set here. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [patient, number, method, path] = data as readonly unknown[];
  if (typeof method !== "string" || typeof path !== "string") return null;
  if (!isNumber(number) || !PATIENTS.some(({ id }) => id === patient)) return null;
  const setup = [
    { kind: "method", method } as const,
    { kind: "path", text: path } as const,
  ].reduce<Setup>(change, admit(patient as string, number));
  return JSON.stringify(encode(setup)) === JSON.stringify(data) ? setup : null;
}
