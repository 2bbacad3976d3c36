// Search and filters of the status codes: hides rows, says how many are left, keeps the choice in the address.

interface Wish {
  readonly q: string;
  readonly class: string;
  readonly retry: string;
}

const rows = [...document.querySelectorAll<HTMLElement>(".code-row")].map((element) => ({
  element,
  text: element.textContent.toLowerCase().replace(/\s+/g, " "),
}));
const CLASSES = ["1", "2", "3", "4", "5"];
const RETRIES = ["yes", "conditional", "no"];

const oneOf = (text: string | null, known: readonly string[]): string =>
  known.find((each) => each === text) ?? "";

/** What the address asks for; nonsense asks for nothing. */
function readAddress(): Wish {
  const asked = new URLSearchParams(location.search);
  return {
    q: (asked.get("q") ?? "").slice(0, 80),
    class: oneOf(asked.get("class"), CLASSES),
    retry: oneOf(asked.get("retry"), RETRIES),
  };
}

function writeAddress(wish: Wish): void {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(wish) as [keyof Wish, string][])
    if (value === "") address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  history.replaceState(history.state, "", address);
}

function apply(wish: Wish): number {
  const words = wish.q.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const { element, text } of rows) {
    const { dataset } = element;
    element.hidden =
      (wish.class !== "" && dataset["class"] !== wish.class) ||
      (wish.retry !== "" && dataset["retry"] !== wish.retry) ||
      !words.every((word) => text.includes(word));
    if (!element.hidden) left += 1;
  }
  for (const section of document.querySelectorAll<HTMLElement>(".class:has(.codes)"))
    section.hidden = section.querySelector(".code-row:not([hidden])") === null;
  return left;
}

class StatusFilter extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    const found = this.querySelector("[role=status]");
    if (form === null || found === null) return;
    const field = (name: keyof Wish): string => {
      const value = new FormData(form).get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const show = (wish: Wish): void => {
      const left = apply(wish);
      found.textContent =
        left === rows.length ? "" : `${String(left)} of ${String(rows.length)} codes`;
    };
    const fill = (wish: Wish): void => {
      for (const input of form.querySelectorAll("input")) {
        const value = wish[input.name as keyof Wish];
        if (input.type === "radio") input.checked = input.value === value;
        else input.value = value;
      }
      show(wish);
    };
    fill(readAddress());
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      const wish = { q: field("q"), class: field("class"), retry: field("retry") };
      show(wish);
      writeAddress(wish);
    });
    // A link to a code that the filter hides shows everything again.
    const reveal = (): void => {
      const row = rows.find(({ element }) => element.id === location.hash.slice(1))?.element;
      if (row?.hidden !== true) return;
      const everything = { q: "", class: "", retry: "" };
      fill(everything);
      writeAddress(everything);
      row.scrollIntoView();
    };
    addEventListener("hashchange", reveal);
    reveal();
  }
}

customElements.define("status-filter", StatusFilter);
