// What the log shows: forecast, calendar, true retention, hardest cards. Every picture is a table too.
import type { JSX } from "preact";
import { forecast, hardestCards, heatMap, timeSpent, trueRetention } from "#cards/statistics.ts";
import { dayName, learnerDay } from "#learner/index.ts";
import type { Desk } from "./desk.ts";
import { Text } from "./text.tsx";

const AHEAD = 14;
const WEEKS = 18;
/** Square of a day, and the step to the next one, in the picture's own units. */
const SQUARE = 11;
const STEP = 14;
const HEIGHT = 60;

/** "Fri 20 Nov" of a learner day. */
const dayText = (day: number): string =>
  new Date(`${dayName(day)}T12:00:00Z`).toLocaleDateString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });

/** The numbers of a picture, folded below it. */
function AsTable({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly (readonly [day: number, count: number])[];
}): JSX.Element {
  return (
    <details>
      <summary>As a table</summary>
      <table>
        <caption class="only-heard">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Cards</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([day, count]) => (
            <tr key={day}>
              <th scope="row">{dayText(day)}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Forecast({ desk }: { readonly desk: Desk }): JSX.Element {
  const now = desk.learner.now();
  const counts = forecast(desk.memory.all().values(), now, AHEAD);
  const most = Math.max(1, ...counts);
  const today = learnerDay(now);
  return (
    <figure class="chart">
      <figcaption>Due in the next two weeks</figcaption>
      <svg viewBox={`0 0 ${String(AHEAD * 20)} ${String(HEIGHT + 14)}`} aria-hidden="true">
        {counts.map((count, day) => {
          const height = count === 0 ? 1 : Math.max(3, (count / most) * HEIGHT);
          return (
            <g key={day} transform={`translate(${String(day * 20)} 0)`}>
              <rect
                class={count === 0 ? "none" : "bar"}
                x="2"
                y={HEIGHT - height}
                width="16"
                height={height}
                rx="2"
              />
              <text x="10" y={HEIGHT + 11}>
                {count === 0 ? "" : count}
              </text>
            </g>
          );
        })}
      </svg>
      <AsTable
        caption="Cards due in the next two weeks"
        rows={counts.map((count, day) => [today + day, count])}
      />
    </figure>
  );
}

/** Monday is row 0; learner day 0 was a Thursday. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

function Calendar({ desk }: { readonly desk: Desk }): JSX.Element {
  const days = heatMap(desk.learner.events());
  const today = learnerDay(desk.learner.now());
  const first = today - weekday(today) - 7 * (WEEKS - 1);
  const shown = Array.from({ length: today - first + 1 }, (_, at) => first + at);
  const most = Math.max(1, ...shown.map((day) => days.get(day) ?? 0));
  return (
    <figure class="chart">
      <figcaption>Answers in the last {WEEKS} weeks</figcaption>
      <svg viewBox={`0 0 ${String(WEEKS * STEP)} ${String(7 * STEP)}`} aria-hidden="true">
        {shown.map((day) => {
          const count = days.get(day) ?? 0;
          return (
            <rect
              key={day}
              class={`heat-${String(count === 0 ? 0 : Math.ceil((count / most) * 4))}`}
              x={Math.floor((day - first) / 7) * STEP}
              y={weekday(day) * STEP}
              width={SQUARE}
              height={SQUARE}
              rx="2"
            >
              <title>{`${dayText(day)}: ${String(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <AsTable
        caption={`Answers in the last ${String(WEEKS)} weeks`}
        rows={shown.flatMap((day): [number, number][] => {
          const count = days.get(day);
          return count === undefined ? [] : [[day, count]];
        })}
      />
    </figure>
  );
}

function Retention({ desk }: { readonly desk: Desk }): JSX.Element {
  const events = desk.learner.events();
  const today = learnerDay(desk.learner.now());
  const month = trueRetention(events, today - 30);
  const all = trueRetention(events);
  const wanted = Math.round(desk.learner.settings().retention * 100);
  const line = (passed: number, asked: number): string =>
    asked === 0
      ? "nothing yet"
      : `${String(Math.round((passed / asked) * 100))} % of ${String(asked)}`;
  return (
    <div class="chart">
      <h3>True retention</h3>
      <table>
        <tbody>
          <tr>
            <th scope="row">Last 30 days</th>
            <td>{line(month.passed, month.asked)}</td>
          </tr>
          <tr>
            <th scope="row">In all</th>
            <td>{line(all.passed, all.asked)}</td>
          </tr>
          <tr>
            <th scope="row">Wanted</th>
            <td>{wanted} %</td>
          </tr>
          <tr>
            <th scope="row">Time spent</th>
            <td>{Math.max(1, Math.round(timeSpent(events) / 60_000))} min</td>
          </tr>
        </tbody>
      </table>
      <p class="soft">Cards known when they came back on a later day.</p>
    </div>
  );
}

function Hardest({ desk, cards }: { readonly desk: Desk; readonly cards: string }): JSX.Element {
  const hard = hardestCards(desk.memory.all().values(), 5).flatMap(({ card: id, lapses }) => {
    const card = desk.catalogue.get(id);
    return card === undefined ? [] : [{ card, lapses }];
  });
  return (
    <div class="chart">
      <h3>Hardest cards</h3>
      {hard.length === 0 && <p class="soft">None was forgotten so far.</p>}
      <ol class="hardest">
        {hard.map(({ card, lapses }) => (
          <li key={card.id}>
            <a href={`${cards}${card.deck}/#${card.card}`}>
              <Text text={card.prompt.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")} />
            </a>{" "}
            <span class="soft">forgotten {lapses === 1 ? "once" : `${String(lapses)} times`}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Nothing before the first review: empty charts teach nobody anything. */
export function Charts({
  desk,
  cards,
}: {
  readonly desk: Desk;
  readonly cards: string;
}): JSX.Element | null {
  if (heatMap(desk.learner.events()).size === 0) return null;
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">How it goes</h2>
      <div class="charts">
        <Forecast desk={desk} />
        <Calendar desk={desk} />
        <Retention desk={desk} />
        <Hardest desk={desk} cards={cards} />
      </div>
    </section>
  );
}
