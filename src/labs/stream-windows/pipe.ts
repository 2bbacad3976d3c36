// Three responses through one pipe: real frames, real windows, a stated order. RFC 9113 §5.2, §6.9, RFC 9218 §10.
import { isSooner, type Candidate } from "#sim/stream-order.ts";
import {
  createHttp2Wire,
  type Http2Wire,
  type Replay,
  type Tamper,
} from "#scenarios/http2-wire.ts";
import type { Trace } from "#trace/index.ts";
import { STREAMS, TARGETS, type Setup, type Stream, type Target } from "./setup.ts";

/** Bytes a millisecond: 8 Mbit/s. */
export const PACE = 1_000;
/** Milliseconds from one end to the other. */
export const DELAY = 20;
/** Octets of content in one DATA frame: small, so that the mixing shows. */
export const PIECE = 4_096;
/** Milliseconds of silence after which the client gives its credit. */
const PATIENCE = 40;

/** Which empty window made a stream wait. */
export type Cause = "stream" | "connection";

/** A stream that had content and no room for it. */
export interface Wait {
  readonly stream: Stream;
  readonly by: Cause;
  readonly from: number;
  /** Null when it waits to the end. */
  readonly until: number | null;
}

/** What came of a run. */
export interface Seen {
  readonly trace: Trace;
  /** DATA frames that left before the first one of stream 5. */
  readonly beforeFive: number;
  /** Milliseconds at which each response was complete at the client; null when it never was. */
  readonly completed: Readonly<Record<Stream, number | null>>;
  readonly waits: readonly Wait[];
  /** WINDOW_UPDATE frames that the client sent. */
  readonly updates: number;
}

interface Answer extends Candidate {
  readonly id: Stream;
  left: number;
  turn: number;
  blocked: Cause | null;
}

/** Name of a window's gauge in the trace. */
export const gaugeOf = (target: Target): string =>
  target === 0 ? "window of the connection" : `window of stream ${target}`;

interface Told {
  readonly beforeFive: number;
  readonly completed: Record<Stream, number | null>;
  readonly waits: readonly Wait[];
}

function play(setup: Setup, tamper?: Tamper): ReturnType<Http2Wire["run"]> & Told {
  const { credit, grants, order, sizes, window } = setup;
  const urgent = order === "priority";
  const waiting: Answer[] = [];
  const completed: Record<Stream, number | null> = { 1: null, 3: null, 5: null };
  const waits: { stream: Stream; by: Cause; from: number; until: number | null }[] = [];
  const levels = new Map<Target, number>();
  let turns = 0;
  let pieces = 0;
  const fives: number[] = [];
  let granted = false;

  const wire = createHttp2Wire(
    {
      title: "Three responses in one pipe",
      delay: DELAY,
      pace: PACE,
      client: {
        settings: { enablePush: false, initialWindowSize: window },
        autoWindowUpdate: credit === "auto",
      },
      server: { maxDataSize: PIECE },
      tamper,
    },
    {
      told(end, event) {
        if (end === "server" && event.kind === "headers") answer(event.streamId);
        if (end === "server" && event.kind === "windowUpdate") sample();
        if (end === "client" && event.kind === "data" && event.endStream) {
          const stream = STREAMS.find((each) => each === event.streamId);
          if (stream !== undefined) completed[stream] = wire.now;
        }
      },
      idle(end) {
        if (end === "server") feed();
      },
    },
  );
  const { server, client } = wire.ends;

  /** Octets that the server may send, on a stream by its own window or on the connection. */
  const room = (target: Target): number => {
    const view = server.inspect();
    if (target === 0) return view.sendWindow;
    return view.streams.find(({ id }) => id === target)?.sendWindow ?? 0;
  };

  /** Tells each window whose level has changed. */
  function sample(): void {
    for (const target of TARGETS) {
      const open = target === 0 || server.inspect().streams.some(({ id }) => id === target);
      const level = room(target);
      if (!open || levels.get(target) === level) continue;
      levels.set(target, level);
      wire.gauge("server", gaugeOf(target), level);
    }
  }

  function answer(streamId: number): void {
    const id = STREAMS.find((each) => each === streamId);
    if (id === undefined) return;
    const left = sizes[id] * 1000;
    wire.headers("server", id, [
      [":status", "200"],
      ["content-length", String(left)],
    ]);
    const priority = { urgency: urgent && id === 5 ? 1 : 3, incremental: false };
    waiting.push({ id, left, priority, turn: 0, blocked: null });
  }

  /** Notes who has begun or ceased to wait for credit. */
  function noteWaits(): void {
    for (const each of waiting) {
      const by: Cause | null = room(each.id) <= 0 ? "stream" : room(0) <= 0 ? "connection" : null;
      if (by === each.blocked) continue;
      const last = waits.findLast(({ stream, until }) => stream === each.id && until === null);
      if (last !== undefined) last.until = wire.now;
      each.blocked = by;
      if (by === null) continue;
      waits.push({ stream: each.id, by, from: wire.now, until: null });
      const whose = by === "stream" ? "its own window" : "the connection’s window";
      wire.note("server", `Stream ${each.id} waits: ${whose} is empty`, `stream ${each.id} waits`);
    }
  }

  /** Gives the connection the next piece, in the stated order, as far as the windows let it. */
  function feed(): void {
    sample();
    noteWaits();
    const ready = waiting.filter(({ blocked }) => blocked === null);
    const [first, ...others] = ready;
    if (first === undefined) {
      if (waiting.length > 0 && credit === "hand" && !granted) grantSoon();
      return;
    }
    const next = others.reduce((best, each) => (isSooner(order, each, best) ? each : best), first);
    turns += 1;
    next.turn = turns;
    const size = Math.min(PIECE, next.left, room(next.id), room(0));
    next.left -= size;
    if (next.id === 5) fives.push(pieces);
    pieces += 1;
    const content = new Uint8Array(size).fill(0x60 + next.id);
    server.sendData(next.id, content, { endStream: next.left === 0 });
    if (next.left === 0) waiting.splice(waiting.indexOf(next), 1);
  }

  function grantSoon(): void {
    granted = true;
    wire.at(wire.now + DELAY + PATIENCE, () => {
      for (const target of TARGETS) {
        if (grants[target] > 0) client.giveCredit(target, grants[target] * 1000);
      }
    });
  }

  wire.at(wire.opens + 3 * DELAY, () => {
    for (const stream of STREAMS) {
      const request = [
        [":method", "GET"],
        [":scheme", "https"],
        [":authority", "parcels.example"],
        [":path", `/map/${stream}`],
        ...(urgent && stream === 5 ? [["priority", "u=1"] as const] : []),
      ] as const;
      wire.headers("client", stream, request, { endStream: true });
    }
  });
  return { ...wire.run(), completed, waits, beforeFive: fives[0] ?? pieces };
}

/** Sends the three responses; a few milliseconds of computing. */
export function runPipe(setup: Setup): Seen {
  const { beforeFive, completed, trace, waits } = play(setup);
  const updates = trace.events.filter(
    (event) => event.kind === "message" && event.from === "client" && event.bytes[3] === 8,
  ).length;
  return { beforeFive, completed, trace, waits, updates };
}

/** The same run with other bytes in a message's place. */
export const replayOf =
  (setup: Setup): Replay =>
  (tamper) =>
    play(setup, tamper).reaction;

/** The response that was complete first; null when none ever was. */
export function firstOf({ completed }: Seen): Stream | null {
  const [first] = STREAMS.filter((stream) => completed[stream] !== null).toSorted(
    (a, b) => (completed[a] ?? 0) - (completed[b] ?? 0),
  );
  return first ?? null;
}
