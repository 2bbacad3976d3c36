// Bytes that the learner changed, and what a receiver would make of them. Pure.
import type { MessageEvent } from "#trace/index.ts";
import type { Fault, Field, Step } from "#wire/index.ts";
import { mapBytes, type Leaf } from "./byte-map.ts";

/** The field tree of a message, from its own bytes or from edited ones. */
export type Dissect = (event: MessageEvent, bytes?: Uint8Array) => Step<Field>;

/** Changed bytes by their offset. */
export type Edits = ReadonlyMap<number, number>;

/** A message's bytes with the edits put in. */
export function applyEdits(bytes: Uint8Array, edits: Edits): Uint8Array {
  if (edits.size === 0) return bytes;
  const edited = bytes.slice();
  for (const [at, byte] of edits) if (at < edited.length) edited[at] = byte;
  return edited;
}

/** Puts in one byte; the byte that was there from the start takes its edit away. */
export function withEdit(bytes: Uint8Array, edits: Edits, at: number, byte: number): Edits {
  const next = new Map(edits);
  if (bytes[at] === byte) next.delete(at);
  else next.set(at, byte);
  return next;
}

/** One byte as two hex digits; null for anything else. */
export function parseByte(text: string): number | null {
  const tidy = text.trim();
  return /^[0-9a-f]{2}$/i.test(tidy) ? Number.parseInt(tidy, 16) : null;
}

/** What the receiver would now do. */
export type Reading =
  | { readonly kind: "same" }
  /** It reads on, but something else. */
  | {
      readonly kind: "changed";
      readonly changes: readonly {
        readonly name: string;
        readonly was: string;
        readonly is: string;
      }[];
    }
  | { readonly kind: "waits"; readonly missing: number }
  | { readonly kind: "refuses"; readonly fault: Fault };

/** Changes told at most; a shifted length changes everything behind it. */
const MOST_CHANGES = 4;

const textsOf = (leaves: readonly Leaf[]): readonly (readonly [string, string])[] =>
  leaves.map(({ node }) => [node.path.slice(-2).join(" › "), node.field.text]);

/** Compares the tree of the bytes as they came with what the edited ones give. */
export function readEdited(before: Step<Field>, after: Step<Field>, length: number): Reading {
  if (after.kind === "fault") return { kind: "refuses", fault: after.fault };
  if (after.kind === "more") return { kind: "waits", missing: after.missing };
  if (before.kind !== "done") return { kind: "same" };
  const was = textsOf(mapBytes(before.value, length).leaves);
  const is = textsOf(mapBytes(after.value, length).leaves);
  const changes: { name: string; was: string; is: string }[] = [];
  for (const [index, [name, text]] of is.entries()) {
    const old = was[index];
    if (old?.[0] === name && old[1] === text) continue;
    changes.push({ name, was: old === undefined ? "nothing" : old[1], is: text });
    if (changes.length === MOST_CHANGES) break;
  }
  return changes.length === 0 ? { kind: "same" } : { kind: "changed", changes };
}
