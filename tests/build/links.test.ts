// No page of the built course refers to a page, an anchor or a file that is not there, or fetches from elsewhere.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normalBase } from "../../scripts/serve.mjs";
import { dist, fileAt, pagesOf } from "../support/built.ts";
import { deadLinks } from "../support/dead-links.ts";

const base = normalBase(process.env["SITE_BASE"]);
const pages = pagesOf(dist, base);
const canonicalOf = (tags: (typeof pages)[number]["tags"]): string | undefined =>
  tags
    .find((tag) => tag.name === "link" && tag.attributes.get("rel") === "canonical")
    ?.attributes.get("href");
const home = canonicalOf(pages.find(({ file }) => file === "index.html")?.tags ?? []);
const origin = home ? new URL(home).origin : "https://course.example";

describe("the built pages", () => {
  it("are there", () => {
    expect(pages.length).toBeGreaterThan(0);
  });

  it("link only to pages, anchors and files that exist, and fetch only their own", () => {
    expect(deadLinks({ folder: dist, base, origin })).toEqual([]);
  });

  it("name their own address as the canonical one", () => {
    const wrong = pages
      .filter(({ file }) => file !== "404.html")
      .filter(({ path, tags }) => canonicalOf(tags) !== origin + path)
      .map(({ file, tags }) => `${file}: ${canonicalOf(tags) ?? "none"}`);
    expect(wrong).toEqual([]);
  });

  it("are all in the sitemap, and nothing else is", () => {
    const listed = readFileSync(join(dist, "sitemap.xml"), "utf8").matchAll(/<loc>([^<]+)<\/loc>/g);
    const addresses = [...listed].map(([, address = ""]) => address);
    const wanted = pages.filter(({ file }) => file !== "404.html").map(({ path }) => origin + path);
    expect(addresses.toSorted()).toEqual(wanted.toSorted());
  });

  it("name a picture for link previews that exists", () => {
    for (const { file, tags } of pages) {
      const picture = tags.find(({ attributes }) => attributes.get("property") === "og:image");
      const address = picture?.attributes.get("content") ?? "";
      expect(URL.canParse(address), `${file}: og:image "${address}"`).toBe(true);
      expect(fileAt(dist, base, new URL(address).pathname), `${file}: ${address}`).not.toBeNull();
    }
  });
});
