// A run while it lasts: the depot's time, what each client has so far, and a way to pause or end it.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { NAMES, WAYS } from "./measured.ts";
import { currentSession } from "./page.ts";
import { DURATION } from "./setup.ts";
import { moment } from "./words.ts";

/** Milliseconds between two looks. */
const LOOK = 150;

/** Says how far the run is; `onStop` ends it with a reason. Leaving the page's view of it ends it, too. */
export function UnderWay({ onStop }: { readonly onStop: (why: string) => void }): JSX.Element {
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      look((count) => count + 1);
    }, LOOK);
    return () => {
      clearInterval(timer);
      currentSession()?.stop("it was left");
    };
  }, []);
  const session = currentSession();
  const second = Math.min(DURATION, session?.clock.now() ?? 0);
  const paused = session?.clock.whyPaused() ?? null;
  return (
    <div class="meter-run">
      <p>
        <progress max={DURATION} value={second} aria-label="The depot’s clock" />{" "}
        <b>{moment(second)}</b> of {moment(DURATION)} on the depot’s clock
        {paused !== null && ", which stands still"}
      </p>
      <p class="soft">
        {WAYS.map((way) => `${NAMES[way]}: ${session?.notes[way].arrivals.length ?? 0} scans`).join(
          " · ",
        )}
      </p>
      <p class="lab-row">
        <button
          type="button"
          disabled={session === null}
          onClick={() => {
            if (paused === null) session?.clock.pause("paused");
            else session?.clock.resume();
            look((count) => count + 1);
          }}
        >
          {paused === null ? "Pause" : "Go on"}
        </button>
        <button type="button" onClick={() => onStop(`you ended it at ${moment(second)}`)}>
          End it
        </button>
      </p>
    </div>
  );
}
