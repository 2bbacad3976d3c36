// The review page: opens the desk, reads what the address asks for, and runs the session through its phases.
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { inScope, type Generate, type SessionWorld } from "#cards/index.ts";
import { learnerDay, learnerTime, type WriterLock } from "#learner/index.ts";
import type { Desk, Places } from "./desk.ts";
import { Begin, Locked, NothingDue, Summary } from "./phases.tsx";
import { readSessionLink, type Asked } from "./session-link.ts";
import { Session } from "./session.tsx";
import { Standing } from "./standing.tsx";
import { useDesk } from "./use-desk.ts";
import { holdLock, useSession } from "./use-session.ts";

interface Round extends Places {
  readonly desk: Desk;
  readonly world: SessionWorld;
  readonly asked: Extract<Asked, { readonly kind: "session" }>;
  readonly lock: { current: WriterLock | undefined };
  readonly resume: boolean;
  readonly again: () => void;
}

/** One session, from the overview to the summary. */
function Run({ desk, world, asked, lock, resume, again, ...places }: Round): JSX.Element | null {
  const lost = useRef(() => {});
  const shell = useSession({ desk, world, scope: asked.scope, resume, lock }, () => lost.current());
  const { state, dispatch } = shell;
  lost.current = () => dispatch({ type: "LOCK_LOST" });
  const card = state.showing && desk.catalogue.get(state.showing.card);
  switch (state.phase) {
    case "overview":
      return <Begin desk={desk} asked={asked} shell={shell} cards={places.cards} />;
    case "locked":
      return (
        <Locked
          takeOver={() =>
            void holdLock({ desk, lock }, true, () => lost.current()).then(() => again())
          }
        />
      );
    case "empty":
      return <NothingDue desk={desk} cards={places.cards} />;
    case "summary":
      return <Summary desk={desk} shell={shell} {...places} />;
    default:
      return card === undefined ? (
        <p role="status">One moment …</p>
      ) : (
        <Session
          desk={desk}
          shell={shell}
          card={card}
          settings={desk.learner.settings()}
          lessons={places.lessons}
        />
      );
  }
}

/** Whether a session of today, of this mode and part of the course, was left before its end. */
function isOpen({ learner, catalogue }: Desk, { mode, scope }: Round["asked"]): boolean {
  const last = learner.events().findLast(({ kind }) => kind === "session");
  if (last?.kind !== "session" || last.mode !== mode) return false;
  if (learnerDay(learnerTime(last.t, last.tz)) !== learnerDay(learner.now())) return false;
  return last.queue.every((id) => {
    const card = catalogue.get(id);
    return card !== undefined && inScope(card, scope);
  });
}

/** Loads the engines of generated cards when the decks hold such cards. */
function useGenerate(desk: Desk | undefined): Generate | "none" | undefined {
  const [generate, setGenerate] = useState<Generate | "none">();
  useEffect(() => {
    if (desk === undefined) return;
    const needed = [...desk.catalogue.values()].some(({ kind }) => kind === "compute");
    if (!needed) setGenerate("none");
    else
      void import("#cards/generators/index.ts")
        .then((engines) => setGenerate(() => engines.generate))
        .catch(() => setGenerate("none"));
  }, [desk]);
  return generate;
}

export function Review(places: Places): JSX.Element {
  const opening = useDesk(places);
  const desk = opening.kind === "open" ? opening.desk : undefined;
  const generate = useGenerate(desk);
  const lock = useRef<WriterLock>();
  const [round, setRound] = useState(0);
  const asked = useMemo(() => desk && readSessionLink(location.search, desk.catalogue), [desk]);
  const world = useMemo((): SessionWorld | undefined => {
    if (desk === undefined || generate === undefined) return undefined;
    const { catalogue } = desk;
    return generate === "none" ? { catalogue } : { catalogue, generate };
  }, [desk, generate]);
  if (opening.kind === "failed")
    return (
      <p class="standing" role="alert">
        The cards could not be loaded: the network did not answer. Nothing is lost; reload the page
        to try again.
      </p>
    );
  if (desk === undefined || asked === undefined || world === undefined)
    return <p role="status">Opening your cards …</p>;
  return (
    <>
      <Standing learner={desk.learner} />
      {asked.kind === "problem" ? (
        <p class="standing" role="alert">
          {asked.text} <a href={places.cards}>All decks</a>
        </p>
      ) : (
        <Run
          key={round}
          desk={desk}
          world={world}
          asked={asked}
          lock={lock}
          resume={isOpen(desk, asked)}
          again={() => setRound(round + 1)}
          {...places}
        />
      )}
    </>
  );
}
