// Answers to questions: whether one is given, whether it is right, how a person reads it and what refuses it.
import type { Answers, Option, Question, Verdict } from "./lab.ts";

/** Longest answer that is kept, in UTF-16 code units. */
export const LONGEST_ANSWER = 4000;

/** The answer as it stands: what was given, or what a question counts as answered with from the start. */
export function answerOf(question: Question, answers: Answers): string {
  const given = answers[question.id];
  if (given !== undefined) return given;
  if (question.kind === "order") return question.options.map(({ value }) => value).join(" ");
  return question.kind === "text" ? (question.given ?? "") : "";
}

/** A number as people type it, decimal comma included; null when it is none. */
export function parseNumber(text: string): number | null {
  const tidy = text.trim().replace(",", ".");
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(tidy) ? Number(tidy) : null;
}

/** Whether the question has an answer that can be judged. */
export function isAnswered(question: Question, answers: Answers): boolean {
  const answer = answerOf(question, answers);
  switch (question.kind) {
    case "choice":
      return question.options.some(({ value }) => value === answer);
    case "number":
      return parseNumber(answer) !== null;
    case "text":
      return answer.trim() !== "";
    case "several":
    case "order":
      return true;
  }
}

/** Whether the answer is `right`: the option's value, the values in order, the number within tolerance. */
export function isRight(question: Question, answers: Answers, right: string): boolean {
  const answer = answerOf(question, answers);
  if (question.kind === "number") {
    const [guess, truth] = [parseNumber(answer), parseNumber(right)];
    return guess !== null && truth !== null && Math.abs(guess - truth) <= question.tolerance;
  }
  if (question.kind === "text") return answer.trim().toLowerCase() === right.trim().toLowerCase();
  return answer === right;
}

/** The answer in the learner's words. */
export function readAnswer(question: Question, answers: Answers): string {
  const answer = answerOf(question, answers);
  switch (question.kind) {
    case "choice":
      return question.options.find(({ value }) => value === answer)?.text ?? "no answer";
    case "several":
    case "order": {
      const texts = answer
        .split(" ")
        .flatMap((value) => question.options.find((option) => option.value === value)?.text ?? []);
      return texts.length === 0 ? "none" : texts.join(question.kind === "order" ? " → " : ", ");
    }
    case "number":
      return answer.trim() === "" ? "no answer" : `${answer.trim()} ${question.unit}`.trim();
    case "text":
      return answer.trim() === "" ? "no answer" : answer;
  }
}

/** An answer cut to what is kept; "several" in the order of its options, strangers left out. */
export function tidyAnswer(question: Question, value: string): string {
  const cut = value.slice(0, LONGEST_ANSWER);
  if (question.kind === "several") {
    const chosen = cut.split(" ");
    return question.options
      .map((option) => option.value)
      .filter((each) => chosen.includes(each))
      .join(" ");
  }
  if (question.kind === "order") {
    const known = question.options.map((option) => option.value);
    const order = cut.split(" ").filter((each) => known.includes(each));
    return new Set(order).size === known.length && order.length === known.length
      ? order.join(" ")
      : known.join(" ");
  }
  return cut;
}

/** The verdict against an attempt: what this very mistake is, with its key of content/sources.yaml. */
export const refuse = (why: string, source: string): Verdict => ({ solved: false, why, source });

/** The choices of a list, in the order of the names under which they are kept. */
export const optionsOf = (texts: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(texts).map(([value, text]) => ({ value, text }));
