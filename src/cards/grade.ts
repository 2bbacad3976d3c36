// The machine's judgement of an answer, part by part, with the reason that the card gives.
import { sameAnswer } from "./answer-text.ts";
import type { CardOf, StudyCard } from "./study-card.ts";

/** What the learner gave; its shape follows the card's kind. */
export type Given =
  /** type, compute: the text typed. */
  | { readonly kind: "text"; readonly text: string }
  /** choice, predict: place of the option in the card (not on the screen). */
  | { readonly kind: "option"; readonly at: number }
  /** order: places in `steps`, in the learner's order. */
  | { readonly kind: "order"; readonly order: readonly number[] }
  /** bytes: the offsets marked. */
  | { readonly kind: "offsets"; readonly offsets: readonly number[] }
  /** header-fill: one text a field, in the order of the fields. */
  | { readonly kind: "fields"; readonly texts: readonly string[] }
  /** contrast: 0 or 1 a case. */
  | { readonly kind: "cases"; readonly picks: readonly (0 | 1)[] };

/** One judged part: a field, a case, an offset, a step. */
export interface PartVerdict {
  readonly right: boolean;
  readonly label: string;
  /** What would have been right. */
  readonly answer: string;
  readonly why?: string;
}

/** The machine's judgement. */
export interface Verdict {
  readonly right: boolean;
  /** The right answer as a person reads it. */
  readonly answer: string;
  /** Why the given answer is wrong, where the card knows. */
  readonly why?: string;
  /** Per field, case, offset or step. */
  readonly parts: readonly PartVerdict[];
  /** order: length of the longest run of steps that follow one another rightly. */
  readonly run?: number;
}

/** An item that a generator made for a `compute` card. */
export interface ComputeItem {
  /** The question with its numbers, in the Markdown subset. */
  readonly question: string;
  /** Shown in monospace below the question: bytes, a header section. */
  readonly given?: string;
  readonly answer: string;
  readonly grader: "integer" | "hex" | "text";
  readonly unit?: string;
  /** How the engine got there, in one or two sentences. */
  readonly working: string;
}

/** Makes the item of a seed; an unknown name throws RangeError. */
export type Generate = (generator: string, seed: number) => ComputeItem;

type Judge<K extends StudyCard["kind"], G extends Given["kind"]> = (
  card: CardOf<K>,
  given: Extract<Given, { readonly kind: G }>,
) => Verdict;

const judgeTyped: Judge<"type", "text"> = (card, { text }) => {
  const { grader, answer, alsoAccept, wrong } = card;
  const right = [answer, ...alsoAccept].some((accepted) => sameAnswer(grader, text, accepted));
  const known = wrong.find((each) => sameAnswer(grader, text, each.text));
  return { right, answer, parts: [], ...(!right && known && { why: known.why }) };
};

const judgeOption: Judge<"choice" | "predict", "option"> = ({ options }, { at }) => {
  const chosen = options[at];
  const right = chosen !== undefined && "correct" in chosen;
  const answer = options.find((option) => "correct" in option)?.text ?? "";
  return { right, answer, parts: [], ...(chosen && "why" in chosen && { why: chosen.why }) };
};

/** Length of the longest run in which each step is the one that follows its neighbour in `right`. */
export function longestRun(order: readonly number[], right: readonly number[]): number {
  const follows = new Map(right.map((step, at) => [step, right[at + 1]]));
  let [best, run] = [0, 0];
  order.forEach((step, at) => {
    const before = order[at - 1];
    run = before !== undefined && follows.get(before) === step ? run + 1 : 1;
    best = Math.max(best, run);
  });
  return best;
}

const judgeOrder: Judge<"order", "order"> = ({ steps, alsoAccept }, { order }) => {
  const rights = [steps.map((_, at) => at), ...alsoAccept];
  const same = (right: readonly number[]): boolean =>
    right.length === order.length && right.every((step, at) => step === order[at]);
  // The accepted order that the learner came closest to.
  const nearest = rights.reduce((best, right) =>
    longestRun(order, right) > longestRun(order, best) ? right : best,
  );
  return {
    right: rights.some(same),
    answer: nearest.map((step) => steps[step] ?? "").join(" → "),
    run: longestRun(order, nearest),
    parts: order.map((step, at) => ({
      right: nearest[at] === step,
      label: steps[step] ?? "",
      answer: steps[nearest[at] ?? 0] ?? "",
    })),
  };
};

