// HTTP/3 frames: type, length, payload. RFC 9114 §7.
import { concat, done, fault, more, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor, type Halt } from "./cursor.ts";
import { byteCount } from "./field-parts.ts";
import { isGrease } from "./error-codes.ts";
import { isForbiddenSetting, takeSettings, type Http3Setting } from "./settings.ts";
import { writeVarint } from "./varint.ts";

/** Name → type number. RFC 9114 §7.2. */
export const HTTP3_FRAME_TYPES = {
  DATA: 0x00n,
  HEADERS: 0x01n,
  CANCEL_PUSH: 0x03n,
  SETTINGS: 0x04n,
  PUSH_PROMISE: 0x05n,
  GOAWAY: 0x07n,
  MAX_PUSH_ID: 0x0dn,
} as const satisfies Record<string, bigint>;

/** One HTTP/3 frame; `name` tells the variants apart, UNKNOWN covers extensions and reserved types. */
export type Http3Frame =
  | { readonly type: 0x00n; readonly name: "DATA"; readonly data: Uint8Array }
  | { readonly type: 0x01n; readonly name: "HEADERS"; readonly encodedFieldSection: Uint8Array }
  | { readonly type: 0x03n; readonly name: "CANCEL_PUSH"; readonly pushId: bigint }
  | { readonly type: 0x04n; readonly name: "SETTINGS"; readonly settings: readonly Http3Setting[] }
  | {
      readonly type: 0x05n;
      readonly name: "PUSH_PROMISE";
      readonly pushId: bigint;
      readonly encodedFieldSection: Uint8Array;
    }
  /** `id` is a stream ID from a server and a push ID from a client. */
  | { readonly type: 0x07n; readonly name: "GOAWAY"; readonly id: bigint }
  | { readonly type: 0x0dn; readonly name: "MAX_PUSH_ID"; readonly pushId: bigint }
  | { readonly type: bigint; readonly name: "UNKNOWN"; readonly payload: Uint8Array };

/** Name of an HTTP/3 frame. */
export type Http3FrameName = Http3Frame["name"];

/** What a writer needs: the type and the fields that this type carries. Every Http3Frame is one. */
export interface Http3FrameFields {
  readonly type: bigint | number;
  readonly data?: Uint8Array;
  readonly encodedFieldSection?: Uint8Array;
  readonly pushId?: bigint;
  readonly settings?: readonly Http3Setting[];
  readonly id?: bigint;
  readonly payload?: Uint8Array;
}

/** Types of HTTP/2 without a counterpart; receiving one is an error. RFC 9114 §7.2.8, §11.2.1. */
const http2Types = new Set([0x02n, 0x06n, 0x08n, 0x09n]);

const layoutRule = "RFC 9114 §7.1";

/** Name of a frame type; UNKNOWN for everything that this specification does not define. */
export function http3FrameName(type: bigint): Http3FrameName {
  const known = Object.entries(HTTP3_FRAME_TYPES).find(([, value]) => value === type);
  return (known?.[0] as Http3FrameName | undefined) ?? "UNKNOWN";
}

/** The fault of a frame type that HTTP/2 left behind; null for every other type. RFC 9114 §7.2.8. */
export function forbiddenFrameType(type: bigint, at: number): Halt | null {
  if (!http2Types.has(type)) return null;
  const text = `Frame type 0x${type.toString(16)} belongs to HTTP/2 alone: HTTP/3 forbids it.`;
  return fault("H3_FRAME_UNEXPECTED", at, "RFC 9114 §7.2.8", text) as Halt;
}

/** Type and length in front of a payload that may still be on its way. */
export interface Http3FrameHeader {
  readonly type: bigint;
  readonly name: Http3FrameName;
  /** Bytes of payload announced. */
  readonly length: bigint;
}

const sayType = (type: bigint): string => {
  const name = http3FrameName(type);
  const label =
    name !== "UNKNOWN" ? name : isGrease(type) ? "reserved, ignored" : "unknown, ignored";
  return `0x${type.toString(16).padStart(2, "0")} ${label}`;
};

function takeHeader(cursor: Cursor): Http3FrameHeader {
  const at = cursor.at;
  const type = cursor.varint("Type", layoutRule, sayType);
  if (cursor.halt === null) {
    const forbidden = forbiddenFrameType(type, at);
    if (forbidden?.kind === "fault") {
      cursor.fail(forbidden.fault.code, at, forbidden.fault.rule, forbidden.fault.text);
    }
  }
  const length = cursor.varint("Length", layoutRule, (value) => byteCount(Number(value)));
  return { type, name: http3FrameName(type), length };
}

/** Reads type and length alone, for receivers that pass payload on as it arrives. RFC 9114 §7.1. */
export function readHttp3FrameHeader(bytes: Uint8Array, at = 0): Step<Http3FrameHeader> {
  const cursor = createCursor(bytes, at);
  const header = takeHeader(cursor);
  return cursor.halt ?? done(header, cursor.at);
}

