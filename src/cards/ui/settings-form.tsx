// The settings of the reviews. Each change is an event of the log, so it travels with an export.
import type { JSX } from "preact";
import type { Learner, Settings } from "#learner/index.ts";

type Switch = {
  [K in keyof Settings]: Settings[K] extends boolean ? K : never;
}[keyof Settings];

const SWITCHES: readonly (readonly [Switch, string])[] = [
  ["twoButtons", "Two buttons, Forgot and Knew, instead of four"],
  ["confidence", "Ask how sure I am before the answer shows"],
  ["singleKeys", "Single keys while a card has the focus"],
  ["collectWhileReading", "Cards that I open in a lesson's text join my deck"],
  ["lookAhead", "Count cards that come due within 16 hours as due"],
  ["streaks", "Show how many days in a row I reviewed"],
];

/** A number with bounds, written when it is left. */
function Amount({
  name,
  text,
  value,
  from,
  to,
  unit,
  change,
}: {
  readonly name: string;
  readonly text: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  readonly change: (value: number) => void;
}): JSX.Element {
  return (
    <p>
      <label for={name}>{text}</label>
      <input
        id={name}
        type="number"
        min={from}
        max={to}
        value={value}
        onChange={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isFinite(valueAsNumber)) change(valueAsNumber);
        }}
      />
      <span class="soft">
        {unit}, {from} to {to}
      </span>
    </p>
  );
}

export function SettingsForm({ learner }: { readonly learner: Learner }): JSX.Element {
  const settings = learner.settings();
  const set = (part: Partial<Settings>): void =>
    void learner.append({ kind: "settings", set: part });
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">Settings</h2>
      <details class="settings">
        <summary>How you are asked</summary>
        {SWITCHES.map(([name, text]) => (
          <p key={name}>
            <label>
              <input
                type="checkbox"
                checked={settings[name]}
                onChange={({ currentTarget: { checked } }) => set({ [name]: checked })}
              />{" "}
              {text}
            </label>
          </p>
        ))}
        <Amount
          name="new-per-day"
          text="New cards"
          unit="a day"
          value={settings.newPerDay}
          from={0}
          to={100}
          change={(newPerDay) => set({ newPerDay })}
        />
        <Amount
          name="reviews-per-day"
          text="Reviews"
          unit="a day"
          value={settings.reviewsPerDay}
          from={10}
          to={1000}
          change={(reviewsPerDay) => set({ reviewsPerDay })}
        />
        <Amount
          name="retention"
          text="Known when a card comes back"
          unit="%"
          value={Math.round(settings.retention * 100)}
          from={80}
          to={95}
          change={(percent) => set({ retention: percent / 100 })}
        />
      </details>
    </section>
  );
}
