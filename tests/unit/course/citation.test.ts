// Citations resolve to the exact section, or say why they do not.
import { describe, expect, it } from "vitest";
import { requireCitation, resolveCitation } from "../../../src/course/citation.ts";
import type { Source } from "../../../src/course/schemas.ts";

const rfc: Source = {
  label: "RFC 9110",
  title: "HTTP Semantics",
  date: "2022-06",
  status: "Internet Standard",
  url: "https://www.rfc-editor.org/rfc/rfc9110.html",
  sectionUrl: "https://www.rfc-editor.org/rfc/rfc9110.html#section-{section}",
  sectionForm: String.raw`\d+(\.\d+)*`,
};
const sources = new Map<string, Source>([
  ["rfc9110", rfc],
  ["fetch", { ...rfc, label: "WHATWG Fetch", sectionForm: "[a-z-]+", sectionText: "“{section}”" }],
  [
    "rfc7541",
    {
      ...rfc,
      label: "RFC 7541",
      appendixUrl: "https://www.rfc-editor.org/rfc/rfc7541.html#appendix-{section}",
      sectionForm: String.raw`\d+(\.\d+)*|[A-Z](\.\d+)*`,
    },
  ],
  ["whole", { label: "A page", title: "T", date: "2026", status: "s", url: "https://a.example/" }],
]);

describe("resolveCitation", () => {
  it("prints and links a section", () => {
    expect(resolveCitation(sources, "rfc9110#15.4.3")).toMatchObject({
      key: "rfc9110",
      text: "RFC 9110 §15.4.3",
      href: "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.4.3",
    });
  });

  it("prints a section in the source's own words", () => {
    expect(resolveCitation(sources, "fetch#http-redirect-fetch")).toMatchObject({
      text: "WHATWG Fetch “http-redirect-fetch”",
    });
  });

  it("prints and links an appendix", () => {
    expect(resolveCitation(sources, "rfc7541#C.4.1")).toMatchObject({
      text: "RFC 7541 Appendix C.4.1",
      href: "https://www.rfc-editor.org/rfc/rfc7541.html#appendix-C.4.1",
    });
    expect(resolveCitation(sources, "rfc7541#7.1")).toMatchObject({ text: "RFC 7541 §7.1" });
    expect(resolveCitation(sources, "rfc9110#C.4.1")).toHaveProperty("problem");
  });

  it("takes a source as a whole", () => {
    expect(resolveCitation(sources, "whole")).toMatchObject({
      text: "A page",
      href: "https://a.example/",
    });
  });

  it.each([
    ["rfc9999#1", 'unknown source "rfc9999"'],
    ["rfc9110#15.x", '"15.x" is no section of "rfc9110"'],
    ["rfc9110#", '"" is no section of "rfc9110"'],
    ["rfc9110#15.4.3 and more", "is no section"],
    ["whole#1", "has no citable sections"],
  ])("refuses %s", (citation, problem) => {
    const found = resolveCitation(sources, citation);
    expect("problem" in found && found.problem).toContain(problem);
  });
});

describe("requireCitation", () => {
  it("names the place of a citation that leads nowhere", () => {
    expect(() => requireCitation(sources, "rfc1#1", "content/lessons/a.mdx:24")).toThrow(
      'content/lessons/a.mdx:24: unknown source "rfc1". Add it to content/sources.yaml.',
    );
  });
});
