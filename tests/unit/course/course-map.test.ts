// The course map: order, written and planned lessons, neighbours.
import { describe, expect, it } from "vitest";
import {
  courseMap,
  twoDigits,
  whereabouts,
  type LessonFile,
  type ModuleFile,
} from "../../../src/course/course-map.ts";
import type { Lesson } from "../../../src/course/schemas.ts";

const lesson = (title: string): Lesson => ({
  title,
  description: "d",
  minutes: 9,
  badges: ["LIVE"],
  objectives: ["You can."],
  prerequisites: [],
  related: [],
  deck: "d",
  sources: ["s"],
  updated: "2026-11-20",
});
const file = (filePath: string): LessonFile => ({
  id: filePath.replace(/^.*\/\d+-|\.mdx$/g, ""),
  filePath,
  data: lesson(`Title of ${filePath}`),
});
const modules: readonly ModuleFile[] = [
  { id: "02-b", data: { letter: "B", title: "Bee", promise: "p", coming: [] } },
  {
    id: "01-a",
    data: {
      letter: "A",
      title: "Ay",
      promise: "p",
      coming: [
        { number: 2, slug: "two", title: "Planned two", minutes: 5 },
        { number: 1, slug: "one", title: "Planned one", minutes: 6 },
      ],
    },
  },
];

describe("courseMap", () => {
  it("keeps the order of modules and numbers, and puts a written lesson in its plan's place", () => {
    const map = courseMap(modules, [
      file("content/lessons/02-b/03-three.mdx"),
      file("content/lessons/01-a/02-two.mdx"),
    ]);
    expect(map.map(({ letter }) => letter)).toEqual(["A", "B"]);
    expect(
      map.flatMap(({ lessons }) => lessons.map((l) => [l.number, l.slug, l.lesson !== undefined])),
    ).toEqual([
      [1, "one", false],
      [2, "two", true],
      [3, "three", true],
    ]);
  });

  it("is whole without a single written lesson", () => {
    const map = courseMap(modules, []);
    expect(map.flatMap(({ lessons }) => lessons)).toHaveLength(2);
    expect(whereabouts(map).size).toBe(0);
  });

  it("names the file whose name has no number", () => {
    expect(() => courseMap(modules, [file("content/lessons/01-a/two.mdx")])).toThrow(
      "content/lessons/01-a/two.mdx: a lesson's file is named",
    );
  });
});

describe("whereabouts", () => {
  it("counts planned lessons and skips them as neighbours", () => {
    const map = courseMap(modules, [
      file("content/lessons/02-b/03-three.mdx"),
      file("content/lessons/02-b/04-four.mdx"),
      file("content/lessons/01-a/01-one.mdx"),
    ]);
    const places = whereabouts(map);
    expect(places.get("three")).toMatchObject({
      total: 4,
      module: { letter: "B" },
      previous: { slug: "one" },
      next: { slug: "four" },
    });
    expect(places.get("one")?.previous).toBeUndefined();
    expect(places.get("four")?.next).toBeUndefined();
    expect(places.get("two")).toBeUndefined();
  });
});

it("numbers of lessons line up", () => {
  expect([twoDigits(4), twoDigits(26)]).toEqual(["04", "26"]);
});
