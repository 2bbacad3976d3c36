// One page over HTTP/1.1, 2 and 3 on the same network, with and without its losses. Runs in a worker.
import { continueLoad, leftOf } from "#scenarios/continued.ts";
import { loadOverHttp1 } from "#scenarios/http1-page.ts";
import { loadOverHttp2 } from "#scenarios/http2-page.ts";
import { loadOverHttp3 } from "#scenarios/http3-page.ts";
import type { Load, LoadOptions, Resource } from "#scenarios/page.ts";
import type { QuicHandshake } from "#scenarios/quic-handshake.ts";
import type { Loss } from "#sim/link.ts";
import type { MessageEvent, TraceEvent } from "#trace/index.ts";
import {
  CONNECTIONS,
  RESOURCES,
  type Outcome,
  type Plan,
  type Seen,
  type Version,
} from "./pages.ts";
import { RANGES, type Handshake, type Setup } from "./setup.ts";

/** A packet with less than this is no packet with content: an acknowledgement, a SETTINGS frame. */
const CONTENT = 500;
/** Packets that a burst takes on average. */
const BURST = 4;

/** TLS inside QUIC, computed for real so that captures can be decrypted; null where nothing can. */
export type Handshakes = Readonly<Record<Handshake, QuicHandshake | null>>;

/** Gilbert–Elliott with the asked rate in the long run. */
const burstsOf = (rate: number): Loss => ({
  kind: "burst",
  toGood: 1 / BURST,
  toBad: rate / (BURST * (1 - rate)),
});

const isServerPacket = (event: TraceEvent): event is MessageEvent =>
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

function loadOnce(
  version: Version,
  setup: Setup,
  handshakes: Handshakes,
  resources: readonly Resource[],
  options: LoadOptions,
): Load {
  switch (version) {
    case "http1": {
      const pool = { version: "1.1", connections: CONNECTIONS, pipelining: false } as const;
      return loadOverHttp1(resources, { ...options, ...pool });
    }
    case "http2":
      return loadOverHttp2(resources, { ...options, order: setup.order });
    case "http3": {
      const handshake = handshakes[setup.handshake];
      return loadOverHttp3(resources, {
        ...options,
        order: setup.order,
        tableCapacity: setup.table ? 4096 : 0,
        blockedStreams: setup.table ? 16 : 0,
        ...(handshake === null ? {} : { handshake }),
        ...(setup.moves === 0 ? {} : { migrateAt: setup.moves }),
      });
    }
  }
}

/** Loads the page; where TCP loses its address, what is left is fetched anew with a ticket. */
function load(version: Version, setup: Setup, handshakes: Handshakes, down: Loss): Load {
  const resources = RESOURCES[setup.page];
  const options: LoadOptions = {
    network: {
      roundTrip: setup.rtt,
      bandwidth: setup.bandwidth * 1e6,
      queue: 1_000_000,
      up: { kind: "none" },
      down,
    },
    seed: setup.seed,
    security: setup.handshake,
  };
  if (setup.moves === 0 || version === "http3") {
    return loadOnce(version, setup, handshakes, resources, options);
  }
  const before = loadOnce(version, setup, handshakes, resources, {
    ...options,
    until: setup.moves,
  });
  const left = leftOf(resources, before);
  if (left.length === 0) return loadOnce(version, setup, handshakes, resources, options);
  const network =
    down.kind === "exactly"
      ? { ...options.network, down: { kind: "none" } as const }
      : options.network;
  const after = loadOnce(version, setup, handshakes, left, {
    ...options,
    network,
    security: "resumed",
  });
  return continueLoad(before, after, setup.moves);
}

/** Finds the resources that a packet of the server carries bytes of. */
type Carried = (packet: MessageEvent) => readonly string[];

/** Requests use streams 0, 4, 8 … (RFC 9114 §6.1); QPACK's and the control stream have other numbers. */
const carriedByQuic =
  (resources: readonly Resource[]): Carried =>
  ({ label }) =>
    [...label.matchAll(/STREAM (\d+)/g)]
      .map(([, id]) => Number(id))
      .flatMap((id) => (id % 4 === 0 ? (resources[id / 4]?.id ?? []) : []));

