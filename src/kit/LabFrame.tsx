// The frame of every lab: badge, question, controls, prediction, run, observation, verdict, challenges.
import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Challenge } from "./Challenge.tsx";
import type { Badge, LabModel, Observe } from "./lab.ts";
import { writeLink } from "./link.ts";
import { Predict } from "./Predict.tsx";
import { useLab, type Bench } from "./use-lab.ts";
import { Verdict } from "./Verdict.tsx";
import "./lab.css";

interface Props<Setup, Change, Seen> {
  readonly lab: LabModel<Setup, Change, Seen>;
  /** A LIVE lab's effect. */
  readonly observe?: Observe<Setup, Seen>;
  /** Called once while the page is idle and the lab in view: load what the first run needs. */
  readonly warm?: () => Promise<unknown>;
  /** The badge once something was seen; the model's own until then. */
  readonly badgeOf?: (seen: Seen) => Badge;
  /** One to three controls at first sight. */
  readonly controls: (bench: Bench<Setup, Change, Seen>) => ComponentChildren;
  /** What the last run showed: a table first, then its picture. */
  readonly observation: (seen: Seen, bench: Bench<Setup, Change, Seen>) => ComponentChildren;
  /** What is shown while a run takes its time: how far it is, and a way to end it. */
  readonly underWay?: (bench: Bench<Setup, Change, Seen>) => ComponentChildren;
  /** Parts of a lab of its own between verdict and challenges. */
  readonly more?: (bench: Bench<Setup, Change, Seen>) => ComponentChildren;
}

/** Draws a lab. Its first state is the same on the server and needs no script to be read. */
export function LabFrame<Setup, Change, Seen>({
  lab,
  observe,
  warm,
  badgeOf,
  controls,
  observation,
  underWay,
  more,
}: Props<Setup, Change, Seen>): JSX.Element {
  const bench = useLab(lab, observe);
  const { state, dispatch, ready } = bench;
  const { id, title, question } = lab.definition;
  const seen = state.history.at(-1);
  const badge = seen === undefined || badgeOf === undefined ? lab.definition.badge : badgeOf(seen);
  const goals = lab.goals(state);
  const own = goals.filter(({ group }) => group === null);
  const link = writeLink(id, lab.definition.encode(state.setup));

  useEffect(() => {
    if (warm === undefined) return;
    const begin = (): void => {
      void warm();
    };
    // Safari has no idle callback.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(begin);
    else setTimeout(begin, 300);
  }, [warm]);

  return (
    <section class={ready ? "lab" : "lab waiting"} id={id} aria-labelledby={`${id}-title`}>
      <header>
        <span class={`badge ${badge.kind.toLowerCase()}`}>{badge.kind}</span>
        <h3 id={`${id}-title`}>{title}</h3>
        <small class="soft">
          {own.filter(({ solvedBefore }) => solvedBefore).length} of {own.length}{" "}
          {own.length === 1 ? "challenge" : "challenges"} solved
        </small>
        <p class="soft lab-badge-text">{badge.text}</p>
      </header>
      <section>
        <h4 class="only-heard" id={`${id}-setup`} tabIndex={-1}>
          Set up
        </h4>
        <p class="lab-ask">{question}</p>
        <fieldset class="lab-controls" disabled={!ready || state.phase === "running"}>
          <legend class="only-heard">Controls</legend>
          {controls(bench)}
        </fieldset>
      </section>
      {state.phase !== "seen" && <Predict {...bench} />}
      {state.phase === "running" && underWay !== undefined && <section>{underWay(bench)}</section>}
      {state.phase === "seen" && seen !== undefined && (
        <>
          <section>
            <h4 class="eyebrow" id={`${id}-observation`}>
              Observation
            </h4>
            {observation(seen, bench)}
          </section>
          <Verdict {...bench} />
        </>
      )}
      <div class="lab-bar">
        <p class="lab-notice" role="status">
          {state.notice}
        </p>
        <button type="button" disabled={!ready} onClick={() => dispatch({ type: "reset" })}>
          Reset
        </button>
        <a
          href={link}
          onClick={(event) => {
            event.preventDefault();
            history.replaceState(history.state, "", link);
            dispatch({ type: "notice", text: "The address of this page now leads to this state." });
          }}
        >
          Link to this state
        </a>
      </div>
      {more?.(bench)}
      <section>
        <h4 class="eyebrow" id={`${id}-challenges`}>
          Challenges
        </h4>
        {own.map((goal) => (
          <Challenge key={goal.id} {...bench} goal={goal} />
        ))}
      </section>
    </section>
  );
}
