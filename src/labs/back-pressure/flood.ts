// Ten seconds of positions into a slow wire, on a virtual clock: what bufferedAmount does, and how old the
// newest position is at the server. WHATWG WebSockets, bufferedAmount.
import { createSeeded } from "#kit/seeded.ts";
import { createScheduler } from "#sim/scheduler.ts";
import { createRecorder, type Trace } from "#trace/index.ts";
import { clockOf, createWebSocketMock } from "#ws-mock/index.ts";
import type { Setup } from "./setup.ts";

/** What was seen at the end of each second. */
export interface Sample {
  /** Seconds since the first position. */
  readonly second: number;
  /** Bytes that `send()` took and the wire did not. */
  readonly waiting: number;
  /** Seconds since the newest position at the server was made; null before there is one. */
  readonly age: number | null;
}

/** What came of a run. */
export interface Seen {
  readonly samples: readonly Sample[];
  /** bufferedAmount over time: [milliseconds since the first position, bytes]. */
  readonly line: readonly (readonly [at: number, bytes: number])[];
  readonly most: number;
  readonly sent: number;
  readonly skipped: number;
  /** Seconds from the last position until the queue was empty. */
  readonly drained: number;
  readonly trace: Trace;
}

/** Seconds that positions are made. */
export const SECONDS = 10;
/** Milliseconds one way. */
const DELAY = 20;

/** One position as JSON of exactly `size` bytes. */
function position(seq: number, at: number, size: number): string {
  const head = `{"van":7,"seq":${seq},"at":${Math.round(at)},"route":"`;
  return `${head}${"x".repeat(Math.max(0, size - head.length - 2))}"}`;
}

/** Runs the ten seconds, and on until the queue is empty. */
export function flood({ rate, size, speed, bound }: Setup): Seen {
  const scheduler = createScheduler();
  const chance = createSeeded(5);
  const recorder = createRecorder("Positions into a slow wire", [
    { id: "van", name: "van’s browser", role: "client" },
    { id: "server", name: "parcel service", role: "server" },
  ]);
  let newest: number | null = null;
  const mock = createWebSocketMock({
    clock: clockOf(scheduler),
    link: { delay: DELAY, bandwidth: 1000 * speed },
    random: (length) => Uint8Array.from({ length }, () => chance.between(0, 255)),
    record: { recorder, client: "van", server: "server" },
    origin: "https://parcels.example",
    base: "https://parcels.example/",
    server(handshake) {
      handshake.accept().listen((event) => {
        if (event.kind !== "message" || event.binary) return;
        newest = (JSON.parse(event.data) as { readonly at: number }).at;
      });
    },
  });
  const socket = new mock.WebSocket("wss://parcels.example/positions");
  const samples: Sample[] = [];
  const line: [number, number][] = [];
  let start = 0;
  let sent = 0;
  let skipped = 0;
  let most = 0;
  let drained = 0;
  const note = (): void => {
    const at = scheduler.now - start;
    most = Math.max(most, socket.bufferedAmount);
    const last = line.at(-1);
    if (last?.[0] === at) last[1] = socket.bufferedAmount;
    else line.push([at, socket.bufferedAmount]);
  };
  const sample = (second: number): void => {
    samples.push({
      second,
      waiting: socket.bufferedAmount,
      age: newest === null ? null : (scheduler.now - newest) / 1000,
    });
  };
  const make = (): void => {
    if (bound === null || socket.bufferedAmount <= bound) {
      socket.send(position(sent + skipped, scheduler.now, size));
      sent += 1;
    } else skipped += 1;
    note();
  };
  const watch = (): void => {
    note();
    if (socket.bufferedAmount > 0) scheduler.schedule(scheduler.now + 50, watch);
    else {
      drained = (scheduler.now - start) / 1000 - SECONDS;
      socket.close(1000);
    }
  };
  socket.onopen = () => {
    start = scheduler.now;
    for (let made = 0; made < rate * SECONDS; made += 1) {
      scheduler.schedule(start + (1000 * made) / rate, make);
    }
    for (let step = 1; step <= SECONDS * 20; step += 1) {
      scheduler.schedule(start + 50 * step, note);
    }
    for (let second = 1; second <= SECONDS; second += 1) {
      scheduler.schedule(start + 1000 * second, () => sample(second));
    }
    scheduler.schedule(start + 1000 * SECONDS, watch);
  };
  scheduler.run();
  return {
    samples,
    line,
    most,
    sent,
    skipped,
    drained,
    trace: recorder.trace(),
  };
}
