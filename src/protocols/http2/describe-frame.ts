// Field trees of frames, down to flag bits, padding and field block representations: RFC 9113 §4.1, §6.
import { done, formatHex, latin1Text, type Field, type Step } from "#wire/index.ts";
import { describeRepresentations, type FieldBlockContext } from "./describe-field-block.ts";
import { readFrame } from "./frame-codec.ts";
import type { Frame, Priority } from "./frame.ts";
import {
  errorCodeName,
  FLAGS,
  FRAME_LAYOUTS,
  FRAME_TYPES,
  frameTypeName,
  settingName,
} from "./registry.ts";

/** What a description may know beside the bytes. */
export interface FrameContext extends FieldBlockContext {
  /** As in readFrame, 16,384 octets unless told. */
  readonly maxFrameSize?: number;
}

const octets = (count: number): string => (count === 1 ? "1 octet" : `${count} octets`);
const shown = (bytes: Uint8Array): string =>
  /^[\x20-\x7e]*$/.test(latin1Text(bytes)) ? latin1Text(bytes) : formatHex(bytes, " ");

/** The field tree of one frame; `table` unfolds indices of a HEADERS or PUSH_PROMISE fragment. */
export function describeFrame(
  bytes: Uint8Array,
  at = 0,
  { maxFrameSize = 16384, ...context }: FrameContext = {},
): Step<Field> {
  const read = readFrame(bytes, at, { maxFrameSize });
  if (read.kind !== "done") return read;
  const frame = read.value;
  const length = read.next - at;
  const payload = describePayload(bytes, frame, at + 9, read.next, context);
  const name = frameTypeName(frame.type);
  const where = frame.streamId === 0 ? "the connection" : `stream ${frame.streamId}`;
  const field: Field = {
    name: `${name} frame`,
    at,
    length,
    text: `${name} on ${where}, ${octets(length - 9)} of payload`,
    rule: FRAME_LAYOUTS[frame.type]?.rule ?? "RFC 9113 §4.1",
    children: [...describeHeader(bytes, frame, at, length - 9), ...payload],
  };
  return done(field, read.next);
}

function describeHeader(bytes: Uint8Array, frame: Frame, at: number, length: number): Field[] {
  const rule = "RFC 9113 §4.1";
  const type = `${frameTypeName(frame.type)} (0x${frame.type.toString(16).padStart(2, "0")})`;
  return [
    { name: "Length", at, length: 3, text: octets(length), rule },
    { name: "Type", at: at + 3, length: 1, text: type, rule },
    describeFlags(frame, at + 4),
    identifier(bytes, at + 5, "Stream", "Stream identifier", frame.streamId, rule),
  ];
}

/** All eight bits, most significant first; defined ones by name. */
function describeFlags(frame: Frame, at: number): Field {
  const layout = FRAME_LAYOUTS[frame.type];
  const set: string[] = [];
  const children = Array.from({ length: 8 }, (_, bit): Field => {
    const mask = 0x80 >> bit;
    const name = layout?.flags[mask] ?? "Unused";
    const on = (frame.flags & mask) !== 0;
    if (on && name !== "Unused") set.push(name);
    return { name, at, length: 1, text: on ? "1" : "0", bits: [bit, bit + 1] };
  });
  const text = set.join(", ") || "none";
  return { name: "Flags", at, length: 1, text, rule: layout?.rule ?? "RFC 9113 §4.1", children };
}

/** Four octets of which the first bit stands apart: reserved, or the exclusive flag. */
function identifier(
  bytes: Uint8Array,
  at: number,
  group: string,
  name: string,
  value: number,
  rule: string,
  firstBit = "Reserved",
): Field {
  const first = (bytes[at] as number) >= 0x80 ? "1" : "0";
  return {
    name: group,
    at,
    length: 4,
    text: String(value),
    rule,
    children: [
      { name: firstBit, at, length: 4, text: first, bits: [0, 1] },
      { name, at, length: 4, text: String(value), bits: [1, 32] },
    ],
  };
}

function describePriority(
  bytes: Uint8Array,
  at: number,
  priority: Priority,
  rule: string,
): Field[] {
  const { streamDependency, weight } = priority;
  const group = "Dependency";
  return [
    identifier(bytes, at, group, "Stream dependency", streamDependency, rule, "Exclusive"),
    { name: "Weight", at: at + 4, length: 1, text: `${weight} (${weight - 1} on the wire)`, rule },
  ];
}

