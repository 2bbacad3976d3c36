// Both messages as text, and every rule that one side holds against the other.
import type { JSX } from "preact";
import { Source } from "#kit/Verdict.tsx";
import { latin1Text, type Fault } from "#wire/index.ts";
import { citationOf } from "./rules.ts";
import type { Said } from "./story.ts";

interface Titled {
  readonly title: string;
  readonly bytes: Uint8Array;
}

const Message = ({ title, bytes }: Titled): JSX.Element => (
  <div>
    <p class="eyebrow">{title}</p>
    <pre>{latin1Text(bytes).trimEnd()}</pre>
  </div>
);

/** Request and answer as text. */
export const Texts = (props: {
  readonly request: Titled;
  readonly answer: Titled;
}): JSX.Element => (
  <div class="hs-messages">
    <Message {...props.request} />
    <Message {...props.answer} />
  </div>
);

const Objections = (props: {
  readonly who: string;
  readonly faults: readonly Fault[];
}): JSX.Element | null =>
  props.faults.length === 0 ? null : (
    <>
      <p>{props.who}</p>
      <ul>
        {props.faults.map((fault) => (
          <li key={fault.code}>
            {fault.text} <Source of={citationOf(fault)} />
          </li>
        ))}
      </ul>
    </>
  );

/** Request and answer, and below them who objects to what. */
export const Messages = (props: {
  readonly request: Said;
  readonly answer: Said;
  readonly refused: readonly Fault[];
  readonly failed: readonly Fault[];
}): JSX.Element => (
  <>
    <Texts
      request={{ title: "Request", bytes: props.request.bytes }}
      answer={{ title: "Answer", bytes: props.answer.bytes }}
    />
    <Objections who="The server objects:" faults={props.refused} />
    <Objections who="The browser objects:" faults={props.failed} />
  </>
);
