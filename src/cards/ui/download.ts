// Hands the learner a file.
import { type Learner } from "#learner/index.ts";
import { fileName, writeFile } from "#learner/portable.ts";
import { writeCsv } from "#learner/log-csv.ts";
import { noteBackup } from "./last-backup.ts";

/** The version of the course that is written into files. */
const APP = "0.1.0";
function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken the address over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The whole log as a file, noted as the last backup. */
export async function downloadLog(learner: Learner): Promise<void> {
  const events = learner.events();
  const exportedAt = new Date().toISOString();
  const bytes = await writeFile(events, { app: APP, catalogue: "", exportedAt });
  const packed = bytes[0] === 0x1f;
  const type = packed ? "application/gzip" : "application/json";
  save(fileName(exportedAt, packed), new Blob([bytes], { type }));
  await noteBackup(learner);
}

/** All answers as a table. */
export function downloadAnswers(learner: Learner): void {
  const day = new Date().toISOString().slice(0, 10);
  const csv = writeCsv(learner.events());
  save(`on-the-wire-answers-${day}.csv`, new Blob([csv], { type: "text/csv" }));
}
