// The Markdown of cards and definitions: code, emphasis, strong text and links, nothing else.

export type Inline =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "em" | "strong"; readonly children: readonly Inline[] }
  | { readonly kind: "link"; readonly href: string; readonly children: readonly Inline[] }
  /** A hole of a cloze card, here number 1: {{c1::hidden}}. */
  | { readonly kind: "hole"; readonly text: string; readonly no: number };

/** Tried in this order at every place; code comes first, so nothing inside it is read as markup. */
const FORMS: readonly {
  readonly form: RegExp;
  readonly read: (found: RegExpExecArray) => Inline;
}[] = [
  {
    form: /^(`+)(.+?)\1(?!`)/s,
    read: ([, , text = ""]) => ({ kind: "code", text: text.replace(/^ (.*) $/s, "$1") }),
  },
  {
    form: /^\{\{c(\d+)::(.+?)\}\}/s,
    read: ([, no, text = ""]) => ({ kind: "hole", text, no: Number(no) }),
  },
  {
    form: /^\*\*(?=\S)(.+?)(?<=\S)\*\*/s,
    read: ([, text = ""]) => ({ kind: "strong", children: parseInline(text) }),
  },
  {
    form: /^\*(?=\S)(.+?)(?<=\S)\*/s,
    read: ([, text = ""]) => ({ kind: "em", children: parseInline(text) }),
  },
  {
    form: /^\[([^\]]+)\]\(((?:https:\/\/|\/|#)[^)\s]*)\)/,
    read: ([, text = "", href = ""]) => ({ kind: "link", href, children: parseInline(text) }),
  },
];

/** The text in pieces; what matches no form stays text, so nothing is ever lost or run. */
export function parseInline(source: string): readonly Inline[] {
  const pieces: Inline[] = [];
  let plain = "";
  for (let at = 0; at < source.length;) {
    const rest = source.slice(at);
    const match = FORMS.map(({ form, read }) => ({ found: form.exec(rest), read })).find(
      ({ found }) => found !== null,
    );
    if (!match?.found) {
      plain += rest.charAt(0);
      at += 1;
      continue;
    }
    if (plain !== "") pieces.push({ kind: "text", text: plain });
    plain = "";
    pieces.push(match.read(match.found));
    at += match.found[0].length;
  }
  if (plain !== "") pieces.push({ kind: "text", text: plain });
  return pieces;
}

const escape = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const htmlOf = (pieces: readonly Inline[]): string =>
  pieces
    .map((piece) => {
      switch (piece.kind) {
        case "text":
          return escape(piece.text);
        case "code":
          return `<code>${escape(piece.text)}</code>`;
        case "hole":
          return `{{c${String(piece.no)}::${escape(piece.text)}}}`;
        case "em":
        case "strong":
          return `<${piece.kind}>${htmlOf(piece.children)}</${piece.kind}>`;
        case "link":
          return `<a href="${escape(piece.href)}">${htmlOf(piece.children)}</a>`;
      }
    })
    .join("");

/** The text as HTML for other programs; holes keep their braces, which Anki reads. */
export const inlineHtml = (source: string): string => htmlOf(parseInline(source));

const plainOf = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => ("text" in piece ? piece.text : plainOf(piece.children))).join("");

/** The text without its markup; holes show what they hide. */
export const plainText = (source: string): string => plainOf(parseInline(source));
