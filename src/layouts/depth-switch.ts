// The depth switch of a lesson: cumulative, remembered, in the address; a link into a hidden part opens it.
import { openShelf, parseDepth, writeDepth, type DepthName } from "#learner/progress.ts";

const root = document.documentElement;

const show = (depth: DepthName): void => {
  root.dataset["depth"] = depth;
  for (const radio of document.querySelectorAll<HTMLInputElement>("depth-switch input"))
    radio.checked = radio.value === depth;
};

/** Puts the depth into the address without leaving a step in the history. */
const writeAddress = (depth: DepthName): void => {
  const address = new URL(location.href);
  address.searchParams.set("depth", depth);
  history.replaceState(history.state, "", address);
};

/** A hidden target would be a dead link: open the depth that holds it, without remembering it. */
const reveal = (): void => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const depth = parseDepth(target?.closest<HTMLElement>("[data-from]")?.dataset["from"] ?? null);
  if (target === null || depth === undefined || target.checkVisibility()) return;
  show(depth);
  target.scrollIntoView();
};

class DepthSwitch extends HTMLElement {
  connectedCallback(): void {
    show(parseDepth(root.dataset["depth"] ?? null) ?? "crisp");
    this.addEventListener("change", ({ target }) => {
      const depth = parseDepth((target as HTMLInputElement).value);
      if (depth === undefined) return;
      show(depth);
      writeDepth(openShelf(), depth);
      writeAddress(depth);
    });
    // "Go deeper" at the end of a part.
    for (const button of document.querySelectorAll<HTMLElement>("[data-go]"))
      button.addEventListener("click", () => {
        const depth = parseDepth(button.dataset["go"] ?? null);
        if (depth === undefined) return;
        show(depth);
        writeDepth(openShelf(), depth);
        writeAddress(depth);
        document.getElementById(`${depth}-title`)?.focus();
      });
    addEventListener("hashchange", reveal);
    reveal();
  }
}

customElements.define("depth-switch", DepthSwitch);
