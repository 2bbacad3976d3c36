import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { admitStyles } from "../../../src/course/admit-styles.ts";

const hash = (css: string): string =>
  `'sha256-${createHash("sha256").update(css).digest("base64")}'`;

const page = (styleSrc: string, ...styles: readonly string[]): string =>
  `<meta http-equiv="content-security-policy" content="default-src 'self'; style-src ${styleSrc}; script-src 'self';">` +
  styles.map((css) => `<style>${css}</style>`).join("");

describe("admitStyles", () => {
  it("adds the hashes that are missing, each once", () => {
    const html = page(`'self' ${hash("a{}")}`, "a{}", "b{\n}", "b{\n}");
    expect(admitStyles(html)).toBe(
      page(`'self' ${hash("a{}")} ${hash("b{\n}")}`, "a{}", "b{\n}", "b{\n}"),
    );
  });

  it("touches neither a complete policy nor a page without one", () => {
    const complete = page(`'self' ${hash("a{}")}`, "a{}");
    expect(admitStyles(complete)).toBe(complete);
    expect(admitStyles("<style>a{}</style>")).toBe("<style>a{}</style>");
  });

  it("admits nothing else", () => {
    expect(admitStyles(page("'self'"))).toBe(page("'self'"));
    expect(admitStyles(page("'self'", "a{}"))).toContain("script-src 'self';");
  });
});
