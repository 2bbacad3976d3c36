// One message's bytes beside its fields, both ways; a changed byte shows what the receiver would now do.
import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { MessageEvent } from "#trace/index.ts";
import { formatHex, type Field, type Step } from "#wire/index.ts";
import { ByteGrid } from "./ByteGrid.tsx";
import { leafAt, mapBytes, type ByteMap, type Node } from "./byte-map.ts";
import { applyEdits, parseByte, readEdited, withEdit, type Dissect, type Edits } from "./edited.ts";
import { FieldTree, whereIs } from "./FieldTree.tsx";
import { ReadingLine } from "./ReadingLine.tsx";
import { useWindow } from "./use-window.ts";
import "./trace-style.ts";

interface Props {
  readonly event: MessageEvent;
  readonly dissect: Dissect;
  /** Offset of the byte that is chosen at first. */
  readonly first?: number;
}

const NO_EDITS: Edits = new Map();
/** From this width in pixels on, 16 bytes a row; below it 8. */
const WIDE = 1000;

/** A tree for bytes that could not be read: they are one field. */
const unreadable = (length: number): Field => ({
  name: "bytes",
  at: 0,
  length,
  text: `${length} bytes that no reader took`,
});

const mapOf = (step: Step<Field>, length: number): ByteMap =>
  mapBytes(step.kind === "done" ? step.value : unreadable(length), length);

/** Give it the event's id as `key`: another message starts afresh. */
export function ByteInspector({ event, dissect, first = 0 }: Props): JSX.Element {
  const [edits, setEdits] = useState(NO_EDITS);
  const [at, setAt] = useState(first);
  const [field, setField] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [notice, setNotice] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { box, width } = useWindow(0);

  const before = useMemo(() => dissect(event), [event, dissect]);
  const bytes = useMemo(() => applyEdits(event.bytes, edits), [event, edits]);
  const after = useMemo(
    () => (edits.size === 0 ? before : dissect(event, bytes)),
    [event, dissect, before, bytes, edits],
  );
  // While the edited bytes cannot be read, the fields stay as they came.
  const map = useMemo(
    () => mapOf(after.kind === "done" ? after : before, bytes.length),
    [after, before, bytes],
  );
  const reading = useMemo(
    () => (edits.size === 0 ? null : readEdited(before, after, bytes.length)),
    [before, after, edits, bytes],
  );

  const leafNode = (offset: number): Node | null =>
    map.leaves[leafAt(map.leaves, offset)]?.node ?? null;
  const find = (key: string | null): Node | null =>
    key === null ? null : (map.nodes.find((node) => node.key === key) ?? null);
  const chosen = find(field) ?? leafNode(at);
  const lit = find(pointed) ?? chosen;
  const choose = (offset: number): void => {
    setAt(offset);
    setField(leafNode(offset)?.key ?? null);
  };
  const edit = (text: string): void => {
    const byte = parseByte(text);
    if (byte === null) {
      setNotice("A byte is two hexadecimal digits, 00 to ff.");
      return;
    }
    setEdits(withEdit(event.bytes, edits, at, byte));
    setNotice("");
  };
  const copy = (): void => {
    navigator.clipboard.writeText(formatHex(bytes, " ")).then(
      () => setNotice(`${bytes.length} bytes copied as hex.`),
      () => setNotice("The browser refused the clipboard: nothing was copied."),
    );
  };
  const fault = after.kind === "fault" ? after.fault : null;
  const hex = formatHex(bytes.subarray(at, at + 1));
  return (
    <div class="tv-inspector" ref={box}>
      <p class="tv-info" aria-live="polite">
        {lit === null ? (
          "No bytes travelled."
        ) : (
          <>
            <span class="tv-path">{lit.path.slice(-3).join(" › ")}</span>{" "}
            <b class="tv-text">{lit.field.text}</b>{" "}
            <span class="soft">
              {lit.field.bits === undefined ? "byte " : ""}
              {whereIs(lit)}
              {lit.field.rule === undefined ? "" : `, ${lit.field.rule}`}
            </span>
          </>
        )}
      </p>
      <div class="tv-both">
        <ByteGrid
          bytes={bytes}
          leaves={map.leaves}
          edits={edits}
          at={at}
          lit={lit === null ? [0, 0] : [lit.field.at, lit.field.at + lit.field.length]}
          faultAt={fault?.at ?? -1}
          columns={width < WIDE ? 8 : 16}
          onChoose={choose}
          onPoint={(offset) => setPointed(offset === null ? null : (leafNode(offset)?.key ?? null))}
          onEdit={() => input.current?.select()}
        />
        <FieldTree
          map={map}
          bytes={bytes}
          chosen={chosen?.key ?? null}
          lit={lit?.key ?? null}
          onChoose={(node) => {
            setField(node.key);
            if (bytes.length > 0) setAt(Math.min(node.field.at, bytes.length - 1));
          }}
          onPoint={(node) => setPointed(node?.key ?? null)}
        />
      </div>
      <form
        class="tv-edit"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          edit(input.current?.value ?? "");
        }}
      >
        <label>
          Byte {at} is{" "}
          <input
            ref={input}
            key={`${at}-${hex}`}
            class="tv-byte"
            size={2}
            maxLength={2}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            defaultValue={hex}
            disabled={bytes.length === 0}
          />
        </label>
        <button type="submit" disabled={bytes.length === 0}>
          Change
        </button>
        <button type="button" onClick={() => setEdits(NO_EDITS)} disabled={edits.size === 0}>
          Undo changes
        </button>
        <button type="button" onClick={copy}>
          Copy as hex
        </button>
      </form>
      <div role="status" class="tv-outcome">
        {notice !== "" && <p>{notice}</p>}
        {reading !== null && <ReadingLine reading={reading} onGo={choose} />}
        {reading === null && before.kind !== "done" && (
          <ReadingLine
            reading={
              before.kind === "fault"
                ? { kind: "refuses", fault: before.fault }
                : { kind: "waits", missing: before.missing }
            }
            onGo={choose}
          />
        )}
      </div>
    </div>
  );
}
