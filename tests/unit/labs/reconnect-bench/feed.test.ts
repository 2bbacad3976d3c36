// The bench's server: what each request gets by the script, and where it begins when a client is back.
import { describe, expect, test } from "vitest";
import { openFeed, type Served } from "../../../../src/labs/reconnect-bench/feed.ts";
import { START, type Setup } from "../../../../src/labs/reconnect-bench/setup.ts";
import { createEventStreamParser } from "../../../../src/protocols/sse/index.ts";
import { concat } from "../../../../src/wire/index.ts";

/** A client that hears whole events and hands back the last id, for `requests` requests. */
function visit(setup: Partial<Setup>, requests: number): readonly (Served & { heard: string[] })[] {
  const feed = openFeed({ ...START, ...setup });
  const parser = createEventStreamParser();
  return Array.from({ length: requests }, () => {
    const id = parser.lastEventId;
    const { served, answer } = feed.serve(id === "" ? null : id);
    const heard =
      answer.type === "text/event-stream"
        ? parser.push(concat(answer.pieces)).map(({ data }) => data)
        : [];
    parser.end();
    return { ...served, heard };
  });
}

const numbers = (visits: readonly Served[]): readonly (readonly number[])[] =>
  visits.map(({ sent }) => sent);

describe("the feed", () => {
  test("resumes behind the id that was handed back", () => {
    const visits = visit({}, 4);
    expect(numbers(visits)).toEqual([[1, 2], [3, 4], [5, 6, 7, 8], []]);
    expect(visits.map(({ lastEventId }) => lastEventId)).toEqual([null, "2", "4", "8"]);
    for (const { sent, heard } of visits) expect(heard).toEqual(sent.map((n) => `scan ${n}`));
  });

  test("without ids it begins at the start, although it would resume", () => {
    expect(numbers(visit({ ids: false }, 3))).toEqual([
      [1, 2],
      [1, 2],
      [1, 2, 3, 4, 5, 6, 7, 8],
    ]);
  });

  test("what happens while nobody listens is lost to a server that keeps nothing", () => {
    expect(numbers(visit({ resume: "now" }, 3))).toEqual([
      [1, 2],
      [4, 5],
      [7, 8],
    ]);
  });

  test("an id that is no number of ours begins at the start", () => {
    const { served } = openFeed(START).serve("<script>");
    expect(served.sent).toEqual([1, 2]);
  });

  test("the last answer is that of every later request", () => {
    const visits = visit({ answers: ["500", "html", "hold", "rest"] }, 6);
    expect(visits.map(({ answer }) => answer)).toEqual([
      "500",
      "html",
      "hold",
      "rest",
      "rest",
      "rest",
    ]);
  });
});
