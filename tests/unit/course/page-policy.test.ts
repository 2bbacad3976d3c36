// A page's policy names its own inline scripts and styles, and nothing of other pages.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { trimPolicy } from "../../../src/course/page-policy.ts";

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const page = (policy: string, rest: string): string =>
  `<head><meta http-equiv="content-security-policy" content="${policy}"></head><body>${rest}</body>`;

const policyOf = (html: string): string => /content="([^"]*)"/.exec(html)?.[1] ?? "";

describe("trimPolicy", () => {
  it("keeps the hashes that the page needs and drops the others", () => {
    const policy = `default-src 'self'; script-src 'self' ${hashOf("a()")} ${hashOf("b()")}; style-src 'self' ${hashOf("p{}")} ${hashOf("q{}")};`;
    expect(policyOf(trimPolicy(page(policy, "<script>a()</script><style>p{}</style>")))).toBe(
      `default-src 'self'; script-src 'self' ${hashOf("a()")}; style-src 'self' ${hashOf("p{}")}`,
    );
  });

  it("adds a style that Astro left out, once", () => {
    const html = page("style-src 'self'", "<style>.lab{}</style><style>.lab{}</style>");
    expect(policyOf(trimPolicy(html))).toBe(`style-src 'self' ${hashOf(".lab{}")}`);
  });

  it("refuses an inline script that Astro does not know", () => {
    const html = page(`script-src 'self' ${hashOf("a()")}`, "<script>evil()</script>");
    expect(() => trimPolicy(html)).toThrow("does not know an inline script");
  });

  it("asks no hash of data or of files", () => {
    const html = page(
      "script-src 'self'",
      '<script type="application/ld+json">{}</script><script type="module" src="/a.js"></script>',
    );
    expect(policyOf(trimPolicy(html))).toBe("script-src 'self'");
  });

  it("hashes an inline module", () => {
    const html = page(`script-src 'self' ${hashOf("m()")}`, '<script type="module">m()</script>');
    expect(policyOf(trimPolicy(html))).toBe(`script-src 'self' ${hashOf("m()")}`);
  });

  it("leaves a page without a policy alone", () => {
    expect(trimPolicy("<p>text</p><script>a()</script>")).toBe("<p>text</p><script>a()</script>");
  });
});
