// The framer's controls: the call's fields, its messages, where DATA frames are cut, and how the request ends.
import { parseTimeout, PREFIX_LENGTH } from "#protocols/grpc/index.ts";

/** Paths to choose from; the first two are methods of the service, the others nearly. */
export const PATHS = [
  "/parcel.v1.ParcelService/GetParcel",
  "/parcel.v1.ParcelService/UploadScans",
  "/parcel.v1.parcelservice/getparcel",
  "/ParcelService/GetParcel",
] as const;
export const METHODS = ["POST", "GET"] as const;
export const TYPES = [
  "application/grpc",
  "application/grpc+proto",
  "application/grpc+json",
  "application/json",
] as const;
/** Values of grpc-encoding; the empty one leaves the field out. */
export const ENCODINGS = ["", "identity", "gzip", "snappy"] as const;
/** END_STREAM on the last DATA frame, on an empty one behind it, or nowhere. */
export const ENDS = ["last", "empty", "never"] as const;

/** What the learner sets. */
export interface Setup {
  readonly method: (typeof METHODS)[number];
  readonly path: (typeof PATHS)[number];
  readonly te: boolean;
  readonly type: (typeof TYPES)[number];
  /** The value of grpc-timeout as typed; empty leaves the field out. */
  readonly timeout: string;
  readonly encoding: (typeof ENCODINGS)[number];
  /** The compressed flag of every message. */
  readonly flagged: boolean;
  /** Metadata; what is not ASCII travels as bytes. */
  readonly note: string;
  /** The parcel's number in the first message; it comes with a challenge. */
  readonly number: number;
  readonly messages: 1 | 2;
  /** Offsets at which the content is cut into DATA frames; 0 cuts nothing. */
  readonly cuts: readonly [number, number];
  readonly end: (typeof ENDS)[number];
}

export const LONGEST_TIMEOUT = 12;
export const LONGEST_NOTE = 20;
/** Numbers below 127, so that this one and the next take one byte. */
const LARGEST_NUMBER = 120;
/** Bytes of one message with its prefix: field 1, one byte of value. */
export const MESSAGE_LENGTH = PREFIX_LENGTH + 2;

/** Bytes of all messages with their prefixes. */
export const contentLength = ({ messages }: Pick<Setup, "messages">): number =>
  messages * MESSAGE_LENGTH;

export const START: Setup = {
  method: "POST",
  path: PATHS[0],
  te: true,
  type: "application/grpc+proto",
  timeout: "1500m",
  encoding: "",
  flagged: false,
  note: "",
  number: 42,
  messages: 1,
  cuts: [3, 0],
  end: "last",
};

const UPLOAD: Setup = { ...START, path: PATHS[1], messages: 2 };

/** Where a learner may begin, by name. */
export const PRESETS: Readonly<Record<string, Setup>> = {
  "GetParcel(42) in two frames": START,
  "Two messages, one frame": { ...UPLOAD, cuts: [0, 0] },
  "Two messages, three frames": { ...UPLOAD, cuts: [3, 9], end: "empty" },
  "A path in lower case": { ...START, path: PATHS[2], cuts: [0, 0] },
  "Content that is called JSON": { ...START, type: "application/json", cuts: [0, 0] },
  "Never half-closed": { ...START, cuts: [0, 0], end: "never" },
};

/** What the controls send. */
export type Change =
  | { readonly kind: "preset"; readonly name: string }
  | { readonly kind: "set"; readonly set: Readonly<Record<string, unknown>> };

const isOneOf = <T>(values: readonly T[], value: unknown): value is T =>
  values.some((each) => each === value);
const isNumber = (value: unknown, least: number, most: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;

/** A field value of visible ASCII without blanks, cut to what the control holds. */
const tidyTimeout = (text: string): string => text.replace(/[^!-~]/g, "").slice(0, LONGEST_TIMEOUT);
/** Metadata without control characters, surrounding blanks and lone halves of characters. */
const tidyNote = (text: string): string =>
  Array.from(text.replace(/\p{C}/gu, "")).slice(0, LONGEST_NOTE).join("");

/** The setup with everything in range; null for anything that is none. */
function readSetup(data: Readonly<Record<string, unknown>>): Setup | null {
  const { method, path, te, type, timeout, encoding, flagged, note, number } = data;
  const { messages, cuts, end } = data;
  if (!isOneOf(METHODS, method) || !isOneOf(PATHS, path) || typeof te !== "boolean") return null;
  if (!isOneOf(TYPES, type) || typeof timeout !== "string") return null;
  if (!isOneOf(ENCODINGS, encoding) || typeof flagged !== "boolean") return null;
  if (typeof note !== "string" || !isNumber(number, 1, LARGEST_NUMBER)) return null;
  if (!isOneOf([1, 2] as const, messages) || !isOneOf(ENDS, end)) return null;
  if (!Array.isArray(cuts) || cuts.length !== 2) return null;
  const [first, second] = cuts as readonly unknown[];
  if (!isNumber(first, 0, 2 * MESSAGE_LENGTH) || !isNumber(second, 0, 2 * MESSAGE_LENGTH)) {
    return null;
  }
  const within = (cut: number): number => (cut < contentLength({ messages }) ? cut : 0);
  return {
    method,
    path,
    te,
    type,
    timeout: tidyTimeout(timeout),
    encoding,
    flagged,
    note: tidyNote(note),
    number,
    messages,
    cuts: [within(first), within(second)],
    end,
  };
}

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "preset") {
    return Object.hasOwn(PRESETS, change.name) ? (PRESETS[change.name] as Setup) : setup;
  }
  return readSetup({ ...setup, ...change.set, number: setup.number }) ?? setup;
}

const PARTS = [
  "method",
  "path",
  "te",
  "type",
  "timeout",
  "encoding",
  "flagged",
  "note",
  "number",
  "messages",
  "cuts",
  "end",
] as const satisfies readonly (keyof Setup)[];

/** The values in the order of {@link PARTS}. */
export const encode = (setup: Setup): unknown => PARTS.map((part) => setup[part]);

/** The setup of a link; null for anything that the controls and challenges cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== PARTS.length) return null;
  const values = data as readonly unknown[];
  return readSetup(Object.fromEntries(PARTS.map((part, index) => [part, values[index]])));
}

/** Milliseconds that the field says; null without one, or when it cannot be read. */
export function timeoutOf({ timeout }: Setup): number | null {
  const parsed = timeout === "" ? null : parseTimeout(timeout);
  return parsed !== null && "ms" in parsed ? parsed.ms : null;
}
