// What became of each block of a stream, and why some gave nothing: WHATWG HTML §9.2.5.
import { describeStream } from "#protocols/sse/index.ts";
import type { Field } from "#wire/index.ts";

/** What became of one block of the stream. */
export interface Fate {
  readonly from: number;
  /** Offset behind its last byte. */
  readonly to: number;
  readonly dispatched: boolean;
  /** In words: what was dispatched, or why nothing was. */
  readonly text: string;
  /** Lines that did nothing, each with its reason. */
  readonly ignored: readonly string[];
}

const ignoredLine = ({ name, text, children = [] }: Field): readonly string[] => {
  if (name !== "field line" || !text.startsWith("ignored")) return [];
  const line = children.filter((part) => part.name !== "line end").map((part) => part.text);
  return [`${line.join("")}: ${text.replace("ignored: ", "")}`];
};

/** The blocks of the stream in order; blank lines between two blocks are none. */
export function fatesOf(bytes: Uint8Array): readonly Fate[] {
  const step = describeStream(bytes);
  const blocks = step.kind === "done" ? (step.value.children ?? []) : [];
  return blocks
    .filter(({ name, children = [] }) => name !== "byte order mark" && children.length > 0)
    .filter(({ children = [] }) => children[0]?.name !== "blank line")
    .map(({ name, at, length, text, children = [] }) => ({
      from: at,
      to: at + length,
      dispatched: name === "event",
      text,
      ignored: children.flatMap(ignoredLine),
    }));
}
