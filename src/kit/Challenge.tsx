// A challenge: what is asked, a form that checks itself, why an answer was refused, and fresh numbers.
import type { JSX } from "preact";
import { focusSoon } from "./focus.ts";
import type { Goal } from "./lab.ts";
import { QuestionField } from "./QuestionField.tsx";
import type { Bench } from "./use-lab.ts";
import { Source } from "./Verdict.tsx";

interface Props<Setup, Change, Seen> extends Bench<Setup, Change, Seen> {
  readonly goal: Goal;
}

const MARKS = { open: "open", refused: "not yet", solved: "solved" } as const;

/** One challenge, folded until it is opened. */
export function Challenge<Setup, Change, Seen>({
  lab,
  goal,
  dispatch,
  ready,
}: Props<Setup, Change, Seen>): JSX.Element {
  const { id, title, ask, form, answers, verdict, status, solvedBefore, staged, round } = goal;
  // Folded away and inert without a script: the form would only weigh on the page.
  const open = ready ? form : [];
  const summary = `${lab.definition.id}-${id}-summary`;
  const mark = status === "open" && solvedBefore ? "solved before" : MARKS[status];
  return (
    <details class={`lab-challenge ${status}`}>
      <summary id={summary}>
        <span>{title}</span> <span class="lab-mark">{solvedBefore ? `✓ ${mark}` : mark}</span>
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          dispatch({ type: "check", challenge: id });
        }}
      >
        <p>{ask}</p>
        <fieldset>
          <legend class="only-heard">{title}</legend>
          {open.map((question) => (
            <QuestionField
              key={`${round}-${question.id}`}
              question={question}
              answers={answers}
              prefix={`${lab.definition.id}-${id}`}
              onAnswer={(value) =>
                dispatch({ type: "answer", challenge: id, question: question.id, value })
              }
            />
          ))}
        </fieldset>
        {verdict !== null && (
          <div class={`lab-verdict ${status}`}>
            <p>
              <b>{verdict.solved ? "✓ Solved." : "✗ Not yet."}</b> {verdict.why}{" "}
              <Source of={verdict.source} />
            </p>
            {verdict.shown !== undefined && (
              <div class="scroll">
                <table>
                  <thead>
                    <tr>
                      {verdict.shown.head.map((cell) => (
                        <th key={cell} scope="col">
                          {cell}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {verdict.shown.rows.map((row, index) => (
                      <tr key={index}>
                        {row.map((cell, column) => (
                          <td key={column}>{cell}</td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </div>
        )}
        <p class="lab-row">
          {open.length > 0 && (
            <button class="go" type="submit">
              Check
            </button>
          )}
          {staged && ready && (
            <button
              type="button"
              onClick={() => {
                dispatch({ type: "stage", challenge: id });
                focusSoon(`${lab.definition.id}-setup`);
              }}
            >
              Set up the lab for it
            </button>
          )}
          {(status !== "open" || solvedBefore) && (
            <button
              type="button"
              onClick={() => {
                dispatch({ type: "redo", challenge: id });
                focusSoon(summary);
              }}
            >
              Again with fresh numbers
            </button>
          )}
        </p>
      </form>
    </details>
  );
}
