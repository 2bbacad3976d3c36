// What a receiver does with bytes: reads something else, waits for more, or names the broken rule.
import type { JSX } from "preact";
import type { Reading } from "./edited.ts";

interface Props {
  readonly reading: Reading;
  /** Called with the offset of the first offending byte. */
  readonly onGo: (at: number) => void;
}

/** One to five lines. */
export function ReadingLine({ reading, onGo }: Props): JSX.Element {
  switch (reading.kind) {
    case "same":
      return <p>The receiver reads the same values as before.</p>;
    case "waits":
      return (
        <p class="tv-waits">
          The receiver waits: at least {reading.missing} more{" "}
          {reading.missing === 1 ? "byte" : "bytes"} must come before this means anything. The
          fields are shown as they were.
        </p>
      );
    case "refuses": {
      const { code, rule, text, at } = reading.fault;
      return (
        <p class="tv-fault">
          ✗ The receiver refuses: <b>{code}</b> ({rule}). {text}{" "}
          <button type="button" class="tv-plain" onClick={() => onGo(at)}>
            Go to byte {at}
          </button>
        </p>
      );
    }
    case "changed":
      return (
        <>
          <p>The receiver now reads:</p>
          <ul class="tv-changes">
            {reading.changes.map(({ name, was, is }) => (
              <li key={name}>
                {name}: <del>{was}</del> → <ins>{is}</ins>
              </li>
            ))}
          </ul>
        </>
      );
  }
}
