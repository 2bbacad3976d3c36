// A schedule without its history, small enough for a link or a QR code: 11 octets a card.
//
//   octet 0      format, 1
//   then per card, by rising hash:
//   0–3  hash of the unit id          4–5  stability, 0–65535 on a scale of logarithms
//   6    difficulty, 0–255 for 1–10   7–8  learner day of the last review, from day 18262 (2020-01-01)
//   9–10 days from there to the next
// and at the end four octets of check: the hash of all that stands before.
import { learnerDay, type EventBody } from "#learner/index.ts";
import { hashText } from "./chance.ts";
import type { CardMemory } from "./memory.ts";
import type { Catalogue } from "./study-card.ts";

const FORMAT = 1;
const OCTETS = 11;
const FIRST_DAY = 18_262;
const [LEAST, MOST] = [0.001, 36_500];
const SCALE = 65_535 / Math.log(MOST / LEAST);

/** Cards that fit: a QR code that a phone still reads, and a link that chats do not cut. */
export const SNAPSHOT_LIMITS = { qr: 100, link: 200 } as const;

const clamp = (value: number, low: number, high: number): number =>
  Math.round(Math.min(high, Math.max(low, value)));

/** The cards that a snapshot carries: those with a memory worth keeping, the longest kept first. */
export const snapshotCards = (memories: Iterable<CardMemory>): CardMemory[] =>
  [...memories]
    .filter(({ last, stability }) => last !== undefined && stability > 0)
    .toSorted((a, b) => b.stability - a.stability || (a.card < b.card ? -1 : 1));

const CHECK = 4;
const octetsOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => (value >>> (8 * (count - 1 - at))) & 0xff);
const checkOf = (octets: readonly number[]): number[] => octetsOf(hashText(octets.join()), CHECK);

/** Base64url without padding. RFC 4648 §5 */
const encode = (octets: readonly number[]): string =>
  btoa(String.fromCharCode(...octets))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** Writes memories as base64url for the fragment of an address; more than `link` throws RangeError. */
export function writeSnapshot(memories: readonly CardMemory[]): string {
  if (memories.length > SNAPSHOT_LIMITS.link)
    throw new RangeError(
      `${memories.length} cards do not fit a link: at most ${SNAPSHOT_LIMITS.link} do. Export a file.`,
    );
  const octets: number[] = [FORMAT];
  const push = (value: number, count: number): void => {
    octets.push(...octetsOf(value, count));
  };
  const rows = memories
    .map((memory) => ({ memory, hash: hashText(memory.card) }))
    .toSorted((a, b) => a.hash - b.hash);
  for (const { memory, hash } of rows) {
    const last = learnerDay(memory.last ?? 0);
    push(hash, 4);
    push(clamp(Math.log(Math.max(LEAST, memory.stability) / LEAST) * SCALE, 0, 65_535), 2);
    push(clamp(((memory.difficulty - 1) / 9) * 255, 0, 255), 1);
    push(clamp(last - FIRST_DAY, 0, 65_535), 2);
    push(clamp(learnerDay(memory.due) - last, 0, 65_535), 2);
  }
  return encode([...octets, ...checkOf(octets)]);
}

/** What taking snapshots over would do to the cards that they are of. */
export interface SnapshotRun {
  /** Not reviewed here so far. */
  readonly fresh: number;
  /** Reviewed there on a later day than here. */
  readonly moved: number;
  /** Reviewed here on the same day or since: they stay. */
  readonly kept: number;
}

/** The dry run of a link; it agrees with what the fold of memory.ts does. */
export function tryBodies(
  bodies: readonly EventBody[],
  memory: { of(card: string): CardMemory },
): SnapshotRun {
  let [fresh, moved, kept] = [0, 0, 0];
  for (const body of bodies) {
    if (body.kind !== "snapshot") continue;
    const { last } = memory.of(body.card);
    if (last === undefined) fresh += 1;
    else if (learnerDay(last) >= body.last) kept += 1;
    else moved += 1;
  }
  return { fresh, moved, kept };
}

/** What a link held. */
export type ReadSnapshot =
  | {
      readonly kind: "ready";
      /** Ready to be appended; they move no card that has newer history of its own. */
      readonly bodies: readonly EventBody[];
      /** Cards that this version of the course does not know. */
      readonly unknown: number;
    }
  | { readonly kind: "fault"; readonly text: string };

const fault: ReadSnapshot = {
  kind: "fault",
  text: "The link was not read: it is cut or changed. Copy it again, whole. Nothing was changed here.",
};

/** Reads a snapshot; never throws. */
export function readSnapshot(text: string, catalogue: Catalogue): ReadSnapshot {
  if (!/^[\w-]{3,4000}$/.test(text)) return fault;
  let binary: string;
  try {
    binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return fault;
  }
  const whole = Array.from(binary, (letter) => letter.charCodeAt(0));
  const octets = whole.slice(0, -CHECK);
  const count = (octets.length - 1) / OCTETS;
  if (octets[0] !== FORMAT || !Number.isInteger(count) || count > SNAPSHOT_LIMITS.link)
    return fault;
  // Written once more it has to be the same text: check, and bits that no octet uses.
  if (encode([...octets, ...checkOf(octets)]) !== text) return fault;
  const byHash = new Map([...catalogue.values()].map((card) => [hashText(card.id), card]));
  const bodies: EventBody[] = [];
  let unknown = 0;
  const read = (at: number, length: number): number =>
    octets.slice(at, at + length).reduce((value, octet) => value * 256 + octet, 0);
  for (let at = 1; at < octets.length; at += OCTETS) {
    const card = byHash.get(read(at, 4));
    if (card === undefined) {
      unknown += 1;
      continue;
    }
    const last = read(at + 7, 2) + FIRST_DAY;
    bodies.push({
      kind: "snapshot",
      card: card.id,
      s: Math.min(MOST, LEAST * Math.exp(read(at + 4, 2) / SCALE)),
      d: 1 + (read(at + 6, 1) / 255) * 9,
      last,
      due: last + read(at + 9, 2),
      m: card.meaning,
    });
  }
  return { kind: "ready", bodies, unknown };
}
