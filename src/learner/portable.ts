// The file that takes everything along: JSON, gzipped where the browser can, with a checksum.
import type { LearnerEvent } from "./event.ts";
import type { Quarantined } from "./event-store.ts";
import { mergeInto } from "./merge.ts";
import { sortRows } from "./sort-rows.ts";

const FORMAT = "on-the-wire-progress";
const VERSION = 1;
/** Bytes of a file, packed and unpacked; 100,000 events are about 15 MB. */
export const LARGEST_FILE = 50 * 2 ** 20;

/** What stands in the file besides the events. */
export interface FileHead {
  /** Version of the course, and a hash of its catalogue of cards. */
  readonly app: string;
  readonly catalogue: string;
  /** ISO 8601 instant. */
  readonly exportedAt: string;
}

/** Why a file is not taken: what failed, why, what to do. Nothing was changed. */
export interface FileFault {
  readonly kind: "fault";
  readonly code: "too-big" | "damaged" | "foreign" | "newer";
  readonly text: string;
}

/** A file that can be merged, and what that would do: the dry run. */
export interface ReadFile {
  readonly kind: "ready";
  readonly head: FileHead;
  readonly events: readonly LearnerEvent[];
  /** Rows that are no events, or of a newer version; they stay in the file. */
  readonly bad: readonly Quarantined[];
}

/** What merging a file would do. */
export interface DryRun {
  readonly added: number;
  readonly known: number;
  readonly replaced: number;
  readonly bad: number;
  /** Cards of the file that this version of the course does not have; their events are kept. */
  readonly unknownCards: readonly string[];
  /** Instants of the first and last event; absent in an empty file. */
  readonly from?: number;
  readonly to?: number;
}

const FAULTS: Readonly<Record<FileFault["code"], string>> = {
  "too-big":
    "The file was not read: it is larger than 50 MB, and no backup of this course is. Choose another file.",
  damaged:
    "The file was not read: it is incomplete or was changed, for its checksum does not fit. Export again or choose an older backup. Nothing was changed here.",
  foreign: "The file was not read: it is no backup of this course. Choose another file.",
  newer:
    "The file was not read: a newer version of the course wrote it. Reload this page to update, then try again.",
};

const fault = (code: FileFault["code"]): FileFault => ({ kind: "fault", code, text: FAULTS[code] });

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (octet) => octet.toString(16).padStart(2, "0")).join("");

/** SHA-256 over the JSON of each event as it stands in the file, one a line. */
async function checksum(rows: readonly unknown[]): Promise<string> {
  const lines = new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return hex(await crypto.subtle.digest("SHA-256", lines));
}

type Bytes = Uint8Array<ArrayBuffer>;

/** All bytes through a stream; undefined once there are more than `most`. */
async function through(
  bytes: Bytes,
  stream: GenericTransformStream,
  most: number,
): Promise<Bytes | undefined> {
  const chunks: Bytes[] = [];
  let length = 0;
  const packed = new Blob([bytes]).stream().pipeThrough(stream);
  for await (const chunk of packed as unknown as AsyncIterable<Bytes>) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** The file's name: "on-the-wire-2026-11-20.json.gz". */
export const fileName = (exportedAt: string, packed: boolean): string =>
  `on-the-wire-${exportedAt.slice(0, 10)}.json${packed ? ".gz" : ""}`;

/** Writes the file; gzip of the same events is not promised to be the same bytes in every browser. */
export async function writeFile(
  events: readonly LearnerEvent[],
  head: FileHead,
  packed = typeof CompressionStream !== "undefined",
): Promise<Bytes> {
  const sum = { count: events.length, sha256: await checksum(events) };
  const file = { format: FORMAT, version: VERSION, ...head, sum, events };
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  if (!packed) return bytes;
  return (await through(bytes, new CompressionStream("gzip"), Infinity)) ?? bytes;
}

/** Reads a file from outside; never throws and changes nothing. */
export async function readFile(file: Bytes): Promise<ReadFile | FileFault> {
  if (file.length > LARGEST_FILE) return fault("too-big");
  let bytes: Bytes | undefined = file;
  // RFC 1952 §2.3.1: a gzip member begins with 1f 8b.
  const packed = file[0] === 0x1f && file[1] === 0x8b;
  try {
    if (packed) bytes = await through(file, new DecompressionStream("gzip"), LARGEST_FILE);
  } catch {
    return fault("damaged");
  }
  if (bytes === undefined) return fault("too-big");
  const text = new TextDecoder().decode(bytes);
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return fault(text.includes(FORMAT) ? "damaged" : "foreign");
  }
  const { format, version, events, sum, app, catalogue, exportedAt } = (stored ?? {}) as Record<
    string,
    unknown
  >;
  if (format !== FORMAT || typeof version !== "number") return fault("foreign");
  if (version > VERSION) return fault("newer");
  const { count, sha256 } = (sum ?? {}) as Record<string, unknown>;
  if (!Array.isArray(events) || events.length !== count) return fault("damaged");
  const rows: readonly unknown[] = events;
  if ((await checksum(rows)) !== sha256) return fault("damaged");
  const sorted = sortRows(rows);
  if (sorted.newer && sorted.events.length === 0) return fault("newer");
  const named = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    kind: "ready",
    head: { app: named(app), catalogue: named(catalogue), exportedAt: named(exportedAt) },
    events: sorted.events,
    bad: sorted.bad,
  };
}

/** What merging would do to a log; settings of the file count only when they are asked for. */
export function dryRun(
  file: ReadFile,
  log: readonly LearnerEvent[],
  knows: (card: string) => boolean,
): DryRun {
  const known = new Map(log.map((event) => [event.id, event]));
  const { added, known: same, replaced } = mergeInto(known, file.events);
  const cards = new Set(file.events.flatMap((event) => ("card" in event ? event.card : [])));
  let [from, to] = [Infinity, -Infinity];
  for (const { t } of file.events) [from, to] = [Math.min(from, t), Math.max(to, t)];
  return {
    added,
    known: same,
    replaced,
    bad: file.bad.length,
    unknownCards: [...cards].filter((card) => !knows(card)).toSorted(),
    ...(file.events.length > 0 && { from, to }),
  };
}

/** The events to merge: all, or all but the settings. */
export const eventsToMerge = (file: ReadFile, withSettings: boolean): readonly LearnerEvent[] =>
  withSettings ? file.events : file.events.filter(({ kind }) => kind !== "settings");
