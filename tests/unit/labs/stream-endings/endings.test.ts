// What the engine says after GOAWAY, and where its counter of unfinished streams ends a rapid reset.
import { describe, expect, it, test } from "vitest";
import { againOf } from "../../../../src/labs/stream-endings/judge.ts";
import { leaveWith, replayLeaving, REQUESTS } from "../../../../src/labs/stream-endings/leaving.ts";
import { resetMany } from "../../../../src/labs/stream-endings/resetting.ts";
import { START } from "../../../../src/labs/stream-endings/setup.ts";
import type { MessageEvent } from "../../../../src/trace/index.ts";

const takes = [0, 1, 2, 3, 4, 5];
const cases = takes.flatMap((taken) =>
  takes.filter((answered) => answered <= taken).map((answered) => ({ taken, answered })),
);

describe.each(cases)("a server leaves, $taken taken up, $answered answered", (counts) => {
  const { taken, answered } = counts;
  const one = leaveWith({ ...START, ...counts, farewell: "one" });
  const none = leaveWith({ ...START, ...counts, farewell: "none" });

  it("names the last stream that it took up", () => {
    expect(one.last).toBe(Math.max(0, 2 * taken - 1));
    expect(none.last).toBeNull();
  });

  it("leaves safe what lies above, and only the idempotent below", () => {
    const expected = REQUESTS.flatMap(([id, method], index) => {
      if (index < answered) return [];
      return index >= taken || method === "GET" ? [String(id)] : [];
    });
    expect(againOf(one)).toBe(expected.join(" "));
    const idempotent = REQUESTS.flatMap(([id, method], index) =>
      index >= answered && method === "GET" ? [String(id)] : [],
    );
    expect(againOf(none)).toBe(idempotent.join(" "));
  });
});

test("a farewell in two steps loses no request", () => {
  const two = leaveWith({ ...START, farewell: "two" });
  expect(two.last).toBe(9);
  expect(new Set(Object.values(two.fates))).toEqual(new Set(["answered"]));
  const numbers = two.trace.events.flatMap((event) =>
    event.kind === "message" && event.bytes[3] === 7 ? [event.label] : [],
  );
  expect(numbers).toEqual([
    "GOAWAY: last stream 2147483647, NO_ERROR",
    "GOAWAY: last stream 9, NO_ERROR",
  ]);
});

test("an edited GOAWAY may not raise its number", () => {
  const { trace } = leaveWith({ ...START, farewell: "two" });
  const second = trace.events.findLast(
    (event): event is MessageEvent => event.kind === "message" && event.bytes[3] === 7,
  );
  if (second === undefined) throw new Error("no GOAWAY");
  const reaction = replayLeaving({ ...START, farewell: "two" })({
    event: second.id,
    bytes: second.bytes.with(8, 1),
  });
  expect(reaction?.events).toMatchObject([{ kind: "connectionError" }]);
});

test.each([10, 50, 100])("a limit of %i ends the attack one stream behind it", (limit) => {
  const { attack } = resetMany({ ...START, attack: 200, limit });
  expect(attack).toMatchObject({ begun: limit + 1, open: 1, ended: "ENHANCE_YOUR_CALM" });
});

test("who resets no more than the limit goes on", () => {
  const { attack, browser } = resetMany({ ...START, attack: 100, limit: 100, burst: 100 });
  expect(attack).toMatchObject({ begun: 100, ended: null });
  expect(browser).toMatchObject({ begun: 100, open: 100, ended: null });
  expect(resetMany({ ...START, limit: 30, burst: 40 }).browser.ended).toBe("ENHANCE_YOUR_CALM");
});
