// The desk's setup: one request as a learner composes it, and the tickets that begin one.
import {
  changeDraft,
  decodeDraft,
  encodeDraft,
  type DraftChange,
  type RequestDraft,
} from "#kit/request-draft.ts";
import type { Reach } from "#mocks/index.ts";
import type { Exchange, Outcome } from "#trace/index.ts";

/** Methods offered. */
export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;
type Method = (typeof METHODS)[number];

/** What the learner composes. */
export type Setup = RequestDraft;

/** What one request brought. */
export interface Seen {
  readonly reach: Reach;
  readonly outcome: Outcome;
  readonly exchanges: readonly Exchange[];
}

/** What the controls send. */
export type Change = { readonly kind: "ticket"; readonly id: string } | DraftChange;

const AS_JSON = "Content-Type: application/json";
const AS_DESK = "Authorization: Bearer desk-31419";
const signUp = (email: string, postcode: string): string => JSON.stringify({ email, postcode });

/** A case on the desk: what someone tried to do, and the request that did it. */
export interface Ticket extends Setup {
  readonly id: string;
  readonly title: string;
}

const ticket = (
  id: string,
  title: string,
  method: Method,
  target: string,
  fields = "",
  content = "",
): Ticket => ({ id, title, method, target, fields, content });

/** In the order in which they lie on the desk; the titles do not tell the status. */
export const TICKETS: readonly Ticket[] = [
  ticket(
    "typo",
    "A shop signs up in a hurry",
    "POST",
    "/signup",
    AS_JSON,
    signUp("shop.example", "69"),
  ),
  ticket("orders", "A robot lists the orders", "GET", "/orders"),
  ticket("new", "A shop signs up", "POST", "/signup", AS_JSON, signUp("new@shop.example", "69001")),
  ticket(
    "ada",
    "Ada signs up once more",
    "POST",
    "/signup",
    AS_JSON,
    signUp("ada@parcels.example", "69001"),
  ),
  ticket(
    "form",
    "An old form signs up",
    "POST",
    "/signup",
    "Content-Type: text/plain",
    "email=new@shop.example",
  ),
  ticket("cut", "A sign-up that was cut off", "POST", "/signup", AS_JSON, '{"email":"new@sh'),
  ticket("other", "A desk reads order 31", "GET", "/orders/31", AS_DESK),
  ticket("hidden", "A desk reads order 66", "GET", "/orders/66", AS_DESK),
  ticket(
    "patch",
    "A desk patches an order",
    "PATCH",
    "/orders/17",
    `${AS_DESK}\n${AS_JSON}`,
    '{"to":"riga"}',
  ),
  ticket(
    "stale",
    "Yesterday's copy is saved",
    "PUT",
    "/orders/17",
    `${AS_DESK}\n${AS_JSON}\nIf-Match: "v2"`,
    '{"to":"riga"}',
  ),
  ticket(
    "blind",
    "An order is overwritten",
    "PUT",
    "/orders/17",
    `${AS_DESK}\n${AS_JSON}`,
    '{"to":"riga"}',
  ),
  ticket("cancel", "An order is cancelled", "DELETE", "/orders/17", AS_DESK),
  ticket("bern", "Someone looks for a depot", "GET", "/depots/bern"),
  ticket("quotes", "A robot asks for quotes, again and again", "GET", "/quotes"),
  ticket("today", "The morning report", "GET", "/reports/today"),
  ticket("tax", "The tax report", "GET", "/reports/tax"),
  ticket("customs", "Customs, by way of a gateway", "GET", "/gateway/customs"),
  ticket("weather", "The weather, by way of a gateway", "GET", "/gateway/weather"),
];

const setupOf = ({ method, target, fields, content }: Setup): Setup => ({
  method,
  target,
  fields,
  content,
});

export const START: Setup = setupOf(TICKETS[0] as Ticket);

/** The ticket that this request began as, if it is still that. */
export const ticketOf = (setup: Setup): Ticket | undefined =>
  TICKETS.find((each) => JSON.stringify(encodeDraft(each)) === JSON.stringify(encodeDraft(setup)));

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind !== "ticket") return changeDraft(setup, change, METHODS);
  const chosen = TICKETS.find(({ id }) => id === change.id);
  return chosen === undefined ? setup : setupOf(chosen);
}

/** The setup of a link; null for anything that cannot be composed here. */
export const decode = (data: unknown): Setup | null => decodeDraft(data, METHODS);
