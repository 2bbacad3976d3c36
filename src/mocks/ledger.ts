// The pretend company's ledger: one customer's account and the orders, with every method that a lesson asks for.
import type { Fields } from "#trace/index.ts";
import { answer, json, pathBelow, problem, resource, type Asked } from "./resource.ts";
import type { Service } from "./space.ts";

/** One order. */
export interface Order {
  readonly id: number;
  /** Id of a depot. */
  readonly to: string;
}

/** What stands in the ledger. */
export interface Ledger {
  /** Of account 7, in whole euros. */
  readonly balance: number;
  /** Of account 7; grows with each change and is its entity tag. */
  readonly version: number;
  readonly orders: readonly Order[];
  /** Requests that changed something so far. */
  readonly changes: number;
}

/** The ledger that every run begins with. */
export const OPENING: Ledger = {
  balance: 50,
  version: 1,
  orders: [{ id: 31, to: "lyon" }],
  changes: 0,
};

/** Media types of the patch documents that an account takes: RFC 5789 §3.1. */
export const PATCH_TYPES = [
  "application/json",
  "application/merge-patch+json",
  "application/json-patch+json",
] as const;

const tagOf = ({ version }: Ledger): string => `"v${version}"`;

const mediaType = ({ request }: Asked): string =>
  (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** The content as JSON; undefined when it is none. */
function readJson({ text }: Asked): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;

const isAmount = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= 1_000_000;

/** What a patch document makes of a balance, or the answer that refuses it: RFC 5789 §2.2. */
function patchBalance(asked: Asked, balance: number): number | Response {
  const type = mediaType(asked);
  if (!(PATCH_TYPES as readonly string[]).includes(type)) {
    return problem(415, { title: "No patch document that is read here" }, [
      ["accept-patch", PATCH_TYPES.join(", ")],
    ]);
  }
  const document = readJson(asked);
  if (document === undefined) return problem(400, { title: "The patch document is not JSON" });
  if (type === "application/json-patch+json") return applyOperations(document, balance);
  const amount = memberOf(document, type === "application/json" ? "add" : "balance");
  if (isAmount(amount)) return type === "application/json" ? balance + amount : amount;
  return problem(422, {
    title: "This changes nothing that an account has",
    detail: 'As application/json send {"add": 10}, as a merge patch {"balance": 60}.',
  });
}

/** JSON Patch with the two operations that an account takes: RFC 6902 §4.3, §4.6. */
function applyOperations(document: unknown, balance: number): number | Response {
  if (!Array.isArray(document)) {
    return problem(400, { title: "A JSON Patch is an array of operations" });
  }
  let changed = balance;
  for (const operation of document as readonly unknown[]) {
    const [op, path, value] = ["op", "path", "value"].map((name) => memberOf(operation, name));
    if (path !== "/balance" || !isAmount(value) || (op !== "test" && op !== "replace")) {
      return problem(422, { title: "An account takes test and replace of /balance, no more" });
    }
    if (op === "test" && value !== changed) {
      return problem(409, {
        title: "A test of the patch failed",
        detail: `The balance is ${changed}, not ${value}.`,
      });
    }
    if (op === "replace") changed = value;
  }
  return changed;
}

/** An order as written, or the answer that refuses it. */
function readOrder(asked: Asked): Pick<Order, "to"> | Response {
  if (mediaType(asked) !== "application/json") {
    return problem(415, { title: "Only JSON is read here" }, [["accept", "application/json"]]);
  }
  const to = memberOf(readJson(asked), "to");
  return typeof to === "string"
    ? { to }
    : problem(400, { title: "Not an order", detail: 'Send JSON such as {"to":"oslo"}.' });
}

/** Opens a ledger: handlers over it, and what stands in it. */
export function openLedger(): { readonly service: Service; readonly read: () => Ledger } {
  let ledger = OPENING;
  const change = (changed: Partial<Ledger>): void => {
    ledger = { ...ledger, ...changed, changes: ledger.changes + 1 };
  };
  const tagged = (): Fields => [["etag", tagOf(ledger)]];
  const account = (): Response => json(200, { id: 7, balance: ledger.balance }, tagged());
  /** 412 where the client's If-Match does not hold (RFC 9110 §13.1.1), null where it does. */
  const refuseStale = ({ request }: Asked): Response | null => {
    const condition = request.headers.get("if-match");
    if (condition === null || condition === "*" || condition === tagOf(ledger)) return null;
    return problem(412, { title: "The account has changed since you read it" }, tagged());
  };
  const setBalance = (balance: number | Response): Response => {
    if (balance instanceof Response) return balance;
    change({ balance, version: ledger.version + 1 });
    return account();
  };
  const find = (id: unknown): Order | undefined =>
    ledger.orders.find((order) => String(order.id) === id);
  const without = (id: number): readonly Order[] =>
    ledger.orders.filter((order) => order.id !== id);
  const noSuchOrder = (): Response => problem(404, { title: "No such order" });

  const service: Service = (base) => [
    resource(`${base}/accounts/7`, {
      GET: account,
      PUT: (asked) => {
        const amount = memberOf(readJson(asked), "balance");
        return (
          refuseStale(asked) ??
          setBalance(isAmount(amount) ? amount : problem(400, { title: "Not an account" }))
        );
      },
      PATCH: (asked) => refuseStale(asked) ?? setBalance(patchBalance(asked, ledger.balance)),
    }),
    resource(`${base}/orders`, {
      GET: () => json(200, ledger.orders),
      POST: (asked) => {
        const draft = readOrder(asked);
        if (draft instanceof Response) return draft;
        const id = Math.max(0, ...ledger.orders.map((order) => order.id)) + 1;
        change({ orders: [...ledger.orders, { id, ...draft }] });
        return json(201, find(String(id)), [["location", pathBelow(base, `/orders/${id}`)]]);
      },
      QUERY: (asked) => {
        const { request } = asked;
        if (!request.headers.has("content-type")) {
          return problem(400, { title: "A query must name the media type of its content" });
        }
        if (mediaType(asked) !== "application/json") {
          return problem(415, { title: "No query language that is read here" }, [
            ["accept-query", '"application/json"'],
          ]);
        }
        const to = memberOf(readJson(asked), "to");
        return typeof to === "string"
          ? json(
              200,
              ledger.orders.filter((order) => order.to === to),
            )
          : problem(400, { title: "The content does not fit its media type" });
      },
    }),
    resource(`${base}/orders/:id`, {
      GET: ({ params }) => {
        const order = find(params["id"]);
        return order === undefined ? noSuchOrder() : json(200, order);
      },
      PUT: (asked) => {
        const id = Number(asked.params["id"]);
        if (!Number.isInteger(id) || id < 1 || id > 999_999) return noSuchOrder();
        const draft = readOrder(asked);
        if (draft instanceof Response) return draft;
        const known = find(String(id)) !== undefined;
        change({ orders: [...without(id), { id, ...draft }] });
        return json(known ? 200 : 201, find(String(id)));
      },
      DELETE: ({ params }) => {
        const order = find(params["id"]);
        if (order === undefined) return noSuchOrder();
        change({ orders: without(order.id) });
        return answer(204, null, null);
      },
    }),
    resource(`${base}/*`, { GET: () => problem(404, { title: "No such address" }) }),
  ];
  return { service, read: () => ledger };
}
