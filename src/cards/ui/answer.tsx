// The answer of a card: the verdict where a machine gave one, the reasons, and where it is written.
import type { JSX } from "preact";
import type { ComputeItem, Given, StudyCard, Verdict } from "#cards/index.ts";
import { octetsOf, shownAs } from "./bytes-answer.tsx";
import { Text } from "./text.tsx";

/** Bytes with those marked that are wrong, and those that the learner marked without need. */
function Bytes({
  hex,
  wrong,
  given,
}: {
  readonly hex: string;
  readonly wrong: readonly number[];
  readonly given: readonly number[];
}): JSX.Element {
  return (
    <p class="bytes">
      {octetsOf(hex).map((octet, at) => {
        if (wrong.includes(at))
          return (
            <mark key={at} title={`offset ${String(at)}, “${shownAs(octet)}”`}>
              {octet}{" "}
            </mark>
          );
        return given.includes(at) ? <s key={at}>{octet} </s> : <span key={at}>{octet} </span>;
      })}
    </p>
  );
}

/** The right answer as the card has it: all that a kind knows beyond the verdict. */
function Right({
  card,
  item,
  given,
  verdict,
}: {
  readonly card: StudyCard;
  readonly item: ComputeItem | undefined;
  readonly given: Given | undefined;
  readonly verdict: Verdict | undefined;
}): JSX.Element | null {
  switch (card.kind) {
    case "basic":
      return (
        <p class="right">
          <Text text={card.answer} />
        </p>
      );
    case "cloze":
      return null;
    case "order":
      return (
        <>
          <ol class="steps">
            {card.steps.map((step) => (
              <li key={step}>
                <Text text={step} />
              </li>
            ))}
          </ol>
          {verdict?.right === false && verdict.run !== undefined && (
            <p class="soft">
              Your longest run in the right order: {verdict.run} of {card.steps.length}.
            </p>
          )}
        </>
      );
    case "bytes":
      return (
        <Bytes
          hex={card.hex}
          wrong={card.wrong}
          given={given?.kind === "offsets" ? given.offsets : []}
        />
      );
    case "choice":
    case "predict":
      return (
        <ul class="verdicts">
          {card.options.map((option, at) => (
            <li key={option.text} class={"correct" in option ? "is-right" : "is-wrong"}>
              <span class="only-heard">{"correct" in option ? "Right: " : "Wrong: "}</span>
              <b>
                <Text text={option.text} />
              </b>{" "}
              {given?.kind === "option" && given.at === at && <em>Your answer. </em>}
              {"why" in option && <Text text={option.why} />}
            </li>
          ))}
        </ul>
      );
    case "header-fill":
    case "contrast":
      return (
        <ul class="verdicts">
          {(verdict?.parts ?? []).map((part, at) => (
            <li key={part.label} class={part.right ? "is-right" : "is-wrong"}>
              <span class="only-heard">{part.right ? "Right: " : "Wrong: "}</span>
              <Text text={part.label} />: <b>{part.answer}</b>
              {!part.right && given?.kind === "fields" && (
                <span class="soft"> (you wrote “{given.texts[at]}”)</span>
              )}
              {part.why !== undefined && (
                <>
                  {" "}
                  <Text text={part.why} />
                </>
              )}
            </li>
          ))}
        </ul>
      );
    case "type":
    case "compute":
      return (
        <>
          <p class="right">
            <Text text={verdict?.answer ?? item?.answer ?? ""} />
            {item?.unit !== undefined && ` ${item.unit}`}
          </p>
          {verdict?.right === false && given?.kind === "text" && (
            <p class="soft">You wrote “{given.text.trim()}”.</p>
          )}
          {item !== undefined && (
            <p>
              <Text text={item.working} />
            </p>
          )}
        </>
      );
  }
}

const saysWhyItself = new Set<StudyCard["kind"]>(["choice", "predict", "contrast", "header-fill"]);

/** Everything below the heading of the answer. */
export function Answer({
  card,
  item,
  given,
  verdict,
  lessons,
}: {
  readonly card: StudyCard;
  readonly item?: ComputeItem | undefined;
  readonly given?: Given | undefined;
  readonly verdict?: Verdict | undefined;
  /** Address of the folder of lessons, with "/" at its end. */
  readonly lessons: string;
}): JSX.Element {
  return (
    <div class="card-answer">
      <Right card={card} item={item} given={given} verdict={verdict} />
      {verdict?.why !== undefined && !saysWhyItself.has(card.kind) && (
        <p class="why">
          <Text text={verdict.why} />
        </p>
      )}
      <p class="explain">
        <Text text={card.explain} />
      </p>
      <p class="where">
        <a href={card.source.href}>{card.source.text}</a>
        <a href={`${lessons}${card.lesson}/#${card.anchor}`} data-key="l">
          Go to the paragraph
        </a>
      </p>
    </div>
  );
}
