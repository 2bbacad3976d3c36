// The depth switch of a lesson: cumulative, remembered, in the address; a link into a hidden part opens it.
import { openShelf, parseDepth, writeDepth, type DepthName } from "#learner/progress.ts";

const { dataset } = document.documentElement;

const show = (depth: DepthName): void => {
  dataset["depth"] = depth;
  for (const radio of document.querySelectorAll<HTMLInputElement>("depth-switch input"))
    radio.checked = radio.value === depth;
};

/** Shows, remembers and puts into the address, without leaving a step in the history. */
const choose = (depth: DepthName | undefined): void => {
  if (depth === undefined) return;
  show(depth);
  writeDepth(openShelf(), depth);
  const address = new URL(location.href);
  address.searchParams.set("depth", depth);
  history.replaceState(history.state, "", address);
};

/** A hidden target would be a dead link: open the depth that holds it, without remembering it. */
const reveal = (): void => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const depth = parseDepth(target?.closest<HTMLElement>("[data-from]")?.dataset["from"]);
  if (!target || !depth || target.checkVisibility()) return;
  show(depth);
  target.scrollIntoView();
};

class DepthSwitch extends HTMLElement {
  connectedCallback(): void {
    show(parseDepth(dataset["depth"]) ?? "crisp");
    this.addEventListener("change", ({ target }) =>
      choose(parseDepth((target as HTMLInputElement).value)),
    );
    // "Go deeper" at the end of a part.
    for (const button of document.querySelectorAll<HTMLElement>("[data-go]"))
      button.addEventListener("click", () => {
        choose(parseDepth(button.dataset["go"]));
        document.getElementById(`${button.dataset["go"] ?? ""}-title`)?.focus();
      });
    addEventListener("hashchange", reveal);
    reveal();
  }
}

customElements.define("depth-switch", DepthSwitch);
