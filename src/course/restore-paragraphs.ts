// Gives paragraphs that consist of claims and terms alone their <p> back: MDX takes such lines for blocks.
import {
  defineMdastPlugin,
  type MdastPluginEntry,
  type MdxJsxFlowElement,
  type MdxJsxTextElement,
} from "satteri";

type Phrase = MdxJsxTextElement["children"][number];

const INLINE = new Set(["Claim", "Term"]);

const isInlineBlock = (node: { type: string; name?: unknown } | undefined): boolean =>
  node?.type === "mdxJsxFlowElement" && typeof node.name === "string" && INLINE.has(node.name);

/** The same element as part of a sentence; a paragraph inside it gives up its own <p>. */
function asText(node: Readonly<MdxJsxFlowElement>): MdxJsxTextElement {
  const children = node.children.flatMap((child): Phrase[] =>
    child.type === "paragraph"
      ? child.children
      : child.type === "mdxJsxFlowElement"
        ? [asText(child)]
        : [child as unknown as Phrase],
  );
  return { type: "mdxJsxTextElement", name: node.name, attributes: node.attributes, children };
}

/** Elements that stood in one paragraph: no empty line between them. */
const touch = (a: Readonly<MdxJsxFlowElement>, b: Readonly<MdxJsxFlowElement>): boolean =>
  (b.position?.start.line ?? 0) - (a.position?.end.line ?? 0) <= 1;

/** Runs after `numberClaims`, whose attributes it keeps. */
export const restoreParagraphs: MdastPluginEntry = defineMdastPlugin({
  name: "restore-paragraphs",
  options: { position: true },
  mdxJsxFlowElement(node, context) {
    const parent = context.parent(node);
    const at = context.indexOf(node);
    if (!isInlineBlock(node) || at === undefined) return;
    if (isInlineBlock(parent)) return;
    const siblings: readonly (Readonly<MdxJsxFlowElement> | undefined)[] =
      parent.children as MdxJsxFlowElement[];
    const before = siblings[at - 1];
    if (before !== undefined && isInlineBlock(before) && touch(before, node)) return;
    const run = [node];
    for (const next of siblings.slice(at + 1)) {
      if (next === undefined || !isInlineBlock(next) || !touch(run.at(-1) ?? node, next)) break;
      run.push(next);
    }
    for (const other of run.slice(1)) context.removeNode(other);
    context.replaceNode(node, {
      type: "paragraph",
      children: run.flatMap((element, index): Phrase[] =>
        index === 0 ? [asText(element)] : [{ type: "text", value: " " }, asText(element)],
      ),
    });
  },
});
