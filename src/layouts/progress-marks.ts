// Ticks on the lessons that are done, "continue" on the course map, and the "done" button of a lesson.
import { noteVisit, openShelf, readProgress, setDone } from "#learner/progress.ts";

const shelf = openShelf();
const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-lessons] a")];
const slug = document.querySelector<HTMLElement>("[data-this-lesson]")?.dataset["thisLesson"];
const button = document.querySelector<HTMLButtonElement>("[data-done]");
const next = document.querySelector<HTMLElement>("[data-continue]");

const progress = slug === undefined ? readProgress(shelf) : noteVisit(shelf, slug);
let { lessons } = progress;
/** "/lessons/methods/" leads to "methods". */
const slugOf = (link: HTMLAnchorElement): string => link.pathname.split("/").at(-2) ?? "";
const isDone = (link: HTMLAnchorElement): boolean => lessons[slugOf(link)] === "done";

const mark = (): void => {
  for (const link of links) link.classList.toggle("done", isDone(link));
  if (slug === undefined || button === null) return;
  const done = lessons[slug] === "done";
  button.ariaPressed = String(done);
  button.textContent = done ? "✓ Done" : "Mark as done";
};

mark();
button?.addEventListener("click", () => {
  if (slug === undefined) return;
  ({ lessons } = setDone(shelf, slug, lessons[slug] !== "done"));
  mark();
});

const open = links.filter((link) => !isDone(link));
const goal = open.find((link) => slugOf(link) === progress.last) ?? open[0];
const [link, count] = next?.children ?? [];
if (link instanceof HTMLAnchorElement && count && goal && progress.last !== undefined) {
  link.href = goal.href;
  link.textContent = `Continue: ${goal.querySelector(".t")?.textContent ?? ""}`;
  count.textContent = `${String(links.length - open.length)} of ${String(links.length)} done`;
}
