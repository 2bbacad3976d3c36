// Frames to bytes and back: RFC 9113 §4.1 and §6.
import { done, fault, more, type Step } from "#wire/index.ts";
import type { Frame, Padded, Priority, Setting, UnknownFrame, WritableFrame } from "./frame.ts";
import {
  HEADER_LENGTH,
  headerFault,
  mandatoryLength,
  PADDABLE,
  readFrameHeader,
  uint31,
  uint32,
} from "./frame-header.ts";
import { FLAGS, FRAME_LAYOUTS, FRAME_TYPES } from "./registry.ts";

const byte = (bytes: Uint8Array, at: number): number => bytes[at] as number;

const readPriority = (bytes: Uint8Array, at: number): Priority => ({
  exclusive: (byte(bytes, at) & 0x80) !== 0,
  streamDependency: uint31(bytes, at),
  weight: byte(bytes, at + 4) + 1,
});

/**
 * Reads one frame. A payload larger than `maxFrameSize` octets, a stream identifier or a length
 * that §6 forbids is a fault as soon as the header is there; the rules that need more than this
 * frame (states, windows, field blocks) are the connection's.
 */
export function readFrame(
  bytes: Uint8Array,
  at = 0,
  { maxFrameSize = 16384 }: { readonly maxFrameSize?: number } = {},
): Step<Frame> {
  const head = readFrameHeader(bytes, at);
  if (head.kind !== "done") return head;
  const header = head.value;
  const broken = headerFault(header, at, maxFrameSize);
  if (broken !== null) return broken;
  const start = head.next;
  const end = start + header.length;
  if (bytes.length < end) return more(end - bytes.length);
  const { flags, streamId } = header;

  let cursor = start;
  let padding: { padLength?: number; padding?: Uint8Array } = {};
  let contentEnd = end;
  if (PADDABLE.has(header.type) && flags & FLAGS.PADDED) {
    const padLength = byte(bytes, start);
    cursor += 1;
    contentEnd = end - padLength;
    if (padLength > header.length - mandatoryLength(header.type, flags)) {
      const { name, rule } = FRAME_LAYOUTS[header.type] as (typeof FRAME_LAYOUTS)[number];
      const text = `${name} announces ${padLength} octets of padding in ${header.length} of payload`;
      return fault("PROTOCOL_ERROR", start, rule, text);
    }
    padding = { padLength, padding: bytes.subarray(contentEnd, end) };
  }

  switch (header.type) {
    case FRAME_TYPES.DATA: {
      const data = bytes.subarray(cursor, contentEnd);
      return done({ type: FRAME_TYPES.DATA, flags, streamId, data, ...padding }, end);
    }
    case FRAME_TYPES.HEADERS: {
      const prioritised = (flags & FLAGS.PRIORITY) !== 0;
      const priority = prioritised ? { priority: readPriority(bytes, cursor) } : {};
      const fragment = bytes.subarray(cursor + (prioritised ? 5 : 0), contentEnd);
      const type = FRAME_TYPES.HEADERS;
      return done({ type, flags, streamId, ...priority, fragment, ...padding }, end);
    }
    case FRAME_TYPES.PRIORITY: {
      const priority = readPriority(bytes, cursor);
      return done({ type: FRAME_TYPES.PRIORITY, flags, streamId, priority }, end);
    }
    case FRAME_TYPES.RST_STREAM: {
      const errorCode = uint32(bytes, cursor);
      return done({ type: FRAME_TYPES.RST_STREAM, flags, streamId, errorCode }, end);
    }
    case FRAME_TYPES.SETTINGS: {
      const settings: Setting[] = [];
      for (; cursor < end; cursor += 6) {
        settings.push([
          (byte(bytes, cursor) << 8) | byte(bytes, cursor + 1),
          uint32(bytes, cursor + 2),
        ]);
      }
      return done({ type: FRAME_TYPES.SETTINGS, flags, streamId, settings }, end);
    }
    case FRAME_TYPES.PUSH_PROMISE: {
      const promisedStreamId = uint31(bytes, cursor);
      if (promisedStreamId === 0 || promisedStreamId % 2 === 1) {
        // Only servers push, and a server's identifiers are even (§5.1.1, §8.4).
        const text = `PUSH_PROMISE promises stream ${promisedStreamId}, which no server may open`;
        return fault("PROTOCOL_ERROR", cursor, "RFC 9113 §6.6", text);
      }
      const fragment = bytes.subarray(cursor + 4, contentEnd);
      const type = FRAME_TYPES.PUSH_PROMISE;
      return done({ type, flags, streamId, promisedStreamId, fragment, ...padding }, end);
    }
    case FRAME_TYPES.PING: {
      const opaqueData = bytes.subarray(cursor, end);
      return done({ type: FRAME_TYPES.PING, flags, streamId, opaqueData }, end);
    }
    case FRAME_TYPES.GOAWAY: {
      const lastStreamId = uint31(bytes, cursor);
      const errorCode = uint32(bytes, cursor + 4);
      const debugData = bytes.subarray(cursor + 8, end);
      const type = FRAME_TYPES.GOAWAY;
      return done({ type, flags, streamId, lastStreamId, errorCode, debugData }, end);
    }
    case FRAME_TYPES.WINDOW_UPDATE: {
      const windowSizeIncrement = uint31(bytes, cursor);
      return done({ type: FRAME_TYPES.WINDOW_UPDATE, flags, streamId, windowSizeIncrement }, end);
    }
    case FRAME_TYPES.CONTINUATION: {
      const fragment = bytes.subarray(cursor, end);
      return done({ type: FRAME_TYPES.CONTINUATION, flags, streamId, fragment }, end);
    }
    default: {
      const type = header.type as UnknownFrame["type"];
      return done({ type, flags, streamId, payload: bytes.subarray(cursor, end) }, end);
    }
  }
}

