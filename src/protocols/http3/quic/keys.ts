// Secrets and keys of QUIC packet protection. RFC 9001 §5.1, §5.2; RFC 8446 §7.1.
import { concat, utf8 } from "#wire/index.ts";

/** Cipher suites that can be protected here; WebCrypto has no ChaCha20. RFC 9001 §5.3. */
export type CipherSuite = "TLS_AES_128_GCM_SHA256" | "TLS_AES_256_GCM_SHA384";

/** What a cipher suite is made of; lengths in bytes. */
export interface SuiteShape {
  /** The number of the suite in TLS messages. RFC 8446 §B.4. */
  readonly number: number;
  readonly hash: "SHA-256" | "SHA-384";
  readonly hashLength: number;
  readonly keyLength: 16 | 32;
}

/** Name → shape. RFC 8446 §B.4. */
export const CIPHER_SUITES: Readonly<Record<CipherSuite, SuiteShape>> = {
  TLS_AES_128_GCM_SHA256: { number: 0x1301, hash: "SHA-256", hashLength: 32, keyLength: 16 },
  TLS_AES_256_GCM_SHA384: { number: 0x1302, hash: "SHA-384", hashLength: 48, keyLength: 32 },
};

/** Keys of one direction at one encryption level. RFC 9001 §5.1. */
export interface PacketKeys {
  readonly suite: CipherSuite;
  /** AEAD key. */
  readonly key: Uint8Array;
  /** 12 bytes. */
  readonly iv: Uint8Array;
  /** Header protection key. */
  readonly hp: Uint8Array;
}

/** What each side protects its packets with. */
export interface BothSides<T> {
  readonly client: T;
  readonly server: T;
}

/** A view over plain memory, as WebCrypto asks for. */
export const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** HMAC of `data` under `key`. */
export async function hmac(
  hash: SuiteShape["hash"],
  key: Uint8Array,
  data: Uint8Array,
): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash };
  // WebCrypto refuses an empty key; HMAC pads keys with zeros, so one zero byte is the same key.
  const raw = key.length === 0 ? new Uint8Array(1) : owned(key);
  const imported = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, owned(data)));
}

/** HKDF-Extract of RFC 5869 §2.2: concentrates keying material into one secret. */
export const hkdfExtract = (
  salt: Uint8Array,
  material: Uint8Array,
  hash: SuiteShape["hash"] = "SHA-256",
): Promise<Uint8Array> => hmac(hash, salt, material);

/**
 * HKDF-Expand-Label of RFC 8446 §7.1: `length` bytes for one purpose, at most one hash output.
 * More throws RangeError.
 */
export async function hkdfExpandLabel(
  secret: Uint8Array,
  label: string,
  length: number,
  context: Uint8Array = new Uint8Array(0),
  hash: SuiteShape["hash"] = "SHA-256",
): Promise<Uint8Array> {
  const name = utf8(`tls13 ${label}`);
  const info = concat([
    Uint8Array.of(length >> 8, length & 0xff, name.length),
    name,
    Uint8Array.of(context.length),
    context,
    Uint8Array.of(1),
  ]);
  const output = await hmac(hash, secret, info);
  if (length > output.length) throw new RangeError(`${length} bytes exceed one output of ${hash}.`);
  return output.slice(0, length);
}

/** The salt of QUIC version 1. RFC 9001 §5.2. */
const initialSalt = Uint8Array.of(
  ...[0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17],
  ...[0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a],
);

/**
 * The secrets of Initial packets, known to everyone who saw the Destination Connection ID of the
 * client's first one. RFC 9001 §5.2.
 */
export async function initialSecrets(
  destinationConnectionId: Uint8Array,
): Promise<BothSides<Uint8Array>> {
  const secret = await hkdfExtract(initialSalt, destinationConnectionId);
  const [client, server] = await Promise.all([
    hkdfExpandLabel(secret, "client in", 32),
    hkdfExpandLabel(secret, "server in", 32),
  ]);
  return { client, server };
}

/** Key, IV and header protection key of a traffic secret. RFC 9001 §5.1. */
export async function packetKeys(
  secret: Uint8Array,
  suite: CipherSuite = "TLS_AES_128_GCM_SHA256",
): Promise<PacketKeys> {
  const { hash, keyLength } = CIPHER_SUITES[suite];
  const expand = (label: string, length: number): Promise<Uint8Array> =>
    hkdfExpandLabel(secret, label, length, undefined, hash);
  const [key, iv, hp] = await Promise.all([
    expand("quic key", keyLength),
    expand("quic iv", 12),
    expand("quic hp", keyLength),
  ]);
  return { suite, key, iv, hp };
}

/** The keys of Initial packets of both sides. RFC 9001 §5.2. */
export async function initialKeys(
  destinationConnectionId: Uint8Array,
): Promise<BothSides<PacketKeys>> {
  const secrets = await initialSecrets(destinationConnectionId);
  const [client, server] = await Promise.all([
    packetKeys(secrets.client),
    packetKeys(secrets.server),
  ]);
  return { client, server };
}

/** The secret that a key update moves on to; header protection keeps its key. RFC 9001 §6.1. */
export function nextSecret(
  secret: Uint8Array,
  suite: CipherSuite = "TLS_AES_128_GCM_SHA256",
): Promise<Uint8Array> {
  const { hash, hashLength } = CIPHER_SUITES[suite];
  return hkdfExpandLabel(secret, "quic ku", hashLength, undefined, hash);
}
