// Prediction beside observation, with the rule behind it.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { cite } from "./citation.ts";
import { focusSoon } from "./focus.ts";
import { readAnswer } from "./question.ts";
import type { Bench } from "./use-lab.ts";

/** A citation as a link to its exact section. */
export function Source({ of }: { readonly of: string }): JSX.Element {
  const { text, href } = cite(of);
  return (
    <a class="lab-source" href={href}>
      {text}
    </a>
  );
}

/** One row for each predicted question, once the observation is in. */
export function Verdict<Setup, Change, Seen>({
  lab,
  state,
  dispatch,
}: Bench<Setup, Change, Seen>): JSX.Element | null {
  const heading = useRef<HTMLHeadingElement>(null);
  const { id } = lab.definition;
  useEffect(() => {
    // Run is gone; whoever pressed it goes on reading here.
    heading.current?.focus({ preventScroll: true });
  }, [state.run]);
  const questions = lab.questions(state);
  return (
    <section>
      <h4 class="eyebrow" id={`${id}-verdict`} ref={heading} tabIndex={-1}>
        Prediction and observation
      </h4>
      <ul class="lab-findings">
        {lab.findings(state).map(({ question: asked, right, observed, why, source }) => {
          const question = questions.find((each) => each.id === asked);
          if (question === undefined) return null;
          return (
            <li key={asked} class={right ? "right" : "wrong"}>
              <p class="lab-asked">{question.ask}</p>
              <p>
                <b>You predicted</b> {readAnswer(question, state.guesses)}
              </p>
              <p>
                <b>It was</b> {observed}{" "}
                <span class="lab-mark">{right ? "✓ right" : "✗ not so"}</span>
              </p>
              <p class="lab-why">
                {why} <Source of={source} />
              </p>
            </li>
          );
        })}
      </ul>
      <p class="lab-row">
        <button
          type="button"
          onClick={() => {
            dispatch({ type: "again" });
            focusSoon(`${id}-predict`);
          }}
        >
          Predict again
        </button>
      </p>
    </section>
  );
}
