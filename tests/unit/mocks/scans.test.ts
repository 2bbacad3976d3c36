// The depot: what it answers at once, what it holds, what a proxy makes of that, and its stream.
import { describe, expect, test } from "vitest";
import { HEARTBEAT, scanText } from "../../../src/mocks/scan-feed.ts";
import { scanService, type Depot } from "../../../src/mocks/scans.ts";
import { createSpace } from "../../../src/mocks/space.ts";
import { createEventStreamParser } from "../../../src/protocols/sse/index.ts";

const scans = [10, 20, 21, 100].map((at, index) => ({ id: index + 1, at }));

/** A depot whose clock jumps to whatever is waited for, up to `end`. */
function openDepot(settings: Partial<Depot> = {}, start = 0, end = 200) {
  let second = start;
  const clock = {
    now: () => second,
    until(to: number) {
      second = Math.max(second, Math.min(to, end));
      return Promise.resolve();
    },
    isStopped: () => second >= end,
  };
  const space = createSpace({ base: "https://course.example/d", fetch: null, now: () => second });
  space.serve(
    scanService({ scans, clock, hold: 30, patience: null, newestOnly: false, ...settings }),
  );
  const ask = async (target: string): Promise<{ status: number; ids: number[]; at: number }> => {
    const response = await space.fetch(space.base + target);
    const text = await response.text();
    const { scans: told = [] } = (text === "" ? {} : JSON.parse(text)) as {
      scans?: { id: number }[];
    };
    return { status: response.status, ids: told.map(({ id }) => id), at: second };
  };
  return { ask, space };
}

describe("asked", () => {
  test("it tells at once what is new since the cursor, or 204", async () => {
    const { ask } = openDepot({}, 25);
    expect(await ask("/scans?after=0")).toEqual({ status: 200, ids: [1, 2, 3], at: 25 });
    expect(await ask("/scans?after=2")).toEqual({ status: 200, ids: [3], at: 25 });
    expect(await ask("/scans?after=3")).toEqual({ status: 204, ids: [], at: 25 });
    expect(await ask("/scans")).toEqual({ status: 204, ids: [], at: 25 });
  });

  test("it tells the newest alone where that is asked for", async () => {
    expect((await openDepot({ newestOnly: true }, 25).ask("/scans?after=0")).ids).toEqual([3]);
  });
});

describe("held", () => {
  test("until the next scan, or the hold is over", async () => {
    expect(await openDepot({}, 5).ask("/scans/next?after=0")).toMatchObject({ ids: [1], at: 10 });
    expect(await openDepot({}, 15).ask("/scans/next?after=0")).toMatchObject({ ids: [1], at: 15 });
    expect(await openDepot({}, 30).ask("/scans/next?after=3")).toMatchObject({
      status: 204,
      at: 60,
    });
  });

  test("without a cursor only what comes from now on", async () => {
    expect(await openDepot({}, 15).ask("/scans/next")).toMatchObject({ ids: [2], at: 20 });
  });

  test("a proxy that waits for less answers 504 itself", async () => {
    const asked = await openDepot({ patience: 20 }, 30).ask("/scans/next?after=3");
    expect(asked).toMatchObject({ status: 504, at: 50 });
    const shorter = await openDepot({ patience: 20, hold: 15 }, 30).ask("/scans/next?after=3");
    expect(shorter).toMatchObject({ status: 204, at: 45 });
  });
});

test("the stream sends each scan with its id, and a comment in a silence", async () => {
  const { space } = openDepot();
  const text = await (await space.fetch(`${space.base}/scans/stream?after=1`)).text();
  const events = createEventStreamParser().push(new TextEncoder().encode(text));
  expect(events.map(({ data }) => data)).toEqual(scans.slice(1).map(scanText));
  expect(events.map(({ lastEventId }) => lastEventId)).toEqual(["2", "3", "4"]);
  // From 21 to 100 there are five silences of 15 seconds, from 100 to 200 six, before 20 one.
  expect(text.match(/^:/gm)).toHaveLength(
    Math.floor(79 / HEARTBEAT) + Math.floor(100 / HEARTBEAT) + Math.floor(20 / HEARTBEAT),
  );
});

test("the stream goes on behind Last-Event-ID", async () => {
  const { space } = openDepot();
  const response = await space.fetch(`${space.base}/scans/stream?after=0`, {
    headers: { "last-event-id": "3" },
  });
  expect((await response.text()).match(/^id: \d+/gm)).toEqual(["id: 4"]);
});
