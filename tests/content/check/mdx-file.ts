// What a checker needs to know about a lesson: read with the parser that builds the site.
import GithubSlugger from "github-slugger";
import { mdxToMdast } from "satteri";
import { problem, type Problem } from "./problem.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** Something found on a line of the lesson. */
export interface Found<T> {
  readonly line: number;
  readonly value: T;
}

/** A heading, with the id that the site gives it. */
export interface Heading {
  readonly depth: number;
  readonly id: string;
}

/** A component used in a lesson: its name and its plain attributes. */
export interface Component {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its text, without the markup inside. */
  readonly text: string;
}

/** One lesson file, taken apart. */
export interface MdxFile {
  readonly file: string;
  readonly frontmatter: YamlFile;
  readonly headings: readonly Found<Heading>[];
  readonly components: readonly Found<Component>[];
  /** Import statements as written. */
  readonly imports: readonly Found<string>[];
  /** Targets of links and images. */
  readonly links: readonly Found<string>[];
  /** Tables, by the texts of their header cells. */
  readonly tables: readonly Found<readonly string[]>[];
  /** Code blocks; the line is that of the opening fence. */
  readonly code: readonly Found<{ readonly language: string; readonly text: string }>[];
  /** Runs of prose, without code. */
  readonly prose: readonly Found<string>[];
  /** Every id that a link or a card can point at. */
  readonly ids: ReadonlySet<string>;
}

/** Components that stand for a part of a lesson: the id that each has on the page. */
export const partIds = {
  Anchor: "anchor",
  Crisp: "crisp",
  Deeper: "deeper",
  Senior: "senior",
  Trap: "trap",
  Interview: "interview",
} as const;

/** Name of a part. */
export type PartName = keyof typeof partIds;

/** All parts but the memory anchor open with a heading of level 2 of their own. */
const partHeading = 2;

/** The import of a lab's door; the folder is the first group. On the page the lab is `#lab-<folder>`. */
const labImport = /#labs\/([a-z0-9-]+)\/Lab\.astro/g;

const isPart = (name: string): name is PartName => Object.hasOwn(partIds, name);

/** The parser's tree, of which each node has the members of its own kind. */
interface Tree {
  readonly type: string;
  readonly position?: { readonly start: { readonly line: number } };
  readonly children?: readonly Tree[];
  readonly value?: string;
  readonly depth?: number;
  readonly url?: string;
  readonly name?: string | null;
  readonly lang?: string | null;
  readonly attributes?: readonly { readonly name?: string; readonly value?: unknown }[];
}

const textOf = (node: Tree): string => node.value ?? (node.children ?? []).map(textOf).join("");

const attributesOf = (node: Tree): Record<string, string> =>
  Object.fromEntries(
    (node.attributes ?? []).flatMap(({ name, value }) =>
      name !== undefined && typeof value === "string" ? [[name, value]] : [],
    ),
  );

/** The parser's message opens with "line:column: ". */
const lineOfError = (text: string): number => Number(/^(\d+):\d+/.exec(text)?.[1] ?? 1);

/** Reads a lesson; front matter that is missing or unreadable is a problem, not an exception. */
export function readMdx(
  file: string,
  text: string,
): { readonly mdx?: MdxFile; readonly problems: readonly Problem[] } {
  const matter = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!matter) return { problems: [problem(file, 1, "has no front matter between --- lines")] };
  const { yaml, problems } = readYaml(file, matter[1] ?? "", 2);
  if (!yaml) return { problems };
  let root: Tree;
  try {
    root = mdxToMdast(text) as unknown as Tree;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [problem(file, lineOfError(message), `cannot be read: ${message}`)] };
  }

  const slugger = new GithubSlugger();
  const headings: Found<Heading>[] = [];
  const components: Found<Component>[] = [];
  const imports: Found<string>[] = [];
  const links: Found<string>[] = [];
  const tables: Found<readonly string[]>[] = [];
  const code: MdxFile["code"][number][] = [];
  const prose: Found<string>[] = [];
  const ids = new Set<string>();
  const visit = (node: Tree): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === "heading") {
      const id = slugger.slug(textOf(node));
      headings.push({ line, value: { depth: node.depth ?? 0, id } });
      ids.add(id);
    } else if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") {
      const attributes = attributesOf(node);
      const name = node.name ?? "";
      components.push({ line, value: { name, attributes, text: textOf(node) } });
      if (isPart(name)) {
        const id = partIds[name];
        ids.add(id);
        if (name !== "Anchor") headings.push({ line, value: { depth: partHeading, id } });
      } else if (/^[a-z]|^Figure$/.test(name) && attributes["id"] !== undefined) {
        ids.add(attributes["id"]);
      }
    } else if (node.type === "mdxjsEsm") {
      imports.push({ line, value: node.value ?? "" });
      for (const [, lab = ""] of (node.value ?? "").matchAll(labImport)) ids.add(`lab-${lab}`);
    } else if (node.type === "link" || node.type === "image" || node.type === "definition") {
      links.push({ line, value: node.url ?? "" });
    } else if (node.type === "table") {
      tables.push({ line, value: (node.children?.[0]?.children ?? []).map(textOf) });
    } else if (node.type === "code") {
      code.push({ line, value: { language: node.lang ?? "", text: node.value ?? "" } });
    } else if (node.type === "text") {
      prose.push({ line, value: node.value ?? "" });
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return {
    mdx: {
      file,
      frontmatter: yaml,
      headings,
      components,
      imports,
      links,
      tables,
      code,
      prose,
      ids,
    },
    problems: [],
  };
}
