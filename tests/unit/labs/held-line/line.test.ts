// The held line's arithmetic: when a buffer is full, how often an idle line is cut, how many tabs live.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runLine, SPAN } from "../../../../src/labs/held-line/line.ts";
import { RANGES, START, type Dial } from "../../../../src/labs/held-line/setup.ts";

const on = (dial: Dial): fc.Arbitrary<number> => {
  const { min, max, step } = RANGES[dial];
  return fc.integer({ min: 0, max: (max - min) / step }).map((steps) => min + steps * step);
};

describe("a proxy that collects", () => {
  test("the first event comes when the buffer is full, and everything before it together", () => {
    fc.assert(
      fc.property(on("size"), on("every"), on("buffer"), (size, every, buffer) => {
        const { delay, together } = runLine({ ...START, size, every, buffer });
        const number = Math.ceil((buffer * 1024) / size);
        if (number * every > SPAN) {
          expect([delay, together]).toEqual([null, 0]);
          return;
        }
        expect(delay).toBe((number - 1) * every);
        expect(together).toBe(Math.floor((buffer * 1024) / size));
      }),
      { numRuns: 40 },
    );
  });

  test("Incremental helps only where the proxy knows it", () => {
    const asked = { ...START, asks: true };
    expect(runLine({ ...asked, knows: true })).toMatchObject({ delay: 0, together: 1 });
    expect(runLine(asked).delay).toBe(runLine(START).delay);
    expect(runLine({ ...START, knows: true }).delay).toBe(runLine(START).delay);
  });

  test("no byte is lost or made on the way", () => {
    const { trace } = runLine({ ...START, size: 400, every: 1, buffer: 1 });
    const bytes = (from: string): number =>
      trace.events.reduce(
        (sum, event) =>
          event.kind === "message" && event.from === from ? sum + event.bytes.length : sum,
        0,
      );
    expect(bytes("server")).toBe(400 * SPAN);
    expect(bytes("server") - bytes("proxy")).toBeLessThan(1024);
  });
});

describe("a proxy that hangs up", () => {
  const idle = { ...START, trouble: "idle" } as const;

  test("never while the silence is shorter than its patience, otherwise at least once", () => {
    fc.assert(
      fc.property(on("gap"), on("timeout"), on("heartbeat"), (gap, timeout, heartbeat) => {
        const { cuts } = runLine({ ...idle, gap, timeout, heartbeat });
        const quiet = heartbeat === 0 ? gap : Math.min(gap, heartbeat);
        expect(cuts > 0).toBe(quiet >= timeout);
      }),
    );
  });

  test("events every 200 s, 60 s of patience: cut and back, again and again", () => {
    const { cuts, trace } = runLine({ ...idle, gap: 200, timeout: 60 });
    expect(cuts).toBe(9);
    expect(trace.events.filter(({ mark }) => mark !== undefined)).toHaveLength(cuts);
  });
});

describe("tabs that share a host", () => {
  const six = { ...START, trouble: "six" } as const;

  test("six live over HTTP/1.1, and from the sixth on nothing else is sent", () => {
    expect(runLine({ ...six, tabs: 5 })).toMatchObject({ live: 5, saved: true });
    expect(runLine({ ...six, tabs: 6 })).toMatchObject({ live: 6, saved: false });
    expect(runLine({ ...six, tabs: 12 })).toMatchObject({ live: 6, saved: false });
  });

  test("HTTP/2 and one shared stream both make room", () => {
    for (const cure of [{ http2: true }, { shared: true }]) {
      expect(runLine({ ...six, ...cure, tabs: 12 })).toMatchObject({ live: 12, saved: true });
    }
  });
});
