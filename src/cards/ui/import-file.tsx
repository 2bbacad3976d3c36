// A backup comes back: what joining it would do is said first, and it can be taken back afterwards.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Learner } from "#learner/index.ts";
import {
  dryRun,
  eventsToMerge,
  LARGEST_FILE,
  readFile,
  type DryRun,
  type ReadFile,
} from "#learner/portable.ts";
import {
  mergeUndoably,
  restorePoint,
  undoImport,
  type RestorePoint,
} from "#learner/restore-point.ts";
import { many } from "./backup.tsx";
import type { Desk } from "./desk.ts";

type Import =
  | { readonly kind: "none" }
  | { readonly kind: "busy"; readonly text: string }
  | { readonly kind: "said"; readonly text: string; readonly bad: boolean }
  | { readonly kind: "asked"; readonly file: ReadFile; readonly run: DryRun };

/** "412 new, 98 known, 3 unknown cards kept". */
function says({ added, known, replaced, bad, unknownCards }: DryRun): string {
  return [
    `${String(added)} new`,
    `${String(known)} known`,
    ...(replaced > 0 ? [`${many(replaced, "entry", "entries")} differing`] : []),
    ...(unknownCards.length > 0 ? [`${many(unknownCards.length, "unknown card")} kept`] : []),
    ...(bad > 0 ? [`${many(bad, "row")} that cannot be read left out`] : []),
  ].join(", ");
}

const dayText = (t: number): string =>
  new Date(t).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** The way back before the last import, as long as there is one. */
export function UndoImport({ learner }: { readonly learner: Learner }): JSX.Element | null {
  const [point, setPoint] = useState<RestorePoint>();
  const [said, setSaid] = useState("");
  const refresh = (): void => void restorePoint(learner).then(setPoint);
  useEffect(() => {
    refresh();
    return learner.subscribe(refresh);
  }, []);
  const takeBack = async (before: RestorePoint): Promise<void> => {
    const { fault } = await undoImport(learner, before);
    setSaid(
      fault?.text ??
        `Taken back: ${many(before.added.length, "entry", "entries")} left again. What you did since is still there.`,
    );
    refresh();
  };
  return (
    <>
      <p role="status">{said}</p>
      {point !== undefined && (
        <p class="answer-row">
          <span>
            Joined on {dayText(point.at)}: {many(point.added.length, "new entry", "new entries")}.
          </span>
          <button type="button" onClick={() => void takeBack(point)}>
            Undo this import
          </button>
        </p>
      )}
    </>
  );
}

export function ImportFile({ desk }: { readonly desk: Desk }): JSX.Element {
  const { learner, catalogue } = desk;
  const [state, setState] = useState<Import>({ kind: "none" });
  const [withSettings, setWithSettings] = useState(false);

  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setState({ kind: "busy", text: "Reading the file …" });
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
    setState({ kind: "busy", text: "Joining …" });
    const { added, fault } = await mergeUndoably(learner, eventsToMerge(file, withSettings));
    setState({
      kind: "said",
      text: fault?.text ?? `Taken over: ${many(added, "entry", "entries")} new.`,
      bad: fault !== undefined,
    });
  };

  return (
    <section aria-labelledby="bring-back">
      <h2 id="bring-back">Bring a backup back</h2>
      <p class="import">
        <label for="import">The file of a backup</label>
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
      <div role="status" data-import>
        {state.kind === "busy" && <p>{state.text}</p>}
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
      <UndoImport learner={learner} />
    </section>
  );
}
