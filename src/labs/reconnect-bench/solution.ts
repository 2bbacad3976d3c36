// The bench's challenges solved, and attempts that must be refused with their own explanation.
import type { Path, Solution } from "#kit/lab.ts";
import { runWith } from "#kit/solve.ts";
import type { PageWatch } from "#kit/page-watch.ts";
import { practiceSpace } from "#mocks/practice.ts";
import { lab } from "./model.ts";
import { observeIn, type Seen } from "./observe.ts";
import type { Change, Setup } from "./setup.ts";

type Way = Path<Setup, Change, Seen>;

const ids = (on: boolean): Change => ({ kind: "ids", on });
const resume = (how: string): Change => ({ kind: "resume", resume: how });
const answer = (slot: number, how: string): Change => ({ kind: "answer", slot, answer: how });
const dial = (name: string, value: number): Change => ({ kind: "dial", dial: name, value });

/** Goes to the challenge's start, makes changes, predicts something and runs, quickly. */
const running = (...changes: readonly Change[]): Way =>
  runWith(
    () => [dial("retry", 0), ...changes],
    () => ({ requests: "1", second: "none", delivery: "once", end: "open" }),
  );

/** Without a page nothing happens to it, and what is awaited comes. */
const unwatched = (): PageWatch => ({
  alive: () => undefined,
  lost: Promise.withResolvers<never>().promise,
  stop: () => [],
});

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    let clock = 0;
    const now = (): number => (clock += 1);
    const space = practiceSpace("reconnect-bench", now);
    return observeIn({ open: () => Promise.resolve(space), watchPage: unwatched, now });
  },
  changes: [
    dial("total", 5),
    dial("total", 4),
    dial("retry", 1000),
    dial("retry", 150),
    dial("retry", -100),
    dial("toString", 1),
    ids(false),
    ids(true),
    resume("start"),
    resume("now"),
    resume("never"),
    answer(0, "hold"),
    answer(1, "html"),
    answer(3, "500"),
    answer(4, "500"),
    answer(0, "302"),
  ],
  challenges: {
    lossless: {
      reach: running(ids(true), resume("by-id")),
      refused: [
        { because: "goes on with what happens now", path: running(ids(true)) },
        { because: "begins at the start", path: running(ids(true), resume("start")) },
        { because: "the stream names none", path: running(resume("by-id")) },
        {
          because: "not answered with the rest",
          path: running(ids(true), resume("by-id"), answer(2, "500")),
        },
      ],
    },
    farewell: {
      reach: running(answer(1, "204")),
      refused: [
        { because: "for ever", path: running() },
        { because: "still open", path: running(answer(0, "hold")) },
        { because: "has not heard", path: running(answer(0, "204")) },
        { because: "alarms will ring", path: running(answer(1, "500")) },
        { because: "media type is wrong", path: running(answer(1, "html")) },
      ],
    },
  },
};
