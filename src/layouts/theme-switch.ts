// The button in the header: system, light, dark, and round again.
import { openShelf, readTheme, writeTheme, type Theme } from "#learner/progress.ts";

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const shelf = openShelf();
    const { dataset } = document.documentElement;
    let theme = readTheme(shelf);
    const show = (): void => {
      if (theme === "system") delete dataset["theme"];
      else dataset["theme"] = theme;
      this.firstElementChild?.setAttribute("aria-label", `Theme: ${theme}. Change`);
    };
    show();
    this.addEventListener("click", () => {
      theme = NEXT[theme];
      writeTheme(shelf, theme);
      show();
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
