// Answers that are chosen: one of several options, or one of two for every case of a contrast.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { shuffle, type CardOf } from "#cards/index.ts";
import type { Answering } from "./answering.ts";
import { Text } from "./text.tsx";

const LETTERS = "abcdef";

/** The options as buttons: choosing is answering. Their letters are their keys. */
export function OptionAnswer({
  card,
  seed,
  give,
}: Answering<CardOf<"choice"> | CardOf<"predict">>): JSX.Element {
  const places = useMemo(() => shuffle([...card.options.keys()], seed), [card, seed]);
  return (
    <ol class="answer-options">
      {places.map((at, shown) => (
        <li key={at}>
          <button
            type="button"
            data-key={LETTERS[shown]}
            onClick={() => give({ kind: "option", at })}
          >
            <kbd aria-hidden="true">{LETTERS[shown]}</kbd>
            <span>
              <Text text={card.options[at]?.text ?? ""} />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** One of the pair for each case. */
export function CasesAnswer({ card, give }: Answering<CardOf<"contrast">>): JSX.Element {
  const [picks, setPicks] = useState<readonly (0 | 1 | undefined)[]>(
    card.cases.map(() => undefined),
  );
  const whole = picks.filter((pick) => pick !== undefined);
  return (
    <form
      class="answer-cases"
      onSubmit={(event) => {
        event.preventDefault();
        if (whole.length === picks.length) give({ kind: "cases", picks: whole });
      }}
    >
      {card.cases.map(({ text }, at) => (
        <fieldset key={text}>
          <legend>
            <Text text={text} />
          </legend>
          <div class="choices">
            {card.pair.map((name, pick) => (
              <label key={name}>
                <input
                  type="radio"
                  name={`case-${String(at)}`}
                  checked={picks[at] === pick}
                  onChange={() =>
                    setPicks((before) =>
                      before.map((old, place) => (place === at ? (pick as 0 | 1) : old)),
                    )
                  }
                />
                <Text text={name} />
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <button class="go" type="submit" disabled={whole.length < picks.length}>
        Check
      </button>
    </form>
  );
}
