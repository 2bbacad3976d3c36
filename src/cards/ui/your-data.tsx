// What is yours: a backup, the way back, a link to another browser, and what this browser promises.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { askToPersist, type Learner } from "#learner/index.ts";
import { Backup, many } from "./backup.tsx";
import type { Places } from "./desk.ts";
import { ImportFile } from "./import-file.tsx";
import { MakeSnapshot, OpenedSnapshot } from "./snapshot-link.tsx";
import { NotLoaded, Standing } from "./standing.tsx";
import { useDesk } from "./use-desk.ts";

/** Whether the browser may clear the storage by itself, and how many stored rows could not be read. */
function Storage({ learner }: { readonly learner: Learner }): JSX.Element {
  const [promised, setPromised] = useState<boolean>();
  const [unread, setUnread] = useState(0);
  const [said, setSaid] = useState("");
  useEffect(() => {
    void (navigator as { storage?: StorageManager }).storage?.persisted().then(setPromised);
    void learner.quarantined().then((rows) => setUnread(rows.length));
  }, []);
  const ask = async (): Promise<void> => {
    const kept = await askToPersist();
    setPromised(kept);
    setSaid(kept ? "" : "It did not promise. A backup now and then is what helps.");
  };
  return (
    <section aria-labelledby="storage">
      <h2 id="storage">In this browser</h2>
      <p>
        {many(learner.events().length, "entry", "entries")} in the log.{" "}
        {promised === true
          ? "This browser has promised not to clear them by itself."
          : "This browser may clear them when space is short, or when you stay away for long."}
      </p>
      {promised === false && (
        <p class="answer-row">
          <button type="button" onClick={() => void ask()}>
            Ask it to keep them
          </button>
          <span role="status">{said}</span>
        </p>
      )}
      {unread > 0 && (
        <p>
          {many(unread, "stored row")} could not be read and {unread === 1 ? "is" : "are"} set
          aside, untouched; everything else works.
        </p>
      )}
    </section>
  );
}

export function YourData(places: Places): JSX.Element {
  const opening = useDesk(places);
  if (opening.kind === "failed") return <NotLoaded />;
  if (opening.kind === "opening") return <p class="needs-js">Opening your cards …</p>;
  const { desk } = opening;
  return (
    <>
      <Standing learner={desk.learner} />
      <OpenedSnapshot desk={desk} />
      <Backup learner={desk.learner} />
      <ImportFile desk={desk} />
      <MakeSnapshot desk={desk} />
      <Storage learner={desk.learner} />
    </>
  );
}
