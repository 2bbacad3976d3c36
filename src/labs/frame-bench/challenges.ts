// A frame to read by hand, text that is none, and a message too big in small frames. RFC 6455 §5.2, §8.1, §10.4.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { parseNumber, refuse } from "#kit/question.ts";
import type { Chance } from "#kit/seeded.ts";
import { writeFrame } from "#protocols/websocket/index.ts";
import { formatHex, utf8 } from "#wire/index.ts";
import type { Seen } from "./receive.ts";
import { LIMITS, PRESETS, START, type Setup } from "./setup.ts";

const WORDS = ["label", "depot", "van 7", "route", "scan", "stop 3", "Graz", "due"] as const;
const KINDS = [
  { opcode: 1, name: "text", why: "Text is opcode 1." },
  { opcode: 2, name: "binary", why: "Binary is opcode 2." },
  { opcode: 9, name: "ping", why: "Ping is opcode 9." },
  { opcode: 10, name: "pong", why: "Pong is opcode 10, which is a in hex." },
  { opcode: 8, name: "close", why: "Close is opcode 8." },
] as const;

/** Small keys keep the XOR within reach of pencil and paper. */
const keyFor = (chance: Chance): Uint8Array =>
  Uint8Array.from({ length: 4 }, () => chance.between(1, 0x3f));

/** A masked frame in hex, to be taken apart. */
export const handDecode: Challenge<Setup, Seen> = {
  id: "hand-decode",
  title: "Read a masked frame by hand",
  pose(chance) {
    const word = chance.pick(WORDS);
    const { opcode, name, why } = chance.pick(KINDS.filter((kind) => kind.name !== "close"));
    const key = keyFor(chance);
    const bytes = writeFrame({ opcode, payload: utf8(word) }, { maskingKey: key });
    return {
      ask: `A server receives ${formatHex(bytes, " ")}. What did the client send?`,
      form: [
        {
          kind: "choice",
          id: "opcode",
          ask: "The opcode says",
          options: KINDS.map((kind) => ({ value: kind.name, text: kind.name })),
        },
        { kind: "number", id: "length", ask: "Payload length", unit: "bytes", tolerance: 0 },
        { kind: "text", id: "payload", ask: "The payload, unmasked, as text", lines: 1 },
      ],
      check({ opcode: said, length, payload = "" }: Answers): Verdict {
        if (said !== name) {
          const claimed = KINDS.find((kind) => kind.name === said);
          return refuse(
            `${claimed?.why ?? ""} The low half of the first byte is ${opcode.toString(16)} here. ${why}`,
            "rfc6455#5.2",
          );
        }
        if (parseNumber(length ?? "") !== word.length) {
          return refuse(
            "The length is in the low 7 bits of the second byte: take the MASK bit, 80 in hex, away. The key does not count.",
            "rfc6455#5.2",
          );
        }
        if (payload.trim() !== word) {
          return refuse(
            `The key is ${formatHex(key, " ")}, bytes 2 to 5. XOR the first payload byte with its first byte, and so on, and begin again after four.`,
            "rfc6455#5.3",
          );
        }
        return {
          solved: true,
          why: `${name}, ${word.length} bytes, “${word}”. The same XOR masks and unmasks.`,
          source: "rfc6455#5.3",
        };
      },
    };
  },
};

/** The text that the challenge begins with; by it, or by hex bytes, a run counts as an attempt. */
const BEGIN = "dock 4";

/** Order in everything but the text: 1007. */
export const badText: Challenge<Setup, Seen> = {
  id: "bad-text",
  title: "Get 1007 and nothing else",
  pose(chance) {
    const length = chance.between(2, 6);
    return {
      ask: `As the client, send one text frame with exactly ${length} bytes of payload that the server answers with 1007. Choose “hex bytes” as the payload to write what no text is.`,
      form: [],
      watch({ from, frames }, { outcome, frames: seen }) {
        const [only] = frames;
        if (from !== "client" || frames.length !== 1) return null;
        if (only?.kind !== "hex" && only?.payload !== BEGIN) return null;
        const size = seen[0]?.payload.length;
        if (outcome === "1007" && size !== length) {
          return refuse(
            `1007 it is, but the payload has ${size} bytes, not ${length}.`,
            "rfc6455#5.2",
          );
        }
        if (outcome === "1007") {
          return {
            solved: true,
            why: "Every bit of the frame was in order; only what it carries is no UTF-8, and its opcode promised text.",
            source: "rfc6455#8.1",
          };
        }
        if (outcome === "message") {
          return only.opcode === 2
            ? refuse(
                "Binary may hold any bytes, so nothing was wrong with it. Only text promises UTF-8.",
                "rfc6455#5.6",
              )
            : refuse(
                "That was valid UTF-8. A byte such as ff never occurs in it, and c3 needs another behind it.",
                "rfc6455#8.1",
              );
        }
        return outcome === "1002"
          ? refuse(
              "1002: the frame itself broke a rule, before anybody looked at the text.",
              "rfc6455#7.4.1",
            )
          : refuse(
              "The server did not fail the connection. One whole text frame is wanted, with FIN = 1.",
              "rfc6455#5.4",
            );
      },
      stage: {
        ...START,
        frames: START.frames.map((frame) => ({ ...frame, kind: "text", payload: BEGIN })),
      },
    };
  },
};

/** Fragments that are small each and too big together: 1009. */
export const tooBigInPieces: Challenge<Setup, Seen> = {
  id: "too-big-in-pieces",
  title: "Too big, in small pieces",
  pose(chance) {
    const limit = chance.pick(LIMITS.filter((each) => each >= 16 && each <= 64));
    return {
      ask: `The server takes messages of up to ${limit} bytes. Have it answer 1009 although no frame carries more than ${limit - 6} bytes.`,
      form: [],
      watch({ from, limit: set, frames }, { outcome, frames: seen }) {
        if (from !== "client" || set !== limit) return null;
        const largest = Math.max(...seen.map(({ payload }) => payload.length));
        if (outcome === "1009" && largest <= limit - 6) {
          return {
            solved: true,
            why: "The limit is on the message: the sum of its fragments counts. Else a peer could fill the memory with small frames.",
            source: "rfc6455#10.4",
          };
        }
        if (outcome === "1009") {
          return refuse(
            `One frame carries ${largest} bytes: that alone is over what was allowed to you. Share it out.`,
            "rfc6455#10.4",
          );
        }
        if (outcome === "1002") {
          return refuse(
            "1002: the order of fragments is broken. The first has FIN = 0 and opcode 1 or 2, those after it opcode 0.",
            "rfc6455#5.4",
          );
        }
        if (frames.length > 1 && frames.every(({ fin }) => fin)) {
          return refuse(
            "These are messages of their own: every frame has FIN = 1, and each fits.",
            "rfc6455#5.4",
          );
        }
        return refuse(
          "The server accepted it: together the fragments stay within its limit.",
          "rfc6455#10.4",
        );
      },
      stage: {
        ...(PRESETS["Fragments with a ping between"] as Setup),
        limit,
        frames: START.frames.map((frame) => ({ ...frame, kind: "letters", payload: "10" })),
      },
    };
  },
};
