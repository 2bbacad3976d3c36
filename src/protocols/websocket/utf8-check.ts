// Incremental UTF-8 validation: the ABNF of RFC 3629 §4 as a state table, for RFC 6455 §8.1.

/** Follows a byte stream and says at the first possible byte that it is no UTF-8. */
export interface Utf8Check {
  /** Index in `bytes` of the first byte that cannot stand there; null while all is well. */
  push(bytes: Uint8Array): number | null;
  /** Whether the stream could end here: no character is half read. */
  readonly complete: boolean;
}

/** What a lead byte asks of the next byte, and how many continuation bytes follow in all. */
interface Lead {
  readonly first: number;
  readonly last: number;
  readonly tails: 1 | 2 | 3;
  readonly low: number;
  readonly high: number;
}

// E0 and F0 bar over-long forms, ED bars surrogates, F4 bars what lies beyond U+10FFFF.
const LEADS: readonly Lead[] = [
  { first: 0xc2, last: 0xdf, tails: 1, low: 0x80, high: 0xbf },
  { first: 0xe0, last: 0xe0, tails: 2, low: 0xa0, high: 0xbf },
  { first: 0xe1, last: 0xec, tails: 2, low: 0x80, high: 0xbf },
  { first: 0xed, last: 0xed, tails: 2, low: 0x80, high: 0x9f },
  { first: 0xee, last: 0xef, tails: 2, low: 0x80, high: 0xbf },
  { first: 0xf0, last: 0xf0, tails: 3, low: 0x90, high: 0xbf },
  { first: 0xf1, last: 0xf3, tails: 3, low: 0x80, high: 0xbf },
  { first: 0xf4, last: 0xf4, tails: 3, low: 0x80, high: 0x8f },
];

const leadOf: readonly (Lead | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  LEADS.find((lead) => byte >= lead.first && byte <= lead.last),
);

/** Opens a check at the beginning of a text. */
export function createUtf8Check(): Utf8Check {
  let tails = 0;
  let low = 0x80;
  let high = 0xbf;
  return {
    get complete() {
      return tails === 0;
    },
    push(bytes) {
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index] as number;
        if (tails > 0) {
          if (byte < low || byte > high) return index;
          tails -= 1;
          low = 0x80;
          high = 0xbf;
        } else if (byte >= 0x80) {
          const lead = leadOf[byte];
          if (lead === undefined) return index;
          ({ tails, low, high } = lead);
        }
      }
      return null;
    },
  };
}
