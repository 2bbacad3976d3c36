// What a session shows before its first card and after its last.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { SessionMode } from "#cards/index.ts";
import { waitText } from "#cards/index.ts";
import type { Desk, Places } from "./desk.ts";
import { MODES, type Asked } from "./session-link.ts";
import { Text } from "./text.tsx";
import type { SessionShell } from "./use-session.ts";

/** A heading that takes the focus when it appears. */
function Title({ children }: { readonly children: string }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}

const cards = (count: number): string => `${String(count)} ${count === 1 ? "card" : "cards"}`;

const SAYS: Readonly<Record<SessionMode, string>> = {
  review: "What is due, then a few new cards. Your ratings decide when each comes back.",
  drill: "This part of the course, due or not. Your ratings decide when each card comes back.",
  cram: "As often as you like: nothing here changes when a card comes back.",
  "two-minute": "What is due, for two minutes. The rest stays for later.",
};

/** The overview: what is asked, and the one button. */
export function Begin({
  desk,
  asked,
  shell,
  cards: address,
}: {
  readonly desk: Desk;
  readonly asked: Extract<Asked, { readonly kind: "session" }>;
  readonly shell: SessionShell;
  readonly cards: string;
}): JSX.Element {
  const { mode, scope } = asked;
  const count = shell.plan(mode).queue.length;
  const [part] = Object.values(scope) as readonly string[];
  const lesson = [...desk.catalogue.values()].find((card) => card.lesson === scope.lesson);
  const readOnly = desk.learner.standing().kind === "read-only";
  if (count === 0) return <NothingDue desk={desk} cards={address} />;
  return (
    <div class="session-begin">
      <h2>
        {MODES[mode]}: {cards(count)}
        {part !== undefined && <> of “{lesson?.deckTitle ?? part}”</>}
      </h2>
      <p>{SAYS[mode]}</p>
      <p>
        <button class="go" type="button" disabled={readOnly} onClick={() => shell.begin(mode)}>
          Start
        </button>
      </p>
    </div>
  );
}

/** Another tab reviews. */
export function Locked({ takeOver }: { readonly takeOver: () => void }): JSX.Element {
  return (
    <div class="session-begin">
      <Title>You are reviewing in another tab</Title>
      <p>
        Only one tab asks at a time, so that no card is asked twice. What you have answered there is
        kept.
      </p>
      <button class="go" type="button" onClick={takeOver}>
        Take over here
      </button>
    </div>
  );
}

/** Nothing to ask: when the next card comes, and what can be done meanwhile. */
export function NothingDue({
  desk,
  cards: address,
}: {
  readonly desk: Desk;
  readonly cards: string;
}): JSX.Element {
  const now = desk.learner.now();
  const coming = [...desk.memory.all().values()]
    .filter(({ collected, suspended, state }) => collected && !suspended && state !== "new")
    .map(({ due }) => due)
    .filter((due) => due > now);
  return (
    <div class="session-begin">
      <Title>Nothing is due</Title>
      {coming.length > 0 ? (
        <p>The next card comes in {waitText(Math.min(...coming) - now)}.</p>
      ) : (
        <p>Your deck is empty so far. Choose a lesson's cards and begin with them.</p>
      )}
      <p>
        <a class="button go" href={`${address}#decks`}>
          Choose a deck
        </a>
      </p>
    </div>
  );
}

/** What the session came to, and the cards to look at again. */
export function Summary({
  desk,
  shell,
  cards: address,
  lessons,
}: Places & { readonly desk: Desk; readonly shell: SessionShell }): JSX.Element {
  const { state, dispatch } = shell;
  const answered = state.turns.flatMap(({ event }) => ("r" in event ? event : []));
  const known = answered.filter(({ r }) => r > 1).length;
  const missed = [...new Set(answered.flatMap(({ r, card }) => (r === 1 ? card : [])))].flatMap(
    (id) => desk.catalogue.get(id) ?? [],
  );
  const sureMisses = answered.filter(({ r, sure }) => r === 1 && sure === 3).length;
  const left = state.queue.length;
  return (
    <div class="session-begin">
      <Title>Done</Title>
      <p>
        {answered.length === 0
          ? "Nothing was answered."
          : `${String(known)} of ${String(answered.length)} answers were right.`}{" "}
        {left > 0 && `${cards(left)} left for later.`}
      </p>
      {sureMisses > 0 && (
        <p>
          You were certain of {String(sureMisses)} that {sureMisses === 1 ? "was" : "were"} wrong:{" "}
          {sureMisses === 1 ? "it comes" : "they come"} first next time.
        </p>
      )}
      {missed.length > 0 && (
        <>
          <h3>Worth another look</h3>
          <ul class="missed">
            {missed.map((card) => (
              <li key={card.id}>
                <a href={`${lessons}${card.lesson}/#${card.anchor}`}>
                  <Text text={card.prompt.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")} />
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="answer-row">
        <a class="button go" href={address}>
          To your cards
        </a>
        {state.turns.length > 0 && (
          <button type="button" onClick={() => dispatch({ type: "UNDO" })}>
            Undo the last answer
          </button>
        )}
      </p>
    </div>
  );
}
