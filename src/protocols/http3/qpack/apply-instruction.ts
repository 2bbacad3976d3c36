// Carries out one instruction of the encoder stream on the decoder's table. RFC 9204 §4.3.
import type { DynamicTable, TableEntry } from "./dynamic-table.ts";
import type { EncoderInstruction } from "./encoder-stream.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { STATIC_TABLE } from "./static-table.ts";

const code = "QPACK_ENCODER_STREAM_ERROR";

/** Changes the table, or says which rule the instruction at offset `at` breaks. */
export function applyInstruction(
  table: DynamicTable,
  instruction: EncoderInstruction,
  maxTableCapacity: number,
  at: number,
): Refusal | null {
  const newest = (index: bigint): TableEntry | undefined =>
    table.entry(table.insertCount - 1 - Number(index));
  const insert = (entry: TableEntry | undefined, rule: string): Refusal | null => {
    if (entry === undefined) {
      return refuse(code, at, rule, "The instruction names an entry that is not in the table.");
    }
    if (table.insert(entry)) return null;
    const text = `The entry is larger than the table's capacity of ${table.capacity} bytes.`;
    return refuse(code, at, "RFC 9204 §3.2.2", text);
  };
  switch (instruction.kind) {
    case "set-capacity": {
      if (instruction.capacity > BigInt(maxTableCapacity)) {
        const text = `Capacity ${instruction.capacity} exceeds the maximum of ${maxTableCapacity}.`;
        return refuse(code, at, "RFC 9204 §4.3.1", text);
      }
      table.setCapacity(Number(instruction.capacity));
      return null;
    }
    case "insert-literal-name":
      return insert([instruction.name, instruction.value], "RFC 9204 §4.3.3");
    case "insert-name-reference": {
      const isStatic = instruction.table === "static";
      const entry = isStatic ? STATIC_TABLE[Number(instruction.index)] : newest(instruction.index);
      const rule = isStatic ? "RFC 9204 §3.1" : "RFC 9204 §2.2.3";
      return insert(entry && [entry[0], instruction.value], rule);
    }
    case "duplicate":
      return insert(newest(instruction.index), "RFC 9204 §2.2.3");
  }
}
