// One page of three resources over HTTP/1.1, 2 and 3, with and without one lost packet.
import { loadOverHttp1 } from "#scenarios/http1-page.ts";
import { loadOverHttp2 } from "#scenarios/http2-page.ts";
import { loadOverHttp3 } from "#scenarios/http3-page.ts";
import type { Load, Resource } from "#scenarios/page.ts";
import type { Loss } from "#sim/link.ts";
import type { MessageEvent, Trace } from "#trace/index.ts";
import type { Setup } from "./setup.ts";

/** Bits per second, each way. */
const BANDWIDTH = 20e6;

const resource = (id: string, type: string): Resource => ({
  id,
  path: `/${id}`,
  type,
  size: 12_000,
  think: 5,
});

/** The page: three resources of the same size, so that only the wire tells them apart. */
export const RESOURCES: readonly Resource[] = [
  resource("app.js", "text/javascript"),
  resource("route.json", "application/json"),
  resource("map.webp", "image/webp"),
];

export const VERSIONS = ["http1", "http2", "http3"] as const;
export type Version = (typeof VERSIONS)[number];

export const NAMES: Readonly<Record<Version, string>> = {
  http1: "HTTP/1.1, a connection each",
  http2: "HTTP/2, one connection",
  http3: "HTTP/3, one connection",
};

/** What one version made of the loss. */
export interface Outcome {
  readonly load: Load;
  /** Ids of resources whose bytes were there and could not be used. */
  readonly stalled: readonly string[];
  /** Milliseconds that each resource took longer than without the loss. */
  readonly later: Readonly<Record<string, number>>;
  /** Ids of resources that had bytes in the lost packet; empty when none was lost. */
  readonly carried: readonly string[];
}

/** What came of a run, by version. */
export type Seen = Readonly<Record<Version, Outcome>>;

/** A packet with less than this is no packet with content: an acknowledgement, a SETTINGS frame. */
const CONTENT = 500;

const isServerPacket = (event: Trace["events"][number]): event is MessageEvent =>
  event.kind === "message" &&
  event.from === "server" &&
  (event.layer === "tcp" || event.layer === "quic");

/** Places among the server's packets of those that carry content, in order of sending. */
function contentPackets({ trace }: Load): readonly number[] {
  const answered = trace.events.find(
    (event) => event.kind === "message" && event.head?.kind === "response",
  );
  const first = answered?.at ?? Infinity;
  return trace.events
    .filter(isServerPacket)
    .flatMap((event, place) => (event.at >= first && event.bytes.length >= CONTENT ? [place] : []));
}

function load(version: Version, setup: Setup, down: Loss): Load {
  const network = {
    roundTrip: setup.rtt,
    bandwidth: BANDWIDTH,
    queue: 1_000_000,
    up: { kind: "none" } as const,
    down,
  };
  const common = { network, seed: 1, security: setup.handshake };
  switch (version) {
    case "http1":
      return loadOverHttp1(RESOURCES, {
        ...common,
        version: "1.1",
        connections: RESOURCES.length,
        pipelining: false,
      });
    case "http2":
      return loadOverHttp2(RESOURCES, { ...common, order: setup.order });
    case "http3":
      return loadOverHttp3(RESOURCES, {
        ...common,
        order: setup.order,
        tableCapacity: setup.table ? 4096 : 0,
        blockedStreams: setup.table ? 16 : 0,
      });
  }
}

/** Resources whose bytes had arrived and waited for others. */
const stalledIn = ({ trace }: Load): readonly string[] => [
  ...new Set(
    trace.events.flatMap((event) =>
      event.kind === "span" && event.phase === "stalled" ? [event.resource] : [],
    ),
  ),
];

function carriedBy(version: Version, { trace }: Load): readonly string[] {
  const lost = trace.events.find((event) => isServerPacket(event) && event.arrives === null);
  if (lost?.kind !== "message") return [];
  if (version === "http3") {
    return RESOURCES.filter((_, index) => lost.label.includes(`STREAM ${4 * index}`)).map(
      ({ id }) => id,
    );
  }
  // On TCP a segment belongs to one write, so the frame or response told just before it names it.
  const told = trace.events
    .slice(0, lost.id)
    .findLast(
      (event) =>
        event.kind === "message" &&
        event.layer !== "tcp" &&
        event.from === "server" &&
        event.connection === lost.connection,
    );
  return told?.resource === undefined ? [] : [told.resource];
}

function outcome(version: Version, setup: Setup): Outcome {
  const whole = load(version, setup, { kind: "none" });
  const place = setup.drop === 0 ? undefined : contentPackets(whole)[setup.drop - 1];
  const lossy =
    place === undefined ? whole : load(version, setup, { kind: "exactly", ordinals: [place] });
  const later = Object.fromEntries(
    RESOURCES.map(({ id }) => [id, (lossy.completed[id] ?? 0) - (whole.completed[id] ?? 0)]),
  );
  return { load: lossy, stalled: stalledIn(lossy), later, carried: carriedBy(version, lossy) };
}

/** Loads the page over all three versions; some tens of milliseconds of computing. */
export const runTank = (setup: Setup): Seen => ({
  http1: outcome("http1", setup),
  http2: outcome("http2", setup),
  http3: outcome("http3", setup),
});
