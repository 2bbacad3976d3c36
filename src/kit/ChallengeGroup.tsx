// Challenges that a lab keeps apart from the others, under a heading of their own.
import type { JSX } from "preact";
import { Challenge } from "./Challenge.tsx";
import type { Bench } from "./use-lab.ts";

interface Props<Setup, Change, Seen> {
  readonly bench: Bench<Setup, Change, Seen>;
  /** The challenges' own name of the group. */
  readonly group: string;
  readonly title: string;
  /** What all of them ask, in a sentence. */
  readonly ask: string;
}

/** Challenges that a lab keeps apart from the others, and how many of them are solved. */
export function ChallengeGroup<Setup, Change, Seen>({
  bench,
  group,
  title,
  ask,
}: Props<Setup, Change, Seen>): JSX.Element {
  const goals = bench.lab.goals(bench.state).filter((goal) => goal.group === group);
  const solved = goals.filter(({ solvedBefore }) => solvedBefore).length;
  return (
    <section>
      <h4 class="eyebrow">
        {title} · {solved} of {goals.length}
      </h4>
      <p class="lab-ask">{ask}</p>
      {goals.map((goal) => (
        <Challenge key={goal.id} {...bench} goal={goal} />
      ))}
    </section>
  );
}
