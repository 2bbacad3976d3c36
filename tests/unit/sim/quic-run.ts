// One QUIC connection that fetches several streams, for the tests beside this file.
import { expect } from "vitest";
import { createLink, type Loss } from "../../../src/sim/link.ts";
import { createQuic, type PacketSeen, type QuicOptions } from "../../../src/sim/quic.ts";
import type { QuicFrame } from "../../../src/sim/quic-packets.ts";
import { createRandom } from "../../../src/sim/random.ts";
import { createScheduler } from "../../../src/sim/scheduler.ts";
import type { Side } from "../../../src/sim/tcp.ts";
import { concat } from "../../../src/wire/index.ts";

/** Stand-in bytes of the right order of size; the real encoder is the scenario's. */
const encode = (frame: QuicFrame): Uint8Array => {
  if (frame.type === "padding") return new Uint8Array(frame.length);
  const head = frame.type === "ack" ? 4 + 2 * frame.ranges.length : 8;
  return new Uint8Array(head + ("data" in frame ? frame.data.length : 0));
};

export const HANDSHAKE = {
  clientHello: new Uint8Array(300),
  serverHello: new Uint8Array(90),
  serverFlight: new Uint8Array(1100),
  clientFinished: new Uint8Array(36),
};

interface Given {
  readonly streams: readonly Uint8Array[];
  readonly delay?: number;
  readonly bandwidth?: number;
  readonly up?: Loss;
  readonly down?: Loss;
  readonly seed?: number;
  readonly options?: Partial<QuicOptions>;
  readonly migrateAt?: number;
}

interface Run {
  readonly contents: readonly Uint8Array[];
  readonly opened: Record<string, number>;
  /** Virtual time of the last byte of each stream. */
  readonly done: readonly number[];
  readonly order: readonly number[];
  readonly stalled: readonly number[];
  readonly seen: readonly PacketSeen[];
}

const idOf = (index: number): number => 4 * index;

/** One request byte per stream; the server answers each with its content. */
export function fetchAll(given: Given): Run {
  const { streams, delay = 50, bandwidth = Infinity, seed = 1 } = given;
  const scheduler = createScheduler();
  const random = createRandom(seed);
  const link = (loss: Loss = { kind: "none" }) =>
    createLink(scheduler, { delay, bandwidth, queue: Infinity, loss }, random.fork());
  const opened: Record<string, number> = {};
  const parts = streams.map(() => [] as Uint8Array[]);
  const done = streams.map(() => -1);
  const order: number[] = [];
  const stalled: number[] = [];
  const seen: PacketSeen[] = [];
  const answered = new Set<number>();
  const paths = [
    { up: link(given.up), down: link(given.down) },
    { up: link(), down: link() },
  ];
  const quic = createQuic(
    scheduler,
    paths,
    {
      datagram: 1200,
      order: "round-robin",
      limits: { connection: 2 ** 24, stream: 2 ** 22 },
      handshake: HANDSHAKE,
      earlyData: false,
      encode,
      ...given.options,
    },
    {
      opened: (side: Side) => {
        opened[side] = scheduler.now;
        if (side === "client") {
          streams.forEach((_, index) => quic.write("client", idOf(index), Uint8Array.of(1), true));
        }
      },
      received: (side, id, bytes, ended) => {
        const index = id / 4;
        if (side === "server") {
          expect(answered.has(id)).toBe(false);
          answered.add(id);
          quic.write("server", id, streams[index] ?? new Uint8Array(), true);
          return;
        }
        parts[index]?.push(bytes);
        if (ended) {
          done[index] = scheduler.now;
          order.push(index);
        }
      },
      stalled: (_, id) => stalled.push(id / 4),
      sent: (packet) => seen.push(packet),
    },
  );
  quic.open();
  if (given.migrateAt !== undefined) scheduler.schedule(given.migrateAt, () => quic.migrate());
  expect(scheduler.run(Infinity, 200_000)).toBe(true);
  return { contents: parts.map(concat), opened, done, order, stalled, seen };
}

export const filled = (length: number, salt = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + salt) & 0xff);
