// The Content-Security-Policy of each page names the scripts and styles of that page, and no others.
// Astro 7.3.5 names those of the whole site on every page, which grows with every lab, and leaves out
// the styles that reach a page through an MDX file's imports, which the browser would then refuse.
import { createHash } from "node:crypto";

const POLICY = /(<meta http-equiv="content-security-policy" content=")([^"]*)/i;
const SCRIPT = /<script((?:\s[^>]*)?)>([\s\S]*?)<\/script>/g;
const STYLE = /<style[^>]*>([\s\S]*?)<\/style>/g;
/** Loaded from a file, which 'self' covers, or data, which is not run: WHATWG HTML §4.12.1. */
const NEEDS_NO_HASH = /\ssrc=|\stype="(?!module|text\/javascript)/;

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** A directive with `hashes` in the place of those it named. */
const withHashes = (directive: string, hashes: ReadonlySet<string>): string =>
  [...directive.split(/\s+/).filter((source) => !source.startsWith("'sha256-")), ...hashes].join(
    " ",
  );

/**
 * One page with its own policy; a page without a policy is returned as it is. An inline script that
 * Astro did not know of throws Error: styles may come by another way, scripts may not.
 */
export function trimPolicy(html: string): string {
  const policy = POLICY.exec(html)?.[2];
  if (policy === undefined) return html;
  const scripts = new Set(
    [...html.matchAll(SCRIPT)]
      .filter(([, attributes = ""]) => !NEEDS_NO_HASH.test(attributes))
      .map(([, , text = ""]) => hashOf(text)),
  );
  const styles = new Set([...html.matchAll(STYLE)].map(([, text = ""]) => hashOf(text)));
  const directives = policy.split(";").map((directive) => directive.trim());
  const trimmed = directives.flatMap((directive) => {
    if (directive === "") return [];
    if (directive.startsWith("style-src ")) return [withHashes(directive, styles)];
    if (!directive.startsWith("script-src ")) return [directive];
    for (const hash of scripts)
      if (!directive.includes(hash))
        throw new Error(`the policy does not know an inline script (${hash}). Let Astro add it.`);
    return [withHashes(directive, scripts)];
  });
  return html.replace(POLICY, (_, before: string) => before + trimmed.join("; "));
}
