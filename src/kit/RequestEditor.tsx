// A request to compose: what to begin with, method, address, fields and content, and the message so far.
import type { ComponentChildren, JSX } from "preact";
import type { Sending } from "#trace/index.ts";
import { Select } from "./Controls.tsx";
import type { DraftChange, RequestDraft } from "./request-draft.ts";
import "./request-editor.css";

interface Props {
  /** Prefix of the controls' ids. */
  readonly id: string;
  readonly draft: RequestDraft;
  readonly methods: readonly string[];
  /** The request as it will be sent. */
  readonly sending: Sending;
  readonly onChange: (change: DraftChange) => void;
  /** Draws what can be typed; false in the server's HTML. */
  readonly ready: boolean;
  /** A control before the method, such as a list of requests to begin with. */
  readonly before?: ComponentChildren;
  /** What the label of the content adds. */
  readonly contentNote?: string;
}

/** The editor; the message that it makes stands below the controls. */
export function RequestEditor(props: Props): JSX.Element {
  const { id, draft, methods, sending, onChange, ready, before, contentNote = "" } = props;
  return (
    <>
      <div class="request-controls">
        {before}
        <Select
          id={`${id}-method`}
          label="Method"
          value={draft.method}
          options={methods.map((method) => ({ value: method, text: method }))}
          onChange={(method) => onChange({ kind: "method", method })}
        />
        <label class="lab-control" for={`${id}-target`}>
          <span>Address</span>
          <input
            id={`${id}-target`}
            class="lab-text"
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            value={draft.target}
            onChange={({ currentTarget }) =>
              onChange({ kind: "target", text: currentTarget.value })
            }
          />
        </label>
      </div>
      <RequestMessage sending={sending} />
      <details class="request-more">
        <summary>Change fields and content</summary>
        {ready && (
          <>
            <Area
              id={`${id}-fields`}
              label="Fields, one to a line"
              value={draft.fields}
              onChange={(text) => onChange({ kind: "fields", text })}
            />
            <Area
              id={`${id}-content`}
              label={`Content${contentNote}`}
              value={draft.content}
              onChange={(text) => onChange({ kind: "content", text })}
            />
          </>
        )}
      </details>
    </>
  );
}

interface AreaProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

const Area = ({ id, label, value, onChange }: AreaProps): JSX.Element => (
  <label class="lab-control" for={id}>
    <span>{label}</span>
    <textarea
      id={id}
      class="lab-text"
      rows={3}
      spellcheck={false}
      autocapitalize="none"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  </label>
);

/** The request as it will be sent, in the order of an HTTP/1.1 message. */
function RequestMessage({ sending }: { readonly sending: Sending }): JSX.Element {
  const { method, target, fields = [], content } = sending;
  return (
    <pre class="request-message" tabIndex={0} role="group" aria-label="The request">
      <span class="request-start">
        {method} {target}
      </span>
      {fields.map(([name, value]) => `\n${name}: ${value}`)}
      {content === undefined ? "" : `\n\n${content}`}
    </pre>
  );
}
