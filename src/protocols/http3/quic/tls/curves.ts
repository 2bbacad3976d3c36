// X25519 key agreement and Ed25519 signatures from seeds, through WebCrypto. RFC 7748 §5, RFC 8410 §7.
import { concat, parseHex } from "#wire/index.ts";
import { owned } from "../keys.ts";

/** What stands before a 32-byte private key in PKCS #8: version, algorithm, two wrappings. RFC 8410 §7. */
const wrapping = {
  X25519: parseHex("302e020100300506032b656e04220420") ?? new Uint8Array(0),
  Ed25519: parseHex("302e020100300506032b657004220420") ?? new Uint8Array(0),
} as const;

function fromBase64Url(text: string): Uint8Array {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function importPrivate(
  name: keyof typeof wrapping,
  seed: Uint8Array,
  usage: "deriveBits" | "sign",
): Promise<{ readonly key: CryptoKey; readonly publicKey: Uint8Array }> {
  if (seed.length !== 32) throw new RangeError(`A private key has 32 bytes, not ${seed.length}.`);
  const wrapped = owned(concat([wrapping[name], seed]));
  const key = await crypto.subtle.importKey("pkcs8", wrapped, name, true, [usage]);
  const { x = "" } = await crypto.subtle.exportKey("jwk", key);
  return { key, publicKey: fromBase64Url(x) };
}

/** A key pair for one key exchange. */
export interface KeyExchange {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The 32 bytes that both sides reach. */
  sharedWith(peer: Uint8Array): Promise<Uint8Array>;
}

/** X25519 from a private key of 32 bytes. RFC 7748 §5. */
export async function createKeyExchange(privateKey: Uint8Array): Promise<KeyExchange> {
  const { key, publicKey } = await importPrivate("X25519", privateKey, "deriveBits");
  return {
    publicKey,
    async sharedWith(peer) {
      const theirs = await crypto.subtle.importKey("raw", owned(peer), "X25519", false, []);
      const algorithm = { name: "X25519", public: theirs };
      return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
    },
  };
}

/** A key pair that signs; the same message gives the same signature. */
export interface Signer {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Ed25519 from a seed of 32 bytes. RFC 8032 §5.1. */
export async function createSigner(seed: Uint8Array): Promise<Signer> {
  const { key, publicKey } = await importPrivate("Ed25519", seed, "sign");
  return {
    publicKey,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign("Ed25519", key, owned(message))),
  };
}
