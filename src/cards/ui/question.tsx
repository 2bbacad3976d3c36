// What a card asks, and the form that takes the answer.
import type { JSX } from "preact";
import type { ComputeItem, Given, Showing, StudyCard } from "#cards/index.ts";
import { BytesAnswer } from "./bytes-answer.tsx";
import { CasesAnswer, OptionAnswer } from "./chosen-answer.tsx";
import { OrderAnswer } from "./order-answer.tsx";
import { Text } from "./text.tsx";
import { FieldsAnswer, TypedAnswer } from "./typed-answer.tsx";

/** The prompt with what belongs to it; `shown` fills the hole of a cloze card. */
export function Prompt({
  card,
  item,
  shown,
}: {
  readonly card: StudyCard;
  readonly item?: ComputeItem | undefined;
  readonly shown: boolean;
}): JSX.Element {
  const asked = card.kind === "cloze" ? { hole: card.hole, shown } : undefined;
  return (
    <div class="card-prompt" id="card-prompt">
      <p class="prompt">
        <Text text={item?.question ?? card.prompt} asked={asked} />
      </p>
      {item?.given !== undefined && (
        <pre class="card-given" tabIndex={0}>
          {item.given}
        </pre>
      )}
      {card.kind === "predict" && (
        <dl class="before">
          <dt>Before</dt>
          <dd>
            <Text text={card.state} />
          </dd>
          <dt>Then</dt>
          <dd>
            <Text text={card.event} />
          </dd>
        </dl>
      )}
    </div>
  );
}

/** The form that fits the card's kind; kinds that the learner grades have only "Show the answer". */
export function AnswerForm({
  card,
  showing,
  give,
  reveal,
}: {
  readonly card: StudyCard;
  readonly showing: Showing;
  readonly give: (given: Given) => void;
  readonly reveal: () => void;
}): JSX.Element {
  const { seed, item } = showing;
  switch (card.kind) {
    case "type":
    case "compute":
      return <TypedAnswer card={card} seed={seed} give={give} item={item} />;
    case "header-fill":
      return <FieldsAnswer card={card} seed={seed} give={give} />;
    case "choice":
    case "predict":
      return <OptionAnswer card={card} seed={seed} give={give} />;
    case "contrast":
      return <CasesAnswer card={card} seed={seed} give={give} />;
    case "order":
      return <OrderAnswer card={card} seed={seed} give={give} />;
    case "bytes":
      return <BytesAnswer card={card} seed={seed} give={give} />;
    case "basic":
    case "cloze":
      return (
        <button class="go" type="button" onClick={reveal}>
          Show the answer
        </button>
      );
  }
}
