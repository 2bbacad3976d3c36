// The buttons below an answer: what the learner says about it, and when the card would come back.
import type { JSX } from "preact";
import type { Rating } from "#learner/index.ts";

const ALL = [
  { rating: 1, name: "Again" },
  { rating: 2, name: "Hard" },
  { rating: 3, name: "Good" },
  { rating: 4, name: "Easy" },
] as const;
const TWO = [
  { rating: 1, name: "Forgot" },
  { rating: 3, name: "Knew" },
] as const;

/** Four ratings, or two; `waits` names the time until each would bring the card back. */
export function Ratings({
  twoButtons,
  suggestion,
  waits,
  rate,
}: {
  readonly twoButtons: boolean;
  readonly suggestion: Rating;
  readonly waits: ReadonlyMap<Rating, string>;
  readonly rate: (rating: Rating) => void;
}): JSX.Element {
  const shown = twoButtons ? TWO : ALL;
  const best = shown.some(({ rating }) => rating === suggestion) ? suggestion : 3;
  return (
    <div class="ratings" role="group" aria-label="How well did you know it?">
      {shown.map(({ rating, name }) => (
        <button
          key={rating}
          type="button"
          class={rating === best ? "go" : undefined}
          data-rating={rating}
          onClick={() => rate(rating)}
        >
          {name} {waits.has(rating) && <small>{waits.get(rating)}</small>}
        </button>
      ))}
    </div>
  );
}
