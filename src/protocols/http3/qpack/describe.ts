// Field tree of an encoded field section, down to flags, integer bits and Huffman code words. RFC 9204 §4.5.
import { done, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor, type FieldLabel } from "../cursor.ts";
import type { TableView } from "./dynamic-table.ts";
import { fieldLineRule, takeFieldLine, type FieldLine } from "./field-line.ts";
import { completeRegion, recode } from "./primitives.ts";
import {
  decodePrefix,
  takePrefix,
  type EncodedPrefix,
  type SectionPrefix,
} from "./section-prefix.ts";
import { STATIC_TABLE } from "./static-table.ts";

/** What resolves references into the dynamic table; without it they are told by their index alone. */
export interface SectionContext {
  /** SETTINGS_QPACK_MAX_TABLE_CAPACITY of the decoder. */
  readonly maxTableCapacity: number;
  /** The table that the section refers to: a decoder's or an encoder's `table`. */
  readonly table: TableView;
}

const titles: Readonly<Record<FieldLine["kind"], string>> = {
  indexed: "Indexed Field Line",
  "name-reference": "Literal Field Line with Name Reference",
  literal: "Literal Field Line with Literal Name",
};

function sayLine(line: FieldLine, prefix: SectionPrefix | null, context?: SectionContext): string {
  if (line.kind === "literal") return `${line.name}: ${line.value}`;
  let entry: readonly [string, string] | undefined;
  let place = `${line.reference} index ${line.index}`;
  if (line.reference === "static") entry = STATIC_TABLE[Number(line.index)];
  else if (prefix !== null && context !== undefined) {
    const { base } = prefix;
    const absolute = line.reference === "relative" ? base - 1n - line.index : base + line.index;
    entry = context.table.entry(Number(absolute));
    place = `absolute index ${absolute}`;
  }
  const name = entry?.[0] ?? `(${place})`;
  if (line.kind === "name-reference") return `${name}: ${line.value}`;
  return entry === undefined ? name : `${name}: ${entry[1]}`;
}

function labelPrefix(encoded: EncodedPrefix, prefix: SectionPrefix | null): FieldLabel {
  const { encodedInsertCount, sign, deltaBase } = encoded;
  const text =
    prefix !== null
      ? `Required Insert Count ${prefix.requiredInsertCount}, Base ${prefix.base}`
      : encodedInsertCount === 0n
        ? "no reference to the dynamic table"
        : `encoded count ${encodedInsertCount}, Base ${sign ? "−" : "+"}${deltaBase}`;
  return { name: "Encoded Field Section Prefix", text, rule: "RFC 9204 §4.5.1" };
}

/** Takes a section to the end of the cursor's region. */
export function takeSection(cursor: Cursor, context?: SectionContext): void {
  let prefix: SectionPrefix | null = null;
  cursor.group(
    () => {
      const encoded = takePrefix(cursor);
      if (cursor.halt === null && context !== undefined) {
        const meant = decodePrefix(encoded, context.maxTableCapacity, context.table.insertCount);
        if ("code" in meant) cursor.fail(meant.code, cursor.at, meant.rule, meant.text);
        else prefix = meant;
      }
      return encoded;
    },
    (encoded) => labelPrefix(encoded, prefix),
  );
  while (cursor.halt === null && cursor.left > 0) {
    cursor.group(
      () => {
        const at = cursor.at;
        const line = takeFieldLine(cursor);
        const outside =
          line.kind !== "literal" &&
          line.reference === "static" &&
          STATIC_TABLE[Number(line.index)] === undefined;
        if (outside) {
          const text = `The static table has no entry ${line.index}.`;
          cursor.fail("QPACK_DECOMPRESSION_FAILED", at, "RFC 9204 §3.1", text);
        }
        return line;
      },
      (line) => ({
        name: titles[line.kind],
        text: sayLine(line, prefix, context),
        rule: fieldLineRule(line),
      }),
    );
  }
}

/**
 * Field tree of an encoded field section that reaches from `at` to the end of `bytes`. The section
 * is whole, so running out of bytes is QPACK_DECOMPRESSION_FAILED. RFC 9204 §4.5.
 */
export function describeFieldBlock(
  bytes: Uint8Array,
  at = 0,
  context?: SectionContext,
): Step<Field> {
  const cursor = createCursor(bytes, at, completeRegion("field section", "RFC 9204 §4.5", true));
  takeSection(cursor, context);
  if (cursor.halt?.kind === "fault") {
    return { kind: "fault", fault: recode(cursor.halt.fault, "QPACK_DECOMPRESSION_FAILED") };
  }
  const lines = cursor.fields.length - 1;
  return done(
    {
      name: "Encoded Field Section",
      at,
      length: bytes.length - at,
      text: lines === 1 ? "1 field line" : `${lines} field lines`,
      rule: "RFC 9204 §4.5",
      children: cursor.fields,
    },
    bytes.length,
  );
}
