// A queue kept short, the fastest rate that a wire takes, and what to do with which data.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { optionsOf, refuse } from "#kit/question.ts";
import { SECONDS, type Seen } from "./flood.ts";
import { ageOf, courseOf } from "./judge.ts";
import { RANGES, START, type Setup } from "./setup.ts";

const SOURCE = "websockets#the-websocket-interface";

/** Seconds that a position may be old. */
const FRESH = 1;

/** Positions that are never older than a second, over a wire that is too slow for all of them. */
export const keepFresh: Challenge<Setup, Seen> = {
  id: "keep-fresh",
  title: "Never older than a second",
  pose(chance) {
    const rate = 2 * chance.between(12, 20);
    const speed = chance.pick([32, 64]);
    return {
      ask: `${rate} positions of 400 bytes a second, and ${speed} kbit/s. Have the newest position at the server at most ${FRESH} second old in the end, without making fewer or smaller ones.`,
      form: [],
      watch(setup, seen) {
        if (setup.rate !== rate || setup.speed !== speed || setup.size !== 400) return null;
        const age = ageOf(seen);
        if (age <= FRESH) {
          return {
            solved: true,
            why: `${age.toFixed(1)} seconds: ${seen.skipped} positions were skipped, each replaced by a newer one before it would have gone out.`,
            source: SOURCE,
          };
        }
        return setup.bound === null
          ? refuse(
              `${age.toFixed(1)} seconds: everything is sent, and the newest waits behind ${seen.samples.at(-1)?.waiting ?? 0} bytes.`,
              SOURCE,
            )
          : refuse(
              `${age.toFixed(1)} seconds: the queue is bounded, but ${setup.bound} bytes take this wire ${((setup.bound * 8) / speed / 1000).toFixed(1)} seconds.`,
              SOURCE,
            );
      },
      stage: { ...START, rate, speed, size: 400, bound: null },
    };
  },
};

/** Bytes that a client's frame adds to a payload of up to 65,535 bytes (RFC 6455 §5.2). */
const frameOf = (size: number): number => size + (size < 126 ? 6 : 8);

/** The fastest rate of the dial at which the wire keeps up. */
export const fastestFor = (size: number, speed: number): number => {
  const { step, max } = RANGES.rate;
  return Math.min(max, step * Math.floor((1000 * speed) / 8 / frameOf(size) / step));
};

/** The rate up to which nothing piles up. */
export const fillTheWire: Challenge<Setup, Seen> = {
  id: "fill-the-wire",
  title: "As fast as the wire takes it",
  pose(chance) {
    const size = 50 * chance.between(4, 10);
    const speed = chance.pick([32, 64]);
    const fastest = fastestFor(size, speed);
    return {
      ask: `Positions of ${size} bytes over ${speed} kbit/s, without a bound. Find the fastest rate of the control at which bufferedAmount does not keep rising. A client’s frame adds 8 bytes.`,
      form: [],
      watch(setup, seen) {
        if (setup.size !== size || setup.speed !== speed || setup.bound !== null) return null;
        if (setup.rate === fastest) {
          return {
            solved: true,
            why: `${fastest} × ${frameOf(size)} bytes just fit. A little more, and each second adds to the queue.`,
            source: "rfc6455#5.2",
          };
        }
        return setup.rate > fastest
          ? refuse(
              `It ${courseOf(seen, setup) === "rises" ? "keeps rising" : "does not empty any more"}: ${seen.samples.at(-1)?.waiting ?? 0} bytes wait after ${SECONDS} seconds.`,
              SOURCE,
            )
          : refuse("It stays low, and the wire would take more: go faster.", SOURCE);
      },
      stage: { ...START, size, speed, rate: RANGES.rate.min, bound: null },
    };
  },
};

interface Data {
  readonly id: string;
  readonly ask: string;
  readonly right: string;
  readonly wrong: Readonly<Record<string, string>>;
}

const WAYS: Readonly<Record<string, string>> = {
  skip: "skip it, the next one replaces it",
  keep: "keep it in a queue of your own and show that it waits",
  pause: "stop reading the source until bufferedAmount is low",
};

const KINDS: readonly Data[] = [
  {
    id: "position",
    ask: "The van’s position, ten times a second",
    right: "skip",
    wrong: {
      keep: "Positions: nobody wants the old ones; a queue only makes the new one late.",
      pause: "Positions: the van does not stop moving because the network is slow.",
    },
  },
  {
    id: "chat",
    ask: "What the driver writes to the depot",
    right: "keep",
    wrong: {
      skip: "What was written: no later message replaces it; it would be lost.",
      pause: "What was written: a person is the source, and the form should not freeze.",
    },
  },
  {
    id: "file",
    ask: "A photo of 8 MB, read piece by piece",
    right: "pause",
    wrong: {
      skip: "The photo: a piece that is left out breaks it.",
      keep: "The photo: the pieces lie in the file; a copy of all of them in memory helps nobody.",
    },
  },
];

/** The right way for three kinds of data. */
export const whichWay: Challenge<Setup, Seen> = {
  id: "which-way",
  title: "What to do when it grows",
  pose(chance) {
    const kinds = chance.shuffle(KINDS);
    return {
      ask: "bufferedAmount is growing. What do you do with each of these?",
      form: kinds.map(({ id, ask }) => ({
        kind: "choice",
        id,
        ask,
        options: optionsOf(WAYS),
      })),
      check(answers: Answers): Verdict {
        for (const { id, right, wrong } of kinds) {
          const said = answers[id] ?? "";
          if (said !== right) return refuse(wrong[said] ?? "Choose one of the three.", SOURCE);
        }
        return {
          solved: true,
          why: "The protocol has no answer to this; what the data means decides.",
          source: SOURCE,
        };
      },
    };
  },
};
