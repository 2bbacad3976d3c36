// Field blocks to field lines: RFC 7541 §3, §4.2, §6; what a size update must obey, RFC 9113 §4.3.1.
import type { HeaderField } from "#protocols/semantics/fields.ts";
import type { Fault } from "#wire/index.ts";
import { BlockReader } from "./hpack-block-reader.ts";
import { createDynamicTable, ENTRY_OVERHEAD, type DynamicTable } from "./hpack-dynamic-table.ts";
import { STATIC_LENGTH, STATIC_TABLE } from "./hpack-static-table.ts";

/** A decoded field block with what an intermediary and a careful receiver need beside its lines. */
export interface FieldBlock {
  readonly fields: HeaderField[];
  /** Indices of the lines that were never-indexed literals; a forwarder keeps them so (§6.2.3). */
  readonly neverIndexed: ReadonlySet<number>;
  /** Octets of the section as limits count it: name + value + 32 a line (RFC 9113 §6.5.2). */
  readonly size: number;
  /** True when `size` passed `maxFieldSectionSize`: the table is right, but lines were left out. */
  readonly tooLarge: boolean;
}

/** A settled outcome: a field block is whole when it is decoded, so there is no `more`. */
export type Decoded<T> =
  { readonly kind: "done"; readonly value: T } | { readonly kind: "fault"; readonly fault: Fault };

/** A decoding context: the dynamic table of one direction of one connection. */
export interface HpackDecoder {
  /** Decodes a whole field block into its lines. A fault leaves the context unusable (§2.2). */
  decode(block: Uint8Array): Decoded<HeaderField[]>;
  /** The same, with the never-indexed lines and the size of the section. */
  decodeBlock(block: Uint8Array): Decoded<FieldBlock>;
  /**
   * The limit that the protocol sets (the acknowledged SETTINGS_HEADER_TABLE_SIZE). When it falls
   * below the table's present size, the next block must begin with a size update that obeys it.
   */
  setMaxTableSize(octets: number): void;
  /** Changes the size of a section beyond which lines are no longer collected. */
  setMaxFieldSectionSize(octets: number): void;
  /** The dynamic table, newest first. */
  table(): HeaderField[];
}

/** Largest field section in octets that a decoder collects unless told otherwise. */
export const DEFAULT_MAX_FIELD_SECTION_SIZE = 1 << 20;

/**
 * A decoding context whose dynamic table holds at most `maxTableSize` octets (4,096 unless told).
 * Lines beyond `maxFieldSectionSize` octets are processed but not collected, so that a small block
 * cannot unfold into unbounded memory (§7.3).
 */
export function createHpackDecoder({
  maxTableSize = 4096,
  maxFieldSectionSize: initialSectionSize = DEFAULT_MAX_FIELD_SECTION_SIZE,
}: {
  readonly maxTableSize?: number;
  readonly maxFieldSectionSize?: number;
} = {}): HpackDecoder {
  const table = createDynamicTable(maxTableSize);
  let limit = maxTableSize;
  let maxFieldSectionSize = initialSectionSize;
  /** The smallest limit since the last block when it undercuts the table's size: an update is due. */
  let due: number | null = null;

  const decodeBlock = (block: Uint8Array): Decoded<FieldBlock> => {
    const reader = new BlockReader(block);
    const fields: HeaderField[] = [];
    const neverIndexed = new Set<number>();
    let size = 0;
    readSizeUpdates(reader, block, table, limit, due);
    if (block.length > 0 && reader.fault === null) due = null;
    while (reader.at < block.length && reader.fault === null) {
      const start = reader.at;
      const octet = block[start] as number;
      let field: HeaderField | undefined;
      let never = false;
      if (octet >= 0x80) {
        field = fieldAt(reader, table, start, reader.integer(7));
      } else if (octet >= 0x40) {
        field = readLiteral(reader, table, start, 6);
        if (field !== undefined) table.add(field);
      } else if (octet >= 0x20) {
        reader.fail(start, "RFC 7541 §4.2", "a table size update stands behind a field line");
      } else {
        never = octet >= 0x10;
        field = readLiteral(reader, table, start, 4);
      }
      if (field === undefined) break;
      size += field[0].length + field[1].length + ENTRY_OVERHEAD;
      if (size > maxFieldSectionSize) continue;
      if (never) neverIndexed.add(fields.length);
      fields.push(field);
    }
    if (reader.fault !== null) return { kind: "fault", fault: reader.fault };
    const tooLarge = size > maxFieldSectionSize;
    return { kind: "done", value: { fields, neverIndexed, size, tooLarge } };
  };

  return {
    decodeBlock,
    decode(block) {
      const decoded = decodeBlock(block);
      if (decoded.kind === "fault") return decoded;
      if (!decoded.value.tooLarge) return { kind: "done", value: decoded.value.fields };
      const text = `the field section has ${decoded.value.size} octets, more than ${maxFieldSectionSize}`;
      return {
        kind: "fault",
        fault: { code: "COMPRESSION_ERROR", at: 0, rule: "RFC 7541 §7.3", text },
      };
    },
    setMaxTableSize(octets) {
      limit = octets;
      if (octets < (due ?? table.maxSize)) due = octets;
    },
    setMaxFieldSectionSize(octets) {
      maxFieldSectionSize = octets;
    },
    table: () => table.list(),
  };
}

/** Size updates (§6.3): only at the beginning of a block, and there when one is due. */
function readSizeUpdates(
  reader: BlockReader,
  block: Uint8Array,
  table: DynamicTable,
  limit: number,
  due: number | null,
): void {
  let owed = due;
  while (reader.at < block.length && ((block[reader.at] as number) & 0xe0) === 0x20) {
    const start = reader.at;
    const size = reader.integer(5);
    if (reader.fault !== null) return;
    if (size > limit) {
      const text = `a table size update to ${size} exceeds the limit of ${limit}`;
      reader.fail(start, "RFC 7541 §6.3", text);
      return;
    }
    if (owed !== null && size > owed) {
      const text = `the first table size update is ${size}, but the limit had fallen to ${owed}`;
      reader.fail(start, "RFC 7541 §4.2", text);
      return;
    }
    owed = null;
    table.resize(size);
  }
  if (owed !== null && block.length > 0) {
    const text = `the limit fell to ${owed}, but no table size update begins the block`;
    reader.fail(reader.at, "RFC 9113 §4.3.1", text);
  }
}

function fieldAt(
  reader: BlockReader,
  table: DynamicTable,
  start: number,
  index: number,
): HeaderField | undefined {
  if (index < 0) return undefined;
  if (index === 0) {
    reader.fail(start, "RFC 7541 §6.1", "index 0 names no entry");
    return undefined;
  }
  const field =
    index <= STATIC_LENGTH ? STATIC_TABLE[index - 1] : table.at(index - STATIC_LENGTH - 1);
  if (field === undefined) {
    const last = STATIC_LENGTH + table.length;
    reader.fail(start, "RFC 7541 §2.3.3", `index ${index} is beyond the last entry, ${last}`);
  }
  return field;
}

/** A literal of §6.2, whose name is an index with this prefix or, at 0, a string. */
function readLiteral(
  reader: BlockReader,
  table: DynamicTable,
  start: number,
  prefixBits: number,
): HeaderField | undefined {
  const index = reader.integer(prefixBits);
  const name = index === 0 ? reader.string() : fieldAt(reader, table, start, index)?.[0];
  const value = name === undefined ? undefined : reader.string();
  return name === undefined || value === undefined ? undefined : [name, value];
}