function describePayload(
  bytes: Uint8Array,
  frame: Frame,
  start: number,
  end: number,
  context: FieldBlockContext,
): Field[] {
  const rule = FRAME_LAYOUTS[frame.type]?.rule ?? "RFC 9113 §4.1";
  const number = (name: string, at: number, length: number, text: string): Field => ({
    name,
    at,
    length,
    text,
    rule,
  });
  const fields: Field[] = [];
  const padLength = "padLength" in frame ? frame.padLength : undefined;
  let at = start;
  let contentEnd = end;
  if (padLength !== undefined) {
    fields.push(number("Pad length", at, 1, octets(padLength)));
    at += 1;
    contentEnd -= padLength;
  }
  const rest = (name: string, text: string): Field => number(name, at, contentEnd - at, text);

  switch (frame.type) {
    case FRAME_TYPES.DATA:
      fields.push(rest("Data", shown(frame.data)));
      break;
    case FRAME_TYPES.HEADERS:
      if (frame.priority !== undefined) {
        fields.push(...describePriority(bytes, at, frame.priority, rule));
        at += 5;
      }
      fields.push(fragment(bytes, at, contentEnd, frame.flags, context, rule));
      break;
    case FRAME_TYPES.PRIORITY:
      fields.push(...describePriority(bytes, at, frame.priority, rule));
      break;
    case FRAME_TYPES.RST_STREAM:
      fields.push(number("Error code", at, 4, errorCodeName(frame.errorCode)));
      break;
    case FRAME_TYPES.SETTINGS:
      frame.settings.forEach(([id, value], place) => {
        const from = at + 6 * place;
        fields.push({
          ...number(`Setting ${place + 1}`, from, 6, `${settingName(id)} = ${value}`),
          children: [
            number("Identifier", from, 2, settingName(id)),
            number("Value", from + 2, 4, String(value)),
          ],
        });
      });
      break;
    case FRAME_TYPES.PUSH_PROMISE: {
      const promised = frame.promisedStreamId;
      fields.push(identifier(bytes, at, "Promised stream", "Promised stream ID", promised, rule));
      at += 4;
      fields.push(fragment(bytes, at, contentEnd, frame.flags, context, rule));
      break;
    }
    case FRAME_TYPES.PING:
      fields.push(rest("Opaque data", formatHex(frame.opaqueData, " ")));
      break;
    case FRAME_TYPES.GOAWAY:
      fields.push(identifier(bytes, at, "Last stream", "Last stream ID", frame.lastStreamId, rule));
      fields.push(number("Error code", at + 4, 4, errorCodeName(frame.errorCode)));
      at += 8;
      fields.push(rest("Debug data", shown(frame.debugData)));
      break;
    case FRAME_TYPES.WINDOW_UPDATE: {
      const increment = frame.windowSizeIncrement;
      fields.push(identifier(bytes, at, "Increment", "Window size increment", increment, rule));
      break;
    }
    case FRAME_TYPES.CONTINUATION:
      // Where a representation begins in here only the frames before could tell.
      fields.push(rest("Field block fragment", `${octets(contentEnd - at)}, continued`));
      break;
    default:
      fields.push(rest("Payload", `${octets(contentEnd - at)}, ignored`));
  }
  if (padLength !== undefined) {
    fields.push(number("Padding", contentEnd, padLength, octets(padLength)));
  }
  return fields;
}

/** A field block, or its first fragment: whole representations, then what is cut off or wrong. */
function fragment(
  bytes: Uint8Array,
  at: number,
  end: number,
  flags: number,
  context: FieldBlockContext,
  rule: string,
): Field {
  const { fields, next, stop } = describeRepresentations(bytes.subarray(0, end), at, context);
  const complete = (flags & FLAGS.END_HEADERS) !== 0;
  const children = [...fields];
  if (stop !== null) {
    const why =
      stop.kind === "fault" ? stop.fault.text : complete ? "cut short" : "goes on in CONTINUATION";
    children.push({ name: "Undecoded", at: next, length: end - next, text: why, rule });
  }
  const text = `${octets(end - at)}${complete ? "" : ", continued"}`;
  const field: Field = { name: "Field block fragment", at, length: end - at, text, rule };
  return children.length > 0 ? { ...field, children } : field;
}
