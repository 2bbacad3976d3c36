// Numbers the claims of a lesson in the order they are read, and notes its terms, sections and labs.
import { fileURLToPath } from "node:url";
import {
  defineHastPlugin,
  defineMdastPlugin,
  type HastPluginEntry,
  type HastVisitorContext,
  type MdastPluginEntry,
  type MdastVisitorContext,
  type MdxJsxFlowElement,
  type MdxJsxFlowElementHast,
  type MdxJsxTextElement,
  type MdxJsxTextElementHast,
} from "satteri";
import type { Depth, LessonOutline, NumberedCitation, OutlineEntry, TermMark } from "./outline.ts";

type Jsx = Readonly<MdxJsxFlowElement> | Readonly<MdxJsxTextElement>;
/** Attributes that a `<Claim>` or `<Term>` is given at build time. */
type Stamp = Readonly<Record<string, string>>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The parts of a lesson that open with a heading of their own, and the depth they belong to. */
const SECTIONS: Readonly<Record<string, Depth>> = {
  Crisp: 1,
  Deeper: 2,
  Senior: 3,
  Trap: 1,
  Interview: 1,
};

/** `import RedirectTracer from "#labs/redirect-tracer/Lab.astro"`: the name and the folder. */
const LAB_DOOR = /import\s+(\w+)\s+from\s+["']#labs\/([a-z0-9-]+)\/Lab\.astro["']/g;

/** "redirect-tracer" reads "Redirect tracer" in the contents list. */
const sentence = (folder: string): string =>
  folder.charAt(0).toUpperCase() + folder.slice(1).replaceAll("-", " ");

/** The text of an attribute; undefined when it is absent or an expression. */
function textOf(node: Jsx, name: string): string | undefined {
  const value = node.attributes.find((a) => a.type === "mdxJsxAttribute" && a.name === name)?.value;
  return typeof value === "string" ? value : undefined;
}

const attribute = (name: string, value: string) =>
  ({ type: "mdxJsxAttribute", name, value }) as const;

/** The depth of the section around a node. */
function depthOf(node: Jsx, context: MdastVisitorContext): Depth {
  for (let at = context.parent(node); at !== undefined && at.type !== "root";) {
    if ("name" in at && typeof at.name === "string" && at.name in SECTIONS)
      return SECTIONS[at.name] ?? 1;
    at = context.parent(at);
  }
  return 1;
}

/**
 * Gives every `<Claim>` its numbers and every first `<Term>` its address, gives each lab an address, and
 * leaves the outline in the frontmatter that Astro hands to the page. Whether a source or a term exists is
 * judged by the page, which knows the collections; the line travels with each entry.
 */
export const numberClaims: MdastPluginEntry = ({ fileURL, data }) => {
  const file = fileURL ? fileURLToPath(fileURL) : "lesson";
  const citations = new Map<string, Mutable<NumberedCitation>>();
  const terms = new Map<string, TermMark>();
  const entries: OutlineEntry[] = [];
  const labs = new Map<string, string>();
  const stamps: Stamp[] = [];
  data["stamps"] = stamps;
  let headings = 0;

  const lineOf = (node: Jsx): number => node.position?.start.line ?? 1;
  const refuse = (node: Jsx, what: string): never => {
    throw new Error(`${file}:${String(lineOf(node))}: ${what}`);
  };

  const claim = (node: Jsx, context: MdastVisitorContext): void => {
    const written = textOf(node, "source")?.split(/\s+/).filter(Boolean) ?? [];
    if (written.length === 0)
      refuse(node, 'a <Claim> names no source. Write <Claim source="rfc9110#15.4">…</Claim>.');
    const depth = depthOf(node, context);
    const fresh: number[] = [];
    const numbers = written.map((citation) => {
      let known = citations.get(citation);
      if (known === undefined) {
        known = { number: citations.size + 1, citation, depth, line: lineOf(node) };
        citations.set(citation, known);
        fresh.push(known.number);
      }
      if (depth < known.depth) known.depth = depth;
      return known.number;
    });
    stamps.push({
      numbers: numbers.join(" "),
      ...(fresh.length > 0 && { first: fresh.join(" ") }),
    });
  };

  const term = (node: Jsx, context: MdastVisitorContext): void => {
    const id = textOf(node, "id") ?? refuse(node, 'a <Term> names no term. Write <Term id="…">.');
    stamps.push(terms.has(id) ? {} : { first: "yes" });
    if (!terms.has(id)) terms.set(id, { id, depth: depthOf(node, context), line: lineOf(node) });
  };

  const visit = (node: Jsx, context: MdastVisitorContext): void => {
    const name = node.name ?? "";
    if (name === "Claim") return claim(node, context);
    if (name === "Term") return term(node, context);
    const section = SECTIONS[name];
    if (section !== undefined)
      entries.push({ kind: "section", id: name.toLowerCase(), depth: section });
    const lab = labs.get(name);
    if (lab === undefined) return;
    const id = `lab-${lab}`;
    entries.push({ kind: "lab", id, title: sentence(lab), depth: depthOf(node, context) });
    context.wrapNode(node, {
      type: "mdxJsxFlowElement",
      name: "div",
      attributes: [attribute("id", id), attribute("class", "lab-place")],
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
      entries.push({ kind: "heading", index: headings, depth: depthOf(node as never, context) });
      headings += 1;
    },
    mdxJsxFlowElement: visit,
    mdxJsxTextElement: visit,
    after() {
      const outline: LessonOutline = {
        citations: [...citations.values()],
        terms: [...terms.values()],
        entries,
      };
      const astro = data.astro as { frontmatter: Record<string, unknown> } | undefined;
      if (astro !== undefined) astro.frontmatter["outline"] = outline;
    },
  });
};

const STAMPED = ["Claim", "Term"];

/** Puts the numbers on the elements; the Markdown tree lets no one change an element's attributes. */
export const stampNumbers: HastPluginEntry = ({ data }) => {
  let next = 0;
  const visit = (
    node: Readonly<MdxJsxFlowElementHast> | Readonly<MdxJsxTextElementHast>,
    context: HastVisitorContext,
  ): void => {
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
