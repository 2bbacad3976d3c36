// The grpc-message field: UTF-8, percent-encoded (PROTOCOL-HTTP2.md, "Responses").
import { latin1, latin1Text, utf8, utf8Text } from "#wire/index.ts";

const plain = (byte: number) => byte >= 0x20 && byte <= 0x7e && byte !== 0x25;

/** Space and visible ASCII but "%" stay as they are; every other byte becomes %XX. */
export const encodeStatusMessage = (text: string): string =>
  Array.from(utf8(text), (byte) =>
    plain(byte)
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  ).join("");

/**
 * Decodes every %XX. It never fails: a broken sequence stays as it is, bytes that are no UTF-8
 * become U+FFFD.
 */
export function decodeStatusMessage(text: string): string {
  const bytes = latin1Text(utf8(text)).replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return utf8Text(latin1(bytes));
}
