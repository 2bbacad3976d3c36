// The review page: opens the desk, reads what the address asks for, and runs the session through its phases.
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { planOf, type SessionPlan } from "#cards/index.ts";
import { canonicalJson, learnerDay, learnerTime, type WriterLock } from "#learner/index.ts";
import type { Desk, Places } from "./desk.ts";
import { Begin, Locked, NothingDue, Summary } from "./phases.tsx";
import { readSessionLink, type Asked } from "./session-link.ts";
import { prepare, type World } from "./engines.ts";
import { Session } from "./session.tsx";
import { NotLoaded, Standing } from "./standing.tsx";
import { useDesk } from "./use-desk.ts";
import { holdLock, useSession } from "./use-session.ts";

interface Round extends Places {
  readonly desk: Desk;
  readonly world: World;
  readonly asked: Extract<Asked, { readonly kind: "session" }>;
  readonly lock: { current: WriterLock | undefined };
  /** What to do when the lock is lost; it outlives a round, as the lock does. */
  readonly lost: { current: () => void };
  readonly resume: boolean;
  readonly again: () => void;
}

/** One session, from the overview to the summary. */
function Run({
  desk,
  world,
  asked,
  lock,
  lost,
  resume,
  again,
  ...places
}: Round): JSX.Element | null {
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

/** The session of today that was left before its end, if it is the one that the address asks for. */
function openSession({ learner }: Desk, { mode, scope }: Round["asked"]): SessionPlan | undefined {
  const last = learner.events().findLast(({ kind }) => kind === "session");
  if (last?.kind !== "session") return undefined;
  const plan = planOf(last);
  const same =
    plan.mode === mode &&
    canonicalJson(plan.scope) === canonicalJson(scope) &&
    learnerDay(learnerTime(last.t, last.tz)) === learnerDay(learner.now());
  return same ? plan : undefined;
}

/** Whether what a session left open needs is there: the engines of its generated cards. */
function useResume(
  desk: Desk | undefined,
  asked: Asked | undefined,
  world: World | undefined,
): "waiting" | "open" | "none" {
  const [ready, setReady] = useState(false);
  const plan = desk && asked?.kind === "session" ? openSession(desk, asked) : undefined;
  useEffect(() => {
    if (world !== undefined) void prepare(world, plan?.queue ?? []).then(() => setReady(true));
  }, [world]);
  if (!ready) return "waiting";
  return plan === undefined ? "none" : "open";
}

export function Review(places: Places): JSX.Element {
  const opening = useDesk(places);
  const desk = opening.kind === "open" ? opening.desk : undefined;
  const lock = useRef<WriterLock>();
  const lost = useRef(() => {});
  const [round, setRound] = useState(0);
  const asked = useMemo(() => desk && readSessionLink(location.search, desk.catalogue), [desk]);
  const world = useMemo((): World | undefined => desk && { catalogue: desk.catalogue }, [desk]);
  const resume = useResume(desk, asked, world);
  if (opening.kind === "failed") return <NotLoaded />;
  if (desk === undefined || asked === undefined || world === undefined || resume === "waiting")
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
          lost={lost}
          resume={resume === "open"}
          again={() =>
            // The session that was taken over may ask cards whose engine this tab has not loaded.
            void prepare(world, openSession(desk, asked)?.queue ?? []).then(() =>
              setRound(round + 1),
            )
          }
          {...places}
        />
      )}
    </>
  );
}
