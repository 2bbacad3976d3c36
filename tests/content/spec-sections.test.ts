// Proves that a section which does not exist is noticed, in each form that specifications are kept in.
import { describe, expect, it } from "vitest";
import { hasSection, specOf } from "./check/spec-sections.ts";

const rfcText = `1. Introduction
2. Frames
2.1. Frame Format
2.1. Frame Format
See 3.1. Later.
5.2.  Base Framing Protocol
A table is no appendix.
Appendix B. Examples
B.1. Requests
`;

const rfcMarkdown = `# Abstract
--- middle
# Introduction
## Terms {#terms}
~~~
# not a heading
~~~
# Streams
## Types
### Bits
--- back
# Appendix
`;

describe("sections of specifications", () => {
  it("are found by number in the text of an RFC", () => {
    expect(hasSection(rfcText, "rfc-text", "2.1")).toBe(true);
    expect(hasSection(rfcText, "rfc-text", "5.2")).toBe(true);
    expect(hasSection(rfcText, "rfc-text", "2.2")).toBe(false);
    expect(hasSection(rfcText, "rfc-text", "3.1")).toBe(false);
    expect(hasSection(rfcText, "rfc-text", "21")).toBe(false);
  });

  it("are found by letter in the appendices of an RFC", () => {
    for (const section of ["B", "B.1"]) expect(hasSection(rfcText, "rfc-text", section)).toBe(true);
    for (const section of ["A", "B.2", "C"])
      expect(hasSection(rfcText, "rfc-text", section)).toBe(false);
  });

  it("are counted in the source of an RFC", () => {
    for (const section of ["1", "1.1", "2", "2.1", "2.1.1"])
      expect(hasSection(rfcMarkdown, "rfc-markdown", section)).toBe(true);
    for (const section of ["3", "1.2", "2.2", "2.1.2"])
      expect(hasSection(rfcMarkdown, "rfc-markdown", section)).toBe(false);
  });

  it("are found by id in a standard of the WHATWG", () => {
    const text = `<h3 id=http-fetch>HTTP fetch</h3> <h3 id="sec-purpose">x</h3>\n## Frames ## {#ping}`;
    for (const id of ["http-fetch", "sec-purpose", "ping"])
      expect(hasSection(text, "bikeshed", id)).toBe(true);
    for (const id of ["http", "fetch", "pin"]) expect(hasSection(text, "bikeshed", id)).toBe(false);
  });

  it("are found by heading in a page of documentation", () => {
    const text = `## Status codes\n### Richer error model {#rich}\n<a name="outline">`;
    for (const id of ["status-codes", "rich", "outline"])
      expect(hasSection(text, "markdown", id)).toBe(true);
    expect(hasSection(text, "markdown", "richer-error-model")).toBe(false);
  });

  it("belong to a file by the key of the source", () => {
    expect(specOf("rfc9110")).toEqual({ name: "rfc9110.txt", form: "rfc-text" });
    expect(specOf("fetch")?.form).toBe("bikeshed");
    expect(specOf("sre-workbook-error-budget")).toBeUndefined();
  });
});
