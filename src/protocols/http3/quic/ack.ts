// ACK frames: ranges of packet numbers, told from the largest downwards. RFC 9000 §19.3.
import { concat } from "#wire/index.ts";
import type { Cursor } from "../cursor.ts";
import { writeVarint } from "../varint.ts";

/** Packet numbers from `smallest` to `largest`, both included. */
export interface AckRange {
  readonly smallest: bigint;
  readonly largest: bigint;
}

/** How many packets arrived with each ECN mark. RFC 9000 §19.3.2. */
export interface EcnCounts {
  readonly ect0: bigint;
  readonly ect1: bigint;
  readonly ce: bigint;
}

/** What an ACK frame says. */
export interface Ack {
  /** Descending, never adjacent; the first one holds the largest acknowledged packet. */
  readonly ranges: readonly AckRange[];
  /** Delay in units of 2^ack_delay_exponent microseconds. */
  readonly ackDelay: bigint;
  readonly ecn?: EcnCounts;
}

const rule = "RFC 9000 §19.3";
const rangeRule = "RFC 9000 §19.3.1";
const ecnRule = "RFC 9000 §19.3.2";

const negative = (cursor: Cursor, at: number): void =>
  cursor.fail(
    "FRAME_ENCODING_ERROR",
    at,
    rangeRule,
    "An ACK range reaches below packet number 0: the gaps and lengths add up to too much.",
  );

const sayRange = ({ smallest, largest }: AckRange): string =>
  smallest === largest ? `packet ${largest}` : `packets ${smallest}–${largest}`;

/** Takes everything behind the type of an ACK frame. */
export function takeAck(cursor: Cursor, type: bigint): Ack {
  const largestAcknowledged = cursor.varint("Largest Acknowledged", rule);
  const ackDelay = cursor.varint("ACK Delay", rule);
  const count = cursor.varint("ACK Range Count", rule);
  const firstAt = cursor.at;
  const first = cursor.varint(
    "First ACK Range",
    rule,
    (length) =>
      `${length}: ${sayRange({ smallest: largestAcknowledged - length, largest: largestAcknowledged })}`,
  );
  if (first > largestAcknowledged) negative(cursor, firstAt);
  const ranges: AckRange[] = [
    { smallest: largestAcknowledged - first, largest: largestAcknowledged },
  ];
  let below = largestAcknowledged - first;
  for (let index = 0n; index < count && cursor.halt === null; index += 1n) {
    const at = cursor.at;
    const previous = below;
    const range = cursor.group(
      () => {
        const gap = cursor.varint("Gap", rangeRule, (value) => `${value}: ${value + 1n} missing`);
        const length = cursor.varint("ACK Range Length", rangeRule);
        return { largest: previous - gap - 2n, smallest: previous - gap - 2n - length };
      },
      (value) => ({ name: "ACK Range", rule: rangeRule, text: sayRange(value) }),
    );
    if (range.smallest < 0n) negative(cursor, at);
    below = range.smallest;
    ranges.push(range);
  }
  if (type !== 0x03n) return { ranges, ackDelay };
  const ecn = cursor.group(
    () => ({
      ect0: cursor.varint("ECT0 Count", ecnRule),
      ect1: cursor.varint("ECT1 Count", ecnRule),
      ce: cursor.varint("ECN-CE Count", ecnRule),
    }),
    ({ ect0, ect1, ce }) => {
      return {
        name: "ECN Counts",
        rule: ecnRule,
        text: `ECT(0) ${ect0}, ECT(1) ${ect1}, CE ${ce}`,
      };
    },
  );
  return { ranges, ackDelay, ecn };
}

/**
 * Bytes behind the type of an ACK frame. Ranges that are empty, not descending or adjacent throw
 * RangeError.
 */
export function ackBytes({ ranges, ackDelay, ecn }: Ack): Uint8Array {
  const first = ranges[0];
  if (first === undefined) throw new RangeError("An ACK frame needs one range. Add the first.");
  const parts = [
    first.largest,
    ackDelay,
    BigInt(ranges.length - 1),
    first.largest - first.smallest,
  ];
  ranges.slice(1).forEach((range, index) => {
    const before = ranges[index]?.smallest ?? 0n;
    parts.push(before - range.largest - 2n, range.largest - range.smallest);
  });
  if (ecn) parts.push(ecn.ect0, ecn.ect1, ecn.ce);
  return concat(parts.map((part) => writeVarint(part)));
}

/**
 * Folds received packet numbers, in any order and with repeats, into ranges as ACK frames list
 * them; no number gives no range. RFC 9000 §19.3.1.
 */
export function ackRanges(packetNumbers: Iterable<bigint>): AckRange[] {
  const descending = [...new Set(packetNumbers)].sort((a, b) => (a < b ? 1 : -1));
  const ranges: AckRange[] = [];
  for (const number of descending) {
    const last = ranges.at(-1);
    if (last !== undefined && last.smallest === number + 1n) {
      ranges[ranges.length - 1] = { largest: last.largest, smallest: number };
    } else {
      ranges.push({ largest: number, smallest: number });
    }
  }
  return ranges;
}
