// Reads and describes the frames in a packet's payload. RFC 9000 §12.4.
import { done, fault, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor, type CursorOptions, type Halt } from "../cursor.ts";
import { byteCount } from "../field-parts.ts";
import { quicFrameRule, type QuicFrame } from "./frame.ts";
import { takeQuicFrame } from "./parse-frame.ts";

/** Reads one frame; a frame without a length takes everything to the end. RFC 9000 §19. */
export function readQuicFrame(bytes: Uint8Array, at = 0): Step<QuicFrame> {
  const cursor = createCursor(bytes, at);
  if (cursor.left === 0) cursor.uint("Frame Type", 1, "RFC 9000 §12.4");
  const frame = takeQuicFrame(cursor, bytes);
  return cursor.halt ?? done(frame, cursor.at);
}

/** A payload is complete, so running out of bytes is the sender's fault, not a wish for more. */
const payloadOptions = (keep: boolean): CursorOptions => ({
  keep,
  short: (missing, at, name) =>
    fault(
      "FRAME_ENCODING_ERROR",
      at,
      "RFC 9000 §12.4",
      `The packet ends ${byteCount(missing)} before the ${name} does: frames cannot span packets.`,
    ) as Halt,
});

function empty(cursor: Cursor): void {
  cursor.fail(
    "PROTOCOL_VIOLATION",
    cursor.at,
    "RFC 9000 §12.4",
    "The packet carries no frame: it must carry at least one.",
  );
}

/**
 * Reads all frames of one packet's payload, from `at` to the end. The payload is whole, so a frame
 * that is cut short is FRAME_ENCODING_ERROR rather than `more`; no frame at all is
 * PROTOCOL_VIOLATION. Adjacent PADDING frames become one entry. RFC 9000 §12.4, §19.
 */
export function readQuicFrames(payload: Uint8Array, at = 0): Step<QuicFrame[]> {
  const cursor = createCursor(payload, at, payloadOptions(false));
  const frames: QuicFrame[] = [];
  if (cursor.left === 0) empty(cursor);
  while (cursor.halt === null && cursor.left > 0) frames.push(takeQuicFrame(cursor, payload));
  return cursor.halt ?? done(frames, cursor.at);
}

function sayFrame(frame: QuicFrame): string {
  switch (frame.name) {
    case "PADDING":
      return byteCount(frame.length);
    case "STREAM": {
      const end = frame.fin ? ", end of the stream" : "";
      return `stream ${frame.streamId}, offset ${frame.offset}, ${byteCount(frame.data)}${end}`;
    }
    case "CRYPTO":
      return `offset ${frame.offset}, ${byteCount(frame.data)}`;
    case "ACK":
      return frame.ranges.map(({ smallest, largest }) => `${smallest}–${largest}`).join(", ");
    case "MAX_STREAMS":
    case "STREAMS_BLOCKED":
      return `${frame.maximum} ${frame.type & 1n ? "unidirectional" : "bidirectional"}`;
    default:
      return frame.name.toLowerCase().replaceAll("_", " ");
  }
}

/** Field tree of a packet's payload; the same faults as readQuicFrames. RFC 9000 §12.4. */
export function describeQuicFrames(payload: Uint8Array, at = 0): Step<Field> {
  const cursor = createCursor(payload, at, payloadOptions(true));
  if (cursor.left === 0) empty(cursor);
  let frames = 0;
  while (cursor.halt === null && cursor.left > 0) {
    cursor.group(
      () => takeQuicFrame(cursor, payload),
      (frame) => ({ name: frame.name, text: sayFrame(frame), rule: quicFrameRule(frame.name) }),
    );
    frames += 1;
  }
  if (cursor.halt !== null) return cursor.halt;
  const text = frames === 1 ? "1 frame" : `${frames} frames`;
  const rule = "RFC 9000 §12.4";
  const length = payload.length - at;
  return done(
    { name: "Packet Payload", at, length, text, rule, children: cursor.fields },
    payload.length,
  );
}
