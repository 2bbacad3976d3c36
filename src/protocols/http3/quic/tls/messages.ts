// TLS 1.3 handshake messages as QUIC carries them in CRYPTO frames. RFC 8446 §4, RFC 9001 §4.
import { concat, uintBytes, utf8 } from "#wire/index.ts";

/** Handshake type numbers. RFC 8446 §4. */
const types = {
  client_hello: 1,
  server_hello: 2,
  encrypted_extensions: 8,
  certificate: 11,
  certificate_verify: 15,
  finished: 20,
} as const;

/** Extension type numbers. RFC 8446 §4.2, RFC 9001 §8.2. */
const extensionTypes = {
  server_name: 0,
  supported_groups: 10,
  signature_algorithms: 13,
  application_layer_protocol_negotiation: 16,
  pre_shared_key: 41,
  early_data: 42,
  supported_versions: 43,
  psk_key_exchange_modes: 45,
  key_share: 51,
  quic_transport_parameters: 57,
} as const;

const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;
/** RFC 8446 §4.2.7. */
const X25519 = 0x001d;
/** RFC 8446 §4.2.3. */
const ED25519 = 0x0807;

/** A vector: its length in 1–3 bytes, then its content. RFC 8446 §3.4. */
const vector = (lengthBytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Uint8Array => {
  const content = concat(parts);
  return concat([uintBytes(content.length, lengthBytes), content]);
};
const u16 = (value: number): Uint8Array => uintBytes(value, 2);
const message = (type: keyof typeof types, ...body: readonly Uint8Array[]): Uint8Array =>
  concat([Uint8Array.of(types[type]), vector(3, ...body)]);
const extension = (type: keyof typeof extensionTypes, ...body: readonly Uint8Array[]): Uint8Array =>
  concat([u16(extensionTypes[type]), vector(2, ...body)]);
const alpn = (protocol: string): Uint8Array =>
  extension("application_layer_protocol_negotiation", vector(2, vector(1, utf8(protocol))));

/** What a client offers. */
export interface ClientHello {
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly cipherSuites: readonly number[];
  readonly serverName: string;
  /** ALPN token: "h3". */
  readonly protocol: string;
  /** X25519 public key, 32 bytes. */
  readonly keyShare: Uint8Array;
  /** As writeTransportParameters makes them. */
  readonly transportParameters: Uint8Array;
  /** A ticket to resume with; `early` asks for 0-RTT. */
  readonly resumption?: {
    readonly ticket: Uint8Array;
    readonly obfuscatedTicketAge: number;
    readonly binderLength: number;
    readonly early: boolean;
  };
}

/**
 * Bytes of a ClientHello. With a ticket its binder is left at zeros: the last `binderLength` bytes,
 * see withBinder. RFC 8446 §4.1.2, §4.2.11.
 */
export function writeClientHello(hello: ClientHello): Uint8Array {
  const { resumption } = hello;
  // §4.2.11: pre_shared_key comes last, so that the binder ends the message.
  const resume = resumption
    ? [
        ...(resumption.early ? [extension("early_data")] : []),
        extension(
          "pre_shared_key",
          vector(2, vector(2, resumption.ticket), uintBytes(resumption.obfuscatedTicketAge, 4)),
          vector(2, vector(1, new Uint8Array(resumption.binderLength))),
        ),
      ]
    : [];
  return message(
    "client_hello",
    u16(TLS_1_2),
    hello.random,
    // RFC 9001 §8.4: no compatibility mode, so that the legacy session ID is empty.
    vector(1),
    vector(2, ...hello.cipherSuites.map(u16)),
    vector(1, Uint8Array.of(0)),
    vector(
      2,
      extension("server_name", vector(2, Uint8Array.of(0), vector(2, utf8(hello.serverName)))),
      extension("supported_groups", vector(2, u16(X25519))),
      extension("signature_algorithms", vector(2, u16(ED25519))),
      alpn(hello.protocol),
      extension("supported_versions", vector(1, u16(TLS_1_3))),
      // psk_dhe_ke (RFC 8446 §4.2.9).
      extension("psk_key_exchange_modes", vector(1, Uint8Array.of(1))),
      extension("key_share", vector(2, u16(X25519), vector(2, hello.keyShare))),
      extension("quic_transport_parameters", hello.transportParameters),
      ...resume,
    ),
  );
}

/** The part of a ClientHello that its binder covers: all but the list of binders. RFC 8446 §4.2.11.2. */
export const beforeBinders = (hello: Uint8Array, binderLength: number): Uint8Array =>
  hello.subarray(0, hello.length - binderLength - 3);

/** A ClientHello with its binder put in place. RFC 8446 §4.2.11.2. */
export const withBinder = (hello: Uint8Array, binder: Uint8Array): Uint8Array =>
  concat([hello.subarray(0, hello.length - binder.length), binder]);

/** What a server chose. */
export interface ServerHello {
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly cipherSuite: number;
  /** X25519 public key, 32 bytes. */
  readonly keyShare: Uint8Array;
  /** Whether the first ticket offered was taken. */
  readonly resumed?: boolean;
}

/** Bytes of a ServerHello. RFC 8446 §4.1.3. */
export function writeServerHello(hello: ServerHello): Uint8Array {
  return message(
    "server_hello",
    u16(TLS_1_2),
    hello.random,
    vector(1),
    u16(hello.cipherSuite),
    Uint8Array.of(0),
    vector(
      2,
      extension("key_share", u16(X25519), vector(2, hello.keyShare)),
      ...(hello.resumed ? [extension("pre_shared_key", u16(0))] : []),
      extension("supported_versions", u16(TLS_1_3)),
    ),
  );
}

/** Bytes of EncryptedExtensions; `early` accepts 0-RTT. RFC 8446 §4.3.1, RFC 9001 §8.2. */
export const writeEncryptedExtensions = (
  protocol: string,
  transportParameters: Uint8Array,
  early = false,
): Uint8Array =>
  message(
    "encrypted_extensions",
    vector(
      2,
      alpn(protocol),
      extension("quic_transport_parameters", transportParameters),
      ...(early ? [extension("early_data")] : []),
    ),
  );

/** Bytes of a Certificate message with one DER certificate. RFC 8446 §4.4.2. */
export const writeCertificate = (der: Uint8Array): Uint8Array =>
  message("certificate", vector(1), vector(3, vector(3, der), vector(2)));

/** Bytes of a CertificateVerify message with an Ed25519 signature. RFC 8446 §4.4.3. */
export const writeCertificateVerify = (signature: Uint8Array): Uint8Array =>
  message("certificate_verify", u16(ED25519), vector(2, signature));

/** What a server signs: padding, its purpose, and the transcript so far. RFC 8446 §4.4.3. */
export const certificateVerifyInput = (transcriptHash: Uint8Array): Uint8Array =>
  concat([
    new Uint8Array(64).fill(0x20),
    utf8("TLS 1.3, server CertificateVerify"),
    Uint8Array.of(0),
    transcriptHash,
  ]);

/** Bytes of a Finished message. RFC 8446 §4.4.4. */
export const writeFinished = (verifyData: Uint8Array): Uint8Array =>
  message("finished", verifyData);
