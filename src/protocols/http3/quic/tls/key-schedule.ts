// From a shared secret and a transcript to the traffic secrets of a connection. RFC 8446 §7.1.
import { concat } from "#wire/index.ts";
import {
  CIPHER_SUITES,
  hkdfExpandLabel,
  hkdfExtract,
  hmac,
  owned,
  type BothSides,
  type CipherSuite,
} from "../keys.ts";

/** The key schedule of one handshake; `transcript` is the handshake messages so far, joined. */
export interface KeySchedule {
  /** Transcript-Hash of the messages. RFC 8446 §4.4.1. */
  transcriptHash(transcript: Uint8Array): Promise<Uint8Array>;
  /** Secret of 0-RTT packets, from the ClientHello. */
  early(transcript: Uint8Array): Promise<Uint8Array>;
  /** Binder of a resumption ticket, from the ClientHello up to its binders. RFC 8446 §4.2.11.2. */
  binder(transcript: Uint8Array): Promise<Uint8Array>;
  /** Secrets of Handshake packets, from ClientHello and ServerHello. */
  handshake(shared: Uint8Array, transcript: Uint8Array): Promise<BothSides<Uint8Array>>;
  /** Secrets of 1-RTT packets, from the messages up to the server's Finished. */
  application(shared: Uint8Array, transcript: Uint8Array): Promise<BothSides<Uint8Array>>;
  /** Content of Finished under a handshake secret. RFC 8446 §4.4.4. */
  finished(secret: Uint8Array, transcript: Uint8Array): Promise<Uint8Array>;
}

/** Opens the schedule of a suite, with a pre-shared key when a session is resumed. */
export function createKeySchedule(suite: CipherSuite, preSharedKey?: Uint8Array): KeySchedule {
  const { hash, hashLength } = CIPHER_SUITES[suite];
  const zeros = new Uint8Array(hashLength);
  const earlySecret = hkdfExtract(new Uint8Array(0), preSharedKey ?? zeros, hash);

  const transcriptHash = async (transcript: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.digest(hash, owned(transcript)));
  const derive = async (
    secret: Uint8Array,
    label: string,
    transcript: Uint8Array,
  ): Promise<Uint8Array> =>
    hkdfExpandLabel(secret, label, hashLength, await transcriptHash(transcript), hash);
  const nothing = new Uint8Array(0);

  const handshakeSecret = async (shared: Uint8Array): Promise<Uint8Array> =>
    hkdfExtract(await derive(await earlySecret, "derived", nothing), shared, hash);
  const masterSecret = async (shared: Uint8Array): Promise<Uint8Array> =>
    hkdfExtract(await derive(await handshakeSecret(shared), "derived", nothing), zeros, hash);
  const both = async (
    secret: Uint8Array,
    label: string,
    transcript: Uint8Array,
  ): Promise<BothSides<Uint8Array>> => ({
    client: await derive(secret, `c ${label} traffic`, transcript),
    server: await derive(secret, `s ${label} traffic`, transcript),
  });
  const finished = async (secret: Uint8Array, transcript: Uint8Array): Promise<Uint8Array> => {
    const key = await hkdfExpandLabel(secret, "finished", hashLength, nothing, hash);
    return hmac(hash, key, await transcriptHash(transcript));
  };

  return {
    transcriptHash,
    early: async (transcript) => derive(await earlySecret, "c e traffic", transcript),
    binder: async (transcript) =>
      finished(await derive(await earlySecret, "res binder", nothing), transcript),
    handshake: async (shared, transcript) => both(await handshakeSecret(shared), "hs", transcript),
    application: async (shared, transcript) => both(await masterSecret(shared), "ap", transcript),
    finished,
  };
}

/** Joins messages into a transcript. */
export const transcriptOf = (...messages: readonly Uint8Array[]): Uint8Array => concat(messages);
