// Numbers the claims of a lesson in the order they are read, and notes its terms, parts, headings and labs.
import {
  defineHastPlugin,
  defineMdastPlugin,
  type HastPluginEntry,
  type HastVisitorContext,
  type MdastNode,
  type MdastPluginEntry,
  type MdastVisitorContext,
  type MdxJsxFlowElement,
  type MdxJsxFlowElementHast,
  type MdxJsxTextElement,
  type MdxJsxTextElementHast,
} from "satteri";
import type { ContentsMark, Depth, LessonOutline, NumberedCitation, TermMark } from "./outline.ts";

type Jsx = Readonly<MdxJsxFlowElement> | Readonly<MdxJsxTextElement>;
type JsxHast = Readonly<MdxJsxFlowElementHast> | Readonly<MdxJsxTextElementHast>;

/** Attributes that a `<Claim>` or `<Term>` is given at build time. */
type Stamp = Readonly<Record<string, string>>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The parts of a lesson that open with a heading of their own, and the depth they belong to. */
const PARTS: Readonly<Record<string, Depth>> = {
  Crisp: 1,
  Deeper: 2,
  Senior: 3,
  Trap: 1,
  Interview: 1,
};

/** `import RedirectTracer from "#labs/redirect-tracer/Lab.astro"`: the name and the folder. */
const LAB_DOOR = /import\s+(\w+)\s+from\s+["']#labs\/([a-z0-9-]+)\/Lab\.astro["']/g;

/** The text of an attribute; undefined when it is absent or an expression. */
function textOf(node: Jsx, name: string): string | undefined {
  const value = node.attributes.find((a) => a.type === "mdxJsxAttribute" && a.name === name)?.value;
  return typeof value === "string" ? value : undefined;
}

/** The depth of the part around a node. */
function depthOf(node: Readonly<MdastNode>, context: MdastVisitorContext): Depth {
  for (let at = context.parent(node); at !== undefined; at = context.parent(at)) {
    const part = at.type === "mdxJsxFlowElement" ? PARTS[at.name ?? ""] : undefined;
    if (part !== undefined) return part;
  }
  return 1;
}

/**
 * Gives every `<Claim>` its numbers and every first `<Term>` its address, gives each lab an address, and
 * leaves the outline in the frontmatter that Astro hands to the page. Whether a source or a term exists is
 * judged by the page, which knows the collections; the line travels with each entry.
 */
export const numberClaims: MdastPluginEntry = ({ fileURL, data }) => {
  const citations = new Map<string, Mutable<NumberedCitation>>();
  const terms = new Map<string, TermMark>();
  const contents: ContentsMark[] = [];
  let headings = 0;
  const labs = new Map<string, string>();
  const stamps: Stamp[] = [];
  data["stamps"] = stamps;

  const lineOf = (node: Jsx): number => node.position?.start.line ?? 1;
  const refuse = (node: Jsx, what: string): never => {
    throw new Error(`${fileURL?.pathname ?? "lesson"}:${lineOf(node)}: ${what}`);
  };

  const claim = (node: Jsx, context: MdastVisitorContext): void => {
    const written = textOf(node, "source")?.split(/\s+/).filter(Boolean) ?? [];
    if (written.length === 0)
      refuse(node, 'a <Claim> names no source. Write <Claim source="rfc9110#15.4">…</Claim>.');
    const depth = depthOf(node, context);
    const numbers = written.map((citation) => {
      let known = citations.get(citation);
      if (known === undefined) {
        known = { number: citations.size + 1, citation, depth, line: lineOf(node) };
        citations.set(citation, known);
      }
      if (depth < known.depth) known.depth = depth;
      return known.number;
    });
    stamps.push({ numbers: numbers.join(" ") });
  };

  const term = (node: Jsx): void => {
    const id = textOf(node, "id") ?? refuse(node, 'a <Term> names no term. Write <Term id="…">.');
    stamps.push(terms.has(id) ? {} : { first: "yes" });
    if (!terms.has(id)) terms.set(id, { id, line: lineOf(node) });
  };

  const visit = (node: Jsx, context: MdastVisitorContext): void => {
    const name = node.name ?? "";
    if (name === "Claim") claim(node, context);
    if (name === "Term") term(node);
    const part = PARTS[name];
    if (part !== undefined) contents.push({ kind: "part", id: name.toLowerCase(), depth: part });
    const lab = labs.get(name);
    if (lab === undefined) return;
    contents.push({ kind: "lab", id: lab, depth: depthOf(node, context) });
    context.wrapNode(node, {
      type: "mdxJsxFlowElement",
      name: "div",
      attributes: [
        { type: "mdxJsxAttribute", name: "id", value: `lab-${lab}` },
        { type: "mdxJsxAttribute", name: "class", value: "lab-place" },
      ],
      children: [],
    });
  };

  return defineMdastPlugin({
    name: "number-claims",
    options: { position: true },
    mdxjsEsm(node) {
      for (const [, name = "", folder = ""] of node.value.matchAll(LAB_DOOR))
        labs.set(name, folder);
    },
    heading(node, context) {
      contents.push({ kind: "heading", index: headings, depth: depthOf(node, context) });
      headings += 1;
    },
    mdxJsxFlowElement: visit,
    mdxJsxTextElement: visit,
    after() {
      const astro = data.astro as { frontmatter: Record<string, unknown> } | undefined;
      if (astro === undefined) return;
      astro.frontmatter["outline"] = {
        citations: [...citations.values()],
        terms: [...terms.values()],
        contents,
      } satisfies LessonOutline;
    },
  });
};

const STAMPED = ["Claim", "Term"];

/** Puts the numbers on the elements; the Markdown tree lets no one change an element's attributes. */
export const stampNumbers: HastPluginEntry = ({ data }) => {
  let next = 0;
  const visit = (node: JsxHast, context: HastVisitorContext): void => {
    const stamp = (data["stamps"] as readonly Stamp[])[next] ?? {};
    next += 1;
    for (const [name, value] of Object.entries(stamp)) context.setProperty(node, name, value);
  };
  return defineHastPlugin({
    name: "stamp-numbers",
    mdxJsxFlowElement: { filter: STAMPED, visit },
    mdxJsxTextElement: { filter: STAMPED, visit },
  });
};
