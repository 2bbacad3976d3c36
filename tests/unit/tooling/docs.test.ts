// What README.md and docs/ lead to is there: pages, pictures, and the commands they name.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../scripts/setup.mjs";
import manifest from "../../../package.json" with { type: "json" };
import { filesUnder } from "../../support/built.ts";

const texts = ["README.md", ...filesUnder(join(root, "docs")).map((file) => `docs/${file}`)]
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

describe.each(texts)("$file", ({ file, text }) => {
  it("leads only to files that are there", () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const dead = links
      .filter((link) => !/^(https:|#)/.test(link))
      .filter((link) => !existsSync(join(root, dirname(file), link.replace(/#.*$/, ""))));
    expect(dead).toEqual([]);
  });

  it("names only commands that exist", () => {
    const named = [...text.matchAll(/`npm run ([\w-]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});
