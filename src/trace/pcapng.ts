// The pcapng container (draft-ietf-opsawg-pcapng §4): section, interface, packets, secrets.
import { concat, utf8 } from "#wire/index.ts";

/** A captured frame; `at` in milliseconds since the start of the trace. */
export interface Captured {
  readonly at: number;
  readonly bytes: Uint8Array;
  /** Length on the wire where the capture kept less of it. */
  readonly length?: number;
}

const LINKTYPE_ETHERNET = 1;
/** "TLSK": an NSS key log inside a Decryption Secrets Block. */
const SECRETS_TLS_KEY_LOG = 0x544c534b;
/** Virtual time starts here, so that two exports of one trace are the same bytes. */
const EPOCH_MICROSECONDS = BigInt(Date.UTC(2026, 0, 1)) * 1000n;

function littleEndian(value: number, length: 2 | 4): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Math.floor(value / 256 ** index) & 0xff);
}

const padded = (bytes: Uint8Array): Uint8Array =>
  concat([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);

function block(type: number, body: Uint8Array): Uint8Array {
  const total = littleEndian(12 + body.length, 4);
  return concat([littleEndian(type, 4), total, body, total]);
}

function option(code: number, value: Uint8Array): Uint8Array {
  return concat([littleEndian(code, 2), littleEndian(value.length, 2), padded(value)]);
}

const END_OF_OPTIONS = new Uint8Array(4);

function sectionHeader(title: string): Uint8Array {
  const body = concat([
    littleEndian(0x1a2b3c4d, 4),
    littleEndian(1, 2),
    littleEndian(0, 2),
    // Section length unspecified: -1 in 64 bits.
    new Uint8Array(8).fill(0xff),
    option(1, utf8(title)),
    option(4, utf8("On the Wire")),
    END_OF_OPTIONS,
  ]);
  return block(0x0a0d0d0a, body);
}

const interfaceDescription = (): Uint8Array =>
  block(1, concat([littleEndian(LINKTYPE_ETHERNET, 2), littleEndian(0, 2), littleEndian(0, 4)]));

function enhancedPacket({ at, bytes, length = bytes.length }: Captured): Uint8Array {
  const time = EPOCH_MICROSECONDS + BigInt(Math.round(at * 1000));
  const body = concat([
    littleEndian(0, 4),
    littleEndian(Number(time >> 32n), 4),
    littleEndian(Number(time & 0xffffffffn), 4),
    littleEndian(bytes.length, 4),
    littleEndian(length, 4),
    padded(bytes),
  ]);
  return block(6, body);
}

function decryptionSecrets(keyLog: string): Uint8Array {
  const bytes = utf8(keyLog);
  const head = [littleEndian(SECRETS_TLS_KEY_LOG, 4), littleEndian(bytes.length, 4)];
  return block(10, concat([...head, padded(bytes)]));
}

/** A pcapng file of Ethernet frames; `keyLog` (NSS format) goes ahead of the packets it decrypts. */
export function writePcapng(
  title: string,
  packets: readonly Captured[],
  keyLog?: string,
): Uint8Array {
  return concat([
    sectionHeader(title),
    interfaceDescription(),
    ...(keyLog === undefined ? [] : [decryptionSecrets(keyLog)]),
    ...packets.map(enhancedPacket),
  ]);
}
