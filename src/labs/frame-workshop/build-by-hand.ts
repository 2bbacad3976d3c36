// A frame written in hexadecimal, checked field by field as its receiver reads it. RFC 9113 §4.1, §6.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Chance } from "#kit/seeded.ts";
import {
  ERROR_CODES,
  FLAGS,
  FRAME_TYPES,
  frameTypeName,
  readFrameHeader,
  writeFrame,
  type Frame,
} from "#protocols/http2/index.ts";
import type { Trace } from "#trace/index.ts";
import { equalBytes, formatHex, parseHex } from "#wire/index.ts";
import type { Setup } from "./setup.ts";

const HEAD = 9;
const HEADER_RULE = "rfc9113#4.1";

/** A frame to build, the order in words, and where its payload is laid down. */
export interface Order {
  readonly ask: string;
  readonly frame: Frame;
  readonly source: string;
}

/** Draws what is to be built. */
export function drawOrder(chance: Chance): Order {
  const data = Uint8Array.from({ length: 8 }, () => chance.between(0, 255));
  const stream = 2 * chance.between(1, 40) + 1;
  const octets = 256 * chance.between(1, 64);
  const kinds: readonly Order[] = [
    {
      ask: `a PING with the data ${formatHex(data, " ")}`,
      frame: { type: FRAME_TYPES.PING, flags: 0, streamId: 0, opaqueData: data },
      source: "rfc9113#6.7",
    },
    {
      ask: `the answer to a PING with the data ${formatHex(data, " ")}`,
      frame: { type: FRAME_TYPES.PING, flags: FLAGS.ACK, streamId: 0, opaqueData: data },
      source: "rfc9113#6.7",
    },
    {
      ask: `a WINDOW_UPDATE that gives stream ${stream} another ${octets} bytes`,
      frame: {
        type: FRAME_TYPES.WINDOW_UPDATE,
        flags: 0,
        streamId: stream,
        windowSizeIncrement: octets,
      },
      source: "rfc9113#6.9",
    },
    {
      ask: `a RST_STREAM that ends stream ${stream} with CANCEL (8)`,
      frame: {
        type: FRAME_TYPES.RST_STREAM,
        flags: 0,
        streamId: stream,
        errorCode: ERROR_CODES.CANCEL,
      },
      source: "rfc9113#6.4",
    },
    {
      ask: `a GOAWAY with last stream ${stream} and NO_ERROR (0), without debug data`,
      frame: {
        type: FRAME_TYPES.GOAWAY,
        flags: 0,
        streamId: 0,
        lastStreamId: stream,
        errorCode: ERROR_CODES.NO_ERROR,
        debugData: new Uint8Array(),
      },
      source: "rfc9113#6.8",
    },
  ];
  return chance.pick(kinds);
}

const count = (octets: number): string => (octets === 1 ? "1 byte" : `${octets} bytes`);

/** The first field that differs from the order, explained; the order itself is solved. */
export function inspect(text: string, { frame, source }: Order): Verdict {
  const bytes = parseHex(text);
  if (bytes === null) {
    return refuse("That is no hexadecimal text: two digits, 0 to f, for each byte.", HEADER_RULE);
  }
  const wanted = writeFrame(frame);
  const head = readFrameHeader(bytes);
  if (head.kind !== "done") {
    return refuse(
      `${count(bytes.length)} are no frame yet: the header alone has nine. Length 3, type 1, flags 1, stream 4.`,
      HEADER_RULE,
    );
  }
  const { flags, length, streamId, type } = head.value;
  const name = frameTypeName(frame.type);
  if (type !== frame.type) {
    const meant = `${name} is 0${frame.type}`;
    return refuse(
      `The fourth byte is the type. Yours says ${frameTypeName(type)}; ${meant}.`,
      HEADER_RULE,
    );
  }
  const payload = wanted.length - HEAD;
  if (length !== payload) {
    return refuse(
      `Length says ${length}, but the payload of this ${name} has ${count(payload)}. The nine of the header are not counted.`,
      HEADER_RULE,
    );
  }
  if (flags !== frame.flags) {
    const should =
      frame.flags === 0
        ? "Nothing is to be flagged here: 00."
        : "ACK is 01, and it makes the answer.";
    return refuse(`Flags are ${flags.toString(16).padStart(2, "0")}. ${should}`, source);
  }
  if (streamId !== frame.streamId) {
    const where =
      frame.streamId === 0 ? "the connection, stream 0" : `stream ${frame.streamId}, in four bytes`;
    return refuse(
      `The header names stream ${streamId}. This frame belongs to ${where}.`,
      HEADER_RULE,
    );
  }
  if (bytes.length !== wanted.length) {
    return refuse(
      `The header announces ${count(payload)} of payload, and ${count(bytes.length - HEAD)} follow.`,
      HEADER_RULE,
    );
  }
  return equalBytes(bytes, wanted)
    ? { solved: true, why: `${formatHex(bytes, " ")}: just what our engine writes.`, source }
    : refuse(
        "The header is right, the payload is not. Numbers stand with the high byte first.",
        source,
      );
}

/** Hand-built, byte by byte. */
export const buildByHand: Challenge<Setup, Trace> = {
  id: "build-by-hand",
  title: "Build a frame by hand",
  pose(chance) {
    const order = drawOrder(chance);
    return {
      ask: `Write ${order.ask}: all of its bytes in hexadecimal, header included.`,
      form: [{ kind: "text", id: "hex", ask: "The frame", lines: 2 }],
      check: (answers) => inspect(answers["hex"] ?? "", order),
    };
  },
};
