// Packet protection: AEAD over the payload, then a mask over the header. RFC 9001 §5.3, §5.4.
import { concat, type Fault, type Step } from "#wire/index.ts";
import { owned, type PacketKeys } from "./keys.ts";
import { decodePacketNumber, type PacketNumberLength } from "./packet-number.ts";

const TAG_LENGTH = 16;
const SAMPLE_LENGTH = 16;

/** Keys ready for use; the same for all packets of one direction and level. */
export interface PacketProtection {
  /**
   * Protects one packet. `header` ends with the packet number of `numberLength` bytes; a payload too
   * short for the sample of §5.4.2 throws RangeError.
   */
  protect(
    header: Uint8Array,
    packetNumber: bigint,
    numberLength: PacketNumberLength,
    payload: Uint8Array,
  ): Promise<Uint8Array>;
  /**
   * Opens the packet [from, end) whose number begins at `numberAt`; `largest` is the largest number
   * received in this space, or null. A forged or damaged packet is a fault.
   */
  unprotect(
    datagram: Uint8Array,
    span: { readonly from: number; readonly numberAt: number; readonly end: number },
    largest: bigint | null,
  ): Promise<Exclude<Step<OpenedPacket>, { readonly kind: "more" }>>;
}

/** A packet without its protection. */
export interface OpenedPacket {
  /** The header as the sender wrote it, packet number included. */
  readonly header: Uint8Array;
  readonly packetNumber: bigint;
  readonly payload: Uint8Array;
}

/** The first byte's protected bits: four of a long header, five of a short one. RFC 9001 §5.4.1. */
const firstByteMask = (first: number): number => (first & 0x80 ? 0x0f : 0x1f);

const invalid = (at: number, rule: string, text: string): Fault => ({
  code: "INVALID_PACKET",
  at,
  rule,
  text,
});

/** The nonce: the packet number, padded to the IV, exclusive-or the IV. RFC 9001 §5.3. */
function nonceOf(iv: Uint8Array, packetNumber: bigint): Uint8Array<ArrayBuffer> {
  const nonce = owned(iv);
  for (let index = nonce.length - 1, rest = packetNumber; rest > 0n; index -= 1, rest >>= 8n) {
    nonce[index] = (nonce[index] ?? 0) ^ Number(rest & 0xffn);
  }
  return nonce;
}

/** Imports keys into WebCrypto. RFC 9001 §5. */
export async function createPacketProtection(keys: PacketKeys): Promise<PacketProtection> {
  const { subtle } = crypto;
  const aead = await subtle.importKey("raw", owned(keys.key), "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);
  const hp = await subtle.importKey("raw", owned(keys.hp), "AES-CTR", false, ["encrypt"]);

  /** AES-ECB of the sample: WebCrypto offers no ECB, but CTR over zeros from that counter is it. */
  const maskOf = async (sample: Uint8Array): Promise<Uint8Array> => {
    const algorithm = { name: "AES-CTR", counter: owned(sample), length: 128 };
    return new Uint8Array(await subtle.encrypt(algorithm, hp, new Uint8Array(SAMPLE_LENGTH)));
  };
  const gcm = (packetNumber: bigint, header: Uint8Array): AesGcmParams => ({
    name: "AES-GCM",
    iv: nonceOf(keys.iv, packetNumber),
    additionalData: owned(header),
    tagLength: 8 * TAG_LENGTH,
  });
  /** Applies the mask to a number of `length` bytes at `numberAt`. */
  const mask = (packet: Uint8Array, numberAt: number, length: number, bits: Uint8Array): void => {
    for (let index = 0; index < length; index += 1) {
      packet[numberAt + index] = (packet[numberAt + index] ?? 0) ^ (bits[1 + index] ?? 0);
    }
  };

  return {
    async protect(header, packetNumber, numberLength, payload) {
      if (numberLength + payload.length < 4) {
        throw new RangeError(`${payload.length} bytes of frames are too few. Add PADDING frames.`);
      }
      const sealed = await subtle.encrypt(gcm(packetNumber, header), aead, owned(payload));
      const packet = concat([header, new Uint8Array(sealed)]);
      const numberAt = header.length - numberLength;
      const bits = await maskOf(packet.subarray(numberAt + 4, numberAt + 4 + SAMPLE_LENGTH));
      packet[0] = (packet[0] ?? 0) ^ ((bits[0] ?? 0) & firstByteMask(packet[0] ?? 0));
      mask(packet, numberAt, numberLength, bits);
      return packet;
    },
    async unprotect(datagram, { from, numberAt, end }, largest) {
      if (numberAt + 4 + SAMPLE_LENGTH > end) {
        const text = "The packet is too short for a header protection sample.";
        return { kind: "fault", fault: invalid(from, "RFC 9001 §5.4.2", text) };
      }
      const packet = datagram.slice(from, end);
      const at = numberAt - from;
      const bits = await maskOf(packet.subarray(at + 4, at + 4 + SAMPLE_LENGTH));
      const first = (packet[0] ?? 0) ^ ((bits[0] ?? 0) & firstByteMask(packet[0] ?? 0));
      packet[0] = first;
      const length = ((first & 0x03) + 1) as PacketNumberLength;
      mask(packet, at, length, bits);
      const truncated = packet.subarray(at, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
      const packetNumber = decodePacketNumber(largest, truncated, length);
      const header = packet.subarray(0, at + length);
      const sealed = owned(packet.subarray(at + length));
      const opened = await subtle
        .decrypt(gcm(packetNumber, header), aead, sealed)
        .catch(() => null);
      if (opened === null) {
        const text = `Packet ${packetNumber} does not authenticate under these keys.`;
        return { kind: "fault", fault: invalid(from, "RFC 9001 §5.5", text) };
      }
      // Only an authentic packet may be blamed for its reserved bits (RFC 9000 §17.2, §17.3.1).
      const reserved = first & 0x80 ? first & 0x0c : first & 0x18;
      if (reserved !== 0) {
        const rule = first & 0x80 ? "RFC 9000 §17.2" : "RFC 9000 §17.3.1";
        const text = "The reserved bits under header protection are not 0.";
        return { kind: "fault", fault: { code: "PROTOCOL_VIOLATION", at: from, rule, text } };
      }
      return {
        kind: "done",
        value: { header, packetNumber, payload: new Uint8Array(opened) },
        next: end,
      };
    },
  };
}
