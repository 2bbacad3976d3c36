import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLink, type LinkOptions, type Loss } from "../../../src/sim/link.ts";
import { createRandom } from "../../../src/sim/random.ts";
import { createScheduler } from "../../../src/sim/scheduler.ts";
import {
  createTcp,
  TCP_DEFAULTS,
  type SegmentSeen,
  type TcpOptions,
} from "../../../src/sim/tcp.ts";
import { concat } from "../../../src/wire/index.ts";

interface Run {
  readonly received: Uint8Array;
  readonly opened: Record<string, number>;
  readonly lastByteAt: number;
  readonly endedAt: number;
  readonly seen: readonly SegmentSeen[];
}

interface Given {
  readonly content: Uint8Array;
  readonly delay?: number;
  readonly bandwidth?: number;
  readonly queue?: number;
  readonly up?: Loss;
  readonly down?: Loss;
  readonly seed?: number;
  readonly tcp?: Partial<TcpOptions>;
}

/** The client sends one byte as its request; the server answers with the content and closes. */
function download(given: Given): Run {
  const { content, delay = 50, bandwidth = Infinity, queue = Infinity, seed = 1 } = given;
  const scheduler = createScheduler();
  const random = createRandom(seed);
  const link = (loss: Loss = { kind: "none" }): ReturnType<typeof createLink> => {
    const options: LinkOptions = { delay, bandwidth, queue, loss };
    return createLink(scheduler, options, random.fork());
  };
  const opened: Record<string, number> = {};
  const chunks: Uint8Array[] = [];
  const seen: SegmentSeen[] = [];
  let lastByteAt = -1;
  let endedAt = -1;
  const links = { up: link(given.up), down: link(given.down) };
  const tcp = createTcp(
    scheduler,
    links,
    { ...TCP_DEFAULTS, ...given.tcp },
    {
      sent: (segment) => seen.push(segment),
      opened: (side) => {
        opened[side] = scheduler.now;
        if (side === "client") tcp.client.sender.write(Uint8Array.of(1));
      },
      received: (side, bytes) => {
        if (side === "server") {
          tcp.server.sender.write(content);
          tcp.server.sender.end();
        } else {
          chunks.push(bytes);
          lastByteAt = scheduler.now;
        }
      },
      ended: (side) => {
        if (side === "client") {
          endedAt = scheduler.now;
          tcp.client.sender.end();
        }
      },
    },
  );
  tcp.open();
  expect(scheduler.run(Infinity, 2_000_000)).toBe(true);
  return { received: concat(chunks), opened, lastByteAt, endedAt, seen };
}

const filled = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 31) & 0xff);

describe("TCP without loss", () => {
  it("opens the client after one round trip and the server half a round trip later", () => {
    expect(download({ content: filled(10) }).opened).toEqual({ client: 100, server: 150 });
  });

  it("delivers n bytes in the rounds that slow start from ten segments needs", () => {
    for (const segments of [1, 10, 11, 30, 31, 70, 71, 150, 151]) {
      // Rounds carry 10, 20, 40, 80 … segments: after k rounds 10·(2^k − 1) were sent.
      const rounds = Math.ceil(Math.log2(segments / 10 + 1));
      const run = download({ content: filled(segments * 1460) });
      expect(run.received).toEqual(filled(segments * 1460));
      expect(run.lastByteAt).toBe(200 + (rounds - 1) * 100);
    }
  });

  it("fills a narrow path: the time is the bytes over the bandwidth within 1 %", () => {
    const segments = 3000;
    const run = download({ content: filled(segments * 1460), bandwidth: 8_000_000, delay: 5 });
    const onWire = (segments * 1500 * 8000) / 8_000_000;
    const expected = 20 + onWire;
    expect(Math.abs(run.lastByteAt - expected) / expected).toBeLessThan(0.01);
    expect(run.seen.some(({ retransmission }) => retransmission)).toBe(false);
  });

  it("never sends more than the receive window, and a reader that pauses closes it", () => {
    const run = download({ content: filled(200_000), tcp: { receiveBuffer: 20_000 } });
    expect(run.received).toHaveLength(200_000);
    // 13 full segments a round trip fit 20,000 bytes.
    expect(run.lastByteAt).toBeGreaterThan(200 + 9 * 100);
  });
});

describe("TCP with loss", () => {
  it("repairs one lost segment by fast retransmit: one round trip, no timeout", () => {
    const content = filled(20 * 1460);
    const whole = download({ content });
    // Server packets: 0 is SYN+ACK, then data.
    const run = download({ content, down: { kind: "exactly", ordinals: [4] } });
    expect(run.received).toEqual(content);
    expect(run.seen.filter(({ retransmission }) => retransmission)).toHaveLength(1);
    expect(run.lastByteAt - whole.lastByteAt).toBeLessThanOrEqual(100);
  });

  it("waits for the timer when the last segment is lost", () => {
    const run = download({ content: filled(1000), down: { kind: "exactly", ordinals: [1] } });
    expect(run.received).toEqual(filled(1000));
    // Request arrives at 150 and is answered at once; the timer is 1 s (RFC 6298 §2.4).
    expect(run.lastByteAt).toBe(150 + 1000 + 50);
  });

  it("sends a lost SYN again after one second, then doubles", () => {
    const run = download({ content: filled(1), up: { kind: "exactly", ordinals: [0, 1] } });
    expect(run.opened["client"]).toBe(1000 + 2000 + 100);
  });

  it("halves the window on loss and repairs several losses of one window hole by hole", () => {
    const content = filled(60 * 1460);
    const run = download({ content, down: { kind: "exactly", ordinals: [14, 16, 18] } });
    expect(run.received).toEqual(content);
    const again = run.seen.filter(({ retransmission }) => retransmission);
    expect(again).toHaveLength(3);
  });

  it("delivers every byte once and in order whatever is lost", () => {
    const loss = fc.oneof(
      fc.record({
        kind: fc.constant("rate" as const),
        rate: fc.double({ min: 0, max: 0.3, noNaN: true }),
      }),
      fc.record({
        kind: fc.constant("burst" as const),
        toBad: fc.double({ min: 0.01, max: 0.1, noNaN: true }),
        toGood: fc.double({ min: 0.3, max: 0.9, noNaN: true }),
      }),
      fc.record({
        kind: fc.constant("exactly" as const),
        ordinals: fc.array(fc.nat(80), { maxLength: 20 }),
      }),
    );
    fc.assert(
      fc.property(loss, loss, fc.nat(100_000), fc.nat(), (up, down, length, seed) => {
        const content = filled(length);
        const run = download({ content, up, down, seed, bandwidth: 20_000_000, queue: 60_000 });
        expect(run.received).toEqual(content);
        expect(run.endedAt).toBeGreaterThanOrEqual(run.lastByteAt);
        const arrived = run.seen.filter(({ passage }) => passage.arrives !== null).length;
        const lost = run.seen.filter(({ passage }) => passage.lostTo !== null).length;
        expect(arrived + lost).toBe(run.seen.length);
      }),
      { numRuns: 120 },
    );
  });

  it("gives the same run for the same seed", () => {
    const given = { content: filled(50_000), down: { kind: "rate", rate: 0.05 }, seed: 9 } as const;
    expect(download(given)).toEqual(download(given));
  });
});
