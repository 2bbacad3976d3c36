// The real course: no checker complains, and every section that it cites exists where the text is at hand.
import { describe, expect, it } from "vitest";
import { checkCourse } from "./check/course.ts";
import { formatProblems } from "./check/problem.ts";
import { hasSpecs, missingSections, readCourse } from "./repository.ts";
import { smallCourse } from "./small-course.ts";

describe("the course", () => {
  const { problems, citations } = checkCourse(readCourse());

  it("gives no checker cause to complain", () => {
    expect(formatProblems(problems)).toBe("");
  });

  it.skipIf(!hasSpecs)("cites only sections that exist", () => {
    expect(citations.length).toBeGreaterThan(0);
    expect(formatProblems(missingSections(citations))).toBe("");
  });

  it.skipIf(!hasSpecs)("would notice a section that does not exist", () => {
    const wrong = { citation: "rfc9110#15.99", file: "x", line: 1 };
    expect(formatProblems(missingSections([wrong]))).toBe('x:1 rfc9110.txt has no section "15.99"');
  });
});

describe("a course without fault", () => {
  it("gives no checker cause to complain", () => {
    expect(formatProblems(checkCourse(smallCourse()).problems)).toBe("");
  });
});
