// A TCP connection of a scenario: TLS flights in front, every segment into the trace.
import { createLink, type Link } from "#sim/link.ts";
import type { Random } from "#sim/random.ts";
import type { Scheduler } from "#sim/scheduler.ts";
import { withoutRange, type Range } from "#sim/ranges.ts";
import { createTcp, TCP_DEFAULTS, type SegmentSeen, type Side } from "#sim/tcp.ts";
import type { Connection, createRecorder } from "#trace/index.ts";
import { concat } from "#wire/index.ts";
import type { Network, Security } from "./page.ts";
import { flightsFor } from "./tls-flights.ts";

/** What all connections of one run share. */
export interface RunContext {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly recorder: ReturnType<typeof createRecorder>;
  /** One path: its bandwidth and queue are shared by all connections. */
  readonly path: { readonly up: Link; readonly down: Link };
}

export const CLIENT = "browser";
export const SERVER = "server";
export const ACTORS = [
  { id: CLIENT, name: "browser", role: "client" },
  { id: SERVER, name: "parcel service", role: "server" },
] as const;

/** The path that all connections of a run share. */
export function openPath(
  scheduler: Scheduler,
  random: Random,
  network: Network,
): RunContext["path"] {
  const { roundTrip, bandwidth, queue } = network;
  const link = (loss: Network["up"]): Link =>
    createLink(scheduler, { delay: roundTrip / 2, bandwidth, queue, loss }, random.fork());
  return { up: link(network.up), down: link(network.down) };
}

export interface Wired {
  /** When the SYN left, TCP was open and TLS let the client send; −1 until then. */
  readonly moments: { readonly started: number; readonly opened: number; readonly ready: number };
  /** Appends application bytes; returns their [from, to) in that side's stream of application bytes. */
  write(side: Side, bytes: Uint8Array): readonly [from: number, to: number];
  end(side: Side): void;
  /** Bytes written by this side that TCP has not sent yet. */
  unsent(side: Side): number;
}

export interface WiredEvents {
  /** The client may send its first request. */
  readonly ready: () => void;
  /** Application bytes in order; `total` counts those received so far, these included. */
  readonly received: (side: Side, bytes: Uint8Array, total: number) => void;
  /** Application bytes [from, to) have arrived but wait for earlier ones. */
  readonly stalled?: (side: Side, from: number, to: number) => void;
  readonly ended?: (side: Side) => void;
  /** Bytes of this side were sent or acknowledged: there may be room to write more. */
  readonly progressed?: (side: Side) => void;
}

const labelOf = ({ segment, payload, retransmission }: SegmentSeen): string => {
  const control = segment.flags.filter((flag) => flag !== "PSH").join("+");
  const data = payload.length > 0 ? ` ${payload.length} bytes at ${segment.seq}` : "";
  return `${control}${data}${retransmission ? " again" : ""}`;
};

/** Opens a connection at once; the run's scheduler drives it. */
export function openTcp(
  context: RunContext,
  id: string,
  protocol: Connection["protocol"],
  security: Security,
  events: WiredEvents,
): Wired {
  const { scheduler, recorder } = context;
  const flights = security === "none" ? null : flightsFor(security);
  const moments = { started: scheduler.now, opened: -1, ready: -1 };
  /** Handshake stretches of each stream; the first byte has sequence number 1. */
  const handshake: Record<Side, [number, number][]> = { client: [], server: [] };
  const written: Record<Side, number> = { client: 1, server: 1 };
  const received: Record<Side, number> = { client: 1, server: 1 };
  recorder.connect({ id, client: CLIENT, server: SERVER, transport: "tcp", protocol, handshake });

  const handshakeBelow = (side: Side, seq: number): number =>
    handshake[side].reduce((sum, [from, to]) => sum + Math.max(0, Math.min(seq, to) - from), 0);
  /** Offset among application bytes of a sequence number. */
  const applicationAt = (side: Side, seq: number): number => seq - 1 - handshakeBelow(side, seq);

  const tcp = createTcp(scheduler, context.path, TCP_DEFAULTS, {
    sent(seen) {
      const [from, to] = seen.from === "client" ? [CLIENT, SERVER] : [SERVER, CLIENT];
      recorder.record({
        kind: "message",
        layer: "tcp",
        at: scheduler.now,
        arrives: seen.passage.arrives,
        from,
        to,
        connection: id,
        label: labelOf(seen),
        bytes: seen.payload,
        format: "opaque",
        segment: seen.segment,
        ...(seen.passage.arrives === null ? { mark: "lost" } : {}),
      });
      // What TCP has sent makes room, also where nothing new was acknowledged (RFC 5681 §3.2).
      const { progressed } = events;
      if (progressed !== undefined && seen.payload.length > 0) {
        scheduler.schedule(scheduler.now, () => progressed(seen.from));
      }
    },
    opened(side) {
      if (side === "server") return;
      moments.opened = scheduler.now;
      if (flights !== null) shake("client", flights.clientHello);
      if (flights === null || security === "early") becomeReady();
    },
    received(side, bytes) {
      takeIn(side, bytes);
    },
    stalled(side, seq, length) {
      const sender = side === "client" ? "server" : "client";
      events.stalled?.(side, applicationAt(sender, seq), applicationAt(sender, seq + length));
    },
    ended(side) {
      events.ended?.(side);
    },
    progressed(side) {
      events.progressed?.(side);
    },
  });

  function becomeReady(): void {
    if (moments.ready >= 0) return;
    moments.ready = scheduler.now;
    events.ready();
  }

  const put = (side: Side, bytes: Uint8Array): void => {
    written[side] += bytes.length;
    tcp[side].sender.write(bytes);
  };
  const shake = (side: Side, bytes: Uint8Array): void => {
    handshake[side].push([written[side], written[side] + bytes.length]);
    put(side, bytes);
  };

  /** Answers handshake flights as they complete and hands on what is application data. */
  function takeIn(side: Side, bytes: Uint8Array): void {
    const sender = side === "client" ? "server" : "client";
    const from = received[side];
    const to = from + bytes.length;
    received[side] = to;
    const [before, total] = [applicationAt(sender, from), applicationAt(sender, to)];
    if (flights !== null) {
      const hello = 1 + flights.clientHello.length;
      const flight = 1 + flights.serverHello.length + flights.serverFlight.length;
      if (side === "server" && from < hello && to >= hello) {
        shake("server", flights.serverHello);
        shake("server", flights.serverFlight);
      }
      if (side === "client" && from < flight && to >= flight) {
        shake("client", flights.clientFinished);
        becomeReady();
      }
    }
    if (total > before) events.received(side, applicationPart(sender, from, bytes), total);
  }

  /** The bytes of a chunk that are not handshake. */
  const applicationPart = (sender: Side, from: number, bytes: Uint8Array): Uint8Array => {
    if (handshake[sender].every(([, end]) => end <= from)) return bytes;
    const kept = handshake[sender].reduce<readonly Range[]>(withoutRange, [
      [from, from + bytes.length],
    ]);
    return concat(kept.map(([start, end]) => bytes.subarray(start - from, end - from)));
  };

  tcp.open();
  return {
    moments,
    write(side, bytes) {
      const from = applicationAt(side, written[side]);
      put(side, bytes);
      return [from, from + bytes.length];
    },
    end(side) {
      tcp[side].sender.end();
    },
    unsent: (side) => tcp[side].sender.unsent,
  };
}
