// What the meter asks before a run, and how the run answers. RFC 6202 §2.1, §2.2.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { bytesOf, byBytes, NAMES, totalOf, WAYS, type Seen } from "./measured.ts";
import { DURATION, type Setup } from "./setup.ts";
import { seconds, size } from "./words.ts";

const pollsOf = ({ interval }: Setup): number => DURATION / interval;

/** What must be predicted. */
export const questions = (setup: Setup): readonly Question[] => {
  const polls = pollsOf(setup);
  return [
    {
      kind: "number",
      id: "empty",
      ask: `Short polling asks ${polls} times. How many answers are empty?`,
      unit: polls === 1 ? "answer" : "answers",
      tolerance: Math.max(1, Math.round(polls * 0.12)),
    },
    {
      kind: "number",
      id: "delay",
      ask: "How old is a scan on average when short polling brings it?",
      unit: "seconds",
      tolerance: Math.max(0.5, setup.interval * 0.2),
    },
    {
      kind: "number",
      id: "requests",
      ask: "How many requests does long polling send in the three minutes?",
      unit: "requests",
      tolerance: Math.max(2, Math.round((setup.rate * DURATION * 0.12) / 60)),
    },
    {
      kind: "choice",
      id: "most",
      ask: "Which way moves the most bytes, heads of messages included?",
      options: WAYS.map((way) => ({ value: way, text: NAMES[way] })),
    },
  ];
};

/** Short polls that a Poisson stream leaves empty, on average. */
export const expectedEmpty = (setup: Setup): number =>
  pollsOf(setup) * Math.exp((-setup.rate * setup.interval) / 60);

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const short = totalOf(seen, "short", setup.newest);
  const long = totalOf(seen, "long", setup.newest);
  const most = byBytes(seen).at(-1) ?? "short";
  const asked = questions(setup);
  const finding = (id: string, right: string, observed: string, why: string, source: string) => {
    const question = asked.find((each) => each.id === id);
    return {
      question: id,
      right: question !== undefined && isRight(question, answers, right),
      observed,
      why,
      source,
    };
  };
  const perMinute = (long.requests / DURATION) * 60;
  return [
    finding(
      "empty",
      String(short.empty),
      `${short.empty} of ${short.requests}`,
      `An interval of ${setup.interval} s stays without a scan with probability e^(−λT), λT = ${((setup.rate * setup.interval) / 60).toFixed(2)}: ${expectedEmpty(setup).toFixed(1)} of ${pollsOf(setup)} on average. For rare scans that is about 1 − λT.`,
      "rfc6202#2.1",
    ),
    finding(
      "delay",
      (short.mean ?? 0).toFixed(2),
      short.mean === null
        ? "no scan arrived"
        : `${seconds(short.mean)}, at most ${seconds(short.longest ?? 0)}`,
      `A scan comes anywhere between two polls, so it waits half an interval on average: ${seconds(setup.interval / 2)}, and a whole one at worst. The fewer scans, the more this run may differ.`,
      "rfc6202#2.1",
    ),
    finding(
      "requests",
      String(long.requests),
      `${long.requests}, ${perMinute.toFixed(1)} a minute`,
      long.failed > 0
        ? `Each scan ends a held request, and so does each silence; ${long.failed} were cut by the proxy, and the client then waits before it asks again.`
        : `Each scan ends a held request, and ${long.empty} ended after ${setup.hold} s of silence. Scans that come while nobody asks share one answer.`,
      "rfc6202#2.1",
    ),
    finding(
      "most",
      most,
      `${NAMES[most]} with ${size(bytesOf(totalOf(seen, most)))}; ${NAMES[byBytes(seen)[0] ?? "socket"]} moved ${size(bytesOf(totalOf(seen, byBytes(seen)[0] ?? "socket")))}`,
      "A request and its answer carry some 600 bytes of heads around a scan of 40. Whoever asks most often pays most; a stream pays once.",
      "rfc6202#2.2",
    ),
  ];
}
