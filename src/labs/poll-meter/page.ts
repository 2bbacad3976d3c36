// The meter in a page: the page's own timers and browser, and the run that is under way in it.
import type { Mainspring } from "./depot-clock.ts";
import type { Browser } from "./message-size.ts";
import type { Session } from "./observe.ts";

/** The page's timers. */
export const pageSpring: Mainspring = {
  now: () => performance.now(),
  later(call, milliseconds) {
    const timer = setTimeout(call, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** What this browser says of itself in a request. */
export const thisBrowser = (): Browser => ({
  host: location.host,
  userAgent: navigator.userAgent,
  language: navigator.languages.join(","),
  page: location.origin + location.pathname,
});

let session: Session | null = null;

/** The run that is under way, or null. */
export const currentSession = (): Session | null => session;

/** A hidden page's timers are slowed, so the clock stands still until the reader is back. */
function watchVisibility(): void {
  const clock = session?.clock;
  if (document.visibilityState === "hidden") clock?.pause("hidden");
  else if (clock?.whyPaused() === "hidden") clock.resume();
}

/** Told by the run when it begins and when it is over. */
export function keepSession(begun: Session | null): void {
  session = begun;
  if (begun === null) document.removeEventListener("visibilitychange", watchVisibility);
  else {
    document.addEventListener("visibilitychange", watchVisibility);
    watchVisibility();
  }
}
