// What a LIVE lab may call itself after a run: its requests reached the browser's engine, or did not.
import type { Badge } from "./lab.ts";

const MODEL: Badge = {
  kind: "MODEL",
  text: "This browser refuses service workers here, so the page asked the pretend service itself instead of its fetch.",
};

/** The badge of a run: LIVE when the browser's engine carried it, else MODEL with what stood in for it. */
export const badgeByReach =
  (live: Badge) =>
  ({ reach }: { readonly reach: "engine" | "page" }): Badge =>
    reach === "engine" ? live : MODEL;
