// Single keys of the review. They work only while the card has focus, and can be switched off: WCAG 2.2, 2.1.4.
import type { SessionAction, SessionState } from "#cards/index.ts";
import type { Rating } from "#learner/index.ts";

/** The keys, for the help. */
export const KEYS: readonly (readonly [string, string])[] = [
  ["Space or Enter", "show the answer, then take the suggested rating"],
  ["1 2 3 4", "Again, Hard, Good, Easy; with two buttons 1 and 3"],
  ["a – f", "choose an option"],
  ["Alt ↑ ↓", "move a step of an order"],
  ["h", "a hint; a right answer then counts as Hard"],
  ["u or Ctrl Z", "undo"],
  ["s", "skip for now"],
  ["b", "put off until tomorrow"],
  ["p", "pause"],
  ["l", "go to the paragraph"],
  ["?", "this help"],
];

const typing = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const pressable = "button, a, summary, input, label";

/** What the key asks for: an action, an element to press, or nothing. */
export function readKey(
  event: KeyboardEvent,
  state: SessionState,
  { on, suggestion, selfGraded }: { on: boolean; suggestion: Rating; selfGraded: boolean },
): SessionAction | { readonly press: string } | undefined {
  const target = event.target as Element;
  if (event.repeat || target.closest(typing) !== null || state.overlay !== undefined)
    return undefined;
  const { key } = event;
  if (key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) return { type: "UNDO" };
  if (!on || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const now = Date.now();
  if (key === " " || key === "Enter") {
    if (target.closest(pressable) !== null) return undefined;
    if (state.phase === "question" && selfGraded) return { type: "REVEAL" };
    if (state.phase === "answer") return { type: "RATE", rating: suggestion, now };
    return undefined;
  }
  if (state.phase === "answer" && /^[1-4]$/.test(key)) return { press: `[data-rating="${key}"]` };
  if (/^[a-f]$/.test(key) && state.phase === "question" && !selfGraded) {
    // On cards with options these letters are theirs.
    const option = document.querySelector(`[data-key="${key}"]`);
    if (option !== null) return { press: `[data-key="${key}"]` };
  }
  switch (key) {
    case "u":
      return { type: "UNDO" };
    case "s":
      return { type: "SKIP", now };
    case "b":
      return { type: "BURY" };
    case "p":
      return { type: "PAUSE", now };
    case "h":
      return { press: '[data-key="h"]' };
    case "l":
      return { press: '[data-key="l"]' };
    case "?":
      return { type: "HELP" };
    default:
      return undefined;
  }
}
