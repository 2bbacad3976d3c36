// A message's fields as a tree down to single bits; pointing at one lights its bytes up.
import type { JSX } from "preact";
import { useEffect, useId, useMemo, useState } from "preact/hooks";
import {
  colourOf,
  leafAt,
  parentsOf,
  showBits,
  unfolded,
  type ByteMap,
  type Node,
} from "./byte-map.ts";
import { useRows } from "./use-window.ts";

interface Props {
  readonly map: ByteMap;
  readonly bytes: Uint8Array;
  /** The chosen field, by its key. */
  readonly chosen: string | null;
  /** The field that is lit up because it, or a byte of it, is pointed at. */
  readonly lit: string | null;
  readonly onChoose: (node: Node) => void;
  readonly onPoint: (node: Node | null) => void;
}

/** Pixels; the style sheet says the same. */
const ROW = 30;
const HEIGHT = 390;

/** "12", "12–19" or "bits 0–3 of 12". */
export function whereIs({ field }: Node): string {
  const { at, length, bits } = field;
  const last = at + length - 1;
  const bytes = length === 0 ? `${at}, empty` : length === 1 ? `${at}` : `${at}–${last}`;
  if (bits === undefined) return bytes;
  const [from, to] = bits;
  return to - from === 1 ? `bit ${from} of ${bytes}` : `bits ${from}–${to - 1} of ${bytes}`;
}

/** Arrow keys walk the rows, right and left unfold and fold; focus stays on the tree. */
export function FieldTree({ map, bytes, chosen, lit, onChoose, onPoint }: Props): JSX.Element {
  const id = useId();
  const first = (): ReadonlySet<string> =>
    new Set(map.nodes.filter(({ depth }) => depth < 1).map(({ key }) => key));
  const [opened, setOpened] = useState(first);
  useEffect(() => {
    if (chosen === null) return;
    const missing = parentsOf(chosen).filter((key) => !opened.has(key));
    if (missing.length > 0) setOpened(new Set([...opened, ...missing]));
  }, [chosen]);
  const shown = useMemo(() => unfolded(map.nodes, opened), [map, opened]);
  const place = shown.findIndex(({ key }) => key === chosen);
  const { box, rows } = useRows(shown.length, ROW, place, HEIGHT);
  const fold = (node: Node, open: boolean): void => {
    const next = new Set(opened);
    if (open) next.add(node.key);
    else next.delete(node.key);
    setOpened(next);
  };
  const go = (to: number): void => {
    const node = shown[Math.min(shown.length - 1, Math.max(0, to))];
    if (node !== undefined) onChoose(node);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const node = shown[place];
    const isOpen = node !== undefined && opened.has(node.key);
    switch (event.key) {
      case "ArrowDown":
        go(place + 1);
        break;
      case "ArrowUp":
        go(place - 1);
        break;
      case "Home":
        go(0);
        break;
      case "End":
        go(shown.length - 1);
        break;
      case "ArrowRight":
        if (node?.open && !isOpen) fold(node, true);
        else go(place + 1);
        break;
      case "ArrowLeft":
        if (node?.open && isOpen) fold(node, false);
        else if (node !== undefined) {
          go(shown.findIndex(({ key }) => key === parentsOf(node.key).at(-1)));
        }
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const active = shown[place];
  return (
    <div
      class="tv-tree"
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label="Fields"
      aria-activedescendant={
        active !== undefined && place >= rows.from && place < rows.to
          ? `${id}-${active.key}`
          : undefined
      }
      onKeyDown={onKeyDown}
      onMouseLeave={() => onPoint(null)}
    >
      <Filler height={rows.before} />
      {shown.slice(rows.from, rows.to).map((node) => {
        const { field, key, depth } = node;
        const isOpen = opened.has(key);
        const leaf =
          node.open && field.children?.[0]?.bits === undefined ? -1 : leafAt(map.leaves, field.at);
        const colour = leaf < 0 || field.length === 0 ? "" : ` b${colourOf(leaf)}`;
        return (
          <div
            key={key}
            id={`${id}-${key}`}
            role="treeitem"
            aria-level={depth + 1}
            aria-selected={key === chosen}
            aria-expanded={node.open ? isOpen : undefined}
            class={`tv-field tv-depth-${Math.min(depth, 6)}${key === lit ? " lit" : ""}`}
            onMouseEnter={() => onPoint(node)}
            onClick={() => {
              if (node.open && (key === chosen || !isOpen)) fold(node, !isOpen);
              onChoose(node);
            }}
          >
            <span class="tv-fold" aria-hidden="true">
              {node.open ? (isOpen ? "▾" : "▸") : ""}
            </span>
            <span class={`tv-swatch${colour}`} aria-hidden="true" />
            <span class="tv-name">{field.name}</span>{" "}
            <span class="tv-value">
              {field.bits === undefined ? field.text : `${showBits(field, bytes)} = ${field.text}`}
            </span>{" "}
            <span class="only-heard">bytes {whereIs(node)}</span>
          </div>
        );
      })}
      <Filler height={rows.after} />
    </div>
  );
}

/** Empty space as an attribute: the page's policy allows no style attributes in its HTML. */
export const Filler = ({ height }: { readonly height: number }): JSX.Element | null =>
  height > 0 ? <svg class="tv-filler" width="1" height={height} aria-hidden="true" /> : null;
