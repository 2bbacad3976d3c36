// The file that takes everything along: how old the last one is, and a new one.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { backupAge } from "#cards/statistics.ts";
import type { Learner } from "#learner/index.ts";
import { downloadAnswers, downloadLog } from "./download.ts";
import { lastBackup } from "./last-backup.ts";

/** "1 review", "3 entries". */
export const many = (count: number, thing: string, things = `${thing}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? thing : things}`;

/** Learner time of the last backup, and a way to look again. */
function useBackup(learner: Learner): readonly [number | undefined, () => void] {
  const [backup, setBackup] = useState<number>();
  const refresh = (): void => void lastBackup(learner).then(setBackup);
  useEffect(refresh, []);
  return [backup, refresh];
}

const ageText = (days: number | undefined): string =>
  days === undefined
    ? "No backup so far"
    : `Last backup ${days === 0 ? "today" : `${many(days, "day")} ago`}`;

/** One line for pages on which the backup is not the matter; it asks for one after many reviews. */
export function BackupNote({
  learner,
  data,
}: {
  readonly learner: Learner;
  /** Address of the page on which the learner exports. */
  readonly data: string;
}): JSX.Element {
  const [backup] = useBackup(learner);
  const { days, reviews, due } = backupAge(learner.events(), backup, learner.now());
  return (
    <section aria-labelledby="keep">
      <h2 id="keep">Yours to keep</h2>
      {due && (
        <p class="card-note">
          {many(reviews, "review")} since {backup === undefined ? "you began" : "your last backup"}:
          a good moment to export.
        </p>
      )}
      <p>
        Everything you did lies in this browser only. {ageText(days)}.{" "}
        <a href={data}>Back up, move to another browser, bring back</a>
      </p>
    </section>
  );
}

/** Export as a file, and the answers as a table. */
export function Backup({ learner }: { readonly learner: Learner }): JSX.Element {
  const [backup, refresh] = useBackup(learner);
  const { days, reviews } = backupAge(learner.events(), backup, learner.now());
  return (
    <section aria-labelledby="backup">
      <h2 id="backup">A backup</h2>
      <p>
        One file with everything: every answer, the schedule, lessons, labs, settings. It can be
        brought back into any browser.
      </p>
      <p class="answer-row">
        <button class="go" type="button" onClick={() => void downloadLog(learner).then(refresh)}>
          Export everything
        </button>
        <button type="button" onClick={() => downloadAnswers(learner)}>
          Answers as CSV
        </button>
        <span class="soft">
          {ageText(days)}
          {reviews > 0 && `, ${many(reviews, "review")} since`}
        </span>
      </p>
    </section>
  );
}
