// Whether a section that is cited exists in the text of its specification.
import GithubSlugger from "github-slugger";

/** How a specification's text is written, and so how its sections are found. */
export type SpecForm = "rfc-text" | "rfc-markdown" | "bikeshed" | "markdown";

/** Numbers of a kramdown RFC's sections: counted from `--- middle`, as the published RFC does. */
function numbersOfMarkdown(text: string): ReadonlySet<string> {
  const middle = text.slice(Math.max(0, text.indexOf("\n--- middle")));
  const body = middle.slice(
    0,
    middle.includes("\n--- back") ? middle.indexOf("\n--- back") : undefined,
  );
  const counts: number[] = [];
  const numbers = new Set<string>();
  let inCode = false;
  for (const line of body.split("\n")) {
    if (/^(~~~|```)/.test(line)) inCode = !inCode;
    const depth = inCode ? 0 : (/^(#+) /.exec(line)?.[1]?.length ?? 0);
    if (depth === 0) continue;
    counts.length = depth;
    counts[depth - 1] = (counts[depth - 1] ?? 0) + 1;
    numbers.add(counts.join("."));
  }
  return numbers;
}

function slugsOfMarkdown(text: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const slugs = new Set<string>();
  for (const [, title = "", own] of text.matchAll(/^#+ +(.*?)(?: *\{#([\w-]+)\})?$/gm))
    slugs.add(own ?? slugger.slug(title));
  for (const [, name = ""] of text.matchAll(/<a name="([\w-]+)">/g)) slugs.add(name);
  return slugs;
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether `section` heads a part of the specification's text. */
export function hasSection(text: string, form: SpecForm, section: string): boolean {
  switch (form) {
    case "rfc-text":
      // "A " also begins sentences, so an appendix must call itself one.
      return /^[A-Z]$/.test(section)
        ? new RegExp(`^Appendix ${section}\\. +\\S`, "m").test(text)
        : new RegExp(`^${escape(section)}\\.? +\\S`, "m").test(text);
    case "rfc-markdown":
      return numbersOfMarkdown(text).has(section);
    case "bikeshed":
      return new RegExp(`\\bid=["']?${escape(section)}(?=["'\\s>])|\\{#${escape(section)}\\}`).test(
        text,
      );
    case "markdown":
      return slugsOfMarkdown(text).has(section);
  }
}

/** Where the text of a source lies among the specifications beside the checkout. */
export function specOf(
  key: string,
): { readonly name: string; readonly form: SpecForm } | undefined {
  const own: Readonly<Record<string, { readonly name: string; readonly form: SpecForm }>> = {
    rfc9000: { name: "rfc9000.md", form: "rfc-markdown" },
    rfc9001: { name: "rfc9001.md", form: "rfc-markdown" },
    rfc9002: { name: "rfc9002.md", form: "rfc-markdown" },
    rfc10036: { name: "draft-incremental-rfc10036.md", form: "rfc-markdown" },
    "draft-rfc6265bis": { name: "draft-ietf-httpbis-rfc6265bis.md", form: "rfc-markdown" },
    fetch: { name: "whatwg-fetch.bs", form: "bikeshed" },
    websockets: { name: "whatwg-websockets.bs", form: "bikeshed" },
    "standard-webhooks": { name: "standard-webhooks.md", form: "markdown" },
  };
  if (own[key]) return own[key];
  if (/^rfc\d+$/.test(key)) return { name: `${key}.txt`, form: "rfc-text" };
  if (/^(grpc|protobuf)-/.test(key)) return { name: `${key}.md`, form: "markdown" };
  return undefined;
}
