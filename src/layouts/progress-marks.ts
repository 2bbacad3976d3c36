// Ticks on the lessons that are done, "continue" on the course map, and the "done" button of a lesson.
import { noteVisit, openShelf, readProgress, setDone, type Progress } from "#learner/progress.ts";

const shelf = openShelf();

/** Every link with data-lesson shows what was done; module counts follow. */
function mark({ lessons }: Progress): void {
  for (const link of document.querySelectorAll<HTMLElement>("[data-lesson]")) {
    const state = lessons[link.dataset["lesson"] ?? ""];
    const tick = link.querySelector<HTMLElement>(".tick");
    if (tick === null) continue;
    tick.textContent = state === "done" ? "✓" : "";
    tick.setAttribute("aria-label", state === "done" ? "done" : "");
  }
}

function offerContinue({ last, lessons }: Progress): void {
  const place = document.querySelector<HTMLElement>("[data-continue]");
  if (place === null) return;
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-lesson]")];
  const done = links.filter((link) => lessons[link.dataset["lesson"] ?? ""] === "done").length;
  const open = links.filter((link) => lessons[link.dataset["lesson"] ?? ""] !== "done");
  const next = open.find((link) => link.dataset["lesson"] === last) ?? open[0];
  const link = place.querySelector("a");
  if (last === undefined || next === undefined || link === null) return;
  link.href = next.href;
  link.textContent = `Continue: ${next.dataset["title"] ?? ""}`;
  const count = place.querySelector("[data-count]");
  if (count !== null) count.textContent = `${String(done)} of ${String(links.length)} done`;
}

const lesson = document.querySelector<HTMLElement>("[data-this-lesson]");
const slug = lesson?.dataset["thisLesson"];
let progress = slug === undefined ? readProgress(shelf) : noteVisit(shelf, slug);
mark(progress);
offerContinue(progress);

const button = document.querySelector<HTMLButtonElement>("[data-done]");
if (slug !== undefined && button !== null) {
  const show = (): void => {
    const done = progress.lessons[slug] === "done";
    button.setAttribute("aria-pressed", String(done));
    button.textContent = done ? "✓ Done" : "Mark as done";
  };
  show();
  button.addEventListener("click", () => {
    progress = setDone(shelf, slug, progress.lessons[slug] !== "done");
    mark(progress);
    show();
  });
}
