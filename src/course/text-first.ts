// Scripts of a page let its text go first: no page needs one before it can be read (WHATWG HTML, fetchpriority).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/** One page with its script files at low priority; Astro leaves no attribute on a script that it bundles. */
export const lowerScripts = (html: string): string =>
  html.replaceAll('<script type="module" src="', '<script type="module" fetchpriority="low" src="');

/** Goes over all pages once the site is built. */
export const textFirst: AstroIntegration = {
  name: "text-first",
  hooks: {
    "astro:build:done": ({ dir }) => {
      const root = fileURLToPath(dir);
      for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".html")) continue;
        const path = join(root, name);
        writeFileSync(path, lowerScripts(readFileSync(path, "utf8")));
      }
    },
  },
};
