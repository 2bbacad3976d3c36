// What is due, wherever a page has room for it, and cards that join the deck from a lesson.
import { collectCards, readDue } from "#cards/ui/due-mirror.ts";
import { openShelf } from "#learner/progress.ts";

const shelf = openShelf();
const each = (selector: string, act: (element: HTMLElement) => void): void =>
  document.querySelectorAll<HTMLElement>(selector).forEach(act);

const say = (): void => {
  const { all, byLesson, collected } = readDue(shelf, Date.now());
  each("[data-due]", (place) => {
    place.textContent = all > 0 ? String(all) : "";
    place.ariaLabel = all > 0 ? `${String(all)} due` : null;
    place.role = all > 0 ? "img" : null;
  });
  each("[data-due-now]", (link) => {
    link.hidden = all === 0;
    link.textContent = `Review: ${String(all)} due`;
  });
  each("[data-due-of]", (place) => {
    const due = byLesson.get(place.dataset["dueOf"] ?? "") ?? 0;
    place.textContent = due > 0 ? `${String(due)} due` : "";
  });
  each("[data-collect-one]", (button) => {
    if (!collected.has(button.dataset["collectOne"] ?? "")) return;
    button.textContent = "In your cards";
    button.setAttribute("aria-disabled", "true");
  });
};

/** Collects, and asks the browser not to clear what now is worth keeping. */
const collect = (lesson: string, units: readonly string[]): void => {
  collectCards(shelf, lesson, units);
  void (navigator as { storage?: StorageManager }).storage?.persist().catch(() => false);
  say();
};

const collectOne = ({ dataset }: HTMLElement): void => {
  const { collectOne: id = "", of = "" } = dataset;
  if (!readDue(shelf, Date.now()).collected.has(id)) collect(of, [id]);
};

each("[data-collect-one]", (button) => {
  button.addEventListener("click", () => collectOne(button));
  button.closest("details")?.addEventListener("toggle", () => {
    if (readDue(shelf, Date.now()).auto) collectOne(button);
  });
});

each("[data-collect]", (button) => {
  const tools = button.closest<HTMLElement>("[data-lesson-cards]");
  button.addEventListener("click", () => {
    void fetch(button.dataset["collect"] ?? "")
      .then((answer) => answer.json() as Promise<readonly { id: string; retired?: string }[]>)
      .then((cards) => {
        const units = cards.flatMap(({ id, retired }) => (retired === undefined ? id : []));
        collect(tools?.dataset["lessonCards"] ?? "", units);
        button.textContent = "In your cards";
        button.setAttribute("aria-disabled", "true");
      })
      .catch(() => {
        button.textContent = "The cards did not load. Try again";
      });
  });
});

say();
