// Retry packets and the tag that ties them to the Initial they answer. RFC 9000 §17.2.5, RFC 9001 §5.8.
import { concat, equalBytes, parseHex, uintBytes } from "#wire/index.ts";
import { QUIC_VERSION_1, readQuicHeader } from "./header.ts";
import { owned } from "./keys.ts";

/** Key and nonce of version 1, known to everyone. RFC 9001 §5.8. */
const key = parseHex("be0c690b9f66575a1d766b54e368c84e") ?? new Uint8Array(0);
const nonce = parseHex("461599d35d632bf2239825bb") ?? new Uint8Array(0);

const counted = (bytes: Uint8Array): Uint8Array => concat([uintBytes(bytes.length, 1), bytes]);

/** The 16-byte tag of a Retry packet without its tag. RFC 9001 §5.8. */
export async function retryIntegrityTag(
  originalDestinationConnectionId: Uint8Array,
  packet: Uint8Array,
): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey("raw", owned(key), "AES-GCM", false, ["encrypt"]);
  const pseudoPacket = concat([counted(originalDestinationConnectionId), packet]);
  const algorithm = { name: "AES-GCM", iv: owned(nonce), additionalData: owned(pseudoPacket) };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, new Uint8Array(0)));
}

/** What a server puts into a Retry packet. */
export interface Retry {
  /** Destination Connection ID of the Initial that is answered. */
  readonly originalDestinationConnectionId: Uint8Array;
  readonly destinationConnectionId: Uint8Array;
  readonly sourceConnectionId: Uint8Array;
  readonly token: Uint8Array;
  /** The four unused bits; 0 unless told. */
  readonly unused?: number;
}

/** Bytes of a Retry packet. RFC 9000 §17.2.5. */
export async function writeRetryPacket(retry: Retry): Promise<Uint8Array> {
  const packet = concat([
    Uint8Array.of(0xf0 | ((retry.unused ?? 0) & 0x0f)),
    uintBytes(QUIC_VERSION_1, 4),
    counted(retry.destinationConnectionId),
    counted(retry.sourceConnectionId),
    retry.token,
  ]);
  return concat([packet, await retryIntegrityTag(retry.originalDestinationConnectionId, packet)]);
}

/** Whether a datagram is a Retry packet that answers that Initial. RFC 9001 §5.8. */
export async function isAuthenticRetry(
  originalDestinationConnectionId: Uint8Array,
  datagram: Uint8Array,
): Promise<boolean> {
  const step = readQuicHeader(datagram);
  if (step.kind !== "done" || step.value.kind !== "retry") return false;
  const tag = await retryIntegrityTag(originalDestinationConnectionId, datagram.slice(0, -16));
  return equalBytes(tag, step.value.integrityTag);
}
