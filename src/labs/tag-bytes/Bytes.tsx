// The bytes in colour, and each stretch unfolded to its bits.
import type { JSX } from "preact";
import type { Span } from "#proto/index.ts";
import { formatHex } from "#wire/index.ts";
import { explainSpan } from "./explain.ts";
import { placeOf } from "./judge.ts";
import type { Setup } from "./setup.ts";
import { NOT_LOADED, useWeigh } from "./use-weigh.ts";
import type { Seen, Written } from "./weigh.ts";

/** Rows and bytes that are drawn at most. */
const MOST_ROWS = 80;
const MOST_SHOWN = 400;
/** Bytes of one stretch that its row shows. */
const MOST_IN_ROW = 24;

const COLOURS = { tag: "b1", length: "b5", value: "b3", unknown: "b4" } as const;

/** What a run showed: bytes with their meaning, or what stood in the way. */
export function Bytes({ seen }: { readonly seen: Seen }): JSX.Element {
  if (seen.kind === "fault") {
    return (
      <p class="tb-wrong">
        <b>No bytes.</b> See {placeOf(seen)}: {seen.what}
      </p>
    );
  }
  return <Shown {...seen} />;
}

function Shown({ bytes, spans, type, jsonLength, read }: Written): JSX.Element {
  const rows = spans.slice(0, MOST_ROWS);
  return (
    <>
      <p>
        <b>{type}</b>: {bytes.length} {bytes.length === 1 ? "byte" : "bytes"}; as JSON without
        spaces it has {jsonLength}.
      </p>
      <Strip bytes={bytes} spans={spans} />
      {rows.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="Every stretch of the message">
          <table class="tb-table">
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col">Bytes</th>
                <th scope="col">Says</th>
                <th scope="col">Bits</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((span, index) => (
                <Row
                  key={index}
                  span={span}
                  bytes={bytes}
                  named={span.path !== rows[index - 1]?.path}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {spans.length > rows.length && <p>… and {spans.length - rows.length} stretches more.</p>}
      <p class="soft">
        A reader with this schema gets <code>{cut(JSON.stringify(read))}</code>
      </p>
    </>
  );
}

const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text);

/** All bytes in a row, coloured by part; the letter above says the part without colour. */
function Strip({ bytes, spans }: Pick<Written, "bytes" | "spans">): JSX.Element {
  if (bytes.length === 0) {
    return <p class="tb-strip">No byte at all: every field is unset or holds its default.</p>;
  }
  return (
    <>
      <p class="tb-legend" aria-hidden="true">
        {(["tag", "length", "value"] as const).map((part) => (
          <span key={part} class={`tb-byte ${COLOURS[part]}`}>
            <small>{part[0]}</small> {part}
          </span>
        ))}
      </p>
      <p
        class="tb-strip"
        aria-label={`The bytes in hex: ${formatHex(bytes.subarray(0, MOST_SHOWN), " ")}`}
        role="img"
      >
        {spans.flatMap(({ at, length, part }) =>
          Array.from(bytes.subarray(at, at + length), (byte, index) =>
            at + index < MOST_SHOWN ? (
              <span key={at + index} class={`tb-byte ${COLOURS[part]}`}>
                <small>{part[0]}</small>
                {byte.toString(16).padStart(2, "0")}
              </span>
            ) : null,
          ),
        )}
        {bytes.length > MOST_SHOWN && " …"}
      </p>
    </>
  );
}

interface RowProps {
  readonly span: Span;
  readonly bytes: Uint8Array;
  /** Whether it is the first of its field, and so shows the name. */
  readonly named: boolean;
}

function Row({ span, bytes, named }: RowProps): JSX.Element {
  const own = bytes.subarray(span.at, span.at + span.length);
  const { septets, steps } = explainSpan(span, own);
  return (
    <tr class={`tb-depth-${Math.min(span.depth, 3)}`}>
      <th scope="row">
        {named && span.path !== "" && <code>{span.path}</code>}
        {span.part}
      </th>
      <td>
        <code class={`tb-hex ${COLOURS[span.part]}`}>
          {formatHex(own.subarray(0, MOST_IN_ROW), " ")}
          {own.length > MOST_IN_ROW && " …"}
          {own.length === 0 && "none"}
        </code>
      </td>
      <td>
        {steps.map((step, index) => (
          <span key={index} class="tb-step">
            {step}
          </span>
        ))}
      </td>
      <td>
        {septets?.map(({ more, bits }, index) => (
          <code key={index} class="tb-septet">
            <b title={more ? "another byte follows" : "the last byte"}>{more}</b>
            {bits}
          </code>
        ))}
      </td>
    </tr>
  );
}

/** The bytes of a setup at once, while it is edited. */
export function Live({ setup }: { readonly setup: Setup }): JSX.Element {
  const weigh = useWeigh(true);
  if (typeof weigh === "function") return <Bytes seen={weigh(setup)} />;
  return <p class="soft">{weigh === "failed" ? NOT_LOADED : "Loading …"}</p>;
}
