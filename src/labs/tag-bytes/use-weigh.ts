// The compiler in a component: loaded once somebody wants it, and used by the editors and the live bytes.
import { useEffect, useState } from "preact/hooks";
import type { Setup } from "./setup.ts";
import type { Seen } from "./weigh.ts";

/** Runs a setup at once. */
export type Weigh = (setup: Setup) => Seen;

/** The compiler, once it was wanted; "failed" when it did not come. */
export function useWeigh(wanted: boolean): Weigh | "waiting" | "failed" {
  const [loaded, setLoaded] = useState<{ readonly weigh: Weigh } | "waiting" | "failed">("waiting");
  useEffect(() => {
    if (!wanted || typeof loaded === "object") return;
    let current = true;
    import("./weigh.ts").then(
      ({ weigh }) => current && setLoaded({ weigh }),
      () => current && setLoaded("failed"),
    );
    return () => {
      current = false;
    };
  }, [wanted]);
  return typeof loaded === "object" ? loaded.weigh : loaded;
}

/** What is said when it did not come. */
export const NOT_LOADED = "The compiler could not be loaded: the page may be offline.";
