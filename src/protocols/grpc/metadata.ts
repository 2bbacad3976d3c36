// Metadata: what an application sends beside its messages (PROTOCOL-HTTP2.md, "Requests").
import type { HeaderField } from "#protocols/semantics/index.ts";
import { latin1, latin1Text, type Fault } from "#wire/index.ts";
import { RULES } from "./status.ts";

/** Whether the name says that its values are bytes. */
export const isBinaryName = (name: string): boolean => name.toLowerCase().endsWith("-bin");

// "grpc-" is reserved, the rest belongs to HTTP or to the call itself.
const OF_THE_CALL = new Set(["content-type", "te", "user-agent"]);

/** Whether a field is metadata of the application, and not part of the protocol. */
export const isMetadata = ([name]: HeaderField): boolean =>
  !name.startsWith(":") && !/^grpc-/i.test(name) && !OF_THE_CALL.has(name.toLowerCase());

/** Base64 of RFC 4648 §4 without padding, as -bin values should be sent. */
export const encodeBase64 = (bytes: Uint8Array): string =>
  btoa(latin1Text(bytes)).replace(/=+$/, "");

/** Bytes of base64, padded or not; null for anything else. Spare bits of the end are not looked at. */
export function decodeBase64(text: string): Uint8Array | null {
  const bare = text.replace(/={1,2}$/, "");
  const padded = bare.length !== text.length;
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1) return null;
  return padded && text.length % 4 !== 0 ? null : latin1(atob(bare));
}

/**
 * The field line of one value: bytes for a name in -bin, text of space and visible ASCII otherwise.
 * A name or value that the field cannot hold throws RangeError.
 */
export function encodeMetadata(name: string, value: Uint8Array | string): HeaderField {
  if (!/^[0-9a-z_.-]+$/.test(name)) {
    throw new RangeError(`metadata name ${JSON.stringify(name)}: use 0-9 a-z _ - . only.`);
  }
  if (isBinaryName(name)) {
    if (typeof value === "string") throw new RangeError(`${name} holds bytes, not text.`);
    return [name, encodeBase64(value)];
  }
  const text = typeof value === "string" ? value : latin1Text(value);
  if (!/^[ -~]+$/.test(text)) {
    throw new RangeError(`${name} holds more than visible ASCII. Name it ${name}-bin, send bytes.`);
  }
  return [name, text];
}

/**
 * Reads the value of a field line: text as it is, or the bytes of every element of a -bin value,
 * which a proxy may have joined with commas.
 */
export function decodeMetadata([name, value]: HeaderField): string | Uint8Array[] | Fault {
  if (!isBinaryName(name)) return value;
  const values = value.split(",").map((element) => decodeBase64(element.trim()));
  if (values.every((bytes) => bytes !== null)) return values;
  const text = `The value of ${name} is no base64. Encode bytes as RFC 4648 §4 says.`;
  return { code: "BAD_BINARY_METADATA", at: 0, rule: RULES.requests, text };
}
