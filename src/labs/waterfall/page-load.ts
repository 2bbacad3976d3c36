// The lab's page: twelve resources, one of them slow, loaded as set up and, to compare, over six connections.
import { loadOverHttp1 } from "#scenarios/http1-page.ts";
import type { Http1Options, Load, Resource } from "#scenarios/page.ts";
import type { Setup } from "./setup.ts";

/** Milliseconds that the server needs for each of the others. */
export const QUICK = 10;
/** Bits per second, each way. */
const BANDWIDTH = 20e6;

/** Id of the resource that takes the server long. */
export const SLOW = "route.json";

const OTHERS = [
  ["style.css", "text/css", 9_000],
  ["app.js", "text/javascript", 18_000],
  ["map.js", "text/javascript", 14_000],
  ["logo.svg", "image/svg+xml", 3_000],
  ["font.woff2", "font/woff2", 20_000],
  ["parcels.json", "application/json", 7_000],
  ["depots.json", "application/json", 5_000],
  ["van.webp", "image/webp", 12_000],
  ["hub.webp", "image/webp", 15_000],
  ["flags.svg", "image/svg+xml", 6_000],
  ["help.css", "text/css", 4_000],
] as const;

/** The twelve in the order in which the page asks for them. */
export function resourcesOf({ slow, place }: Setup): readonly Resource[] {
  const page = OTHERS.map(([id, type, size]): Resource => ({
    id,
    path: `/${id}`,
    type,
    size,
    think: QUICK,
  }));
  const route: Resource = {
    id: SLOW,
    path: `/${SLOW}`,
    type: "application/json",
    size: 8_000,
    think: slow,
  };
  return page.toSpliced(place - 1, 0, route);
}

/** What came of a run. */
export interface Seen {
  readonly own: Load;
  /** The same page over six kept connections without pipelining: what browsers do. */
  readonly six: Load;
  /** Milliseconds for which finished answers were held back by the order of requests, by resource. */
  readonly held: Readonly<Record<string, number>>;
  /** Id of the resource that was complete last. */
  readonly last: string;
}

/** Differences below this are rounding, in milliseconds. */
const NOTHING = 0.001;

/** How long each answer was ready at the server but had to wait for an earlier request's (RFC 9112 §9.3.2). */
function heldIn({ trace }: Load, resources: readonly Resource[]): Record<string, number> {
  const ready = new Map<string, number>();
  const held: Record<string, number> = {};
  for (const event of trace.events) {
    if (event.kind !== "message" || event.resource === undefined) continue;
    const resource = resources.find(({ id }) => id === event.resource);
    if (resource === undefined) continue;
    if (event.format === "http1-request" && event.arrives !== null) {
      ready.set(resource.id, event.arrives + resource.think);
    } else if (event.format === "http1-response") {
      const waited = event.at - (ready.get(resource.id) ?? event.at);
      if (waited > NOTHING) held[resource.id] = waited;
    }
  }
  return held;
}

/** Loads the page both ways; a few milliseconds of computing. */
export function loadPage(setup: Setup): Seen {
  const resources = resourcesOf(setup);
  const options: Http1Options = {
    network: {
      roundTrip: setup.rtt,
      bandwidth: BANDWIDTH,
      queue: 1_000_000,
      up: { kind: "none" },
      down: { kind: "none" },
    },
    security: "none",
    seed: 1,
    version: "1.1",
    connections: 6,
    pipelining: false,
  };
  const own = loadOverHttp1(resources, {
    ...options,
    version: setup.use === "close" ? "1.0" : "1.1",
    connections: setup.connections,
    pipelining: setup.use === "pipeline",
  });
  const [last] = Object.entries(own.completed).toSorted((a, b) => b[1] - a[1]);
  return {
    own,
    six: loadOverHttp1(resources, options),
    held: heldIn(own, resources),
    last: last?.[0] ?? SLOW,
  };
}
