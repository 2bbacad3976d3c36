// Reads a whole encoded field section against a dynamic table. RFC 9204 §4.5.
import type { HeaderField } from "#protocols/semantics/index.ts";
import { createCursor } from "../cursor.ts";
import type { TableEntry, TableView } from "./dynamic-table.ts";
import { takeFieldLine, type FieldLine } from "./field-line.ts";
import { completeRegion, recode } from "./primitives.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { decodePrefix, takePrefix, type SectionPrefix } from "./section-prefix.ts";
import { STATIC_TABLE } from "./static-table.ts";

/** A decoded section: names and values with one character per octet. */
export interface DecodedSection {
  readonly value: HeaderField[];
  /**
   * Positions in `value` of lines that must stay literals on later hops; absent when there are
   * none. RFC 9204 §7.1.3.
   */
  readonly neverIndexed?: ReadonlySet<number>;
}

/** A section whose prefix has been read; its lines begin at `at`. */
export interface Section {
  readonly prefix: SectionPrefix;
  readonly bytes: Uint8Array;
  readonly at: number;
}

const code = "QPACK_DECOMPRESSION_FAILED";

/** Reads the prefix of a section for a decoder that has received `insertCount` entries. */
export function openSection(
  bytes: Uint8Array,
  maxTableCapacity: number,
  insertCount: number,
): Section | Refusal {
  const cursor = createCursor(bytes, 0, completeRegion("field section", "RFC 9204 §4.5.1", false));
  const encoded = takePrefix(cursor);
  if (cursor.halt?.kind === "fault") {
    return { kind: "fault", fault: recode(cursor.halt.fault, code) };
  }
  const prefix = decodePrefix(encoded, maxTableCapacity, insertCount);
  return "code" in prefix ? { kind: "fault", fault: prefix } : { prefix, bytes, at: cursor.at };
}

/** The entry that a representation points at; undefined when there is none within the promise. */
function resolve(
  line: Exclude<FieldLine, { kind: "literal" }>,
  { base, requiredInsertCount }: SectionPrefix,
  table: TableView,
): TableEntry | undefined {
  if (line.reference === "static") return STATIC_TABLE[Number(line.index)];
  const absolute = line.reference === "relative" ? base - 1n - line.index : base + line.index;
  if (absolute < 0n || absolute >= BigInt(requiredInsertCount)) return undefined;
  return table.entry(Number(absolute));
}

/** Reads the lines of a section; every entry that its prefix asks for must have been inserted. */
export function readLines(section: Section, table: TableView): DecodedSection | Refusal {
  const region = completeRegion("field section", "RFC 9204 §4.5", false);
  const cursor = createCursor(section.bytes, section.at, region);
  const value: HeaderField[] = [];
  const neverIndexed = new Set<number>();
  while (cursor.left > 0) {
    const from = cursor.at;
    const line = takeFieldLine(cursor);
    if (cursor.halt?.kind === "fault") {
      return { kind: "fault", fault: recode(cursor.halt.fault, code) };
    }
    if (line.kind !== "indexed" && line.neverIndexed) neverIndexed.add(value.length);
    if (line.kind === "literal") {
      value.push([line.name, line.value]);
      continue;
    }
    const entry = resolve(line, section.prefix, table);
    if (entry === undefined) {
      const rule = line.reference === "static" ? "RFC 9204 §3.1" : "RFC 9204 §2.2.3";
      const text = `The ${line.reference} index ${line.index} refers to no entry that is there.`;
      return refuse(code, from, rule, text);
    }
    value.push(line.kind === "indexed" ? entry : [entry[0], line.value]);
  }
  return neverIndexed.size > 0 ? { value, neverIndexed } : { value };
}
