// What the learner has to know about cards and storage: not loaded, refused, full, cleared, newer; and what to do.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Learner } from "#learner/index.ts";

/** Loaded when it is needed, which is hardly ever. */
const exportNow = async (learner: Learner): Promise<void> => {
  const { downloadLog } = await import("./download.ts");
  await downloadLog(learner);
};

/** Nothing while everything is kept. */
export function Standing({ learner }: { readonly learner: Learner }): JSX.Element | null {
  const [, drawAgain] = useState(0);
  const standing = learner.standing();
  const notice = learner.notice();
  if (standing.kind === "saved" && notice === undefined) return null;
  const fault = standing.kind === "saved" ? notice : standing.fault;
  return (
    <div class="standing" role="alert">
      <p>{fault?.text}</p>
      {standing.kind === "memory" && (
        <p class="answer-row">
          <button
            type="button"
            onClick={() => void learner.retry().then(() => drawAgain(Date.now()))}
          >
            Try again
          </button>
          <button type="button" onClick={() => void exportNow(learner)}>
            Export {standing.unsaved > 0 ? `with ${String(standing.unsaved)} unsaved` : "now"}
          </button>
        </p>
      )}
    </div>
  );
}

/** The cards themselves did not come: what happened, and what to do. */
export const NotLoaded = (): JSX.Element => (
  <p class="standing" role="alert">
    The cards could not be loaded: the network did not answer. Nothing is lost; reload the page to
    try again.
  </p>
);
