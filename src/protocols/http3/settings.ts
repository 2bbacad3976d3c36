// Parameters of the SETTINGS frame: names, numbers, and those that must not appear. RFC 9114 §7.2.4.
import type { Cursor } from "./cursor.ts";
import { isGrease } from "./error-codes.ts";

/** Name → identifier. RFC 9114 §7.2.4.1, RFC 9204 §5, RFC 9220 §3. */
export const HTTP3_SETTINGS = {
  QPACK_MAX_TABLE_CAPACITY: 0x01n,
  MAX_FIELD_SECTION_SIZE: 0x06n,
  QPACK_BLOCKED_STREAMS: 0x07n,
  ENABLE_CONNECT_PROTOCOL: 0x08n,
} as const satisfies Record<string, bigint>;

/** One parameter as it travels: identifier and value. */
export type Http3Setting = readonly [id: bigint, value: bigint];

/** Identifiers of HTTP/2 without a meaning in HTTP/3; receiving one is an error. RFC 9114 §11.2.2. */
const forbidden = new Set([0x00n, 0x02n, 0x03n, 0x04n, 0x05n]);

const rule = "RFC 9114 §7.2.4";

/** Name of a setting identifier for a person. */
export function settingName(id: bigint): string {
  const known = Object.entries(HTTP3_SETTINGS).find(([, value]) => value === id);
  if (known) return known[0];
  return isGrease(id) ? "reserved, ignored" : "unknown, ignored";
}

/** Whether an identifier is one that HTTP/3 forbids to send. RFC 9114 §7.2.4.1. */
export const isForbiddenSetting = (id: bigint): boolean => forbidden.has(id);

/** Reads the payload of a SETTINGS frame up to the end of the cursor's region. */
export function takeSettings(cursor: Cursor): Http3Setting[] {
  const settings: Http3Setting[] = [];
  const seen = new Set<bigint>();
  while (cursor.halt === null && cursor.left > 0) {
    const at = cursor.at;
    const [id, value] = cursor.group(
      () => {
        const name = cursor.varint(
          "Identifier",
          rule,
          (number) => `0x${number.toString(16)} ${settingName(number)}`,
        );
        return [name, cursor.varint("Value", rule)] as const;
      },
      ([name, number]) => ({ name: "Setting", rule, text: `${settingName(name)} = ${number}` }),
    );
    if (isForbiddenSetting(id)) {
      const text = `Setting 0x${id.toString(16)} belongs to HTTP/2 alone: HTTP/3 forbids it.`;
      cursor.fail("H3_SETTINGS_ERROR", at, "RFC 9114 §7.2.4.1", text);
    }
    if (seen.has(id)) {
      const text = `Setting 0x${id.toString(16)} occurs twice: each may occur once.`;
      cursor.fail("H3_SETTINGS_ERROR", at, rule, text);
    }
    seen.add(id);
    settings.push([id, value]);
  }
  return settings;
}
