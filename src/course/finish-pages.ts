// The last pass over the built pages, for what Astro has no place for: each page's own policy, and text before scripts.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { trimPolicy } from "./page-policy.ts";

/**
 * Script files at low priority, since no page needs one before it can be read (WHATWG HTML,
 * fetchpriority). Astro bundles only scripts without attributes, so it cannot be written in the page.
 */
export const lowerScripts = (html: string): string =>
  html.replaceAll('<script type="module" src="', '<script type="module" fetchpriority="low" src="');

/** Goes over all pages once the site is built. */
export const finishPages: AstroIntegration = {
  name: "finish-pages",
  hooks: {
    "astro:build:done": ({ dir }) => {
      const root = fileURLToPath(dir);
      for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".html")) continue;
        const path = join(root, name);
        writeFileSync(path, lowerScripts(trimPolicy(readFileSync(path, "utf8"))));
      }
    },
  },
};
