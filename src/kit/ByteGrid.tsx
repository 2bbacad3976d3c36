// Bytes in hex and text, row by row, coloured by field; arrow keys walk from byte to byte.
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { formatHex } from "#wire/index.ts";
import { colourOf, leafAt, type Leaf } from "./byte-map.ts";
import type { Edits } from "./edited.ts";
import { Filler } from "./FieldTree.tsx";
import { useRows } from "./use-window.ts";

interface Props {
  readonly bytes: Uint8Array;
  readonly leaves: readonly Leaf[];
  readonly edits: Edits;
  /** Offset of the chosen byte. */
  readonly at: number;
  /** Half-open range that is lit up. */
  readonly lit: readonly [from: number, to: number];
  /** Offset of the first offending byte, or −1. */
  readonly faultAt: number;
  readonly columns: number;
  readonly onChoose: (at: number) => void;
  readonly onPoint: (at: number | null) => void;
  /** Enter on a byte. */
  readonly onEdit: () => void;
}

/** Pixels; the style sheet says the same. */
const ROW = 30;
const HEIGHT = 390;

const letterOf = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? "\u00a0" : "·";

/** A grid of which only the visible rows are drawn. */
export function ByteGrid(props: Props): JSX.Element {
  const { bytes, leaves, edits, at, lit, faultAt, columns, onChoose, onPoint, onEdit } = props;
  const id = useId();
  const count = Math.ceil(bytes.length / columns);
  const { box, rows } = useRows(count, ROW, Math.floor(at / columns), HEIGHT);
  const go = (to: number): void => onChoose(Math.min(bytes.length - 1, Math.max(0, to)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = at - (at % columns);
    const whole = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns < 0 ? at : at - columns,
      ArrowDown: at + columns >= bytes.length ? at : at + columns,
      Home: whole ? 0 : row,
      End: whole ? bytes.length - 1 : row + columns - 1,
      PageUp: at - 10 * columns,
      PageDown: at + 10 * columns,
    };
    const to = moves[event.key];
    if (to !== undefined) go(to);
    else if (event.key === "Enter") onEdit();
    else return;
    event.preventDefault();
  };
  const classOf = (offset: number, leaf: number): string => {
    const starts = leaves[leaf]?.from === offset ? " starts" : "";
    const isLit = offset >= lit[0] && offset < lit[1] ? " lit" : "";
    const changed = edits.has(offset) ? " edited" : "";
    const wrong = offset === faultAt ? " wrong" : "";
    return `b${colourOf(Math.max(0, leaf))}${starts}${isLit}${changed}${wrong}${offset === at ? " here" : ""}`;
  };
  const row = (number: number): JSX.Element => {
    const from = number * columns;
    const to = Math.min(bytes.length, from + columns);
    const offsets = Array.from({ length: to - from }, (_, index) => from + index);
    let leaf = leafAt(leaves, from);
    const leafOf = offsets.map((offset) => {
      while (leaf >= 0 && offset >= (leaves[leaf]?.to ?? Infinity)) leaf += 1;
      return leaf;
    });
    const cellText = (offset: number, index: number): string => {
      const field = leaves[leafOf[index] ?? -1]?.node.field.name ?? "no field";
      return `${formatHex(bytes.subarray(offset, offset + 1))}, byte ${offset}, ${field}${edits.has(offset) ? ", changed by you" : ""}`;
    };
    return (
      <div class="tv-row" role="row" aria-rowindex={number + 1} key={number}>
        <span class="tv-offset" role="rowheader">
          {from}
        </span>
        <span class="tv-hex" role="presentation">
          {offsets.map((offset, index) => (
            <span
              key={offset}
              id={`${id}-${offset}`}
              role="gridcell"
              aria-selected={offset === at}
              aria-label={cellText(offset, index)}
              class={classOf(offset, leafOf[index] ?? -1)}
              data-at={offset}
            >
              {formatHex(bytes.subarray(offset, offset + 1))}
            </span>
          ))}
        </span>
        <span class="tv-letters" aria-hidden="true">
          {offsets.map((offset, index) => (
            <span key={offset} class={classOf(offset, leafOf[index] ?? -1)} data-at={offset}>
              {letterOf(bytes[offset] ?? 0)}
            </span>
          ))}
        </span>
      </div>
    );
  };
  const offsetOf = (event: Event): number | null => {
    const found = event.target instanceof Element ? event.target.closest("[data-at]") : null;
    const offset = found?.getAttribute("data-at") ?? null;
    return offset === null ? null : Number(offset);
  };
  const visible = Math.floor(at / columns);
  return (
    <div
      class="tv-bytes"
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label="Bytes"
      aria-rowcount={count}
      aria-colcount={columns}
      aria-activedescendant={
        visible >= rows.from && visible < rows.to && bytes.length > 0 ? `${id}-${at}` : undefined
      }
      onKeyDown={onKeyDown}
      onMouseOver={(event) => onPoint(offsetOf(event))}
      onMouseLeave={() => onPoint(null)}
      onClick={(event) => {
        const offset = offsetOf(event);
        if (offset !== null) onChoose(offset);
      }}
    >
      <Filler height={rows.before} />
      {Array.from({ length: rows.to - rows.from }, (_, index) => row(rows.from + index))}
      <Filler height={rows.after} />
    </div>
  );
}
