// Answers that are typed: one line for type and compute, one line a field for header-fill.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CardOf, ComputeItem, Given } from "#cards/index.ts";
import type { Answering } from "./answering.ts";

/** Nothing that a phone would "correct" into something else. */
const verbatim = {
  autocomplete: "off",
  autocapitalize: "off",
  autocorrect: "off",
  spellcheck: false,
} as const;

/** One line; Enter checks it. */
export function TypedAnswer({
  card,
  item,
  give,
}: Answering<CardOf<"type"> | CardOf<"compute">> & {
  readonly item?: ComputeItem | undefined;
}): JSX.Element {
  const [text, setText] = useState("");
  const grader = card.kind === "type" ? card.grader : (item?.grader ?? "text");
  const unit = item?.unit;
  return (
    <form
      class="answer-row"
      onSubmit={(event) => {
        event.preventDefault();
        give({ kind: "text", text } satisfies Given);
      }}
    >
      <label for="typed">Your answer{unit === undefined ? "" : ` in ${unit}`}</label>
      <input
        id="typed"
        data-first
        aria-describedby="card-prompt"
        inputMode={grader === "integer" || grader === "status" ? "numeric" : "text"}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        {...verbatim}
      />
      <button class="go" type="submit" disabled={text.trim() === ""}>
        Check
      </button>
    </form>
  );
}

/** One line a field of the header. */
export function FieldsAnswer({ card, give }: Answering<CardOf<"header-fill">>): JSX.Element {
  const [texts, setTexts] = useState<readonly string[]>(card.fields.map(() => ""));
  return (
    <form
      class="answer-fields"
      onSubmit={(event) => {
        event.preventDefault();
        give({ kind: "fields", texts });
      }}
    >
      {card.fields.map(({ name }, at) => (
        <p key={name}>
          <label for={`field-${String(at)}`}>
            <code>{name}:</code>
          </label>
          <input
            id={`field-${String(at)}`}
            data-first={at === 0 ? true : undefined}
            aria-describedby="card-prompt"
            value={texts[at] ?? ""}
            onInput={({ currentTarget: { value } }) =>
              setTexts((before) => before.map((text, place) => (place === at ? value : text)))
            }
            {...verbatim}
          />
        </p>
      ))}
      <button class="go" type="submit" disabled={texts.every((text) => text.trim() === "")}>
        Check
      </button>
    </form>
  );
}
