// Frames with something odd about them: what a receiver does. Decided by a real one. RFC 9113 §4.1, §4.2, §5.4.
import type { Challenge } from "#kit/lab.ts";
import { optionsOf } from "#kit/question.ts";
import type { Chance } from "#kit/seeded.ts";
import type { Trace } from "#trace/index.ts";
import { formatHex, concat, uintBytes } from "#wire/index.ts";
import { receive, type Outcome } from "./own-bytes.ts";
import type { Setup } from "./setup.ts";

/** A frame, what is odd about it, and where the rule stands. */
interface Oddity {
  readonly bytes: Uint8Array;
  readonly truth: string;
  readonly source: string;
}

const frame = (
  type: number,
  flags: number,
  stream: number,
  payload: readonly number[],
): Uint8Array =>
  concat([
    uintBytes(payload.length, 3),
    Uint8Array.of(type, flags),
    uintBytes(stream, 4),
    Uint8Array.from(payload),
  ]);

/** Draws a frame from this course’s cabinet of curiosities. */
export function drawOddity(chance: Chance): Oddity {
  const byte = (): number => chance.between(0x20, 0x7e);
  const bytes = (length: number): number[] => Array.from({ length }, byte);
  const even = 2 * chance.between(1, 30);
  return chance.pick<() => Oddity>([
    () => ({
      bytes: frame(6, 0, 0, bytes(chance.between(4, 7))),
      truth: "A PING carries eight bytes, no more and no fewer.",
      source: "rfc9113#6.7",
    }),
    () => ({
      bytes: frame(6, 0, 1, bytes(8)),
      truth: "A PING belongs to the connection, so its stream is 0.",
      source: "rfc9113#6.7",
    }),
    () => ({
      bytes: frame(0, 0, 0, bytes(chance.between(3, 8))),
      truth: "DATA belongs to a stream, and 0 is none.",
      source: "rfc9113#6.1",
    }),
    () => ({
      bytes: frame(4, 1, 0, [0, 4, 0, 0, 0x40, 0]),
      truth: "A SETTINGS frame with ACK says that settings were read; it has none of its own.",
      source: "rfc9113#6.5",
    }),
    () => ({
      bytes: frame(chance.between(0x10, 0xef), 0, 1, bytes(chance.between(2, 6))),
      truth: "Nobody has defined this type, and unknown types are skipped. So HTTP/2 can grow.",
      source: "rfc9113#4.1",
    }),
    () => ({
      bytes: frame(8, 0xf0, 1, [0, 0, chance.between(1, 255), 0]),
      truth: "WINDOW_UPDATE defines no flags, and unused flags are ignored.",
      source: "rfc9113#4.1",
    }),
    () => ({
      bytes: frame(8, 0, 0, [0x7f, 0xff, 0xff, byte()]),
      truth: "It would open the connection’s window beyond 2³¹ − 1.",
      source: "rfc9113#6.9.1",
    }),
    () => ({
      bytes: frame(4, 0, 0, [0, 4, 0x80, 0, 0, chance.between(0, 255)]),
      truth: "No stream’s window may be larger than 2³¹ − 1.",
      source: "rfc9113#6.5.2",
    }),
    () => ({
      bytes: frame(1, 5, even, [0x82, 0x84, 0x87]),
      truth: `Stream ${even} would be the server’s: clients open odd ones.`,
      source: "rfc9113#5.1.1",
    }),
  ])();
}

const OPTIONS = {
  ignored: "It goes on; nothing is ended",
  FRAME_SIZE_ERROR: "It ends the connection: FRAME_SIZE_ERROR",
  PROTOCOL_ERROR: "It ends the connection: PROTOCOL_ERROR",
  FLOW_CONTROL_ERROR: "It ends the connection: FLOW_CONTROL_ERROR",
} as const;

/** Why an answer that was not the outcome could not be it. */
const NOT: Readonly<Record<string, string>> = {
  ignored: "What breaks a rule of the connection is not passed over.",
  FRAME_SIZE_ERROR: "The length is one that this type may have.",
  PROTOCOL_ERROR: "That is the code for broken rules without a code of their own.",
  FLOW_CONTROL_ERROR: "That code speaks of windows.",
};

const nameOf = ({ fault }: Outcome): string => (fault === null ? "ignored" : fault.code);

/** What does a server do with it? */
export const whatHappens: Challenge<Setup, Trace> = {
  id: "what-happens",
  title: "Something is odd: what does the server do?",
  pose(chance) {
    const { bytes, source, truth } = drawOddity(chance);
    return {
      ask: `A server that waits for the content of a POST on stream 1 receives ${formatHex(bytes, " ")}.`,
      form: [
        {
          kind: "choice",
          id: "outcome",
          ask: "What does it do?",
          options: optionsOf(OPTIONS),
        },
      ],
      check(answers) {
        const given = answers["outcome"] ?? "";
        const solved = given === nameOf(receive(bytes));
        return { solved, why: solved ? truth : `${NOT[given] ?? ""} ${truth}`.trim(), source };
      },
    };
  },
};
