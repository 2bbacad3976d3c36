// Breaks the small course in one place and asks the checkers for the right complaint on the right line.
import { describe, expect, it } from "vitest";
import { checkCourse } from "./check/course.ts";
import { formatProblems } from "./check/problem.ts";
import { at, lineIn, smallCourse, type Part } from "./small-course.ts";

/** What is broken and how, and what must be said about it. */
export interface Break {
  readonly what: string;
  readonly part: Part;
  readonly from: string;
  readonly to: string;
  readonly says: RegExp;
  /** Text of the line that the complaint names; the first line of `to` by default. */
  readonly on?: string;
  /** The file complained about when it is not the changed one. */
  readonly inPart?: Part;
}

/** One test for each break. */
export function describeBreaks(title: string, breaks: readonly Break[]): void {
  describe(`checkers of ${title}`, () => {
    it.each(breaks)("complain about $what", ({ part, from, to, says, on, inPart = part }) => {
      const course = smallCourse(part, from, to);
      const { problems } = checkCourse(course);
      const found = problems.filter(
        ({ file, message }) => file === at[inPart] && says.test(message),
      );
      expect(found, formatProblems(problems)).not.toEqual([]);
      const line = lineIn(course, inPart, on ?? to.split("\n")[0] ?? "");
      expect(line).toBeGreaterThan(0);
      expect(found.map((each) => each.line)).toContain(line);
    });
  });
}
