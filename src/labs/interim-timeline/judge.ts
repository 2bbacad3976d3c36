// What is asked about a timeline and how the computation answers.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { answerOf, isRight } from "#kit/question.ts";
import type { Setup, Timeline } from "./timeline.ts";

const round = (value: number): number => Math.round(value * 10) / 10;

/** Events of a page with 103, in the order in which they are first shown. */
const EVENTS = [
  { value: "page", text: "the page arrives" },
  { value: "103", text: "103 arrives" },
  { value: "css", text: "the whole stylesheet is there" },
];

const hintQuestions: readonly Question[] = [
  {
    kind: "number",
    id: "saved",
    ask: "With 103, how much earlier can the page be painted?",
    unit: "ms",
    tolerance: 15,
  },
  { kind: "order", id: "order", ask: "In which order, with 103?", options: EVENTS },
];

const refusedQuestions: readonly Question[] = [
  {
    kind: "number",
    id: "wasted",
    ask: "Without Expect, how much content is sent in vain?",
    unit: "MB",
    tolerance: 0.1,
  },
  {
    kind: "choice",
    id: "sooner",
    ask: "With Expect: 100-continue, when does the client learn of the refusal?",
    options: [
      { value: "sooner", text: "sooner" },
      { value: "same", text: "at the same time" },
      { value: "later", text: "later" },
    ],
  },
];

const acceptedQuestions: readonly Question[] = [
  {
    kind: "number",
    id: "longer",
    ask: "The upload is accepted. How much longer does it take with Expect: 100-continue?",
    unit: "ms",
    tolerance: 15,
  },
];

/** What must be predicted for this setup. */
export function questions({ scene, answer }: Setup): readonly Question[] {
  if (scene === "hints") return hintQuestions;
  return answer === "refused" ? refusedQuestions : acceptedQuestions;
}

/** When each event happens, in milliseconds. */
function momentsOf({ interim }: Timeline): Readonly<Record<string, number>> {
  return Object.fromEntries(interim.stretches.map(({ id, until }) => [id, until]));
}

function judgeOrder(question: Question, answers: Answers, seen: Timeline): Finding {
  const moments = momentsOf(seen);
  const at = (value: string): number => moments[value] ?? 0;
  const guessed = answerOf(question, answers).split(" ");
  const sorted = EVENTS.toSorted((a, b) => at(a.value) - at(b.value));
  return {
    question: question.id,
    // Two events at the same moment may stand in either order.
    right: guessed.every((value, index) => at(value) >= at(guessed[index - 1] ?? value)),
    observed: sorted.map(({ value, text }) => `${text} (${round(at(value))} ms)`).join(" → "),
    why: "The hint needs one trip there and back; the stylesheet one more, while the server still thinks.",
    source: "rfc8297#2",
  };
}

/** Lays what was computed beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Timeline): readonly Finding[] {
  const { plain, interim } = seen;
  return questions(setup).map((question): Finding => {
    const { id } = question;
    switch (id) {
      case "order":
        return judgeOrder(question, answers, seen);
      case "saved": {
        const saved = round(plain.end - interim.end);
        return {
          question: id,
          right: isRight(question, answers, String(saved)),
          observed: `${saved} ms`,
          why: "What is gained is the fetch of the stylesheet (a round trip and its transfer) or the server's thinking, whichever is shorter.",
          source: "rfc8297#2",
        };
      }
      case "wasted": {
        const wasted = round(plain.wasted);
        return {
          question: id,
          right: isRight(question, answers, String(wasted)),
          observed: `${wasted} MB`,
          why: "The client sends until it reads the refusal: for a round trip and the time the server needs.",
          source: "rfc9110#10.1.1",
        };
      }
      case "sooner":
        return {
          question: id,
          right: isRight(question, answers, "same"),
          observed: `at the same time, after ${round(interim.end)} ms`,
          why: "The head alone is judged in both cases. Expect saves content, not time.",
          source: "rfc9110#10.1.1",
        };
      default: {
        const longer = round(interim.end - plain.end);
        return {
          question: id,
          right: isRight(question, answers, String(longer)),
          observed: `${longer} ms`,
          why: "The content sets out only when 100 has arrived: the wait is the price of asking first.",
          source: "rfc9110#10.1.1",
        };
      }
    }
  });
}
