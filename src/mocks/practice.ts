// A lab's private space without a browser: the page asks its handlers itself. Read by tests alone.
import { createSpace, type Space } from "./space.ts";

/** A fresh space under an address of its own; `now` in milliseconds, by default one more at each reading. */
export function practiceSpace(lab: string, now?: () => number): Space {
  let clock = 0;
  const base = `https://course.example/lab/${lab}/test`;
  return createSpace({ base, fetch: null, now: now ?? (() => (clock += 1)) });
}