const judgeBytes: Judge<"bytes", "offsets"> = ({ hex, wrong }, { offsets }) => {
  const octets = hex.replace(/\s+/g, "").match(/../g) ?? [];
  const [marked, faulty] = [new Set(offsets), new Set(wrong)];
  const parts = octets.flatMap((octet, at): PartVerdict[] =>
    marked.has(at) || faulty.has(at)
      ? [
          {
            right: marked.has(at) === faulty.has(at),
            label: `offset ${at}: ${octet}`,
            answer: faulty.has(at) ? "wrong" : "in order",
          },
        ]
      : [],
  );
  const strange = [...marked].some((at) => octets[at] === undefined);
  const list = [...faulty].toSorted((a, b) => a - b).join(", ");
  return {
    right: !strange && parts.every(({ right }) => right),
    answer: `${faulty.size === 1 ? "offset" : "offsets"} ${list}`,
    parts,
  };
};

const judgeFields: Judge<"header-fill", "fields"> = ({ fields }, { texts }) => {
  const parts = fields.map(({ name, answer, grader }, at) => ({
    right: sameAnswer(grader, texts[at] ?? "", answer),
    label: name,
    answer,
  }));
  return {
    right: parts.every(({ right }) => right),
    answer: fields.map(({ name, answer }) => `${name}: ${answer}`).join("\n"),
    parts,
  };
};

const judgeCases: Judge<"contrast", "cases"> = ({ cases, pair }, { picks }) => {
  const parts = cases.map(({ text, answer, why }, at) => ({
    right: picks[at] === answer,
    label: text,
    answer: pair[answer],
    why,
  }));
  return {
    right: parts.every(({ right }) => right),
    answer: parts.map(({ label, answer }) => `${label} ${answer}`).join("\n"),
    parts,
  };
};

const judgeComputed = (item: ComputeItem, text: string): Verdict => ({
  right: sameAnswer(item.grader, text, item.answer),
  answer: item.unit === undefined ? item.answer : `${item.answer} ${item.unit}`,
  why: item.working,
  parts: [],
});

/**
 * Judges an answer; undefined for the kinds that the learner grades, and for an answer whose shape
 * is another kind's. `item` is what the generator made for a `compute` card.
 */
export function gradeAnswer(
  card: StudyCard,
  given: Given,
  item?: ComputeItem,
): Verdict | undefined {
  switch (card.kind) {
    case "type":
      return given.kind === "text" ? judgeTyped(card, given) : undefined;
    case "choice":
    case "predict":
      return given.kind === "option" ? judgeOption(card, given) : undefined;
    case "order":
      return given.kind === "order" ? judgeOrder(card, given) : undefined;
    case "bytes":
      return given.kind === "offsets" ? judgeBytes(card, given) : undefined;
    case "header-fill":
      return given.kind === "fields" ? judgeFields(card, given) : undefined;
    case "contrast":
      return given.kind === "cases" ? judgeCases(card, given) : undefined;
    case "compute":
      return given.kind === "text" && item ? judgeComputed(item, given.text) : undefined;
    case "basic":
    case "cloze":
      return undefined;
  }
}

/** The right answer in the shape that the kind asks for; undefined for the kinds the learner grades. */
export function rightAnswer(card: StudyCard, item?: ComputeItem): Given | undefined {
  switch (card.kind) {
    case "type":
      return { kind: "text", text: card.answer };
    case "choice":
    case "predict":
      return { kind: "option", at: card.options.findIndex((option) => "correct" in option) };
    case "order":
      return { kind: "order", order: card.steps.map((_, at) => at) };
    case "bytes":
      return { kind: "offsets", offsets: card.wrong };
    case "header-fill":
      return { kind: "fields", texts: card.fields.map(({ answer }) => answer) };
    case "contrast":
      return { kind: "cases", picks: card.cases.map(({ answer }) => answer) };
    case "compute":
      return item && { kind: "text", text: item.answer };
    case "basic":
    case "cloze":
      return undefined;
  }
}
