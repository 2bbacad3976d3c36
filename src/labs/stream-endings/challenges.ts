// Which requests may go again, what proves it, and a limit that stops an attack alone. RFC 9113 §6.8, §8.7, §10.5.
import type { Challenge } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./judge.ts";
import { START, type Setup } from "./setup.ts";

const STREAMS = [1, 3, 5, 7, 9] as const;

/** Marks behind a GOAWAY. */
export const afterGoaway: Challenge<Setup, Seen> = {
  id: "after-goaway",
  title: "After GOAWAY: which may go again, even if POST?",
  pose(chance) {
    const last = chance.pick([1, 3, 5, 7]);
    const done = chance.pick(STREAMS.filter((id) => id <= last));
    const safe = STREAMS.filter((id) => id > last);
    return {
      ask: `A client has sent requests on streams 1, 3, 5, 7 and 9. Stream ${done} has its answer; then GOAWAY arrives with last stream ${last} and NO_ERROR, and the connection is closed.`,
      form: [
        {
          kind: "several",
          id: "streams",
          ask: "Mark what may be sent again whatever its method",
          options: STREAMS.map((id) => ({ value: String(id), text: `stream ${id}` })),
        },
      ],
      check(answers) {
        const given = (answers["streams"] ?? "").split(" ").filter(Boolean).map(Number);
        if (given.includes(done)) {
          return refuse(
            `Stream ${done} has its answer: there is nothing to repeat.`,
            "rfc9113#6.8",
          );
        }
        const bold = given.find((id) => id <= last);
        if (bold !== undefined) {
          return refuse(
            bold === last
              ? `Stream ${bold} is the last one that might have been processed; the number itself is included.`
              : `Stream ${bold} lies below ${last}: something might have been done with it. Only an idempotent request may be repeated.`,
            "rfc9113#6.8",
          );
        }
        const missed = safe.find((id) => !given.includes(id));
        return missed === undefined
          ? {
              solved: true,
              why: "Above the number nothing was processed, so the requests have not failed; they may simply be sent.",
              source: "rfc9113#8.7",
            }
          : refuse(
              `Stream ${missed} lies above ${last}: GOAWAY guarantees that nothing was done with it.`,
              "rfc9113#8.7",
            );
      },
    };
  },
};

interface Ending {
  readonly text: string;
  readonly proof: boolean;
  /** Why it proves, or does not. */
  readonly why: string;
  readonly source: string;
}

const ENDINGS: readonly Ending[] = [
  {
    text: "RST_STREAM with REFUSED_STREAM",
    proof: true,
    why: "REFUSED_STREAM says that the stream was closed before anything was done.",
    source: "rfc9113#8.7",
  },
  {
    text: "GOAWAY with a last stream below it",
    proof: true,
    why: "A stream above GOAWAY’s number was not processed.",
    source: "rfc9113#6.8",
  },
  {
    text: "GOAWAY with a last stream above it",
    proof: false,
    why: "At or below GOAWAY’s number a stream might have been processed.",
    source: "rfc9113#6.8",
  },
  {
    text: "GOAWAY with a last stream of 2³¹ − 1, then silence",
    proof: false,
    why: "2³¹ − 1 excludes nothing: it only announces the end.",
    source: "rfc9113#6.8",
  },
  {
    text: "RST_STREAM with INTERNAL_ERROR",
    proof: false,
    why: "INTERNAL_ERROR may have happened in the middle of the work.",
    source: "rfc9113#8.7",
  },
  {
    text: "RST_STREAM with CANCEL",
    proof: false,
    why: "CANCEL says that the stream is no longer needed, not that it was never used.",
    source: "rfc9113#7",
  },
  {
    text: "the TCP connection breaks",
    proof: false,
    why: "A broken connection says nothing about any stream.",
    source: "rfc9113#6.8",
  },
  {
    text: "no answer for 30 seconds",
    proof: false,
    why: "Silence may be a slow answer.",
    source: "rfc9113#8.7",
  },
];

/** Proofs among endings. */
export const proofs: Challenge<Setup, Seen> = {
  id: "proofs",
  title: "What proves that a POST was not processed?",
  pose(chance) {
    const proving = chance.shuffle(ENDINGS.filter(({ proof }) => proof));
    const others = chance.shuffle(ENDINGS.filter(({ proof }) => !proof));
    const shown = chance.shuffle([
      ...proving.slice(0, chance.between(1, 2)),
      ...others.slice(0, 3),
    ]);
    return {
      ask: "A POST was sent and has no answer. Mark what lets the client send it again by itself.",
      form: [
        {
          kind: "several",
          id: "endings",
          ask: "The stream or its connection ended with …",
          options: shown.map(({ text }, at) => ({ value: String(at), text })),
        },
      ],
      check(answers) {
        const given = (answers["endings"] ?? "").split(" ").filter(Boolean);
        const wrong = shown.find(({ proof }, at) => proof !== given.includes(String(at)));
        if (wrong !== undefined) {
          return refuse(
            wrong.proof ? `One proof is missing. ${wrong.why}` : `No proof: ${wrong.why}`,
            wrong.source,
          );
        }
        return {
          solved: true,
          why: shown
            .filter(({ proof }) => proof)
            .map(({ why }) => why)
            .join(" "),
          source: "rfc9113#8.7",
        };
      },
    };
  },
};

/** A limit between a reader's impatience and an attack. */
export const rightLimit: Challenge<Setup, Seen> = {
  id: "right-limit",
  title: "Stop the attack, not the reader",
  pose(chance) {
    const burst = 10 * chance.between(2, 6);
    const bear = burst + 10 * chance.between(2, 4);
    const attack = 10 * chance.between(18, 30);
    return {
      ask: `An attacker resets ${attack} streams. Let the server begin fewer than ${bear} of these requests, and do not cut off a reader whose browser gives up ${burst} requests when a page is left.`,
      form: [],
      watch(setup, seen) {
        if (seen.scene !== "reset" || setup.attack !== attack || setup.burst !== burst) return null;
        if (seen.attack.ended === null) {
          return refuse(
            `The attacker was never stopped: all ${seen.attack.begun} requests were begun.`,
            "rfc9113#10.5",
          );
        }
        if (seen.browser.ended !== null) {
          return refuse(
            `The reader was cut off, too: ${burst} requests given up are more than ${setup.limit}. Cancelling is a legitimate use.`,
            "rfc9113#10.5",
          );
        }
        return seen.attack.begun < bear
          ? {
              solved: true,
              why: `The attack ended after ${seen.attack.begun} requests, the reader reads on.`,
              source: "rfc9113#10.5",
            }
          : refuse(
              `Stopped, but only after ${seen.attack.begun} requests were begun.`,
              "rfc9113#10.5",
            );
      },
      stage: { ...START, scene: "reset", attack, burst, limit: 200 },
    };
  },
};
