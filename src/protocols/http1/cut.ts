// Cutting named stretches out of a message for its field tree.
import { latin1Text, type Field } from "#wire/index.ts";

/** Makes fields of `bytes`; offsets are absolute, `to` is exclusive. */
export interface Cut {
  readonly bytes: Uint8Array;
  /** A stretch without parts; its text shows control characters by name. */
  leaf(name: string, from: number, to: number, rule?: string): Field;
  /** The same, or nothing when the stretch is empty. */
  optional(name: string, from: number, to: number, rule?: string): Field[];
  /** A stretch with parts, which must tile it. */
  parent(name: string, from: number, to: number, rule: string, children: Field[]): Field;
}

const names: Readonly<Record<string, string>> = {
  "\r\n": "CR LF",
  " ": "SP",
  "\t": "HTAB",
};

/** Longest text of a leaf in characters; what is longer ends in an ellipsis. */
const longest = 120;

function textOf(bytes: Uint8Array): string {
  const text = latin1Text(bytes.subarray(0, longest));
  if (names[text] !== undefined) return names[text];
  const shown = text.replace(/\r\n|[\r\n\t]/g, (each) => ` ${names[each] ?? "·"} `).trim();
  return bytes.length > longest ? `${shown} …` : shown;
}

/** Opens a cutter on `bytes`. */
export function cutter(bytes: Uint8Array): Cut {
  const leaf = (name: string, from: number, to: number, rule?: string): Field => {
    const field = { name, at: from, length: to - from, text: textOf(bytes.subarray(from, to)) };
    return rule === undefined ? field : { ...field, rule };
  };
  return {
    bytes,
    leaf,
    optional: (name, from, to, rule) => (to > from ? [leaf(name, from, to, rule)] : []),
    parent: (name, from, to, rule, children) => ({ ...leaf(name, from, to, rule), children }),
  };
}
