// The reader's own JSON: a field that refuses what is too long before the page has to hold it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { LONGEST_TEXT } from "./setup.ts";

interface Props {
  readonly id: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What reading it gave, in one sentence, and whether it can run. */
  readonly told: string;
  readonly broken: boolean;
}

const limit = LONGEST_TEXT.toLocaleString("en");

/** The field, what was refused, and what reading its text gave. */
export function OwnData({ id, text, onText, told, broken }: Props): JSX.Element {
  const [refused, setRefused] = useState(0);
  const take = (next: string): boolean => {
    const fits = next.length <= LONGEST_TEXT;
    setRefused(fits ? 0 : next.length);
    if (fits) onText(next);
    return fits;
  };
  return (
    <>
      <label class="lab-control race-own" for={`${id}-own`}>
        <span>Your JSON, up to {limit} characters. It stays in this page.</span>
        <textarea
          id={`${id}-own`}
          class="lab-text"
          rows={7}
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          aria-describedby={`${id}-told`}
          value={text}
          onPaste={(event) => {
            const field = event.currentTarget;
            const pasted = event.clipboardData?.getData("text") ?? "";
            const rest = field.value.length - (field.selectionEnd - field.selectionStart);
            if (rest + pasted.length <= LONGEST_TEXT) return;
            event.preventDefault();
            setRefused(rest + pasted.length);
          }}
          onInput={({ currentTarget }) => {
            // The field goes back to what is kept.
            if (!take(currentTarget.value)) currentTarget.value = text;
          }}
        />
      </label>
      <p id={`${id}-told`} class={broken ? "race-told broken" : "race-told"} aria-live="polite">
        {refused > 0
          ? `Not taken: that would be ${refused.toLocaleString("en")} characters, and ${limit} are the limit here. Take a part of it: the factor of many equal records shows with fewer.`
          : told}
      </p>
    </>
  );
}
