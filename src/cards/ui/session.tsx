// One card at a time: question, answer, rating; with undo, skip and everything else within reach.
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import {
  hintOf,
  isLeech,
  proposedRating,
  SELF_GRADED,
  waitText,
  type SessionState,
  type StudyCard,
} from "#cards/index.ts";
import type { Rating, Settings } from "#learner/index.ts";
import { Answer } from "./answer.tsx";
import type { Desk } from "./desk.ts";
import { readKey } from "./keys.ts";
import { AnswerForm, Prompt } from "./question.tsx";
import { Ratings } from "./rating.tsx";
import { Help, Hint, MoreActions, Paused, Sure } from "./session-parts.tsx";
import type { SessionShell } from "./use-session.ts";

/** The heading of an answer: the verdict where there is one. */
function headingOf({ showing }: SessionState): string {
  const { verdict, overruled = false } = showing ?? {};
  if (verdict === undefined) return "Answer";
  if (overruled) return verdict.right ? "Taken as wrong" : "Taken as right";
  return verdict.right ? "Right" : "Not right";
}

/** What the times on the rating buttons say; nothing where the schedule does not move. */
function waitsOf(desk: Desk, card: StudyCard, moves: boolean): ReadonlyMap<Rating, string> {
  if (!moves) return new Map();
  const now = desk.learner.now();
  return new Map(
    desk.memory.preview(card.id, now).map(({ rating, wait }) => [rating, waitText(wait)]),
  );
}

/** Why a card that has been forgotten often, or whose answer was changed, is worth a second look. */
function CardNotes({
  desk,
  card,
  lessons,
}: {
  readonly desk: Desk;
  readonly card: StudyCard;
  readonly lessons: string;
}): JSX.Element | null {
  const memory = desk.memory.of(card.id);
  const { lapses, meaning } = memory;
  if (meaning !== undefined && meaning < card.meaning)
    return (
      <p class="card-note">
        This answer has changed since you last gave it.{" "}
        <button
          type="button"
          onClick={() => void desk.learner.append({ kind: "reset", card: card.id })}
        >
          Start this card afresh
        </button>
      </p>
    );
  if (!isLeech(memory)) return null;
  return (
    <p class="card-note">
      You have forgotten this card {lapses} times. One more try will hardly help:{" "}
      <a href={`${lessons}${card.lesson}/#${card.anchor}`}>read its paragraph once more</a>, or
      suspend it under “More”.
    </p>
  );
}

export function Session({
  desk,
  shell,
  card,
  settings,
  lessons,
}: {
  readonly desk: Desk;
  readonly shell: SessionShell;
  readonly card: StudyCard;
  readonly settings: Settings;
  readonly lessons: string;
}): JSX.Element | null {
  const { state, dispatch, said } = shell;
  const { showing, phase, turns, queue, plan } = state;
  const region = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const selfGraded = SELF_GRADED.includes(card.kind);
  const no = showing?.no ?? 0;

  // Before the next paint, so that a key pressed at once is not lost.
  useLayoutEffect(() => {
    const first = phase === "question" ? region.current?.querySelector("[data-first]") : null;
    if (first instanceof HTMLElement) first.focus();
    else if (phase !== "saving") heading.current?.focus();
  }, [no, phase === "answer"]);

  if (showing === undefined) return null;
  // Who grades alone has seen the answer by then; who gave up on a question has not known it.
  const suggestion = selfGraded ? (showing.hinted ? 2 : 3) : proposedRating(showing);
  const rate = (rating: Rating): void => dispatch({ type: "RATE", rating, now: Date.now() });
  const { verdict, overruled, item, given } = showing;
  const shown = phase !== "question";

  return (
    <section
      ref={region}
      class="session card"
      aria-label="Review"
      onKeyDown={(event) => {
        const asked = readKey(event, state, { on: settings.singleKeys, suggestion, selfGraded });
        if (asked === undefined) return;
        event.preventDefault();
        if ("press" in asked) region.current?.querySelector<HTMLElement>(asked.press)?.click();
        else dispatch(asked);
      }}
    >
      <header class="session-head">
        <h2 ref={shown ? null : heading} tabIndex={-1}>
          Card {turns.length + 1} of {turns.length + queue.length + 1}
          <span class="soft">
            , <a href={`${lessons}${card.lesson}/`}>{card.deckTitle}</a>
          </span>
        </h2>
        <progress
          max={turns.length + queue.length + 1}
          value={turns.length}
          aria-label="Cards done"
        />
      </header>
      <Prompt card={card} item={item} shown={shown} />
      {phase === "question" && (
        <>
          {settings.confidence && (
            <Sure value={showing.sure} set={(sure) => dispatch({ type: "SURE", sure })} />
          )}
          <AnswerForm
            key={`${String(no)}/${String(showing.tries)}`}
            card={card}
            showing={showing}
            give={(answer) => dispatch({ type: "SUBMIT", given: answer })}
            reveal={() => dispatch({ type: "REVEAL" })}
          />
          <p class="answer-row quiet">
            {!selfGraded && (
              <button type="button" onClick={() => dispatch({ type: "REVEAL" })}>
                I do not know
              </button>
            )}
            <Hint
              text={hintOf(card, showing.seed, item)}
              shown={showing.hinted}
              ask={() => dispatch({ type: "HINT" })}
            />
          </p>
        </>
      )}
      {shown && (
        <>
          <h3
            ref={heading}
            tabIndex={-1}
            class={
              verdict === undefined
                ? "verdict"
                : `verdict ${verdict.right === overruled ? "bad" : "good"}`
            }
          >
            {headingOf(state)}
          </h3>
          <Answer card={card} item={item} given={given} verdict={verdict} lessons={lessons} />
          <CardNotes desk={desk} card={card} lessons={lessons} />
          <Ratings
            twoButtons={settings.twoButtons}
            suggestion={suggestion}
            waits={waitsOf(desk, card, plan?.mode !== "cram")}
            rate={rate}
          />
          {verdict !== undefined && (
            <p class="answer-row quiet">
              {!verdict.right && !overruled && (
                <button type="button" onClick={() => dispatch({ type: "TRY_AGAIN" })}>
                  Try once more
                </button>
              )}
              <button type="button" onClick={() => dispatch({ type: "OVERRULE" })}>
                {verdict.right === overruled ? "I was right" : "I was wrong"}
              </button>
            </p>
          )}
        </>
      )}
      {state.failure !== undefined && (
        <p class="standing" role="alert">
          {state.failure}
        </p>
      )}
      <MoreActions
        key={no}
        state={state}
        card={card}
        dispatch={dispatch}
        flagged={desk.memory.of(card.id).flagged}
      />
      <p class="said" role="status">
        {said}
      </p>
      {state.overlay === "paused" && (
        <Paused close={() => dispatch({ type: "BACK", now: Date.now() })} />
      )}
      {state.overlay === "help" && (
        <Help
          on={settings.singleKeys}
          toggle={(singleKeys) =>
            void desk.learner.append({ kind: "settings", set: { singleKeys } })
          }
          close={() => dispatch({ type: "BACK", now: Date.now() })}
        />
      )}
    </section>
  );
}
