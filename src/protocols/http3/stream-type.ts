// The header of a unidirectional stream. RFC 9114 §6.2, RFC 9204 §4.2.
import { concat, done, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor } from "./cursor.ts";
import { isGrease } from "./error-codes.ts";
import { writeVarint } from "./varint.ts";

/** Name → type number. RFC 9114 §6.2, RFC 9204 §4.2. */
export const HTTP3_STREAM_TYPES = {
  control: 0x00n,
  push: 0x01n,
  "qpack-encoder": 0x02n,
  "qpack-decoder": 0x03n,
} as const satisfies Record<string, bigint>;

/** Kind of a unidirectional stream. */
export type Http3StreamKind = keyof typeof HTTP3_STREAM_TYPES;

/** What a unidirectional stream says of itself first; `kind` is null for types to be discarded. */
export interface Http3StreamHeader {
  readonly type: bigint;
  readonly kind: Http3StreamKind | null;
  /** Of push streams. */
  readonly pushId?: bigint;
}

const kindOf = (type: bigint): Http3StreamKind | null => {
  const known = Object.entries(HTTP3_STREAM_TYPES).find(([, value]) => value === type);
  return (known?.[0] as Http3StreamKind | undefined) ?? null;
};

function takeHeader(cursor: Cursor): Http3StreamHeader {
  const type = cursor.varint("Stream Type", "RFC 9114 §6.2", (value) => {
    const name = kindOf(value) ?? (isGrease(value) ? "reserved, ignored" : "unknown, ignored");
    return `0x${value.toString(16).padStart(2, "0")} ${name}`;
  });
  const kind = kindOf(type);
  if (kind !== "push") return { type, kind };
  return { type, kind, pushId: cursor.varint("Push ID", "RFC 9114 §6.2.2") };
}

/** Reads the header of a unidirectional stream, the push ID of a push stream included. */
export function readHttp3StreamHeader(bytes: Uint8Array, at = 0): Step<Http3StreamHeader> {
  const cursor = createCursor(bytes, at);
  const header = takeHeader(cursor);
  return cursor.halt ?? done(header, cursor.at);
}

/** Field tree of the header of a unidirectional stream. RFC 9114 §6.2. */
export function describeStreamHeader(bytes: Uint8Array, at = 0): Step<Field> {
  const cursor = createCursor(bytes, at, { keep: true });
  const { kind } = takeHeader(cursor);
  if (cursor.halt !== null) return cursor.halt;
  const text = kind ?? "unknown";
  const rule = kind === "push" ? "RFC 9114 §6.2.2" : "RFC 9114 §6.2";
  const length = cursor.at - at;
  const children = cursor.fields;
  return done(
    { name: "Unidirectional Stream Header", at, length, text, rule, children },
    cursor.at,
  );
}

/** Bytes that open a unidirectional stream; `pushId` is for push streams alone. RFC 9114 §6.2. */
export function writeHttp3StreamHeader(type: bigint, pushId?: bigint): Uint8Array {
  if ((type === HTTP3_STREAM_TYPES.push) !== (pushId !== undefined)) {
    throw new RangeError("A push stream, and only it, needs a push ID.");
  }
  return concat([writeVarint(type), ...(pushId === undefined ? [] : [writeVarint(pushId)])]);
}
