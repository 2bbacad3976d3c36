// The registry of status codes agrees with the sources and with the outline.
import { describe, expect, it } from "vitest";
import { STATUS_CODES } from "#protocols/semantics/status-codes.ts";
import { checkCourse } from "./check/course.ts";
import { faultOfCitation } from "./check/sources.ts";
import { hasSpecs, missingSections, readCourse } from "./repository.ts";

/** Registered for a document that a later one replaced: there is no other to cite. */
const reasons = { rfc2518: "102 was left out of its successor, RFC 4918" };

describe("the status codes", () => {
  const { registry, slugs } = checkCourse(readCourse());

  it("cite sources of the registry, in the right form", () => {
    const faults = STATUS_CODES.flatMap(
      ({ code, source }) => faultOfCitation(source, registry, reasons)?.concat(` (${code})`) ?? [],
    );
    expect(faults).toEqual([]);
  });

  it.skipIf(!hasSpecs)("cite only sections that exist", () => {
    const citations = STATUS_CODES.map(({ code, source }) => ({
      citation: source,
      file: "STATUS_CODES",
      line: code,
    }));
    expect(missingSections(citations)).toEqual([]);
  });

  it("name lessons of the outline", () => {
    const unknown = STATUS_CODES.flatMap(({ lessons }) => lessons).filter(
      (slug) => !slugs.has(slug),
    );
    expect(unknown).toEqual([]);
  });
});
