// A part of the course to be drilled: by kind of card or by tag. Lessons have their own link in the list of decks.
import type { JSX } from "preact";
import type { Catalogue } from "#cards/index.ts";

/** How many cards carry each value, by name. */
function count(values: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** A form that opens the review of what was chosen. */
export function Drill({
  catalogue,
  review,
}: {
  readonly catalogue: Catalogue;
  readonly review: string;
}): JSX.Element {
  const cards = [...catalogue.values()].filter(({ retired }) => retired === undefined);
  const groups = [
    ["kind", "Kinds of card", count(cards.map(({ kind }) => kind))],
    ["tag", "Tags", count(cards.flatMap(({ tags }) => tags))],
    ["module", "Modules", count(cards.map(({ module }) => module))],
  ] as const;
  return (
    <form
      class="answer-row drill"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = new FormData(event.currentTarget).get("part");
        const mode = new FormData(event.currentTarget).get("cram") === null ? "" : "&mode=cram";
        if (typeof chosen === "string") location.assign(`${review}?${chosen}${mode}`);
      }}
    >
      <label for="part">Drill a part of the course</label>
      <select id="part" name="part">
        {groups.map(([part, title, values]) => (
          <optgroup key={part} label={title}>
            {values.map(([value, number]) => (
              <option key={value} value={`${part}=${encodeURIComponent(value)}`}>
                {value} ({number})
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <label class="beside">
        <input type="checkbox" name="cram" /> cram: leave the schedule alone
      </label>
      <button type="submit">Drill</button>
    </form>
  );
}
