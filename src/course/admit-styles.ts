// Lets a page's own policy admit every inline style of the page: WHATWG HTML, CSP Level 3 §8.4.
// Astro 7.3.5 hashes the styles of a page, but not those that reach it through an MDX file's imports
// (a lab's), so the browser would refuse them.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

const policy = /(<meta http-equiv="content-security-policy" content="[^"]*?style-src)([^";]*)/i;

/** The page with the missing hashes in its policy's `style-src`; unchanged when none is missing. */
export function admitStyles(html: string): string {
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css = ""]) => css);
  const hashes = styles.map(
    (css) => `'sha256-${createHash("sha256").update(css).digest("base64")}'`,
  );
  return html.replace(policy, (_whole, before: string, admitted: string) => {
    const missing = [...new Set(hashes)].filter((hash) => !admitted.includes(hash));
    return before + admitted + missing.map((hash) => ` ${hash}`).join("");
  });
}

/** Goes over all pages once the site is built. */
export const admitStylesOfPages: AstroIntegration = {
  name: "admit-styles",
  hooks: {
    "astro:build:done": ({ dir }) => {
      const root = fileURLToPath(dir);
      for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".html")) continue;
        const path = join(root, name);
        const html = readFileSync(path, "utf8");
        const admitted = admitStyles(html);
        if (admitted !== html) writeFileSync(path, admitted);
      }
    },
  },
};
