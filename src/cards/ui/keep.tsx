// What is yours: take everything away as a file, bring it back, and see beforehand what that would do.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { backupAge } from "#cards/index.ts";
import {
  dryRun,
  eventsToMerge,
  LARGEST_FILE,
  readFile,
  type DryRun,
  type ReadFile,
} from "#learner/index.ts";
import type { Desk } from "./desk.ts";
import { downloadAnswers, downloadLog, lastBackup } from "./download.ts";

type Import =
  | { readonly kind: "none" }
  | { readonly kind: "said"; readonly text: string; readonly bad: boolean }
  | { readonly kind: "asked"; readonly file: ReadFile; readonly run: DryRun };

const many = (count: number, thing: string): string =>
  `${String(count)} ${thing}${count === 1 ? "" : "s"}`;

/** "412 new, 98 known, 3 unknown cards kept". */
function says({ added, known, replaced, bad, unknownCards }: DryRun): string {
  return [
    `${String(added)} new`,
    `${String(known)} known`,
    ...(replaced > 0 ? [`${many(replaced, "entry").replace("entrys", "entries")} differing`] : []),
    ...(unknownCards.length > 0 ? [`${many(unknownCards.length, "unknown card")} kept`] : []),
    ...(bad > 0 ? [`${many(bad, "row")} that cannot be read left out`] : []),
  ].join(", ");
}

export function Keep({ desk }: { readonly desk: Desk }): JSX.Element {
  const { learner, catalogue } = desk;
  const [backup, setBackup] = useState<number>();
  const [state, setState] = useState<Import>({ kind: "none" });
  const [withSettings, setWithSettings] = useState(false);
  const refresh = (): void => void lastBackup(learner).then(setBackup);
  useEffect(refresh, []);
  const { days, reviews, due } = backupAge(learner.events(), backup, learner.now());

  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    // One byte over the limit is enough to be refused.
    const bytes = new Uint8Array(await file.slice(0, LARGEST_FILE + 1).arrayBuffer());
    const read = await readFile(bytes);
    if (read.kind === "fault") setState({ kind: "said", text: read.text, bad: true });
    else {
      const run = dryRun(read, learner.events(), (card) => catalogue.has(card));
      setState({ kind: "asked", file: read, run });
    }
  };
  const merge = async (file: ReadFile): Promise<void> => {
    const { added, fault } = await learner.merge(eventsToMerge(file, withSettings));
    setState({
      kind: "said",
      text: fault?.text ?? `Taken over: ${many(added, "entry").replace("entrys", "entries")} new.`,
      bad: fault !== undefined,
    });
  };

  return (
    <section aria-labelledby="keep">
      <h2 id="keep">Yours to keep</h2>
      <p>
        Everything you did lies in this browser only. A file takes it to another one, or keeps it
        should the browser clear its storage.
      </p>
      {due && (
        <p class="card-note">
          {many(reviews, "review")} since {backup === undefined ? "you began" : "your last backup"}:
          a good moment to export.
        </p>
      )}
      <p class="answer-row">
        <button type="button" onClick={() => void downloadLog(learner).then(refresh)}>
          Export everything
        </button>
        <button type="button" onClick={() => downloadAnswers(learner)}>
          Answers as CSV
        </button>
        <span class="soft">
          {days === undefined
            ? "No backup so far"
            : `Last backup ${days === 0 ? "today" : `${many(days, "day")} ago`}`}
        </span>
      </p>
      <p class="import">
        <label for="import">Bring a backup back</label>
        <input
          id="import"
          type="file"
          accept=".json,.gz,application/json,application/gzip"
          onChange={({ currentTarget }) => {
            void open(currentTarget.files?.[0]).then(() => {
              // The same file can be chosen again.
              currentTarget.value = "";
            });
          }}
        />
      </p>
      <div role="status">
        {state.kind === "said" && <p class={state.bad ? "standing" : ""}>{state.text}</p>}
        {state.kind === "asked" && (
          <p>
            This file holds <b>{says(state.run)}</b>. Nothing here is overwritten: the two histories
            are joined.
          </p>
        )}
      </div>
      {state.kind === "asked" && (
        <>
          <p>
            <label>
              <input
                type="checkbox"
                checked={withSettings}
                onChange={({ currentTarget: { checked } }) => setWithSettings(checked)}
              />{" "}
              Take its settings too
            </label>
          </p>
          <p class="answer-row">
            <button class="go" type="button" onClick={() => void merge(state.file)}>
              Join them
            </button>
            <button type="button" onClick={() => setState({ kind: "none" })}>
              Leave it
            </button>
          </p>
        </>
      )}
    </section>
  );
}
