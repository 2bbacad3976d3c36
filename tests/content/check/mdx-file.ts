// What a checker needs to know about a lesson: read with the parser that builds the site.
import GithubSlugger from "github-slugger";
import { mdxToMdast, type MdastNode } from "satteri";
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
  /** Runs of prose, without code. */
  readonly prose: readonly Found<string>[];
  /** Every id that a link or a card can point at. */
  readonly ids: ReadonlySet<string>;
}

type Tree = MdastNode & {
  readonly children?: readonly Tree[];
  readonly value?: string;
  readonly depth?: number;
  readonly url?: string;
  readonly name?: string | null;
  readonly attributes?: readonly { readonly name?: string; readonly value?: unknown }[];
};

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
    root = mdxToMdast(text) as Tree;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [problem(file, lineOfError(message), `cannot be read: ${message}`)] };
  }

  const slugger = new GithubSlugger();
  const headings: Found<Heading>[] = [];
  const components: Found<Component>[] = [];
  const imports: Found<string>[] = [];
  const links: Found<string>[] = [];
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
      if (/^[a-z]/.test(name) && attributes["id"] !== undefined) ids.add(attributes["id"]);
    } else if (node.type === "mdxjsEsm") {
      imports.push({ line, value: node.value ?? "" });
    } else if (node.type === "link" || node.type === "image" || node.type === "definition") {
      links.push({ line, value: node.url ?? "" });
    } else if (node.type === "text") {
      prose.push({ line, value: node.value ?? "" });
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return {
    mdx: { file, frontmatter: yaml, headings, components, imports, links, prose, ids },
    problems: [],
  };
}
