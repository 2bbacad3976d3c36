// Which field each byte belongs to, and which bytes a field covers: the inspector's two directions.
import type { Field } from "#wire/index.ts";

/** One field of a tree with its way down: "0.2.1". */
export interface Node {
  readonly key: string;
  readonly field: Field;
  readonly depth: number;
  /** Names from the root to it, itself included. */
  readonly path: readonly string[];
  /** Whether it has parts. */
  readonly open: boolean;
}

/** A stretch of bytes that is not divided further into bytes; its parts, if any, are bits. */
export interface Leaf {
  readonly node: Node;
  /** Half-open range of byte offsets. */
  readonly from: number;
  readonly to: number;
}

/** All that the inspector needs to know about a message. */
export interface ByteMap {
  /** Every field, parents before their parts. */
  readonly nodes: readonly Node[];
  /** In order; together they cover every byte of the message once. */
  readonly leaves: readonly Leaf[];
}

const isBits = (field: Field): boolean => field.children?.[0]?.bits !== undefined;

/** The map of a tree over `length` bytes; bytes that the tree leaves out become fields of their own. */
export function mapBytes(root: Field, length: number): ByteMap {
  const nodes: Node[] = [];
  const leaves: Leaf[] = [];
  let covered = 0;
  const unread = (to: number, key: string): void => {
    if (to <= covered) return;
    const text = `${to - covered} bytes behind the message`;
    const field: Field = { name: "not read", at: covered, length: to - covered, text };
    const node: Node = { key, field, depth: 0, path: [field.name], open: false };
    nodes.push(node);
    leaves.push({ node, from: covered, to });
    covered = to;
  };
  const visit = (field: Field, key: string, depth: number, above: readonly string[]): void => {
    const children = field.children ?? [];
    const path = [...above, field.name];
    const node: Node = { key, field, depth, path, open: children.length > 0 };
    nodes.push(node);
    const undivided = field.bits === undefined && (children.length === 0 || isBits(field));
    if (undivided && field.length > 0) {
      const to = Math.min(length, field.at + field.length);
      leaves.push({ node, from: field.at, to });
      covered = Math.max(covered, to);
    }
    children.forEach((child, index) => {
      visit(child, `${key}.${index}`, depth + 1, path);
    });
  };
  unread(Math.min(root.at, length), "before");
  visit(root, "0", 0, []);
  unread(length, "behind");
  return { nodes, leaves };
}

/** The index of the leaf that a byte belongs to, by bisection; −1 outside the message. */
export function leafAt(leaves: readonly Leaf[], offset: number): number {
  let [low, high] = [0, leaves.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const leaf = leaves[middle];
    if (leaf === undefined) return -1;
    if (offset < leaf.from) high = middle - 1;
    else if (offset >= leaf.to) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The nodes that show when only the parents in `opened` are unfolded. */
export function unfolded(nodes: readonly Node[], opened: ReadonlySet<string>): readonly Node[] {
  const shown: Node[] = [];
  let hiddenBelow = Infinity;
  for (const node of nodes) {
    if (node.depth > hiddenBelow) continue;
    hiddenBelow = node.open && !opened.has(node.key) ? node.depth : Infinity;
    shown.push(node);
  }
  return shown;
}

/** Keys of the parents of a node: "0.2.1" gives "0" and "0.2". */
export function parentsOf(key: string): readonly string[] {
  const parts = key.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

/** Which palette colour a leaf gets, 1 to 8: neighbours never the same. */
export const colourOf = (leaf: number): number => 1 + (leaf % 8);

/** The bits of a bit field as digits, the others as dots: "..01 ....". */
export function showBits(field: Field, bytes: Uint8Array): string {
  const [from, to] = field.bits ?? [0, 8 * field.length];
  return Array.from({ length: field.length }, (_, index) => {
    const byte = bytes[field.at + index] ?? 0;
    const digits = Array.from({ length: 8 }, (__, bit) => {
      const place = 8 * index + bit;
      return place >= from && place < to ? String((byte >> (7 - bit)) & 1) : "·";
    });
    return `${digits.slice(0, 4).join("")} ${digits.slice(4).join("")}`;
  }).join(" ");
}
