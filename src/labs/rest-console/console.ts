// The console's state: the request in the making, and what was sent before. Plain data, no clock, no network.
import {
  changeDraft,
  encodeDraft,
  type DraftChange,
  type RequestDraft,
} from "#kit/request-draft.ts";
import type { Sent } from "#trace/index.ts";

/** Methods offered. */
export const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "QUERY",
] as const;

/** The company's books are the same in the page and in `npm run server`: both found it with this seed. */
export const BOOKS = 7;

/** A request that was sent and what came of it. */
export interface Entry {
  readonly number: number;
  readonly draft: RequestDraft;
  readonly sent: Sent;
}

/** The whole state. */
export interface ConsoleState {
  readonly draft: RequestDraft;
  /** Oldest first. */
  readonly history: readonly Entry[];
  /** Number of the entry whose answer is shown; 0 before the first. */
  readonly shown: number;
  /** A request is on its way: no other may leave. */
  readonly sending: boolean;
  readonly notice: string;
}

/** Everything that may happen to it. */
export type ConsoleAction =
  | { readonly type: "change"; readonly change: DraftChange }
  | { readonly type: "begin"; readonly draft: RequestDraft }
  | { readonly type: "send" }
  | { readonly type: "sent"; readonly sent: Sent }
  | { readonly type: "failed"; readonly why: string }
  | { readonly type: "show"; readonly number: number }
  | { readonly type: "forget" };

/** Requests to begin with. */
export const EXAMPLES: readonly { readonly title: string; readonly draft: RequestDraft }[] = [
  {
    title: "List the parcels",
    draft: { method: "GET", target: "/parcels", fields: "Accept: application/json", content: "" },
  },
  {
    title: "Announce a parcel",
    draft: {
      method: "POST",
      target: "/parcels",
      fields: "Content-Type: application/json",
      content: '{"to":"oslo","weight":1250}',
    },
  },
  {
    title: "Ask what the list takes",
    draft: { method: "OPTIONS", target: "/parcels", fields: "", content: "" },
  },
  {
    title: "Only the head of the list",
    draft: { method: "HEAD", target: "/parcels", fields: "", content: "" },
  },
  {
    title: "List the depots",
    draft: { method: "GET", target: "/depots", fields: "", content: "" },
  },
  {
    title: "Read the scans",
    draft: { method: "GET", target: "/scans", fields: "", content: "" },
  },
];

/** Answers that are kept; older ones leave the list. */
const LONGEST_HISTORY = 50;

export const START: ConsoleState = {
  draft: (EXAMPLES[0] as (typeof EXAMPLES)[number]).draft,
  history: [],
  shown: 0,
  sending: false,
  notice: "",
};

/** The next state; never throws. */
export function step(state: ConsoleState, action: ConsoleAction): ConsoleState {
  switch (action.type) {
    case "change":
      return { ...state, draft: changeDraft(state.draft, action.change, METHODS), notice: "" };
    case "begin":
      return { ...state, draft: action.draft, notice: "" };
    case "send":
      return state.sending ? state : { ...state, sending: true, notice: "Sending …" };
    case "sent": {
      if (!state.sending) return state;
      const number = (state.history.at(-1)?.number ?? 0) + 1;
      const { outcome } = action.sent;
      return {
        ...state,
        sending: false,
        history: [...state.history, { number, draft: state.draft, sent: action.sent }].slice(
          -LONGEST_HISTORY,
        ),
        shown: number,
        notice:
          outcome.kind === "answer"
            ? `Answered with ${outcome.status}.`
            : `Nothing was sent: ${outcome.name}, ${outcome.message}`,
      };
    }
    case "failed":
      return { ...state, sending: false, notice: `The request failed: ${action.why}` };
    case "show": {
      const entry = state.history.find(({ number }) => number === action.number);
      return entry === undefined
        ? state
        : { ...state, shown: entry.number, draft: entry.draft, notice: "" };
    }
    case "forget":
      return { ...START, draft: state.draft, notice: "The books are as they were at the start." };
  }
}

/** The entry whose answer is shown. */
export const shownIn = ({ history, shown }: ConsoleState): Entry | undefined =>
  history.find(({ number }) => number === shown);

/** Whether two drafts are the same request. */
export const isSameDraft = (one: RequestDraft, other: RequestDraft): boolean =>
  JSON.stringify(encodeDraft(one)) === JSON.stringify(encodeDraft(other));
