// The gate: every question answered and committed before Run opens.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Bench } from "./use-lab.ts";
import { focusSoon } from "./focus.ts";
import { readAnswer } from "./question.ts";
import { QuestionField } from "./QuestionField.tsx";

/** Questions, Commit and Run; once committed the guesses stand fast. */
export function Predict<Setup, Change, Seen>({
  lab,
  state,
  dispatch,
  ready,
}: Bench<Setup, Change, Seen>): JSX.Element {
  const run = useRef<HTMLButtonElement>(null);
  const { id } = lab.definition;
  const { phase, guesses } = state;
  useEffect(() => {
    if (phase === "committed") run.current?.focus();
  }, [phase]);
  const questions = lab.questions(state);
  return (
    <section class="lab-predict">
      <h4 class="eyebrow" id={`${id}-predict`} tabIndex={-1}>
        Predict
      </h4>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          dispatch({ type: "commit" });
        }}
      >
        {phase === "predict" ? (
          <fieldset disabled={!ready}>
            <legend class="only-heard">Your prediction</legend>
            {questions.map((question) => (
              <QuestionField
                key={question.id}
                question={question}
                answers={guesses}
                prefix={id}
                onAnswer={(value) => dispatch({ type: "guess", question: question.id, value })}
              />
            ))}
          </fieldset>
        ) : (
          <dl class="lab-guesses">
            {questions.map((question) => (
              <div key={question.id}>
                <dt>{question.ask}</dt>
                <dd>{readAnswer(question, guesses)}</dd>
              </div>
            ))}
          </dl>
        )}
        <p class="lab-row">
          {phase === "predict" && (
            <button class="go" type="submit" disabled={!ready}>
              Commit prediction
            </button>
          )}
          <button
            ref={run}
            class={phase === "predict" ? undefined : "go"}
            type="button"
            disabled={phase !== "committed"}
            onClick={() => dispatch({ type: "run" })}
          >
            Run
          </button>
          {phase === "committed" && (
            <button
              type="button"
              onClick={() => {
                dispatch({ type: "again" });
                focusSoon(`${id}-predict`);
              }}
            >
              Change my mind
            </button>
          )}
          {phase === "predict" && (
            <span class="soft lab-hint">Run opens once you have committed a prediction.</span>
          )}
        </p>
      </form>
    </section>
  );
}
