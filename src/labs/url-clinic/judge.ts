// What is asked before the programs meet both designs, and how it compares: RFC 9110 §9.2, RFC 9111 §4.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import type { Report, Seen, Setup } from "./clinic.ts";

const OPTIONS: readonly Option[] = [
  { value: "crawler", text: "a crawler that visits what is safe" },
  { value: "cache", text: "a cache that keeps what may be kept" },
  { value: "retrier", text: "a retrier that repeats what is idempotent" },
];
const HARMS: Question = {
  kind: "several",
  id: "harms",
  ask: "Which of these programs does harm with the old design? (None is an answer.)",
  options: OPTIONS,
};
const HELPS: Question = {
  kind: "several",
  id: "helps",
  ask: "And which of them can help with yours?",
  options: OPTIONS,
};

/** Always the same two. */
export const questions = (): readonly Question[] => [HARMS, HELPS];

const those = (reports: readonly Report[], effect: Report["effect"]): readonly Report[] =>
  reports.filter((report) => report.effect === effect);
const names = (reports: readonly Report[]): string =>
  reports.length === 0 ? "none" : reports.map(({ program }) => program).join(", ");
const ids = (reports: readonly Report[]): string => reports.map(({ program }) => program).join(" ");
const sentence = ({ program, told }: Report): string => `The ${program} ${told}`;

/** Lays the observation beside what was predicted. */
export function judge(_: Setup, answers: Answers, { before, after }: Seen): readonly Finding[] {
  const harm = those(before, "harms");
  const help = those(after, "helps");
  return [
    {
      question: HARMS.id,
      right: isRight(HARMS, answers, ids(harm)),
      observed: names(harm),
      why:
        harm[0] === undefined
          ? "None of them was misled: what changes something did not come under a method that promises otherwise."
          : sentence(harm[0]),
      source: "rfc9110#9.2.1",
    },
    {
      question: HELPS.id,
      right: isRight(HELPS, answers, ids(help)),
      observed: names(help),
      why:
        help.length > 0
          ? help.map(sentence).join(" ")
          : after[2] === undefined
            ? "None could."
            : sentence(after[2]),
      source: help.length > 0 ? "rfc9110#9.1" : "rfc9110#9.2.2",
    },
  ];
}