/** On TCP a place in the stream of bytes names the frame or answer that was written there. */
function carriedByTcp({ trace }: Load): Carried {
  const written = new Map<
    string,
    { readonly from: number; readonly to: number; readonly resource: string | undefined }[]
  >();
  for (const event of trace.events) {
    if (event.kind !== "message" || event.layer === "tcp" || event.from !== "server") continue;
    const own = written.get(event.connection ?? "") ?? [];
    const from = own.at(-1)?.to ?? 0;
    own.push({ from, to: from + event.bytes.length, resource: event.resource });
    written.set(event.connection ?? "", own);
  }
  const handshakes = new Map(
    trace.connections.map(({ id, handshake }) => [id, handshake?.server ?? []]),
  );
  return ({ connection = "", segment, bytes }) => {
    if (segment === undefined) return [];
    const before = (handshakes.get(connection) ?? []).reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(segment.seq, to) - from),
      0,
    );
    const from = segment.seq - 1 - before;
    const found = (written.get(connection) ?? []).filter(
      (each) => each.from < from + bytes.length && each.to > from,
    );
    return [...new Set(found.flatMap(({ resource }) => resource ?? []))];
  };
}

function lossOf(setup: Setup, whole: Load): Loss {
  const rate = setup.rate / 100;
  switch (setup.loss) {
    case "none":
      return { kind: "none" };
    case "rate":
      return { kind: "rate", rate };
    case "bursts":
      return burstsOf(rate);
    case "packet": {
      const place = contentPackets(whole)[setup.drop - 1];
      return place === undefined ? { kind: "none" } : { kind: "exactly", ordinals: [place] };
    }
  }
}

function outcome(version: Version, setup: Setup, handshakes: Handshakes): Outcome {
  const resources = RESOURCES[setup.page];
  const whole = load(version, setup, handshakes, { kind: "none" });
  const loss = lossOf(setup, whole);
  const lossy = loss.kind === "none" ? whole : load(version, setup, handshakes, loss);
  const { events } = lossy.trace;
  const stalls = events.filter((event) => event.kind === "span" && event.phase === "stalled");
  const lost = events.filter(isServerPacket).filter(({ arrives }) => arrives === null);
  const carried = version === "http3" ? carriedByQuic(resources) : carriedByTcp(lossy);
  return {
    load: lossy,
    whole: whole.total,
    lost: lost.length,
    stalled: [...new Set(stalls.flatMap((event) => event.resource ?? []))],
    longest: Math.max(
      0,
      ...stalls.map((event) => (event.kind === "span" ? event.until - event.at : 0)),
    ),
    carried: [...new Set(lost.flatMap(carried))],
    moved: setup.moves > 0 && lossy.total > setup.moves,
  };
}

/** Loads the page over all three versions; some tens of milliseconds of computing for three resources. */
export const runTank = (setup: Setup, handshakes: Handshakes): Seen => ({
  http1: outcome("http1", setup, handshakes),
  http2: outcome("http2", setup, handshakes),
  http3: outcome("http3", setup, handshakes),
});

/** What each of the server's first packets with content would carry, were none of them lost. */
export function planTank(setup: Setup, handshakes: Handshakes): Plan {
  const resources = RESOURCES[setup.page];
  const places = new Map(resources.map(({ id }, place) => [id, place]));
  const lane = (version: Version): Plan[Version] => {
    const whole = load(version, setup, handshakes, { kind: "none" });
    const packets = whole.trace.events.filter(isServerPacket);
    const carried = version === "http3" ? carriedByQuic(resources) : carriedByTcp(whole);
    return contentPackets(whole)
      .slice(0, RANGES.drop.max)
      .flatMap((place) => packets[place] ?? [])
      .map((packet) => carried(packet).flatMap((id) => places.get(id) ?? []));
  };
  return { http1: lane("http1"), http2: lane("http2"), http3: lane("http3") };
}
