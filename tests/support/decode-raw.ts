// Reads what protoc --decode_raw prints and compares it with what our inspector found.
import type { ProtoField } from "../../src/protocols/protobuf/index.ts";
import { equalBytes, latin1 } from "../../src/wire/index.ts";

/** One printed field: a number, a string of bytes, or a block of fields. */
export interface RawLine {
  readonly number: number;
  readonly value:
    | { readonly kind: "varint" | "fixed32" | "fixed64"; readonly value: bigint }
    | { readonly kind: "bytes"; readonly value: Uint8Array }
    | { readonly kind: "block"; readonly value: readonly RawLine[] };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

const unescape = (text: string): Uint8Array =>
  latin1(
    text.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
    ),
  );

/** Parses the printed text; an unknown line throws. */
export function decodeRawLines(text: string): RawLine[] {
  const stack: { readonly number: number; readonly lines: RawLine[] }[] = [
    { number: 0, lines: [] },
  ];
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const open = /^\s*(\d+) \{$/.exec(line);
    const scalar = /^\s*(\d+): (?:0x([0-9a-f]+)|(\d+)|"(.*)")$/.exec(line);
    if (open) {
      stack.push({ number: Number(open[1]), lines: [] });
    } else if (/^\s*\}$/.test(line)) {
      const block = stack.pop();
      if (!block) throw new Error("a block ends that never began");
      stack.at(-1)?.lines.push({
        number: block.number,
        value: { kind: "block", value: block.lines },
      });
    } else if (scalar) {
      const [, number, fixed, varint, quoted] = scalar;
      const value: RawLine["value"] = fixed
        ? { kind: fixed.length === 8 ? "fixed32" : "fixed64", value: BigInt(`0x${fixed}`) }
        : varint
          ? { kind: "varint", value: BigInt(varint) }
          : { kind: "bytes", value: unescape(quoted ?? "") };
      stack.at(-1)?.lines.push({ number: Number(number), value });
    } else {
      throw new Error(`decode_raw printed an unknown line: ${line}`);
    }
  }
  return stack[0]?.lines ?? [];
}

const WIRE_TYPE = { varint: 0, fixed64: 1, fixed32: 5 } as const;

/**
 * The first difference between our fields and the printed ones; null when they agree. protoc guesses
 * whether LEN bytes are a message; we follow its guess and compare what is inside.
 */
export function differsFromRaw(
  fields: readonly ProtoField[],
  lines: readonly RawLine[],
): string | null {
  if (fields.length !== lines.length) return `${fields.length} fields, protoc has ${lines.length}`;
  for (const [index, { number, value }] of lines.entries()) {
    const field = fields[index];
    if (field?.number !== number) return `field ${field?.number}, protoc has ${number}`;
    const different = differsInValue(field, value);
    if (different) return `field ${number}: ${different}`;
  }
  return null;
}

function differsInValue(field: ProtoField, raw: RawLine["value"]): string | null {
  switch (raw.kind) {
    case "block": {
      const inside =
        field.wireType === 3 ? (field.value as readonly ProtoField[]) : field.candidates.message;
      return inside ? differsFromRaw(inside, raw.value) : "protoc reads a message";
    }
    case "bytes":
      return field.value instanceof Uint8Array && equalBytes(field.value, raw.value)
        ? null
        : "protoc reads other bytes";
    default:
      return field.wireType === WIRE_TYPE[raw.kind] && field.value === raw.value
        ? null
        : `wire type ${field.wireType}, protoc has ${raw.kind} ${raw.value}`;
  }
}
