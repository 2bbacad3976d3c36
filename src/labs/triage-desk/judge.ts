// What is asked before a request is sent, and how its answer compares: RFC 9110 §15, §9.2.2.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { effectiveStatus, methodNamed, statusCode } from "#protocols/semantics/index.ts";
import type { Seen, Setup } from "./request.ts";

const QUESTIONS: readonly Question[] = [
  {
    kind: "choice",
    id: "class",
    ask: "Which class does the answer have?",
    options: [
      { value: "2", text: "2xx: done" },
      { value: "4", text: "4xx: the request must change" },
      { value: "5", text: "5xx: the server's side failed" },
    ],
  },
  {
    kind: "choice",
    id: "retry",
    ask: "May a robot send the very same request again?",
    options: [
      { value: "no", text: "no" },
      { value: "yes", text: "yes, after a pause" },
    ],
  },
];

/** Always the same two. */
export const questions = (): readonly Question[] => QUESTIONS;

/** Whether a robot may repeat the request unchanged, and why: the course's own status table. */
export function mayRetry(
  status: number,
  method: string,
): { readonly may: boolean; readonly why: string } {
  const row = statusCode(effectiveStatus(status));
  if (row === undefined) return { may: false, why: "Nothing is known about this status." };
  const { advice, why } = row.retry;
  if (advice !== "conditional") return { may: advice === "yes", why };
  const idempotent = methodNamed(method)?.idempotent === true;
  return {
    may: status >= 500 && idempotent,
    why: status >= 500 ? `${why} ${method} is ${idempotent ? "" : "not "}idempotent.` : why,
  };
}

/** Lays the observation beside what was predicted. */
export function judge(
  setup: Setup,
  answers: Answers,
  { exchanges, outcome }: Seen,
): readonly Finding[] {
  const status = exchanges.at(-1)?.response.status;
  if (status === undefined) {
    const told = outcome.kind === "refused" ? `${outcome.name}: ${outcome.message}` : "nothing";
    return QUESTIONS.map(({ id }) => ({
      question: id,
      right: false,
      observed: `no answer, ${told}`,
      why: "The browser itself refused to send this request; the service never saw it.",
      source: "fetch#dom-request",
    }));
  }
  const row = statusCode(effectiveStatus(status));
  const { may, why } = mayRetry(status, setup.method);
  const source = row?.source ?? "rfc9110#15";
  return QUESTIONS.map((question): Finding => {
    const right = question.id === "class" ? String(Math.floor(status / 100)) : may ? "yes" : "no";
    return {
      question: question.id,
      right: isRight(question, answers, right),
      observed:
        question.id === "class"
          ? `${status} ${row?.name ?? ""}`
          : may
            ? "yes, after a pause"
            : "no",
      why: question.id === "class" ? (row?.meaning ?? "An unregistered status.") : why,
      source,
    };
  });
}
