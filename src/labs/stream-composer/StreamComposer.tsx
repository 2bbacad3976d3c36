// Stream composer, the view: the stream with its line ends, and what of it a reader writes.
import type { JSX } from "preact";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Badge, Observe } from "#kit/lab.ts";
import type { Bench } from "#kit/use-lab.ts";
import { openSpace } from "#mocks/index.ts";
import { lab } from "./model.ts";
import type * as Running from "./Observed.tsx";
import type { Seen } from "./reading.ts";
import { bytesOf, EXAMPLES, LONGEST_TEXT, type Change, type Setup } from "./stream.ts";
import { VisibleBytes } from "./VisibleBytes.tsx";
import "./stream-composer.css";

const open = () => openSpace(lab.definition.id);

/** What only a run needs; a reader who scrolls past loads none of it. */
let running: typeof Running | null = null;
const observe: Observe<Setup, Seen> = async (state) => {
  running ??= await import("./Observed.tsx").catch(() => {
    throw new Error("its code could not be loaded. Run it again once the page is online.");
  });
  return running.observe(state);
};

const badgeOf = ({ reach }: Seen): Badge =>
  reach === "engine"
    ? lab.definition.badge
    : {
        kind: "MODEL",
        text: "No service worker can hand a stream to this page here, so the package eventsource read it instead of the browser's own class.",
      };

const LINE_ENDS = [
  { value: "lf", text: "LF" },
  { value: "crlf", text: "CR LF" },
  { value: "cr", text: "CR" },
];
const PIECES = [
  { value: "whole", text: "in one piece" },
  { value: "lines", text: "line by line" },
  { value: "bytes", text: "byte by byte" },
];

type ComposerBench = Bench<Setup, Change, Seen>;

function Controls({ state, dispatch }: ComposerBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const change = (made: Change): void => dispatch({ type: "change", change: made });
  const example = EXAMPLES.find(({ text }) => text === setup.text)?.name ?? "";
  const names = EXAMPLES.map(({ name }) => ({ value: name, text: name }));
  return (
    <>
      <div class="composer-row">
        <Select
          id={`${id}-example`}
          label="Begin with"
          value={example}
          options={example === "" ? [{ value: "", text: "your own" }, ...names] : names}
          onChange={(name) => change({ kind: "example", name })}
        />
        <Select
          id={`${id}-line-end`}
          label="Enter writes"
          value={setup.lineEnd}
          options={LINE_ENDS}
          onChange={(lineEnd) => change({ kind: "line-end", lineEnd })}
        />
        <Select
          id={`${id}-pieces`}
          label="It is sent"
          value={setup.pieces}
          options={PIECES}
          onChange={(pieces) => change({ kind: "pieces", pieces })}
        />
      </div>
      <div class="composer-text">
        <p>
          <label for={`${id}-text`}>The stream</label>
          <textarea
            id={`${id}-text`}
            class="lab-text"
            rows={12}
            maxLength={LONGEST_TEXT}
            spellcheck={false}
            autocapitalize="none"
            aria-describedby={`${id}-escapes`}
            value={setup.text}
            onInput={({ currentTarget }) => change({ kind: "text", text: currentTarget.value })}
          />
          <small id={`${id}-escapes`} class="soft">
            <code>\r</code> <code>\n</code> <code>\0</code> <code>\xFF</code> write single bytes.
          </small>
        </p>
        <VisibleBytes bytes={bytesOf(setup)} />
      </div>
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function StreamComposer(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      warm={open}
      badgeOf={badgeOf}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, bench) => running !== null && <running.Observed {...bench} seen={seen} />}
    />
  );
}
