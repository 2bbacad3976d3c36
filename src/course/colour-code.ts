// Colours code at build time with Shiki, as a few named classes: the site's policy refuses style attributes.
import { defineHastPlugin, type HastPluginEntry } from "satteri";
import { createHighlighter, type Highlighter, type ShikiTransformer } from "shiki";

/** Shiki's theme for both schemes; `src/styles/code.css` gives each class its light and its dark colour. */
const THEME = "github-light-default";

const LANGUAGES = ["http", "json", "ts", "js", "yaml", "bash", "proto", "html", "diff", "text"];

/** Every colour of the theme that a token may have, and the class that stands for it. */
const CLASSES: Readonly<Record<string, string>> = {
  "#cf222e": "k-word",
  "#0550ae": "k-number",
  "#116329": "k-name",
  "#0a3069": "k-text",
  "#6e7781": "k-note",
  "#8250df": "k-call",
  "#953800": "k-type",
  "#82071e": "k-gone",
};

const PLAIN = "#1f2328";

/** The class of one inline style; none for plain text. Throws RangeError on a colour without a name. */
function classOf(style: string): string | undefined {
  const colour = /(?:^|;)color:(#[0-9a-f]{6})/i.exec(style)?.[1]?.toLowerCase();
  if (colour === undefined || colour === PLAIN) return undefined;
  const name = CLASSES[colour];
  if (name === undefined)
    throw new RangeError(
      `Code block: the colour ${colour} of ${THEME} has no class. Name it in colour-code.ts and in code.css.`,
    );
  return name;
}

const styleOf = (style: unknown): string => (typeof style === "string" ? style : "");

/** Who says it: a block of HTTP is a request or a response, and carries the speaker's colour. */
function speakerOf(
  source: string,
  language: string,
): { readonly speaker?: "client" | "server"; readonly name: string } {
  if (language !== "http") return { name: `Code, ${language}` };
  return source.startsWith("HTTP/")
    ? { speaker: "server", name: "Response" }
    : { speaker: "client", name: "Request" };
}

/** Classes instead of styles, and no element around plain text or a whole line. */
const tokenClasses: ShikiTransformer = {
  name: "token-classes",
  pre(node) {
    const { speaker, name } = speakerOf(this.source, this.options.lang);
    // A block that scrolls must be reachable by keyboard, and what is reachable must have a name.
    node.properties = {
      class: speaker === undefined ? "code" : `code from-${speaker}`,
      tabindex: "0",
      role: "group",
      "aria-label": name,
    };
  },
  line(node) {
    node.children = node.children.flatMap((token) => {
      if (token.type !== "element") return [token];
      const name = classOf(styleOf(token.properties["style"]));
      if (name === undefined) return token.children;
      token.properties = { class: name };
      return [token];
    });
  },
  code(node) {
    node.children = node.children.flatMap((line) =>
      line.type === "element" ? line.children : [line],
    );
  },
};

let highlighter: Promise<Highlighter> | undefined;

/** One block of code as a <pre> element. Throws where the language is not one of the course's. */
export async function codeToElement(code: string, language: string) {
  if (!LANGUAGES.includes(language))
    throw new RangeError(
      `Code block: "${language}" is no language of the course. Add it to colour-code.ts.`,
    );
  highlighter ??= createHighlighter({ themes: [THEME], langs: LANGUAGES });
  const root = (await highlighter).codeToHast(code.replace(/\n$/, ""), {
    lang: language,
    theme: THEME,
    // Without a limit a busy machine builds the same bytes as an idle one.
    tokenizeTimeLimit: 0,
    transformers: [tokenClasses],
  });
  const block = root.children[0];
  if (block?.type !== "element") throw new RangeError("Shiki returned no block.");
  return block;
}

/** Colours every fenced block of a lesson. */
export const colourCode: HastPluginEntry = defineHastPlugin({
  name: "colour-code",
  element: {
    filter: ["pre"],
    visit(node, context) {
      const code = node.children.find((child) => child.type === "element");
      if (code?.type !== "element" || code.tagName !== "code") return;
      const names = code.properties["className"];
      const name = Array.isArray(names)
        ? names.map(String).find((each) => each.startsWith("language-"))
        : undefined;
      return codeToElement(context.textContent(code), name?.slice("language-".length) ?? "text");
    },
  },
});
