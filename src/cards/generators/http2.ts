// Numbers inside frames and field blocks: RFC 9113 §4.1, RFC 7541 §5.1, RFC 9000 §16.
import {
  FRAME_TYPES,
  readFrameHeader,
  writeFrame,
  type WritableFrame,
} from "#protocols/http2/index.ts";
import { readVarint, writeVarint } from "#protocols/http3/index.ts";
import { readPrefixInteger, writePrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import { formatHex } from "#wire/index.ts";
import { pickOne, type Dice } from "../chance.ts";
import type { ComputeItem } from "../grade.ts";

/** A frame header of this length: DATA of so many zeros, of which only the header is shown. */
function header(dice: Dice): { readonly length: number; readonly bytes: Uint8Array } {
  const length = pickOne([dice(1, 255), dice(256, 4096), dice(4097, 16_384)], dice);
  const streamId = 2 * dice(0, 60) + 1;
  const data = new Uint8Array(length);
  const frame = writeFrame({ type: FRAME_TYPES.DATA, flags: dice(0, 1), streamId, data });
  return { length, bytes: frame.slice(0, 9) };
}

function frameLength(dice: Dice): ComputeItem {
  const { bytes } = header(dice);
  const read = readFrameHeader(bytes);
  const length = read.kind === "done" ? read.value.length : 0;
  return {
    question: "How many octets of payload follow this HTTP/2 frame header?",
    given: formatHex(bytes, " "),
    answer: String(length),
    grader: "integer",
    unit: "octets",
    working: `The first three octets are the length, here ${formatHex(bytes.subarray(0, 3), " ")}; the header's own nine do not count.`,
  };
}

function frameType(dice: Dice): ComputeItem {
  const frame = pickOne<WritableFrame>(
    [
      { type: FRAME_TYPES.PING, flags: dice(0, 1), streamId: 0, opaqueData: new Uint8Array(8) },
      { type: FRAME_TYPES.SETTINGS, flags: 0, streamId: 0, settings: [[dice(1, 6), dice(0, 1)]] },
      {
        type: FRAME_TYPES.WINDOW_UPDATE,
        flags: 0,
        streamId: 2 * dice(0, 9),
        windowSizeIncrement: dice(1, 65_535),
      },
      {
        type: FRAME_TYPES.RST_STREAM,
        flags: 0,
        streamId: 2 * dice(0, 9) + 1,
        errorCode: dice(1, 13),
      },
    ],
    dice,
  );
  const bytes = writeFrame(frame);
  const name = Object.entries(FRAME_TYPES).find(([, type]) => type === bytes[3])?.[0] ?? "";
  return {
    question: "Which type has this HTTP/2 frame? Give its name.",
    given: formatHex(bytes, " "),
    answer: name,
    grader: "text",
    working: `The fourth octet is the type: ${formatHex(bytes.subarray(3, 4))} is ${name}.`,
  };
}

function prefixInteger(dice: Dice): ComputeItem {
  const prefix = pickOne([5, 6, 7], dice);
  const full = 2 ** prefix - 1;
  const value = pickOne([dice(0, full - 1), full + dice(0, 127), full + dice(128, 9999)], dice);
  const bytes = writePrefixInteger(value, prefix);
  const read = readPrefixInteger(bytes, 0, prefix);
  return {
    question: `Which number do these octets hold, in HPACK with a prefix of ${prefix} bits?`,
    given: formatHex(bytes, " "),
    answer: read.kind === "done" ? String(read.value) : "",
    grader: "integer",
    working:
      value < full
        ? `It is below 2^${prefix} − 1 = ${full}, so it fits the prefix.`
        : `The prefix is full (${full}); the octets behind it add seven bits each, the lowest first.`,
  };
}

function quicVarint(dice: Dice): ComputeItem {
  const value = pickOne([dice(0, 63), dice(64, 16_383), dice(16_384, 1_073_741_823)], dice);
  const bytes = writeVarint(value);
  const read = readVarint(bytes);
  return {
    question: "Which number does this variable-length integer of QUIC hold?",
    given: formatHex(bytes, " "),
    answer: read.kind === "done" ? String(read.value) : "",
    grader: "integer",
    working: `Its first two bits say ${bytes.length} octet${bytes.length === 1 ? "" : "s"}; they are taken off, the rest is the number.`,
  };
}

export const http2Generators = {
  "http2-frame-length": frameLength,
  "http2-frame-type": frameType,
  "hpack-integer": prefixInteger,
  "quic-varint": quicVarint,
} as const;
