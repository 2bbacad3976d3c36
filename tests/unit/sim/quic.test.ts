import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReceivedNumbers } from "../../../src/sim/quic-packets.ts";
import { fetchAll, filled, HANDSHAKE } from "./quic-run.ts";

describe("QUIC handshake", () => {
  it("opens after one round trip, so the first answer comes after two", () => {
    const run = fetchAll({ streams: [filled(100)] });
    expect(run.opened).toEqual({ client: 100, server: 50 });
    expect(run.done).toEqual([200]);
  });

  it("with early data answers after one round trip", () => {
    const run = fetchAll({ streams: [filled(100)], options: { earlyData: true } });
    expect(run.opened["client"]).toBe(0);
    expect(run.done).toEqual([100]);
    expect(run.seen.some(({ packet }) => packet.space === "0-rtt")).toBe(true);
    const early = run.seen.filter(({ packet }) => packet.space === "0-rtt");
    expect(early.some(({ frames }) => frames.some(({ type }) => type === "ack"))).toBe(false);
  });

  it("pads client Initial datagrams to 1,200 bytes and sends no more than three times what came", () => {
    const large = { ...HANDSHAKE, serverFlight: new Uint8Array(9000) };
    const run = fetchAll({ streams: [filled(10)], options: { handshake: large } });
    const first = run.seen.find(({ from }) => from === "client");
    expect(first?.payload.length).toBe(1200 - 44);
    const flight = run.seen.filter(({ from, at }) => from === "server" && at === 50);
    expect(flight.length).toBe(3);
    expect(run.opened["client"]).toBeGreaterThan(100);
    expect(run.contents[0]).toEqual(filled(10));
  });

  it("survives the loss of any single handshake packet", () => {
    for (let lost = 0; lost < 6; lost += 1) {
      const loss = { kind: "exactly", ordinals: [lost] } as const;
      expect(fetchAll({ streams: [filled(3000)], up: loss }).contents[0]).toEqual(filled(3000));
      expect(fetchAll({ streams: [filled(3000)], down: loss }).contents[0]).toEqual(filled(3000));
    }
  });
});

describe("QUIC streams", () => {
  it("needs the rounds of a window of ten datagrams that doubles", () => {
    // Short packets carry at most 1,200 − 27 − 8 bytes of a stream here.
    for (const packets of [9, 25, 60]) {
      const run = fetchAll({ streams: [filled(packets * 1100)] });
      const rounds = Math.ceil(Math.log2(packets / 10 + 1));
      expect(run.done[0]).toBeGreaterThanOrEqual(200 + (rounds - 1) * 100);
      expect(run.done[0]).toBeLessThanOrEqual(200 + rounds * 100);
    }
  });

  it("stalls only the stream whose packet was lost", () => {
    const streams = [filled(4000, 1), filled(4000, 2), filled(4000, 3)];
    const whole = fetchAll({ streams, options: { order: "sequential" } });
    const victim = whole.seen.findIndex(
      ({ from, frames }) =>
        from === "server" &&
        frames.some((frame) => frame.type === "stream" && frame.streamId === 4),
    );
    const ordinal = whole.seen[victim]?.passage.ordinal ?? -1;
    const run = fetchAll({
      streams,
      down: { kind: "exactly", ordinals: [ordinal] },
      options: { order: "sequential" },
    });
    expect(run.contents).toEqual(streams);
    expect(new Set(run.stalled)).toEqual(new Set([1]));
    expect(run.done[0]).toBe(whole.done[0]);
    expect(run.done[2]).toBe(whole.done[2]);
    expect(run.done[1]).toBeGreaterThan(whole.done[1] ?? 0);
  });

  it("takes turns or goes one by one, as asked", () => {
    const streams = [filled(60_000), filled(60_000), filled(3000)];
    const turns = fetchAll({ streams, bandwidth: 5_000_000 });
    expect(turns.order[0]).toBe(2);
    const single = fetchAll({ streams, bandwidth: 5_000_000, options: { order: "sequential" } });
    expect(single.order).toEqual([0, 1, 2]);
  });

  it("waits for flow-control credit and goes on when it is renewed", () => {
    const limits = { connection: 30_000, stream: 8_000 };
    const run = fetchAll({ streams: [filled(50_000), filled(50_000)], options: { limits } });
    expect(run.contents).toEqual([filled(50_000), filled(50_000)]);
    const types = new Set(run.seen.flatMap(({ frames }) => frames.map(({ type }) => type)));
    expect(types.has("max-data")).toBe(true);
    expect(types.has("max-stream-data")).toBe(true);
  });

  it("goes on over a new path after the client's address changed", () => {
    const run = fetchAll({ streams: [filled(300_000)], bandwidth: 5_000_000, migrateAt: 400 });
    expect(run.contents[0]).toEqual(filled(300_000));
    expect(run.seen.some(({ from, packet }) => from === "server" && packet.path === 1)).toBe(true);
    const types = new Set(run.seen.flatMap(({ frames }) => frames.map(({ type }) => type)));
    expect(types.has("path-challenge")).toBe(true);
    expect(types.has("path-response")).toBe(true);
  });

  it("delivers every byte of every stream once and in order whatever is lost", () => {
    const loss = fc.oneof(
      fc.record({
        kind: fc.constant("rate" as const),
        rate: fc.double({ min: 0, max: 0.25, noNaN: true }),
      }),
      fc.record({
        kind: fc.constant("exactly" as const),
        ordinals: fc.array(fc.nat(60), { maxLength: 20 }),
      }),
    );
    const order = fc.constantFrom(
      "round-robin" as const,
      "sequential" as const,
      "priority" as const,
    );
    const lengths = fc.array(fc.nat(20_000), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        loss,
        loss,
        lengths,
        order,
        fc.boolean(),
        fc.nat(),
        (up, down, sizes, by, earlyData, seed) => {
          const streams = sizes.map(filled);
          const run = fetchAll({ streams, up, down, seed, options: { order: by, earlyData } });
          expect(run.contents).toEqual(streams);
          expect(Math.min(...run.done)).toBeGreaterThanOrEqual(100);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("gives the same run for the same seed", () => {
    const given = {
      streams: [filled(50_000)],
      down: { kind: "rate", rate: 0.05 },
      seed: 9,
    } as const;
    expect(fetchAll(given)).toEqual(fetchAll(given));
  });
});

describe("received packet numbers", () => {
  it("are the set of what was added, as ranges that never touch", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 40 }), (numbers) => {
        const received = createReceivedNumbers();
        const model = new Set<number>();
        for (const number of numbers) {
          expect(received.add(number)).toBe(!model.has(number));
          model.add(number);
        }
        const listed = received.ranges.flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, index) => from + index),
        );
        expect(new Set(listed)).toEqual(model);
        received.ranges.forEach(([, to], index) => {
          const above = received.ranges[index - 1];
          if (above) expect(to).toBeLessThan(above[0] - 1);
        });
      }),
    );
  });
});
