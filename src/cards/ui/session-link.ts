// What the address of the review page asks for: `?mode=` and a part of the course.
import { type Catalogue, type Scope, type SessionMode, type StudyCard } from "#cards/index.ts";

/** Names of the modes, in the words of the page. */
export const MODES: Readonly<Record<SessionMode, string>> = {
  review: "Review",
  drill: "Drill",
  cram: "Cram",
  "two-minute": "Two minutes",
};

/** A session that the address asks for, or one sentence on why there is none. */
export type Asked =
  | { readonly kind: "session"; readonly mode: SessionMode; readonly scope: Scope }
  | { readonly kind: "problem"; readonly text: string };

const isMode = (text: string): text is SessionMode => Object.hasOwn(MODES, text);

/** Where each part of the course is found on a card. */
const PARTS: Readonly<Record<"lesson" | "module" | "tag" | "kind", (card: StudyCard) => unknown>> =
  {
    lesson: ({ lesson }) => lesson,
    module: ({ module }) => module,
    tag: ({ tags }) => tags,
    kind: ({ kind }) => kind,
  };
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as readonly Part[];

/** Reads `?mode=cram&lesson=status-4xx-5xx`; whoever names a part without a mode drills it. */
export function readSessionLink(search: string, catalogue: Catalogue): Asked {
  const asked = new URLSearchParams(search);
  const named = NAMES.flatMap((part): [Part, string][] => {
    const value = asked.get(part);
    return value === null ? [] : [[part, value.slice(0, 80)]];
  });
  const mode = asked.get("mode") ?? (named.length > 0 ? "drill" : "review");
  if (!isMode(mode))
    return {
      kind: "problem",
      text: `There is no mode “${mode.slice(0, 40)}”. Choose one of: ${Object.keys(MODES).join(", ")}.`,
    };
  const cards = [...catalogue.values()];
  for (const [part, value] of named) {
    const known = cards.some((card) => {
      const own = PARTS[part](card);
      return Array.isArray(own) ? own.includes(value) : own === value;
    });
    if (!known)
      return {
        kind: "problem",
        text: `No card belongs to the ${part} “${value}”: the link may be old. Choose a deck instead.`,
      };
  }
  return { kind: "session", mode, scope: Object.fromEntries(named) };
}
