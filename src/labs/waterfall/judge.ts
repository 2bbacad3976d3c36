// What is asked about a page load and how the run answers. RFC 9112 §9.3, §9.4.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { parseNumber } from "#kit/question.ts";
import { resourcesOf, SLOW, type Seen } from "./page-load.ts";
import type { Setup, Use } from "./setup.ts";

/** A predicted total is right within this part of the observed one. */
const MARGIN = 0.15;

/** What must be predicted for this setup. */
export const questions = (setup: Setup): readonly Question[] => [
  {
    kind: "number",
    id: "total",
    ask: "When is the last of the twelve complete? 15 % off is still right.",
    unit: "ms",
    tolerance: 0,
  },
  {
    kind: "choice",
    id: "last",
    ask: "Whose bar ends last?",
    options: resourcesOf(setup).map(({ id }) => ({
      value: id,
      text: id === SLOW ? `${id} (the slow one)` : id,
    })),
  },
];

const WHY: Readonly<Record<Use, { readonly why: string; readonly source: string }>> = {
  close: {
    why: "Each resource pays for a connection of its own: a round trip to open it, one to ask. Only so many run at once.",
    source: "rfc9112#9.3",
  },
  keep: {
    why: "A connection is opened once. After that each resource costs it a round trip, and the others wait in the browser.",
    source: "rfc9112#9.3",
  },
  pipeline: {
    why: "Requests leave without waiting, so a round trip is shared by several. Their answers come in the order of the requests.",
    source: "rfc9112#9.3.2",
  },
};

function whyLast({ last, held }: Seen, { use, connections }: Setup): string {
  if (last === SLOW) return "Nothing else took as long, and nothing that mattered was behind it.";
  if (held[last] !== undefined) {
    return "It was ready at the server, but its answer had to wait for the slow one before it.";
  }
  if (use === "pipeline") return "It was asked for when the slow answer had made room for it.";
  return connections === 1
    ? "With one connection everything waits its turn, and it was the last in line."
    : "While one connection waited for the slow answer, the others worked through the rest; this was the last of it.";
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const { total } = seen.own;
  const guess = parseNumber(answers["total"] ?? "");
  return [
    {
      question: "total",
      right: guess !== null && Math.abs(guess - total) <= MARGIN * total,
      observed: `${Math.round(total)} ms`,
      ...WHY[setup.use],
    },
    {
      question: "last",
      right: answers["last"] === seen.last,
      observed: `${seen.last}, at ${Math.round(total)} ms`,
      why: whyLast(seen, setup),
      source: setup.use === "pipeline" ? "rfc9112#9.3.2" : "rfc9112#9.4",
    },
  ];
}
