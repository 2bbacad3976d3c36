// What happens to a page while a LIVE run is under way: hidden, asleep, offline, or waiting in vain.

/** What is watched; a page's own window and document, or stand-ins in a test. */
export interface Watched {
  /** Fires `online` and `offline`. */
  readonly window: EventTarget;
  /** Fires `visibilitychange`. */
  readonly document: EventTarget & { readonly hidden: boolean };
  /** Milliseconds, going on while the machine sleeps. */
  readonly now: () => number;
}

/** One run under watch. */
export interface PageWatch {
  /** Says that the run has made a step. */
  readonly alive: () => void;
  /** Rejects once no step was made for the given time while the page could be seen. Never resolves. */
  readonly lost: Promise<never>;
  /** Ends the watch and tells in sentences what happened, oldest first. */
  readonly stop: () => readonly string[];
}

/** Milliseconds between two looks at the clock. */
const LOOK = 1000;
/** A look that comes this much later than it should, with the page in sight, was slept through. */
const SLEPT = 5000;

/** Watches a run that makes a step at least every `patience` milliseconds. */
export function watchPage({ window, document, now }: Watched, patience: number): PageWatch {
  const told: string[] = [];
  const { promise: lost, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting any more when it rejects.
  lost.catch(() => undefined);
  let step = now();
  let looked = step;
  let hiddenSince = document.hidden ? step : null;
  const seconds = (since: number): string => `${Math.round((now() - since) / 1000)} s`;
  const tell = (sentence: string): void => {
    if (told.at(-1) !== sentence) told.push(sentence);
  };

  const onVisibility = (): void => {
    if (document.hidden) {
      hiddenSince = now();
      return;
    }
    tell(`The tab was hidden for ${hiddenSince === null ? "a while" : seconds(hiddenSince)}.`);
    hiddenSince = null;
    // Timers hardly run in a hidden tab: the run gets its time afresh.
    step = looked = now();
  };
  const onOffline = (): void =>
    tell("The network went off; what the page's own worker answers needs none.");
  const onOnline = (): void => tell("The network came back.");
  const timer = setInterval(() => {
    if (hiddenSince !== null) return;
    if (now() - looked > SLEPT + LOOK) {
      tell(`The machine slept, or the page was frozen, for about ${seconds(looked)}.`);
      step = now();
    }
    looked = now();
    if (now() - step > patience) {
      reject(new Error(`nothing happened for ${Math.round(patience / 1000)} s. Run it again.`));
    }
  }, LOOK);

  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onOnline);
  return {
    alive: () => {
      step = now();
    },
    lost,
    stop: () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("offline", onOffline);
      window.removeEventListener("online", onOnline);
      if (hiddenSince !== null) tell(`The tab was hidden for ${seconds(hiddenSince)}.`);
      return told;
    },
  };
}

/** The watch of the page that this runs in; the clock is the wall's, which sleep does not stop. */
export const watchThisPage = (patience: number): PageWatch =>
  watchPage({ window: globalThis, document: globalThis.document, now: () => Date.now() }, patience);
