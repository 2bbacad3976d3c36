// A whole TLS 1.3 handshake for QUIC, computed for real from given randomness. RFC 8446 §2, RFC 9001 §4.
import { concat, formatHex } from "#wire/index.ts";
import { CIPHER_SUITES, type BothSides, type CipherSuite } from "../keys.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { createKeyExchange, createSigner } from "./curves.ts";
import { createKeySchedule, transcriptOf, type KeySchedule } from "./key-schedule.ts";
import {
  beforeBinders,
  certificateVerifyInput,
  withBinder,
  writeCertificate,
  writeCertificateVerify,
  writeClientHello,
  writeEncryptedExtensions,
  writeFinished,
  writeServerHello,
} from "./messages.ts";

/** What both sides bring along. */
export interface TlsHandshakeOptions {
  /** Gives `length` bytes; the same bytes in the same order give the same handshake. */
  readonly random: (length: number) => Uint8Array;
  readonly serverName: string;
  /** ALPN token; "h3" unless told. */
  readonly protocol?: string;
  /** As writeTransportParameters makes them. */
  readonly transportParameters: BothSides<Uint8Array>;
  readonly suite?: CipherSuite;
  /** Validity of the certificate: 12 digits each, YYMMDDhhmmss, in UTC. */
  readonly validity?: { readonly notBefore: string; readonly notAfter: string };
  /** Resumes a session: no certificate, and 0-RTT packets when `early`. RFC 8446 §2.2, §2.3. */
  readonly resumption?: {
    readonly ticket: Uint8Array;
    readonly preSharedKey: Uint8Array;
    readonly early: boolean;
  };
}

/** Messages by the packets that carry them, and the secrets that protect those packets. */
export interface TlsHandshake {
  readonly suite: CipherSuite;
  /** The client's Initial packets. */
  readonly clientHello: Uint8Array;
  /** The server's Initial packet. */
  readonly serverHello: Uint8Array;
  /** The server's Handshake packets: EncryptedExtensions to Finished. */
  readonly serverFlight: Uint8Array;
  /** The client's Handshake packet. */
  readonly clientFinished: Uint8Array;
  readonly secrets: {
    /** Of 0-RTT packets; null unless the client sends early data. */
    readonly early: Uint8Array | null;
    readonly handshake: BothSides<Uint8Array>;
    readonly application: BothSides<Uint8Array>;
  };
  /** The secrets in NSS key log format, as capture tools read them. */
  readonly keyLog: string;
}

type Labelled = readonly (readonly [label: string, secret: Uint8Array])[];

const keyLogOf = (random: Uint8Array, secrets: Labelled): string =>
  secrets.map(([label, secret]) => `${label} ${formatHex(random)} ${formatHex(secret)}\n`).join("");

/** The server's proof of identity: nothing when a pre-shared key proves it already. */
async function authenticate(
  options: TlsHandshakeOptions,
  schedule: KeySchedule,
  transcript: Uint8Array,
): Promise<Uint8Array> {
  if (options.resumption) return new Uint8Array(0);
  const { notBefore = "260101000000", notAfter = "361231235959" } = options.validity ?? {};
  const signer = await createSigner(options.random(32));
  const { serverName } = options;
  const der = await selfSignedCertificate({ serverName, notBefore, notAfter }, signer);
  const certificate = writeCertificate(der);
  const hash = await schedule.transcriptHash(transcriptOf(transcript, certificate));
  const signature = await signer.sign(certificateVerifyInput(hash));
  return concat([certificate, writeCertificateVerify(signature)]);
}

/** The ClientHello, with its binder when a session is resumed. RFC 8446 §4.2.11.2. */
async function helloOf(
  options: TlsHandshakeOptions,
  schedule: KeySchedule,
  about: {
    readonly random: Uint8Array;
    readonly keyShare: Uint8Array;
    readonly suite: CipherSuite;
  },
): Promise<Uint8Array> {
  const { resumption, serverName, protocol = "h3" } = options;
  const { number, hashLength } = CIPHER_SUITES[about.suite];
  const hello = writeClientHello({
    random: about.random,
    cipherSuites: [number],
    serverName,
    protocol,
    keyShare: about.keyShare,
    transportParameters: options.transportParameters.client,
    ...(resumption
      ? {
          resumption: {
            ticket: resumption.ticket,
            obfuscatedTicketAge: 0,
            binderLength: hashLength,
            early: resumption.early,
          },
        }
      : {}),
  });
  if (!resumption) return hello;
  return withBinder(hello, await schedule.binder(beforeBinders(hello, hashLength)));
}

/** Computes all messages and secrets of one handshake. RFC 8446 §2. */
export async function createTlsHandshake(options: TlsHandshakeOptions): Promise<TlsHandshake> {
  const { random, resumption, protocol = "h3", suite = "TLS_AES_128_GCM_SHA256" } = options;
  const early = resumption?.early ?? false;
  const schedule = createKeySchedule(suite, resumption?.preSharedKey);
  const [clientRandom, serverRandom] = [random(32), random(32)];
  const client = await createKeyExchange(random(32));
  const server = await createKeyExchange(random(32));
  const shared = await client.sharedWith(server.publicKey);

  const about = { random: clientRandom, keyShare: client.publicKey, suite };
  const clientHello = await helloOf(options, schedule, about);
  const serverHello = writeServerHello({
    random: serverRandom,
    cipherSuite: CIPHER_SUITES[suite].number,
    keyShare: server.publicKey,
    resumed: resumption !== undefined,
  });
  const hellos = transcriptOf(clientHello, serverHello);
  const handshake = await schedule.handshake(shared, hellos);

  const parameters = options.transportParameters.server;
  const extensions = writeEncryptedExtensions(protocol, parameters, early);
  const proof = await authenticate(options, schedule, transcriptOf(hellos, extensions));
  const beforeFinished = transcriptOf(hellos, extensions, proof);
  const serverFinished = writeFinished(await schedule.finished(handshake.server, beforeFinished));
  const whole = transcriptOf(beforeFinished, serverFinished);
  const application = await schedule.application(shared, whole);
  const clientFinished = writeFinished(await schedule.finished(handshake.client, whole));
  const earlySecret = early ? await schedule.early(clientHello) : null;

  return {
    suite,
    clientHello,
    serverHello,
    serverFlight: concat([extensions, proof, serverFinished]),
    clientFinished,
    secrets: { early: earlySecret, handshake, application },
    keyLog: keyLogOf(clientRandom, [
      ...(earlySecret ? [["CLIENT_EARLY_TRAFFIC_SECRET", earlySecret] as const] : []),
      ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", handshake.client],
      ["SERVER_HANDSHAKE_TRAFFIC_SECRET", handshake.server],
      ["CLIENT_TRAFFIC_SECRET_0", application.client],
      ["SERVER_TRAFFIC_SECRET_0", application.server],
    ]),
  };
}
