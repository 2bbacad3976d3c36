// What the learner composes: a text with escapes, the line end that Enter writes, and the pieces it is sent in.
import { concat, utf8 } from "#wire/index.ts";

/** What a line break of the text is on the wire (WHATWG HTML §9.2.4). */
export const LINE_ENDS = ["lf", "crlf", "cr"] as const;
export type LineEnd = (typeof LINE_ENDS)[number];

/** How the bytes are cut into pieces on their way. */
export const PIECES = ["whole", "lines", "bytes"] as const;
export type Pieces = (typeof PIECES)[number];

/** What the learner sets. */
export interface Setup {
  /** Text with line breaks as LF; `\n`, `\r`, `\0`, `\\` and `\xHH` write single bytes. */
  readonly text: string;
  readonly lineEnd: LineEnd;
  readonly pieces: Pieces;
}

/** What the controls send. */
export type Change =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "line-end"; readonly lineEnd: string }
  | { readonly kind: "pieces"; readonly pieces: string }
  | { readonly kind: "example"; readonly name: string };

/** Longest text in UTF-16 code units: with it a link to the state stays below its own limit. */
export const LONGEST_TEXT = 600;

/** Streams to begin with; each holds one thing that surprises people. */
export const EXAMPLES: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: "Five blocks",
    text: `: parcels of depot Lyon

id: 7
event: scan
data: {"parcel": 42}

data: Two lines
data: of one event

id: 8

data: the last one`,
  },
  {
    name: "No blank line at the end",
    text: `data: first

data: second
`,
  },
  {
    name: "A name that onmessage does not hear",
    text: `event: scan
data: 42

data: 43

event:
data: 44

`,
  },
  {
    name: "Nothing in the data",
    text: `data

data
data

data:

event: scan

`,
  },
  {
    name: "Spaces and colons",
    text: `data:one
data: two
data:  three
 data: four
data : five

Data: six

`,
  },
  {
    name: "Ids that stay, and one that goes",
    text: `id: 1
data: a

data: b

id
data: c

data: d
id: 9\\0

`,
  },
  {
    name: "A byte order mark, and retry",
    text: `\\xef\\xbb\\xbfdata: a

retry: 1500
retry: 1.5

data: caf\\xe9

`,
  },
];

export const START: Setup = { text: EXAMPLES[0]?.text ?? "", lineEnd: "lf", pieces: "whole" };

const ENDS: Readonly<Record<LineEnd, Uint8Array>> = {
  lf: utf8("\n"),
  crlf: utf8("\r\n"),
  cr: utf8("\r"),
};
const ESCAPES: Readonly<Record<string, number>> = { "\\n": 10, "\\r": 13, "\\0": 0, "\\\\": 92 };
const TOKEN = /\\(?:[nr0\\]|x[0-9a-fA-F]{2})|\n|[^\\\n]+|\\/g;

/** The bytes of the stream. A backslash that opens no escape stands for itself. */
export function bytesOf({ text, lineEnd }: Pick<Setup, "text" | "lineEnd">): Uint8Array {
  return concat(
    (text.match(TOKEN) ?? []).map((token) => {
      if (token === "\n") return ENDS[lineEnd];
      const escaped = token.startsWith("\\x")
        ? Number.parseInt(token.slice(2), 16)
        : ESCAPES[token];
      return escaped === undefined ? utf8(token) : Uint8Array.of(escaped);
    }),
  );
}

/** The same bytes in the pieces in which they are sent; a line's piece ends with its line end. */
export function piecesOf(setup: Setup): readonly Uint8Array[] {
  const bytes = bytesOf(setup);
  if (bytes.length === 0) return [];
  if (setup.pieces === "whole") return [bytes];
  const cuts: number[] = [];
  for (let at = 1; at < bytes.length; at += 1) {
    const before = bytes[at - 1];
    const ends = before === 10 || (before === 13 && bytes[at] !== 10);
    if (setup.pieces === "bytes" || ends) cuts.push(at);
  }
  return [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index]));
}

/** Line breaks as LF, no other control character but the tab, whole code points only. */
const ALLOWED = /^[\n\t\u0020-\u007e\u00a0-\uffff]*$/;
const tidy = (text: string): string =>
  text.replaceAll(/\r\n?/g, "\n").slice(0, LONGEST_TEXT).toWellFormed();

const isLineEnd = (value: unknown): value is LineEnd => LINE_ENDS.some((each) => each === value);
const isPieces = (value: unknown): value is Pieces => PIECES.some((each) => each === value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, made: Change): Setup {
  switch (made.kind) {
    case "text": {
      const text = tidy(made.text);
      return ALLOWED.test(text) && text !== setup.text ? { ...setup, text } : setup;
    }
    case "line-end":
      return isLineEnd(made.lineEnd) ? { ...setup, lineEnd: made.lineEnd } : setup;
    case "pieces":
      return isPieces(made.pieces) ? { ...setup, pieces: made.pieces } : setup;
    case "example": {
      const example = EXAMPLES.find(({ name }) => name === made.name);
      return example === undefined ? setup : { ...setup, text: example.text };
    }
  }
}

/** [text, line end, pieces] */
export const encode = ({ text, lineEnd, pieces }: Setup): unknown => [
  text,
  LINE_ENDS.indexOf(lineEnd),
  PIECES.indexOf(pieces),
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 3) return null;
  const [text, lineEndIndex, piecesIndex] = data as readonly unknown[];
  const lineEnd = typeof lineEndIndex === "number" ? LINE_ENDS[lineEndIndex] : undefined;
  const pieces = typeof piecesIndex === "number" ? PIECES[piecesIndex] : undefined;
  if (typeof text !== "string" || lineEnd === undefined || pieces === undefined) return null;
  return text === tidy(text) && ALLOWED.test(text) ? { text, lineEnd, pieces } : null;
}
