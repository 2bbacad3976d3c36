// What is asked about the flood and how the run answers. WHATWG WebSockets, bufferedAmount.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { optionsOf, parseNumber } from "#kit/question.ts";
import { SECONDS, type Seen } from "./flood.ts";
import type { Setup } from "./setup.ts";

/** What a queue can do over ten seconds. */
export type Course = "empty" | "level" | "rises";

const COURSES: Readonly<Record<Course, string>> = {
  empty: "it falls back to 0 between two positions, or nearly",
  level: "it rises to a level and stays there",
  rises: "it rises all the time",
};

/** What must be predicted. */
export const questions = (): readonly Question[] => [
  {
    kind: "choice",
    id: "course",
    ask: "What does bufferedAmount do over the ten seconds?",
    options: optionsOf(COURSES),
  },
  {
    kind: "number",
    id: "age",
    ask: `How old is the newest position at the server after ${SECONDS} seconds? Half a second off is still right.`,
    unit: "seconds",
    tolerance: 0.5,
  },
];

/** What bufferedAmount did, by its values at half time and at the end. */
export function courseOf({ samples, most }: Seen, { size }: Setup): Course {
  const half = samples[SECONDS / 2 - 1]?.waiting ?? 0;
  const end = samples.at(-1)?.waiting ?? 0;
  if (most <= 2 * size) return "empty";
  return end > 1.3 * half ? "rises" : "level";
}

/** Age of the newest position at the end, in seconds. */
export const ageOf = ({ samples }: Seen): number => samples.at(-1)?.age ?? SECONDS;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

function whyCourse(setup: Setup, course: Course): string {
  const offered = (setup.rate * setup.size * 8) / 1000;
  const load = `${setup.rate} × ${setup.size} bytes are ${offered.toFixed(0)} kbit a second, and the wire takes ${setup.speed}`;
  switch (course) {
    case "empty":
      return setup.bound === 0
        ? "The script looks first and skips a position while another is still waiting."
        : `${load}: each message is gone before the queue can grow.`;
    case "level":
      return `${load}. The script stops sending at its bound, so the queue stays full, but no fuller.`;
    case "rises":
      return `${load}. send() takes everything and never waits; the rest stays in the browser.`;
  }
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const course = courseOf(seen, setup);
  const age = ageOf(seen);
  const guess = parseNumber(answers["age"] ?? "");
  return [
    {
      question: "course",
      right: answers["course"] === course,
      observed: `${COURSES[course]}; ${kilobytes(seen.most)} at most`,
      why: whyCourse(setup, course),
      source: "websockets#the-websocket-interface",
    },
    {
      question: "age",
      right: guess !== null && Math.abs(guess - age) <= 0.5,
      observed: `${age.toFixed(1)} seconds`,
      why:
        course === "empty"
          ? "Nothing waits, so a position is as old as its way and the pause until the next one."
          : "A position waits behind everything that was sent before it, and the wire is first in, first out.",
      source: "websockets#the-websocket-interface",
    },
  ];
}
