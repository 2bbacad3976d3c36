// The button in the header: system, light, dark, and round again.
import { openShelf, readTheme, writeTheme, type Theme } from "#learner/progress.ts";

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const SPOKEN: Readonly<Record<Theme, string>> = {
  system: "as the system",
  light: "light",
  dark: "dark",
};

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const shelf = openShelf();
    const button = this.querySelector("button");
    const show = (theme: Theme): void => {
      const root = document.documentElement;
      if (theme === "system") delete root.dataset["theme"];
      else root.dataset["theme"] = theme;
      const text = `Theme: ${SPOKEN[theme]}. Change to ${SPOKEN[NEXT[theme]]}`;
      button?.setAttribute("aria-label", text);
      button?.setAttribute("title", text);
    };
    let theme = readTheme(shelf);
    show(theme);
    button?.addEventListener("click", () => {
      theme = NEXT[theme];
      writeTheme(shelf, theme);
      show(theme);
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
