// Parts that field trees of HTTP/3 and QUIC are made of. RFC 9000 §16.
import { formatHex, type Field } from "#wire/index.ts";
import { varintLengthOf } from "./varint.ts";

/** Bytes as a person reads them: hex, shortened behind the first sixteen. */
export const hexPreview = (bytes: Uint8Array): string =>
  bytes.length === 0
    ? "empty"
    : bytes.length <= 16
      ? formatHex(bytes, " ")
      : `${formatHex(bytes.subarray(0, 16), " ")} … (${bytes.length} bytes)`;

/** A count of bytes with its unit. */
export const byteCount = (bytes: Uint8Array | number): string => {
  const count = typeof bytes === "number" ? bytes : bytes.length;
  return count === 1 ? "1 byte" : `${count} bytes`;
};

/** Field of one variable-length integer with its length bits and its value bits. RFC 9000 §16. */
export function varintField(
  name: string,
  at: number,
  bytes: Uint8Array,
  rule: string,
  text: string,
): Field {
  const length = varintLengthOf(bytes[0] ?? 0);
  const part = (label: string, from: number, to: number, say: string): Field => ({
    name: label,
    at,
    length,
    text: say,
    rule: "RFC 9000 §16",
    bits: [from, to],
  });
  const prefix = ((bytes[0] ?? 0) >> 6).toString(2).padStart(2, "0");
  return {
    name,
    at,
    length,
    text,
    rule,
    children: [
      part("length prefix", 0, 2, `${prefix}: ${byteCount(length)}`),
      part("value", 2, 8 * length, text),
    ],
  };
}

/** The same tree, `by` bytes further on. */
export const moved = (field: Field, by: number): Field => ({
  ...field,
  at: field.at + by,
  ...(field.children ? { children: field.children.map((child) => moved(child, by)) } : {}),
});
