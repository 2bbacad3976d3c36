// Both messages as text, and every rule that one side holds against the other.
import type { JSX } from "preact";
import { Source } from "#kit/Verdict.tsx";
import { latin1Text, type Fault } from "#wire/index.ts";
import { citationOf } from "./rules.ts";
import type { Said } from "./story.ts";

const Message = ({ said, title }: { readonly said: Said; readonly title: string }): JSX.Element => (
  <div>
    <p class="eyebrow">{title}</p>
    <pre tabIndex={0}>{latin1Text(said.bytes).trimEnd()}</pre>
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

/** Request and answer side by side, and below them who objects to what. */
export const Messages = (props: {
  readonly request: Said;
  readonly answer: Said;
  readonly refused: readonly Fault[];
  readonly failed: readonly Fault[];
}): JSX.Element => (
  <>
    <div class="lab-sides hs-messages">
      <Message said={props.request} title="Request" />
      <Message said={props.answer} title="Answer" />
    </div>
    <Objections who="The server objects:" faults={props.refused} />
    <Objections who="The browser objects:" faults={props.failed} />
  </>
);
