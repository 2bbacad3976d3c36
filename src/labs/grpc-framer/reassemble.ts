// Two messages out of three DATA frames, by hand. PROTOCOL-HTTP2.md §Requests, §Data Frames.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { parseNumber, refuse } from "#kit/question.ts";
import { PREFIX_LENGTH, writeMessage } from "#protocols/grpc/index.ts";
import { writeScan } from "#scenarios/parcel-messages.ts";
import { concat, equalBytes, formatHex, parseHex } from "#wire/index.ts";
import { cutAt } from "./call.ts";
import type { Seen } from "./observe.ts";
import type { Setup } from "./setup.ts";

const RULE = "grpc-protocol-http2#requests";

const PLACES = ["Oslo", "Graz", "Bern", "Lund", "Nice", "Cork"] as const;

/** Reads the messages out of three frames that are cut where it hurts. */
export const reassemble: Challenge<Setup, Seen> = {
  id: "reassemble",
  title: "Two messages out of three frames",
  pose(chance) {
    const place = chance.pick(PLACES);
    const number = chance.between(1, 60);
    const messages = [writeScan({ number, place }), writeScan({ number: number + 1 })] as const;
    const content = concat(messages.map((data) => writeMessage(data)));
    const second = PREFIX_LENGTH + messages[0].length;
    // The first cut lies within the first message, the second within the second prefix.
    const first = chance.between(PREFIX_LENGTH + 1, second - 1);
    const frames = cutAt(content, [first, chance.between(second + 1, second + 4)]);
    return {
      ask: `Three DATA frames arrive on one stream: ${frames.map((bytes) => formatHex(bytes, " ")).join(" ┊ ")}. Two messages are in them.`,
      form: [
        {
          kind: "number",
          id: "at",
          ask: "All frames joined, counted from 0: at which byte does the second prefix begin?",
          unit: "",
          tolerance: 0,
        },
        { kind: "text", id: "one", ask: "The first message in hex, without prefix", lines: 1 },
        { kind: "text", id: "two", ask: "The second", lines: 1 },
      ],
      check({ at = "", one = "", two = "" }: Answers): Verdict {
        const given = parseNumber(at);
        if (given !== second) {
          const why =
            given === first
              ? `${first} is where a frame ends, and frames say nothing about messages.`
              : given === second - PREFIX_LENGTH
                ? `${given} is the length that the first prefix says; the ${PREFIX_LENGTH} bytes of the prefix come on top of it.`
                : `Bytes 1 to 4 are the length, ${messages[0].length} here. The prefix and the message end behind ${PREFIX_LENGTH} + ${messages[0].length} bytes.`;
          return refuse(why, RULE);
        }
        const bytes = [one, two].map((text) => parseHex(text));
        for (const [index, message] of messages.entries()) {
          const own = bytes[index] ?? null;
          const name = index === 0 ? "first" : "second";
          if (own === null) return refuse(`The ${name} is no hex: two digits for each byte.`, RULE);
          if (equalBytes(own, message)) continue;
          if (equalBytes(own, writeMessage(message))) {
            return refuse(
              `The ${name} still has its prefix: flag and length are not the message.`,
              RULE,
            );
          }
          return own.length < message.length
            ? refuse(
                `The ${name} is too short: ${own.length} bytes, and its prefix says ${message.length}. It goes on in the next frame.`,
                "grpc-protocol-http2#data-frames",
              )
            : refuse(
                `The ${name} is not that. Its prefix says ${message.length} bytes; take as many.`,
                RULE,
              );
        }
        return {
          solved: true,
          why: `One prefix was cut by a frame’s end, one message, too. Keep what is left over and read on with the next frame.`,
          source: "grpc-protocol-http2#data-frames",
        };
      },
    };
  },
};
