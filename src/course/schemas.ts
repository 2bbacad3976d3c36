// The shapes of lessons, modules, cards, sources and terms: read by the build and by tests/content.
import { z } from "astro/zod";

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const cardId = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/);

/** `rfc9110#15.4.3`: a key of content/sources.yaml and a section in the form that source uses. */
export const citation = z.string().regex(/^[a-z0-9-]+(#\S+)?$/);

/** The depth from which something shows: 1 Crisp, 2 Deeper, 3 Senior (cumulative). */
const depth = z.union([z.literal(1), z.literal(2), z.literal(3)]);

/** LIVE: the browser's own engine did it. MODEL: our simulator did it, rule cited. QUIZ: neither. */
const badge = z.enum(["LIVE", "MODEL", "QUIZ"]);

export const lesson = z.strictObject({
  title: z.string(),
  /** One sentence for search engines and link previews, at most 160 characters. */
  description: z.string().max(160),
  /** Crisp text and lab together. */
  minutes: z.number().int().min(3).max(30),
  badges: z.array(badge).min(1),
  /** Each an ability: starts with "You can ". */
  objectives: z.array(z.string()).min(1),
  /** Lesson slugs. */
  prerequisites: z.array(slug),
  related: z.array(slug),
  /** Deck of content/cards; by convention the lesson's own slug. */
  deck: slug,
  /** Sources of content/sources.yaml that the lesson cites. */
  sources: z.array(z.string()).min(1),
  updated: z.iso.date(),
  /** Why an obsoleted source is cited all the same, by source key. */
  obsoleteSources: z.record(z.string(), z.string()).optional(),
});

export const module = z.strictObject({
  letter: z.string().regex(/^[A-G]$/),
  title: z.string(),
  promise: z.string(),
  coming: z
    .array(
      z.strictObject({
        number: z.number().int(),
        slug,
        title: z.string(),
        minutes: z.number().int(),
      }),
    )
    .default([]),
});

export const source = z.strictObject({
  /** "RFC 9110", "WHATWG Fetch": what a footnote opens with. */
  label: z.string(),
  title: z.string(),
  /** Year, year and month, or the day of the copy that was read. */
  date: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
  status: z.string(),
  /** Address of the whole document. */
  url: z.url({ protocol: /^https$/ }),
  /** Address of a section, with `{section}` where it goes; absent when only the whole is citable. */
  sectionUrl: z.string().startsWith("https://").includes("{section}").optional(),
  /** Address of an appendix ("A", "C.4"), with `{section}`, where sectionForm allows one. */
  appendixUrl: z.string().startsWith("https://").includes("{section}").optional(),
  /** What a section looks like, as a regular expression over the whole text after `#`. */
  sectionForm: z.string().optional(),
  /** How a section is printed, with `{section}` in it; "§{section}" by default. */
  sectionText: z.string().optional(),
  obsoletedBy: z.string().optional(),
});

export const term = z.strictObject({
  term: z.string(),
  definition: z.string(),
  source: citation,
});

const cardBase = {
  id: cardId,
  depth,
  tags: z.array(slug),
  /** Id of the heading or element of the lesson that teaches it. */
  anchor: slug,
  source: citation,
  updated: z.iso.date(),
  /** Raised only when the answer changes: the learner is told and may start the card afresh. */
  meaning: z.number().int().min(1).default(1),
  prompt: z.string().max(600),
  explain: z.string(),
  /** Cards that interfere with this one; they are kept apart at first. */
  siblings: z.array(cardId).default([]),
  retired: z.iso.date().optional(),
  replaces: cardId.optional(),
};

const option = z.union([
  z.strictObject({ text: z.string(), correct: z.literal(true) }),
  /** Every wrong option says why it is wrong. */
  z.strictObject({ text: z.string(), why: z.string() }),
]);

const wrongAnswer = z.strictObject({ text: z.string(), why: z.string() });

/** One flashcard; `kind` decides who grades it: all but basic and cloze are graded by machine. */
export const card = z.discriminatedUnion("kind", [
  z.strictObject({ ...cardBase, kind: z.literal("basic"), answer: z.string() }),
  /** Holes are written {{c1::hidden}} in the prompt. */
  z.strictObject({ ...cardBase, kind: z.literal("cloze") }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("type"),
    answer: z.string(),
    /** How the typed text is compared: text folds case and space; the others parse their form. */
    grader: z.enum(["text", "integer", "hex", "status", "header"]).default("text"),
    alsoAccept: z.array(z.string()).default([]),
    wrong: z.array(wrongAnswer).default([]),
  }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("choice"),
    options: z.array(option).min(2).max(6),
  }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("order"),
    /** In the right order; shown shuffled. */
    steps: z.array(z.string()).min(3).max(8),
    alsoAccept: z.array(z.array(z.number().int())).default([]),
  }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("bytes"),
    /** Hex, two digits a byte. */
    hex: z.string().regex(/^([0-9a-f]{2} ?)+$/),
    /** Byte offsets that are wrong. */
    wrong: z.array(z.number().int().min(0)).min(1),
  }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("header-fill"),
    fields: z
      .array(
        z.strictObject({
          name: z.string(),
          answer: z.string(),
          grader: z.enum(["text", "integer", "hex", "status", "header"]).default("text"),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("compute"),
    /** Name of a generator of src/cards: numbers from a seed, the answer from our engines. */
    generator: slug,
  }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("predict"),
    /** The state before and the event; what comes next is a choice. */
    state: z.string(),
    event: z.string(),
    options: z.array(option).min(2).max(6),
  }),
  z.strictObject({
    ...cardBase,
    kind: z.literal("contrast"),
    /** Two things that are easily taken for one another. */
    pair: z.tuple([z.string(), z.string()]),
    cases: z
      .array(
        z.strictObject({
          text: z.string(),
          answer: z.union([z.literal(0), z.literal(1)]),
          why: z.string(),
        }),
      )
      .min(2),
  }),
]);

export const cardDeck = z.strictObject({
  deck: slug,
  title: z.string(),
  lesson: slug,
  cards: z.array(card).min(6),
});

export type Lesson = z.infer<typeof lesson>;
export type Module = z.infer<typeof module>;
export type Source = z.infer<typeof source>;
export type Card = z.infer<typeof card>;
export type CardDeck = z.infer<typeof cardDeck>;
