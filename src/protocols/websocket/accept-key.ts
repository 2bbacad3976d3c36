// Sec-WebSocket-Key and -Accept: the nonce and the proof that it was understood (RFC 6455 §4.1, §4.2.2).
import { latin1Text, utf8 } from "#wire/index.ts";
import { sha1 } from "./sha1.ts";

/** The string that only a WebSocket server appends to the key (RFC 6455 §1.3). */
export const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const base64 = (bytes: Uint8Array) => btoa(latin1Text(bytes));

/** The accept value of a key: base64 of SHA-1 of key and GUID, the key taken as the string it is. */
export async function acceptKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new Uint8Array(utf8(key + GUID)));
  return base64(new Uint8Array(digest));
}

/** The same as {@link acceptKey}, at once. */
export const acceptKeyNow = (key: string): string => base64(sha1(utf8(key + GUID)));

/** Sec-WebSocket-Key of 16 random bytes; any other number of bytes throws RangeError. */
export function handshakeKey(nonce: Uint8Array): string {
  if (nonce.length !== 16)
    throw new RangeError(`a handshake nonce has 16 bytes, not ${nonce.length}.`);
  return base64(nonce);
}

/**
 * Whether a key decodes to 16 bytes. The two spare bits of its last character are not looked at:
 * the specification's own example ("…PEC==") sets them.
 */
export const isHandshakeKey = (key: string): boolean => /^[A-Za-z0-9+/]{22}==$/.test(key);
