// Bytes as hexadecimal text and back.

/** Lower-case hex, two digits a byte, with `separator` between bytes. */
export function formatHex(bytes: Uint8Array, separator = ""): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(separator);
}

/**
 * Bytes of a hex text; white space, commas, colons and 0x prefixes between bytes are ignored.
 * Anything else, or an odd digit, gives null.
 */
export function parseHex(text: string): Uint8Array | null {
  const digits = text.replace(/0x|[\s,:]/gi, "");
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) return null;
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}
