// What this browser remembers: kept, read with distrust, and never a reason to fail.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  noteVisit,
  openShelf,
  parseDepth,
  readDepth,
  readProgress,
  readTheme,
  setDone,
  writeDepth,
  writeTheme,
  type Shelf,
} from "../../../src/learner/progress.ts";

function shelfWith(entries: Readonly<Record<string, string>> = {}): Shelf {
  const kept = new Map(Object.entries(entries));
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const refusing: Shelf = {
  getItem: () => {
    throw new DOMException("refused", "SecurityError");
  },
  setItem: () => {
    throw new DOMException("full", "QuotaExceededError");
  },
  removeItem: () => {
    throw new DOMException("refused", "SecurityError");
  },
};

describe("progress", () => {
  it("notes visits, and a lesson that is done stays done", () => {
    const shelf = shelfWith();
    noteVisit(shelf, "methods");
    setDone(shelf, "methods", true);
    expect(noteVisit(shelf, "methods")).toEqual({ last: "methods", lessons: { methods: "done" } });
    setDone(shelf, "methods", false);
    noteVisit(shelf, "webhooks");
    expect(readProgress(shelf)).toEqual({
      last: "webhooks",
      lessons: { methods: "visited", webhooks: "visited" },
    });
  });

  it("leaves out what does not look like progress", () => {
    const stored = '{"last":"<b>","lessons":{"a":"done","b":7,"C":"done","__proto__":"done"}}';
    expect(readProgress(shelfWith({ "otw.progress": stored }))).toEqual({ lessons: { a: "done" } });
  });

  it("survives anything that may be stored", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
        const { lessons } = readProgress(shelfWith({ "otw.progress": stored }));
        for (const [slug, state] of Object.entries(lessons)) {
          expect(slug).toMatch(/^[a-z0-9-]+$/);
          expect(["visited", "done"]).toContain(state);
        }
      }),
    );
  });

  it("works without memory where storage refuses", () => {
    expect(noteVisit(refusing, "methods").lessons).toEqual({ methods: "visited" });
    expect(setDone(refusing, "methods", true).lessons).toEqual({ methods: "done" });
    expect(readDepth(refusing)).toBeUndefined();
    expect(readTheme(refusing)).toBe("system");
    writeTheme(refusing, "system");
  });

  it("forgets where the browser has no storage at all", () => {
    const shelf = openShelf();
    writeDepth(shelf, "senior");
    expect(readDepth(shelf)).toBeUndefined();
  });
});

describe("depth and theme", () => {
  it("are remembered; the system's theme is the absence of a choice", () => {
    const shelf = shelfWith();
    writeDepth(shelf, "deeper");
    writeTheme(shelf, "dark");
    expect([readDepth(shelf), readTheme(shelf)]).toEqual(["deeper", "dark"]);
    writeTheme(shelf, "system");
    expect(shelf.getItem("otw.theme")).toBeNull();
  });

  it.each([null, undefined, "", "Crisp", "4", "constructor"])("take %s for no depth", (text) => {
    expect(parseDepth(text)).toBeUndefined();
  });
});
