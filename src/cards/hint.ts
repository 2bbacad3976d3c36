// A help that does not give the answer away; who answers rightly with it is scheduled as Hard.
import { shuffle } from "./chance.ts";
import type { ComputeItem } from "./grade.ts";
import { hiddenIn } from "./to-study-cards.ts";
import type { GraderName, StudyCard, StudyOption } from "./study-card.ts";

const letters = (text: string): number => [...text].length;

/** How a typed answer begins, or how long it is, by what its grader looks at. */
function hintOfText(grader: GraderName, answer: string): string {
  switch (grader) {
    case "status":
      return `A status ${answer.trim().slice(0, 1)}xx.`;
    case "integer":
      return `A number of ${String(answer.replace(/\D/g, "").length)} digits.`;
    case "hex":
      return `${String(answer.replace(/[^0-9a-f]/gi, "").length / 2)} octets.`;
    case "text":
    case "header":
      return `It begins with “${answer.slice(0, 1)}” and is ${String(letters(answer))} characters long.`;
  }
}

/** One of the wrong options, named as wrong; with two options only it would be the answer. */
function hintOfOptions(options: readonly StudyOption[], seed: number): string | undefined {
  const wrong = options.filter((option) => !("correct" in option));
  const [out] = shuffle(wrong, seed);
  return wrong.length < 2 || out === undefined ? undefined : `Not this: ${out.text}`;
}

/** The hint of a card in the Markdown subset; undefined for cards that have none to give. */
export function hintOf(card: StudyCard, seed: number, item?: ComputeItem): string | undefined {
  switch (card.kind) {
    case "type":
      return hintOfText(card.grader, card.answer);
    case "compute":
      return item && hintOfText(item.grader, item.answer);
    case "choice":
    case "predict":
      return hintOfOptions(card.options, seed);
    case "order":
      return `First comes: ${card.steps[0] ?? ""}`;
    case "bytes":
      return card.wrong.length === 1
        ? "One byte is wrong."
        : `${String(card.wrong.length)} bytes are wrong.`;
    case "header-fill": {
      const [first, ...others] = card.fields;
      if (first === undefined) return undefined;
      return others.length === 0
        ? hintOfText(first.grader, first.answer)
        : `${first.name}: ${first.answer}`;
    }
    case "contrast": {
      const count = card.cases.filter(({ answer }) => answer === 0).length;
      return `${String(count)} of ${String(card.cases.length)} are ${card.pair[0]}.`;
    }
    case "cloze":
      return hintOfText("text", hiddenIn(card.prompt, card.hole));
    case "basic":
      return undefined;
  }
}
