// MSW reads localStorage while it loads, and a browser that blocks storage throws at the mere name.

/** Puts an empty in-memory store in the place of a localStorage that throws; otherwise does nothing. */
export function replaceRefusedStorage(): void {
  try {
    globalThis.localStorage.getItem("");
  } catch {
    const nothing = { getItem: () => null, setItem: () => undefined };
    Object.defineProperty(globalThis, "localStorage", { value: nothing, configurable: true });
  }
}
