// May it be sent again? UNAVAILABLE, ABORTED and FAILED_PRECONDITION told apart. grpc.io, "Status Codes"; gRFC A6.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { optionsOf, refuse } from "#kit/question.ts";
import type { Setup } from "./setup.ts";
import type { Seen } from "./theatre.ts";

type Move = "retry" | "higher" | "not";

const MOVES: Readonly<Record<Move, string>> = {
  retry: "send the same call again",
  higher: "start again one level higher",
  not: "do not repeat it as it is",
};

interface Situation {
  readonly what: string;
  readonly right: Move;
  /** Why each of the other two would be wrong. */
  readonly against: Readonly<Partial<Record<Move, string>>>;
  readonly source: string;
}

const CODES = "grpc-status-codes#full-list-of-status-codes";

const SITUATIONS: readonly Situation[] = [
  {
    what: "GetParcel fails with UNAVAILABLE",
    right: "retry",
    against: {
      higher:
        "nothing that the caller had read is out of date: the very call is worth another try.",
      not: "reading twice does no harm, and such a failure usually passes.",
    },
    source: CODES,
  },
  {
    what: "UploadScans, which must not run twice, is reset with REFUSED_STREAM",
    right: "retry",
    against: {
      higher: "there is nothing to read again: this call has not begun.",
      not: "REFUSED_STREAM promises that nothing was done with it.",
    },
    source: "grpc-protocol-http2#errors",
  },
  {
    what: "GOAWAY names last stream 5; ours was 7",
    right: "retry",
    against: {
      higher: "the stream lies above the number: the server never took it up.",
      not: "a stream above the number was not accepted, so it may go elsewhere.",
    },
    source: "grpc-protocol-http2#goaway-frame",
  },
  {
    what: "A write with “only if still version 6” fails with ABORTED: another van was faster",
    right: "higher",
    against: {
      retry: "version 6 is gone for good, so the same call fails each time.",
      not: "it can succeed: read the new version, decide again, write.",
    },
    source: CODES,
  },
  {
    what: "A transaction of three calls ends with ABORTED at the second",
    right: "higher",
    against: {
      retry: "the first call was undone with the rest, and the second builds on it.",
      not: "transactions collide now and then; begun anew it has every chance.",
    },
    source: CODES,
  },
  {
    what: "WatchParcel has brought twelve scans and ends with UNAVAILABLE",
    right: "higher",
    against: {
      retry:
        "the answer had begun, so the call is committed: repeated blindly it would bring the twelve again.",
      not: "the feed can go on: open a new one from the thirteenth.",
    },
    source: "grpc-a6#when-retries-are-valid",
  },
  {
    what: "CloseDepot fails with FAILED_PRECONDITION: parcels are still in it",
    right: "not",
    against: {
      retry: "the depot stays full however often one asks.",
      higher: "nothing collided; somebody has to empty the depot first.",
    },
    source: CODES,
  },
  {
    what: "GetParcel(−1) fails with INVALID_ARGUMENT",
    right: "not",
    against: {
      retry: "the argument is wrong in any state of the system.",
      higher: "there was no state to read again; another number is needed.",
    },
    source: CODES,
  },
  {
    what: "Charge, which must not run twice, fails with DEADLINE_EXCEEDED",
    right: "not",
    against: {
      retry: "it may have succeeded, with the answer too late, and the customer would pay twice.",
      higher: "starting over charges once more, too. Ask first whether it went through.",
    },
    source: CODES,
  },
  {
    what: "The method is UNIMPLEMENTED",
    right: "not",
    against: {
      retry: "the server does not learn it by being asked again.",
      higher: "whatever is read before it, this method stays absent.",
    },
    source: CODES,
  },
  {
    what: "The next page of scans is OUT_OF_RANGE",
    right: "not",
    against: {
      retry: "there is no such page: the iteration is over.",
      higher: "nothing went wrong that a new start would mend; it is the end.",
    },
    source: CODES,
  },
];

const of = (move: Move): readonly Situation[] => SITUATIONS.filter(({ right }) => right === move);

/** Sorts five situations, some of each kind. */
export const sortSituations: Challenge<Setup, Seen> = {
  id: "sort-situations",
  title: "Send it again?",
  pose(chance) {
    const asked = chance.shuffle([
      ...chance.shuffle(of("retry")).slice(0, 1),
      ...chance.shuffle(of("higher")).slice(0, 2),
      ...chance.shuffle(of("not")).slice(0, 2),
    ]);
    return {
      ask: "What does the client do?",
      form: asked.map(({ what }, index) => ({
        kind: "choice" as const,
        id: `situation-${index + 1}`,
        ask: `${what}.`,
        options: optionsOf(MOVES),
      })),
      check(answers: Answers): Verdict {
        for (const [index, { against, right, source, what }] of asked.entries()) {
          const given = answers[`situation-${index + 1}`] as Move;
          if (given === right) continue;
          const why = `${what}: not “${MOVES[given]}”, since ${against[given] ?? ""}`;
          return refuse(why, source);
        }
        return {
          solved: true,
          why: "UNAVAILABLE: the call itself. ABORTED: what led to it. FAILED_PRECONDITION: not before the state is put right.",
          source: CODES,
        };
      },
    };
  },
};
