// The same text without anything of ours: what Astro would send for a lesson with no layout at all.

/** Elements that Markdown gives; all others leave only their text. */
const kept = new Set(
  (
    "h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table thead tbody tr th td pre code strong em a blockquote hr br " +
    "figure figcaption"
  ).split(" "),
);

/** A page with the text of the `main` element of a built page: no style, no script, no attribute but links. */
export function barePage(html: string): string {
  const [, main = ""] = /<main\b[^>]*>([\s\S]*)<\/main>/.exec(html) ?? [];
  const [, title = ""] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
  const text = main
    .replace(/<(script|style|svg|template)\b[\s\S]*?<\/\1>/g, "")
    .replace(/<(\/?)([a-z][\w-]*)([^>]*)>/g, (_, end: string, name: string, rest: string) => {
      if (!kept.has(name)) return "";
      const [link = ""] = name === "a" ? (/ href="[^"]*"/.exec(rest) ?? []) : [];
      return `<${end}${name}${link}>`;
    });
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width">` +
    `<title>${title}</title></head><body>${text}</body></html>`
  );
}
