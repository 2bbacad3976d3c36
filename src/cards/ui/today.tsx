// The first page of the cards: what is due, what the reviews so far show, settings, and what is yours to keep.
import type { JSX } from "preact";
import { countDue, forecast, streak } from "#cards/statistics.ts";
import { Aside } from "./aside.tsx";
import { BackupNote } from "./backup.tsx";
import { Charts } from "./charts.tsx";
import type { Desk, Places } from "./desk.ts";
import { Drill } from "./drill.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { NotLoaded, Standing } from "./standing.tsx";
import { useDesk } from "./use-desk.ts";

function Due({ desk, cards }: { readonly desk: Desk; readonly cards: string }): JSX.Element {
  const { learner, memory, catalogue } = desk;
  const settings = learner.settings();
  const now = learner.now();
  const { learning, due, fresh, total } = countDue({ catalogue, memory, settings, now });
  const days = settings.streaks ? streak(learner.events(), now) : 0;
  const review = `${cards}review/`;
  /** Still being learned: to the minute, not to the day. */
  const later = forecast(memory.all().values(), now, 1)[0] ?? 0;
  if (total === 0)
    return (
      <>
        <p class="due-count">{later > 0 ? "Nothing is due right now." : "Nothing is due today."}</p>
        <p>
          {memory.all().size === 0
            ? "Choose a deck below and review it once: from then on its cards come to you."
            : later > 0
              ? `${String(later)} ${later === 1 ? "card comes" : "cards come"} back later today.`
              : "Drill a deck, cram before an interview, or come back tomorrow."}
        </p>
        {memory.all().size > 0 && (
          <p>
            <a class="button" href={`${review}?mode=cram`}>
              Cram all cards
            </a>
          </p>
        )}
      </>
    );
  return (
    <>
      <p class="due-count">
        <b>{total}</b> {total === 1 ? "card" : "cards"} due today
      </p>
      <p class="soft">
        {[
          [learning, "still being learned"],
          [due, "to review"],
          [fresh, "new"],
        ]
          .filter(([count]) => count !== 0)
          .map(([count, what]) => `${String(count)} ${String(what)}`)
          .join(" · ")}
        {days > 1 && ` · ${String(days)} days in a row`}
      </p>
      <p class="answer-row">
        <a class="button go" href={review}>
          Review now
        </a>
        <a class="button" href={`${review}?mode=two-minute`}>
          Two minutes
        </a>
        <a class="button" href={`${review}?mode=cram`}>
          Cram
        </a>
      </p>
    </>
  );
}

export function Today(places: Places): JSX.Element {
  const opening = useDesk(places);
  if (opening.kind === "failed") return <NotLoaded />;
  if (opening.kind === "opening")
    return (
      <div class="today">
        <p class="due-count needs-js">Opening your cards …</p>
      </div>
    );
  const { desk } = opening;
  return (
    <>
      <div class="today">
        <Standing learner={desk.learner} />
        <Due desk={desk} cards={places.cards} />
      </div>
      <Drill catalogue={desk.catalogue} review={`${places.cards}review/`} />
      <Charts desk={desk} cards={places.cards} />
      <Aside desk={desk} cards={places.cards} />
      <BackupNote learner={desk.learner} data={places.data} />
      <SettingsForm learner={desk.learner} />
    </>
  );
}
