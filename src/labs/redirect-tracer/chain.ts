// The tracer's setup: a request and up to five addresses that have moved.
import { isRedirectStatus, MOST_REDIRECTS, type Reach, type RedirectStatus } from "#mocks/index.ts";
import { fieldValue, type Exchange, type Outcome } from "#trace/index.ts";

/** Methods that the tracer sends; Fetch refuses content with the first two. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/** Where hops may lead; the first one is where every chain starts. */
export const ADDRESSES = [
  "/parcels",
  "/parcels/42",
  "/v2/parcels",
  "/receipts/42",
  "/depots/7",
  "/desk",
] as const;
export type Address = (typeof ADDRESSES)[number];

/** Lengths to which a chain may be drawn out, in redirects. */
export const LENGTHS = [MOST_REDIRECTS, MOST_REDIRECTS + 1] as const;

/** Most hops that the learner builds by hand. */
export const MOST_HOPS = 5;

/** One address that has moved: the one before it answers `status` and names `to`. */
export interface BuiltHop {
  readonly status: RedirectStatus;
  readonly to: Address;
}

/** What travels as content, where there is any. */
export const CONTENT = '{"to":"oslo","weight":1250}';

/** What the learner sets. */
export interface Setup {
  readonly method: Method;
  readonly hasContent: boolean;
  /** One to five; only the last may lead back to an earlier stop. */
  readonly hops: readonly BuiltHop[];
  /** Redirects in all when the chain is drawn out; null to leave it as built. */
  readonly length: (typeof LENGTHS)[number] | null;
  readonly redirect: "follow" | "manual";
}

/** What the controls send. */
export type Change =
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "content"; readonly hasContent: boolean }
  | { readonly kind: "status"; readonly hop: number; readonly status: number }
  | { readonly kind: "to"; readonly hop: number; readonly to: string }
  | { readonly kind: "add" }
  | { readonly kind: "remove" }
  | { readonly kind: "length"; readonly length: number | null }
  | { readonly kind: "redirect"; readonly redirect: "follow" | "manual" };

/** What one run showed: the script's end of it and, beside it, the service's. */
export interface Seen {
  readonly reach: Reach;
  readonly outcome: Outcome;
  readonly exchanges: readonly Exchange[];
}

/** A POST with content to an address that has moved for now. */
export const START: Setup = {
  method: "POST",
  hasContent: true,
  hops: [{ status: 302, to: "/parcels/42" }],
  length: null,
  redirect: "follow",
};

export const mayHaveContent = (method: Method): boolean => method !== "GET" && method !== "HEAD";

/** The addresses that the chain as built visits, the first included. */
export const stopsOf = ({ hops }: Pick<Setup, "hops">): readonly Address[] => [
  ADDRESSES[0],
  ...hops.map(({ to }) => to),
];

/** Whether the last hop leads back to an address that was already left. */
export function isLoop(setup: Pick<Setup, "hops">): boolean {
  const stops = stopsOf(setup);
  return stops.slice(0, -1).some((stop) => stop === stops.at(-1));
}

/** Cuts a chain behind the hop that closes a loop: nothing is reached beyond it. */
function tidy(setup: Setup): Setup {
  const closing = setup.hops.findIndex((_, index) =>
    isLoop({ hops: setup.hops.slice(0, index + 1) }),
  );
  const hops = closing < 0 ? setup.hops : setup.hops.slice(0, closing + 1);
  return {
    ...setup,
    hops,
    hasContent: setup.hasContent && mayHaveContent(setup.method),
    length: isLoop({ hops }) ? null : setup.length,
  };
}

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  const { hops } = setup;
  switch (change.kind) {
    case "method": {
      const method = METHODS.find((each) => each === change.method);
      return method === undefined || method === setup.method ? setup : tidy({ ...setup, method });
    }
    case "content":
      return change.hasContent && !mayHaveContent(setup.method)
        ? setup
        : { ...setup, hasContent: change.hasContent };
    case "status": {
      const hop = hops[change.hop];
      if (hop === undefined || !isRedirectStatus(change.status)) return setup;
      return { ...setup, hops: hops.with(change.hop, { ...hop, status: change.status }) };
    }
    case "to": {
      const hop = hops[change.hop];
      const to = ADDRESSES.find((each) => each === change.to);
      if (hop === undefined || to === undefined) return setup;
      return tidy({ ...setup, hops: hops.with(change.hop, { ...hop, to }) });
    }
    case "add": {
      const free = ADDRESSES.find((address) => !stopsOf(setup).includes(address));
      if (hops.length >= MOST_HOPS || isLoop(setup) || free === undefined) return setup;
      return { ...setup, hops: [...hops, { status: 302, to: free }] };
    }
    case "remove":
      return hops.length === 1 ? setup : tidy({ ...setup, hops: hops.slice(0, -1) });
    case "length": {
      const length = LENGTHS.find((each) => each === change.length) ?? null;
      return isLoop(setup) ? setup : { ...setup, length };
    }
    case "redirect":
      return { ...setup, redirect: change.redirect };
  }
}

/** A setup as JSON: [method, content 0/1, [status, address index][], length or 0, manual 0/1]. */
export const encode = ({ method, hasContent, hops, length, redirect }: Setup): unknown => [
  method,
  hasContent ? 1 : 0,
  hops.map(({ status, to }) => [status, ADDRESSES.indexOf(to)]),
  length ?? 0,
  redirect === "manual" ? 1 : 0,
];

/** The setup of a link; null for anything that no learner could have built. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 5) return null;
  const [name, content, rows, long, manual] = data as readonly unknown[];
  const method = METHODS.find((each) => each === name);
  if (method === undefined || !Array.isArray(rows)) return null;
  if (rows.length < 1 || rows.length > MOST_HOPS) return null;
  const hops = rows.flatMap((row: unknown): BuiltHop[] => {
    if (!Array.isArray(row) || row.length !== 2) return [];
    const [status, index] = row as readonly unknown[];
    const to = typeof index === "number" ? ADDRESSES[index] : undefined;
    return typeof status === "number" && isRedirectStatus(status) && to !== undefined
      ? [{ status, to }]
      : [];
  });
  if (hops.length !== rows.length) return null;
  const length = LENGTHS.find((each) => each === long) ?? null;
  const setup: Setup = {
    method,
    hasContent: content === 1,
    hops,
    length,
    redirect: manual === 1 ? "manual" : "follow",
  };
  const same = JSON.stringify(encode(tidy(setup))) === JSON.stringify(data);
  return same ? setup : null;
}

/** Where an answer sends the browser, as a path below the lab's address; null for no redirect. */
export function leadsTo({ request, response }: Exchange): string | null {
  const reference = fieldValue(response.fields, "location");
  return reference === null
    ? null
    : new URL(reference, `https://parcels.example${request.target}`).pathname;
}

/** Every address with a rule, in the order in which they are visited, and where the chain ends. */
export function routeOf(
  setup: Setup,
): readonly { from: string; status: RedirectStatus; to: string }[] {
  const stops = stopsOf(setup);
  const rules = setup.hops.map(({ status, to }, index) => ({
    from: stops[index] ?? ADDRESSES[0],
    status,
    to: to,
  }));
  const last = rules.at(-1);
  if (last === undefined || setup.length === null) return rules;
  const drawn = Array.from({ length: setup.length - rules.length }, (_, index) => ({
    from: index === 0 ? last.to : `/moved/${index}`,
    status: last.status,
    to: `/moved/${index + 1}`,
  }));
  return [...rules, ...drawn];
}
