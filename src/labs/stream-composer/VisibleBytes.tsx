// A stream as it goes out, every line end, space at a line's edge and unprintable byte to be seen.
import type { JSX } from "preact";
import { strictUtf8Text } from "#wire/index.ts";

/** A byte that no glyph shows, by its name or in hex. */
const nameOf = (byte: number): string =>
  ({ 9: "TAB", 10: "LF", 13: "CR" })[byte] ?? byte.toString(16).padStart(2, "0");

interface Piece {
  readonly text: string;
  /** Shown apart from text that may look alike. */
  readonly mark: boolean;
}

/** The bytes of one line with its end, as text and marks. */
function piecesOfLine(line: Uint8Array): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < line.length) {
    const byte = line[at] ?? 0;
    if (byte < 0x20 || byte === 0x7f) {
      pieces.push({ text: nameOf(byte), mark: true });
      at += 1;
      continue;
    }
    // The longest run of text from here that is good UTF-8; a byte that is none is shown as hex.
    let end = at + 1;
    while (end < line.length && (line[end] ?? 0) >= 0x20 && line[end] !== 0x7f) end += 1;
    let text = strictUtf8Text(line.subarray(at, end));
    while (text === null && end > at + 1) {
      end -= 1;
      text = strictUtf8Text(line.subarray(at, end));
    }
    if (text?.startsWith("\ufeff") === true) {
      pieces.push({ text: "BOM", mark: true });
      text = text.slice(1);
    }
    pieces.push(text === null ? { text: nameOf(byte), mark: true } : { text, mark: false });
    at = end;
  }
  return pieces;
}

function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 10 && (bytes[at] !== 13 || bytes[at + 1] === 10)) continue;
    lines.push(bytes.subarray(from, at + 1));
    from = at + 1;
  }
  return from < bytes.length ? [...lines, bytes.subarray(from)] : lines;
}

/** The bytes line by line; read aloud, the marks have their names. */
export function VisibleBytes({ bytes }: { readonly bytes: Uint8Array }): JSX.Element {
  return (
    <div class="composer-out">
      <p>
        What goes out, <span class="composer-count">{bytes.length} bytes</span>
      </p>
      <pre tabIndex={0} aria-label="The bytes that go out">
        {linesOf(bytes).map((line, index) => (
          <span key={index} class="composer-line">
            {piecesOfLine(line).map(({ text, mark }, place) =>
              mark ? <i key={place}>{text}</i> : text,
            )}
            {"\n"}
          </span>
        ))}
      </pre>
    </div>
  );
}
