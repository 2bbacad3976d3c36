// The storm's setup: one request, how many of its answers get lost, and what came of sending it until one arrives.
import {
  changeDraft,
  decodeDraft,
  encodeDraft,
  type DraftChange,
  type RequestDraft,
} from "#kit/request-draft.ts";
import type { Reach } from "#mocks/index.ts";
import type { Ledger } from "#mocks/ledger.ts";
import type { Sent } from "#trace/index.ts";

/** Methods offered; `patch` is there to see what becomes of it. */
export const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "patch",
  "DELETE",
  "QUERY",
  "OPTIONS",
] as const;

/** Answers that may get lost; the script sends once more after each. */
export const MOST_LOST = 2;

/** What the learner composes. */
export interface Setup extends RequestDraft {
  /** 0 to {@link MOST_LOST}: the first answers that never arrive. */
  readonly lost: number;
}

/** What a run brought. */
export interface Seen {
  readonly reach: Reach;
  /** One per call of `fetch`, in order. */
  readonly sends: readonly Sent[];
  readonly before: Ledger;
  readonly after: Ledger;
}

/** What the controls send. */
export type Change =
  | { readonly kind: "case"; readonly id: string }
  | { readonly kind: "lost"; readonly lost: number }
  | DraftChange;

/** A request to begin with. */
export interface Case extends RequestDraft {
  readonly id: string;
  readonly title: string;
}

const AS_JSON = "Content-Type: application/json";

const of = (
  id: string,
  title: string,
  method: string,
  target: string,
  fields = "",
  content = "",
): Case => ({ id, title, method, target, fields, content });

/** In the order in which they are offered. */
export const CASES: readonly Case[] = [
  of("order", "Order a parcel to Oslo", "POST", "/orders", AS_JSON, '{"to":"oslo"}'),
  of("place", "Put an order under a number", "PUT", "/orders/44", AS_JSON, '{"to":"oslo"}'),
  of("cancel", "Remove order 31", "DELETE", "/orders/31"),
  of("add", "Add 10 to the balance", "PATCH", "/accounts/7", AS_JSON, '{"add":10}'),
  of(
    "set",
    "Set the balance to 60",
    "PATCH",
    "/accounts/7",
    "Content-Type: application/merge-patch+json",
    '{"balance":60}',
  ),
  of(
    "match",
    "Add 10, if it is still version 1",
    "PATCH",
    "/accounts/7",
    `${AS_JSON}\nIf-Match: "v1"`,
    '{"add":10}',
  ),
  of("read", "Read the account", "GET", "/accounts/7"),
  of("body", "Read with content", "GET", "/accounts/7", AS_JSON, '{"fresh":true}'),
  of("lower", "patch in lower case", "patch", "/accounts/7", AS_JSON, '{"add":10}'),
  of("query", "Query the orders to Lyon", "QUERY", "/orders", AS_JSON, '{"to":"lyon"}'),
];

const draftOf = ({ method, target, fields, content }: RequestDraft): RequestDraft => ({
  method,
  target,
  fields,
  content,
});

export const START: Setup = { ...draftOf(CASES[0] as Case), lost: 2 };

/** The case that this request still is, if any. */
export const caseOf = (setup: Setup): Case | undefined =>
  CASES.find((each) => JSON.stringify(encodeDraft(each)) === JSON.stringify(encodeDraft(setup)));

/** A setup that begins with a case; an unknown one throws RangeError. */
export function stageOf(id: string, lost = MOST_LOST): Setup {
  const found = CASES.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`no case ${id}`);
  return { ...draftOf(found), lost };
}

const isLost = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_LOST;

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "case": {
      const chosen = CASES.find(({ id }) => id === change.id);
      return chosen === undefined ? setup : { ...draftOf(chosen), lost: setup.lost };
    }
    case "lost":
      return isLost(change.lost) ? { ...setup, lost: change.lost } : setup;
    default:
      return changeDraft(setup, change, METHODS);
  }
}

export const encode = (setup: Setup): unknown => [setup.lost, ...encodeDraft(setup)];

/** The setup of a link; null for anything that cannot be set here. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data)) return null;
  const [lost, ...rest] = data as readonly unknown[];
  const draft = decodeDraft(rest, METHODS);
  return draft === null || !isLost(lost) ? null : { ...draft, lost };
}

/** Whether the request is about the account; all others are counted in orders. */
export const isAboutAccount = ({ target }: RequestDraft): boolean => target.startsWith("/accounts");