const MAX_UINT31 = 0x7fffffff;
const MAX_UINT32 = 0xffffffff;

function need(what: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new RangeError(`${what} is ${value}: a frame carries integers from 0 to ${most}`);
}

/** The parts of a payload in order: octets, or an integer of so many octets. */
type Part = Uint8Array | readonly [value: number, octets: 1 | 2 | 4];

function priorityParts({ exclusive, streamDependency, weight }: Priority): Part[] {
  if (!Number.isInteger(weight) || weight < 1 || weight > 256) {
    throw new RangeError(`a priority's weight is ${weight}: it goes from 1 to 256`);
  }
  const dependency = need("streamDependency", streamDependency, MAX_UINT31);
  return [
    [dependency + (exclusive ? 0x80000000 : 0), 4],
    [weight - 1, 1],
  ];
}

/** The padding around `parts` when the frame has any, and the flag that says so. */
function padded(frame: Padded & { readonly flags: number }, parts: Part[]): [number, Part[]] {
  const length = frame.padLength ?? frame.padding?.length;
  if (length === undefined && !(frame.flags & FLAGS.PADDED)) return [0, parts];
  const octets = need("padLength", length ?? 0, 255);
  const padding = frame.padding ?? new Uint8Array(octets);
  if (padding.length !== octets) {
    throw new RangeError(`padLength is ${octets} but the padding has ${padding.length} octets`);
  }
  return [FLAGS.PADDED, [[octets, 1], ...parts, padding]];
}

/** Flags that the frame's own fields imply, and the parts of its payload. */
function payloadOf(frame: WritableFrame): [impliedFlags: number, parts: Part[]] {
  if ("payload" in frame) return [0, [frame.payload]];
  switch (frame.type) {
    case FRAME_TYPES.DATA:
      return padded(frame, [frame.data]);
    case FRAME_TYPES.HEADERS: {
      const { priority } = frame;
      if (priority === undefined && frame.flags & FLAGS.PRIORITY) {
        throw new RangeError("HEADERS has the PRIORITY flag but no priority. Give it one.");
      }
      const parts = priority === undefined ? [] : priorityParts(priority);
      const [flags, all] = padded(frame, [...parts, frame.fragment]);
      return [flags | (priority === undefined ? 0 : FLAGS.PRIORITY), all];
    }
    case FRAME_TYPES.PRIORITY:
      return [0, priorityParts(frame.priority)];
    case FRAME_TYPES.RST_STREAM:
      return [0, [[need("errorCode", frame.errorCode, MAX_UINT32), 4]]];
    case FRAME_TYPES.SETTINGS:
      return [
        0,
        frame.settings.flatMap(([id, value]): Part[] => [
          [need("a setting's identifier", id, 0xffff), 2],
          [need("a setting's value", value, MAX_UINT32), 4],
        ]),
      ];
    case FRAME_TYPES.PUSH_PROMISE: {
      const promised = need("promisedStreamId", frame.promisedStreamId, MAX_UINT31);
      return padded(frame, [[promised, 4], frame.fragment]);
    }
    case FRAME_TYPES.PING:
      if (frame.opaqueData.length !== 8) throw new RangeError("PING carries exactly 8 octets");
      return [0, [frame.opaqueData]];
    case FRAME_TYPES.GOAWAY:
      return [
        0,
        [
          [need("lastStreamId", frame.lastStreamId, MAX_UINT31), 4],
          [need("errorCode", frame.errorCode, MAX_UINT32), 4],
          frame.debugData,
        ],
      ];
    case FRAME_TYPES.WINDOW_UPDATE:
      return [0, [[need("windowSizeIncrement", frame.windowSizeIncrement, MAX_UINT31), 4]]];
    case FRAME_TYPES.CONTINUATION:
      return [0, [frame.fragment]];
    default:
      throw new RangeError("a frame of an unknown type needs a payload. Give it one.");
  }
}

/**
 * Bytes of one frame. PADDED and PRIORITY are set when the frame has padding or a priority; every
 * other flag is taken as given, and so is a stream identifier that §6 forbids, so that a lesson can
 * write what a peer must refuse. A number that does not fit its field throws RangeError.
 */
export function writeFrame(frame: WritableFrame): Uint8Array {
  const [implied, parts] = payloadOf(frame);
  let length = 0;
  for (const part of parts) length += part instanceof Uint8Array ? part.length : part[1];
  need("the payload's length", length, 0xffffff);
  const bytes = new Uint8Array(HEADER_LENGTH + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length * 256 + need("type", frame.type, 0xff));
  bytes[4] = need("flags", frame.flags, 0xff) | implied;
  view.setUint32(5, need("streamId", frame.streamId, MAX_UINT31));
  let at = HEADER_LENGTH;
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      bytes.set(part, at);
      at += part.length;
    } else {
      const [value, octets] = part;
      if (octets === 1) bytes[at] = value;
      else if (octets === 2) view.setUint16(at, value);
      else view.setUint32(at, value);
      at += octets;
    }
  }
  return bytes;
}
