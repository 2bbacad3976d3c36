// The meter in virtual time: what each way brings, loses and pays, and that a run is the same each time.
import { describe, expect, test } from "vitest";
import { NAMES, totalOf, WAYS, type Seen } from "../../../../src/labs/poll-meter/measured.ts";
import { SOME_BROWSER } from "../../../../src/labs/poll-meter/message-size.ts";
import { observeIn, scansOf, type Session } from "../../../../src/labs/poll-meter/observe.ts";
import { recountAsHttp2 } from "../../../../src/labs/poll-meter/recount.ts";
import { START, type Setup } from "../../../../src/labs/poll-meter/setup.ts";
import { createVirtualSpring } from "../../../../src/labs/poll-meter/virtual-spring.ts";
import { createSpace, type Space } from "../../../../src/mocks/space.ts";

type Fetch = Space["fetch"];

interface Ways {
  /** Stands between the meter and the depot. */
  readonly between?: (fetch: Fetch) => Fetch;
  readonly watch?: (session: Session) => void;
}

function run(setup: Partial<Setup>, { between, watch }: Ways = {}): Promise<Seen> {
  const spring = createVirtualSpring();
  const space = createSpace({ base: "https://course.example/lab/p", fetch: null, now: spring.now });
  const reached = between === undefined ? space : { ...space, fetch: between(space.fetch) };
  const observe = observeIn({
    open: () => Promise.resolve(reached),
    spring,
    browser: () => SOME_BROWSER,
    random: (length) => new Uint8Array(length),
    watch: (session) => {
      if (session !== null) watch?.(session);
    },
  });
  return observe({ setup: { ...START, ...setup } } as Parameters<typeof observe>[0]);
}

describe("a run", () => {
  test("is the same each time, and every way brings every scan", async () => {
    const seen = await run({});
    expect(await run({})).toEqual(seen);
    expect(seen.scans).toHaveLength(12);
    for (const way of WAYS) {
      expect(totalOf(seen, way), NAMES[way]).toMatchObject({ delivered: 12, lost: [], failed: 0 });
    }
  });

  test.each([1, 4, 20, 60])(
    "short polling pays by its interval alone, at %i a minute",
    async (rate) => {
      const short = totalOf(await run({ rate, interval: 15 }), "short");
      expect(short.requests).toBe(12);
      expect(short.longest).toBeLessThanOrEqual(15);
    },
  );

  test("the share of empty polls is e^(−λT), over many streams", async () => {
    let empty = 0;
    for (let stream = 1; stream <= 20; stream += 1) {
      empty += totalOf(await run({ rate: 6, interval: 5, stream }), "short").empty;
    }
    expect(empty / (20 * 36)).toBeCloseTo(Math.exp(-0.5), 1);
  });

  test("a long poll ends with each scan and with each silence", async () => {
    const long = totalOf(await run({ rate: 1, gap: 0, hold: 20 }), "long");
    expect(long.requests).toBeGreaterThanOrEqual(3 + long.empty);
    expect(long.mean).toBeLessThan(0.01);
  });

  test("without a cursor the scans of the gap are lost, with one they are not", async () => {
    const setup = { rate: 30, gap: 2 };
    const without = totalOf(await run({ ...setup, cursor: false }), "long");
    const withOne = totalOf(await run(setup), "long");
    expect(without.lost.length).toBeGreaterThan(20);
    expect(withOne.lost).toEqual([]);
    expect(withOne.mean).toBeLessThanOrEqual(2);
  });

  test("a proxy cuts what is held too long, and neither stream nor short poll", async () => {
    const seen = await run({ proxy: 20, rate: 1 });
    expect(totalOf(seen, "long").failed).toBeGreaterThan(0);
    expect(totalOf(seen, "long").lost).toEqual([]);
    expect(totalOf(seen, "short").failed + totalOf(seen, "stream").failed).toBe(0);
    expect(totalOf(await run({ proxy: 20, rate: 1, hold: 15 }), "long").failed).toBe(0);
  });

  test("over HTTP/2 asking again costs a fraction", async () => {
    const seen = await run({});
    const recounted = recountAsHttp2(seen, SOME_BROWSER.host);
    const { up, down } = totalOf(seen, "short");
    expect(recounted.short).toBeLessThan((up + down) / 4);
    expect(recounted.short).toBeGreaterThan(recounted.socket);
  });
});

describe("when the depot cannot be reached", () => {
  test("requests that fail are counted, and the run ends", async () => {
    const seen = await run(
      {},
      { between: () => () => Promise.reject(new TypeError("Failed to fetch")) },
    );
    expect(totalOf(seen, "short")).toMatchObject({ requests: 18, failed: 18, delivered: 0 });
    expect(totalOf(seen, "long").failed).toBeGreaterThan(10);
    expect(totalOf(seen, "socket").delivered).toBe(12);
  });

  test("requests that never end are given up, and the run ends", async () => {
    const hang: Fetch = (_, init) =>
      new Promise((__, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      });
    const seen = await run({}, { between: () => hang });
    expect(totalOf(seen, "short")).toMatchObject({ failed: 1, delivered: 0 });
  });

  test("a stream that breaks is opened again where it was left", async () => {
    let streams = 0;
    const breaking =
      (fetch: Fetch): Fetch =>
      async (address, init) => {
        const response = await fetch(address, init);
        if (!String(address).includes("stream") || response.body === null) return response;
        streams += 1;
        if (streams > 2) return response;
        let pieces = 0;
        const cut = new TransformStream<Uint8Array, Uint8Array>({
          transform(piece, controller) {
            pieces += 1;
            if (pieces > 3) controller.error(new TypeError("cut"));
            else controller.enqueue(piece);
          },
        });
        return new Response(response.body.pipeThrough(cut), response);
      };
    const seen = await run({ rate: 20 }, { between: breaking });
    const ids = seen.runs.stream.arrivals.map(({ id }) => id);
    expect(ids).toEqual(scansOf({ rate: 20, stream: 1 }).map(({ id }) => id));
    expect(seen.runs.stream.asked).toHaveLength(3);
    expect(seen.runs.stream.asked[1]?.fields).toContainEqual(["last-event-id", "3"]);
  });
});

test("a run that is stopped says why and leaves nothing behind", async () => {
  const running = run({}, { watch: ({ stop }) => stop("enough") });
  await expect(running).rejects.toThrow("enough");
});
