// Bytes of which some are wrong: a table of buttons, one a byte, that are pressed to mark.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CardOf } from "#cards/index.ts";
import type { Answering } from "./answering.ts";

/** Bytes in a row of the table. */
const ROW = 8;

/** "17 0a" and "170a" are the same two bytes. */
export const octetsOf = (hex: string): readonly string[] => hex.match(/[0-9a-f]{2}/gi) ?? [];

/** The character of a byte where it has one that can be seen: ASCII 21–7e, and the space by name. */
export function shownAs(octet: string): string {
  const code = Number.parseInt(octet, 16);
  if (code === 0x20) return "sp";
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : "·";
}

export function BytesAnswer({ card, give }: Answering<CardOf<"bytes">>): JSX.Element {
  const [marked, setMarked] = useState<readonly number[]>([]);
  const octets = octetsOf(card.hex);
  const rows = Array.from({ length: Math.ceil(octets.length / ROW) }, (_, row) => row * ROW);
  const toggle = (at: number): void =>
    setMarked((before) =>
      before.includes(at) ? before.filter((other) => other !== at) : [...before, at],
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give({ kind: "offsets", offsets: marked.toSorted((a, b) => a - b) });
      }}
    >
      <div class="scroll">
        <table class="answer-bytes">
          <caption>Press every byte that is wrong.</caption>
          <tbody>
            {rows.map((from) => (
              <tr key={from}>
                <th scope="row">{from}</th>
                {octets.slice(from, from + ROW).map((octet, column) => {
                  const at = from + column;
                  return (
                    <td key={at}>
                      <button
                        type="button"
                        aria-pressed={marked.includes(at)}
                        onClick={() => toggle(at)}
                      >
                        <span class="only-heard">{`offset ${String(at)}, hex `}</span>
                        <code>{octet}</code>
                        <small aria-hidden="true">{shownAs(octet)}</small>
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="soft" aria-live="polite">
        {marked.length === 0 ? "None marked" : `${String(marked.length)} marked`}
      </p>
      <button class="go" type="submit" disabled={marked.length === 0}>
        Check
      </button>
    </form>
  );
}
