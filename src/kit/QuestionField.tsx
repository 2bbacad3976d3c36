// One question as form controls: choice, several, number, order or text.
import type { ComponentChildren, JSX } from "preact";
import type { Answers, Question } from "./lab.ts";
import { answerOf } from "./question.ts";

interface Props {
  readonly question: Question;
  readonly answers: Answers;
  /** Makes names and ids unique on the page. */
  readonly prefix: string;
  readonly onAnswer: (value: string) => void;
}

/** Draws a question and reports each change of its answer. */
export function QuestionField(props: Props): JSX.Element {
  const { question, answers, prefix, onAnswer } = props;
  const id = `${prefix}-${question.id}`;
  const answer = answerOf(question, answers);
  switch (question.kind) {
    case "choice":
    case "several":
      return <Choices {...props} />;
    case "order":
      return <Order {...props} />;
    case "number":
      return (
        <Line id={id} ask={question.ask}>
          <input
            id={id}
            class="lab-number"
            inputMode="decimal"
            autocomplete="off"
            value={answer}
            onInput={({ currentTarget }) => onAnswer(currentTarget.value)}
          />{" "}
          {question.unit}
        </Line>
      );
    case "text":
      return (
        <Line id={id} ask={question.ask}>
          {question.lines > 1 ? (
            <textarea
              id={id}
              class="lab-text"
              rows={question.lines}
              spellcheck={false}
              value={answer}
              onInput={({ currentTarget }) => onAnswer(currentTarget.value)}
            />
          ) : (
            <input
              id={id}
              class="lab-text"
              spellcheck={false}
              autocapitalize="none"
              autocomplete="off"
              value={answer}
              onInput={({ currentTarget }) => onAnswer(currentTarget.value)}
            />
          )}
        </Line>
      );
  }
}

interface LineProps {
  readonly id: string;
  readonly ask: string;
  readonly children: ComponentChildren;
}

const Line = ({ id, ask, children }: LineProps): JSX.Element => (
  <p class="lab-line">
    <label for={id}>{ask}</label>
    <span>{children}</span>
  </p>
);

function Choices({ question, answers, prefix, onAnswer }: Props): JSX.Element | null {
  if (question.kind !== "choice" && question.kind !== "several") return null;
  const chosen = answerOf(question, answers);
  const many = question.kind === "several";
  const marks = chosen.split(" ");
  return (
    <fieldset class="lab-question">
      <legend>{question.ask}</legend>
      <div class="choices">
        {question.options.map(({ value, text }) => (
          <label key={value}>
            <input
              type={many ? "checkbox" : "radio"}
              name={`${prefix}-${question.id}`}
              value={value}
              checked={many ? marks.includes(value) : chosen === value}
              onChange={() => {
                if (!many) onAnswer(value);
                else if (marks.includes(value))
                  onAnswer(marks.filter((m) => m !== value).join(" "));
                else onAnswer([...marks, value].join(" "));
              }}
            />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Order({ question, answers, onAnswer }: Props): JSX.Element | null {
  if (question.kind !== "order") return null;
  const values = answerOf(question, answers).split(" ");
  const move = (from: number, to: number): void => {
    const next = [...values];
    next.splice(to, 0, ...next.splice(from, 1));
    onAnswer(next.join(" "));
  };
  return (
    <fieldset class="lab-question">
      <legend>{question.ask}</legend>
      <ol class="lab-order">
        {values.map((value, index) => {
          const text = question.options.find((option) => option.value === value)?.text ?? "";
          return (
            <li key={value}>
              <span>{text}</span>
              <button
                type="button"
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
                aria-label={`Earlier: ${text}`}
              >
                ↑
              </button>
              <button
                type="button"
                disabled={index === values.length - 1}
                onClick={() => move(index, index + 1)}
                aria-label={`Later: ${text}`}
              >
                ↓
              </button>
            </li>
          );
        })}
      </ol>
    </fieldset>
  );
}
