// The search of the card browser: loads rows and index with the first key, keeps the words in the address.
import type { Find, SearchRow } from "./_search-index.ts";

/** So many are shown; who needs more needs better words. */
const SHOWN = 30;

async function openIndex(address: string): Promise<Find> {
  const [{ indexCards }, answer] = await Promise.all([
    import("./_search-index.ts"),
    fetch(address),
  ]);
  if (!answer.ok) throw new Error(`status ${String(answer.status)}`);
  return indexCards((await answer.json()) as SearchRow[]);
}

function line(cards: string, { deck, title, id, kind, prompt }: SearchRow): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${cards}${deck}/#${id}`;
  link.textContent = prompt.replaceAll(/\s+/g, " ");
  const where = document.createElement("span");
  where.className = "soft";
  where.textContent = `${title} · ${kind} · ${id}`;
  item.append(link, where);
  return item;
}

class CardSearch extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector("input");
    const status = this.querySelector("[role=status]");
    const list = this.querySelector<HTMLElement>(".found");
    const all = document.querySelector<HTMLElement>("[data-all]");
    const { index = "", cards = "" } = this.dataset;
    if (input === null || status === null || list === null || all === null) return;
    let opened: Promise<Find> | undefined;

    const show = async (): Promise<void> => {
      const query = input.value.trim();
      const address = new URL(location.href);
      if (query === "") address.searchParams.delete("q");
      else address.searchParams.set("q", query);
      history.replaceState(history.state, "", address);
      all.hidden = query !== "";
      list.hidden = query === "";
      if (query === "") {
        status.textContent = "";
        return;
      }
      try {
        const find = await (opened ??= openIndex(index));
        // Typed on meanwhile: the later search shows.
        if (input.value.trim() !== query) return;
        const found = find(query);
        list.replaceChildren(...found.slice(0, SHOWN).map((row) => line(cards, row)));
        const of = found.length > SHOWN ? `, the best ${String(SHOWN)} shown` : "";
        status.textContent =
          found.length === 0
            ? "No card matches all these words. Try fewer, or a tag."
            : `${String(found.length)} ${found.length === 1 ? "card" : "cards"}${of}`;
      } catch {
        opened = undefined;
        all.hidden = false;
        status.textContent =
          "The search could not be loaded: the network did not answer. All cards are listed below; type on to try again.";
      }
    };

    this.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", () => void show());
    input.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, 120);
    if (input.value !== "") void show();
  }
}

customElements.define("card-search", CardSearch);

/** `/cards/browse/#<id>` is the lasting address of a card: it goes on to wherever the card lies. */
function follow(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const link = document.getElementById(id)?.querySelector<HTMLAnchorElement>(".questions a");
  if (link) location.replace(link.href);
}
addEventListener("hashchange", follow);
follow();