/** One payload, field by field; the cursor's region is exactly the payload. */
function takePayload(cursor: Cursor, type: bigint, section: SectionReader): Http3Frame {
  const name = http3FrameName(type);
  switch (name) {
    case "DATA":
      return {
        type: 0x00n,
        name,
        data: cursor.take("Data", cursor.left, "RFC 9114 §7.2.1", byteCount),
      };
    case "HEADERS":
      return { type: 0x01n, name, encodedFieldSection: section(cursor, "RFC 9114 §7.2.2") };
    case "CANCEL_PUSH":
      return { type: 0x03n, name, pushId: cursor.varint("Push ID", "RFC 9114 §7.2.3") };
    case "SETTINGS":
      return { type: 0x04n, name, settings: takeSettings(cursor) };
    case "PUSH_PROMISE": {
      const pushId = cursor.varint("Push ID", "RFC 9114 §7.2.5");
      return { type: 0x05n, name, pushId, encodedFieldSection: section(cursor, "RFC 9114 §7.2.5") };
    }
    case "GOAWAY":
      return { type: 0x07n, name, id: cursor.varint("Stream ID/Push ID", "RFC 9114 §7.2.6") };
    case "MAX_PUSH_ID":
      return { type: 0x0dn, name, pushId: cursor.varint("Push ID", "RFC 9114 §7.2.7") };
    case "UNKNOWN":
      return { type, name, payload: cursor.take("Frame Payload", cursor.left, "RFC 9114 §7.2.8") };
  }
}

/** Takes an encoded field section to the end of the region; a describer may look inside. */
export type SectionReader = (cursor: Cursor, rule: string) => Uint8Array;

const opaqueSection: SectionReader = (cursor, rule) =>
  cursor.take("Encoded Field Section", cursor.left, rule);

/** Payloads of at most one variable-length integer: a longer one is wrong before it has arrived. */
const single = new Set<Http3FrameName>(["CANCEL_PUSH", "GOAWAY", "MAX_PUSH_ID"]);

/** Reads one frame, keeping its field tree when asked. RFC 9114 §7.1. */
export function parseHttp3Frame(
  bytes: Uint8Array,
  at: number,
  keep: boolean,
  section: SectionReader = opaqueSection,
): Step<{ readonly frame: Http3Frame; readonly fields: readonly Field[] }> {
  const outer = createCursor(bytes, at, { keep });
  const { type, name, length } = takeHeader(outer);
  if (outer.halt !== null) return outer.halt;
  if (single.has(name) && (length < 1n || length > 8n)) {
    const text = `${name} announces ${length} bytes: it holds one variable-length integer.`;
    return fault("H3_FRAME_ERROR", at, layoutRule, text);
  }
  if (length > BigInt(outer.left)) {
    return more(Number(length - BigInt(outer.left)));
  }
  const end = outer.at + Number(length);
  const inner = createCursor(bytes, outer.at, {
    keep,
    end,
    short: (missing, where, field) =>
      fault(
        "H3_FRAME_ERROR",
        where,
        layoutRule,
        `The ${name} frame ends ${byteCount(missing)} before its ${field} does.`,
      ) as Halt,
  });
  const frame = takePayload(inner, type, section);
  if (inner.halt === null && inner.left > 0) {
    const text = `The ${name} frame holds ${byteCount(inner.left)} more than its fields.`;
    inner.fail("H3_FRAME_ERROR", inner.at, layoutRule, text);
  }
  return inner.halt ?? done({ frame, fields: [...outer.fields, ...inner.fields] }, end);
}

/**
 * Reads one frame. Faults: H3_FRAME_ERROR for a payload that does not match its fields,
 * H3_SETTINGS_ERROR for duplicate or forbidden settings, H3_FRAME_UNEXPECTED for types that only
 * HTTP/2 has. Views into `bytes`, no copies. RFC 9114 §7.
 */
export function readHttp3Frame(bytes: Uint8Array, at = 0): Step<Http3Frame> {
  const step = parseHttp3Frame(bytes, at, false);
  return step.kind === "done" ? done(step.value.frame, step.next) : step;
}

const needed = <T>(value: T | undefined, name: string, field: string): T => {
  if (value === undefined) throw new RangeError(`${name} frame without ${field}. Give it one.`);
  return value;
};

function payloadOf(frame: Http3FrameFields, type: bigint): Uint8Array {
  const name = http3FrameName(type);
  switch (name) {
    case "DATA":
      return needed(frame.data, name, "data");
    case "HEADERS":
      return needed(frame.encodedFieldSection, name, "encodedFieldSection");
    case "SETTINGS":
      return settingsPayload(needed(frame.settings, name, "settings"));
    case "PUSH_PROMISE":
      return concat([
        writeVarint(needed(frame.pushId, name, "pushId")),
        needed(frame.encodedFieldSection, name, "encodedFieldSection"),
      ]);
    case "GOAWAY":
      return writeVarint(needed(frame.id, name, "id"));
    case "CANCEL_PUSH":
    case "MAX_PUSH_ID":
      return writeVarint(needed(frame.pushId, name, "pushId"));
    case "UNKNOWN":
      return needed(frame.payload, name, "payload");
  }
}

function settingsPayload(settings: readonly Http3Setting[]): Uint8Array {
  const ids = settings.map(([id]) => id);
  if (new Set(ids).size !== ids.length || ids.some(isForbiddenSetting)) {
    throw new RangeError("SETTINGS repeats an identifier or uses one of HTTP/2. Leave it out.");
  }
  return concat(settings.flatMap(([id, value]) => [writeVarint(id), writeVarint(value)]));
}

/**
 * Bytes of one frame, all integers at their shortest. A frame type of HTTP/2, a missing field or a
 * setting that must not be sent throws RangeError. RFC 9114 §7.
 */
export function writeHttp3Frame(frame: Http3FrameFields): Uint8Array {
  const type = BigInt(frame.type);
  if (http2Types.has(type)) throw new RangeError(`Frame type 0x${type.toString(16)} is HTTP/2's.`);
  const payload = payloadOf(frame, type);
  return concat([writeVarint(type), writeVarint(payload.length), payload]);
}
