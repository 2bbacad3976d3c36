// The file survives the journey: what goes out comes in; what was damaged on the way is refused whole.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeLogs, type LearnerEvent } from "#learner/index.ts";
import {
  dryRun,
  eventsToMerge,
  fileName,
  LARGEST_FILE,
  readFile,
  writeFile,
} from "#learner/portable.ts";
import { writeCsv } from "#learner/log-csv.ts";
import { anyLog } from "./learner-events.ts";

const HEAD = { app: "0.1.0", catalogue: "abc", exportedAt: "2026-11-20T12:00:00.000Z" };
const utf8 = new TextEncoder();

const codeOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const read = await readFile(bytes);
  return read.kind === "fault" ? read.code : read.kind;
};

const events: readonly LearnerEvent[] = [
  { v: 1, id: "a", t: 5, tz: 0, dev: "d", kind: "collect", card: "http.a" },
  { v: 1, id: "b", t: 9, tz: 0, dev: "d", kind: "settings", set: { streaks: true } },
];

describe("a file", () => {
  it("brings back every event, packed or not", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.boolean(), async (log, packed) => {
        const before = mergeLogs(log);
        const read = await readFile(await writeFile(before, HEAD, packed));
        expect(read).toEqual({ kind: "ready", head: HEAD, events: before, bad: [] });
      }),
      { numRuns: 1000 },
    );
  });

  it("changes nothing the second time", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, anyLog, async (here, there) => {
        const file = await readFile(await writeFile(mergeLogs(there), HEAD, false));
        if (file.kind === "fault") throw new Error(file.text);
        const once = mergeLogs(here, file.events);
        expect(mergeLogs(once, file.events)).toEqual(once);
        const again = dryRun(file, once, () => true);
        expect([again.added, again.replaced]).toEqual([0, 0]);
        expect(once.length).toBe(new Set([...here, ...there].map(({ id }) => id)).size);
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused when it was cut anywhere", async () => {
    const whole = await writeFile(events, HEAD, false);
    const packed = await writeFile(events, HEAD, true);
    for (let length = 0; length < whole.length; length += 1)
      expect(await codeOf(whole.slice(0, length))).toMatch(/damaged|foreign/);
    for (let length = 2; length < packed.length; length += 1)
      expect(await codeOf(packed.slice(0, length))).toBe("damaged");
  });

  it("is refused, or loses nothing, when one bit was flipped", async () => {
    const log = mergeLogs(events);
    const files = [await writeFile(log, HEAD, false), await writeFile(log, HEAD, true)];
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.nat(), async (packed, where) => {
        const flipped = Uint8Array.from(files[packed ? 1 : 0] ?? []);
        const bit = where % (flipped.length * 8);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = await readFile(flipped);
        // A flip in the head, or in what gzip does not check, leaves the events as they were.
        if (read.kind === "ready") expect(read.events).toEqual(log);
      }),
      { numRuns: 1000 },
    );
  });

  it("is told from a stranger's, a newer version's and one that is too large", async () => {
    expect(await codeOf(utf8.encode("{}"))).toBe("foreign");
    expect(await codeOf(utf8.encode("null"))).toBe("foreign");
    expect(await codeOf(utf8.encode("PK\u0003\u0004"))).toBe("foreign");
    expect(await codeOf(utf8.encode('{"format":"on-the-wire-progress","version":2}'))).toBe(
      "newer",
    );
    expect(await codeOf(new Uint8Array(LARGEST_FILE + 1))).toBe("too-big");
  });

  it("does not unpack without end", async () => {
    const zeros = new Blob([new Uint8Array(LARGEST_FILE + 1)]).stream();
    const bomb = zeros.pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(bomb).arrayBuffer());
    expect(bytes.length).toBeLessThan(100_000);
    expect(await codeOf(bytes)).toBe("too-big");
  });

  it("tells before a merge what it would do", async () => {
    const bytes = await writeFile(events, HEAD);
    const file = await readFile(bytes);
    if (file.kind === "fault") throw new Error(file.text);
    expect(dryRun(file, events.slice(1), () => false)).toEqual({
      added: 1,
      known: 1,
      replaced: 0,
      bad: 0,
      unknownCards: ["http.a"],
      from: 5,
      to: 9,
    });
    expect(eventsToMerge(file, false)).toEqual(events.slice(0, 1));
    expect(eventsToMerge(file, true)).toEqual(events);
  });

  it("sets rows aside that are no events", async () => {
    const odd = [...events, { v: 1, id: "x", kind: "dream" }] as readonly LearnerEvent[];
    const read = await readFile(await writeFile(odd, HEAD));
    expect(read).toMatchObject({ kind: "ready", events, bad: [{ key: "x", why: "unknown kind" }] });
  });

  it("is named after its day", () => {
    expect(fileName(HEAD.exportedAt, true)).toBe("on-the-wire-2026-11-20.json.gz");
    expect(fileName(HEAD.exportedAt, false)).toBe("on-the-wire-2026-11-20.json");
  });
});

describe("the table of answers", () => {
  it("has a line an answer and marks what was taken back", () => {
    const stamp = { v: 1, tz: -300, dev: "d" } as const;
    const text = writeCsv([
      {
        ...stamp,
        id: "1",
        t: 1,
        kind: "review",
        algo: "fsrs6",
        card: "a",
        r: 3,
        ms: 70,
        m: 1,
        sure: 2,
      },
      { ...stamp, id: "2", t: 2, kind: "undo", undoes: "1", card: "a" },
      { ...stamp, id: "3", t: 3, kind: "practice", card: "a", r: 1, ms: 5, m: 1 },
    ]);
    expect(text).toBe(
      "card,t,tz,kind,rating,ms,sure,undone\r\na,1,-300,review,3,70,2,1\r\na,3,-300,practice,1,5,,0\r\n",
    );
  });
});
