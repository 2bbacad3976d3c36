// A course of one lesson in which nothing is wrong; tests break it in one place at a time.
import type { CourseTexts } from "./check/course.ts";

const sources = `rfc1:
  label: RFC 1
  title: First
  date: "2022-06"
  status: Internet Standard
  url: https://example.org/rfc1
  sectionUrl: https://example.org/rfc1#section-{section}
  sectionForm: '\\d+(\\.\\d+)*'
rfc0:
  label: RFC 0
  title: Older
  date: "1999"
  status: Obsolete
  url: https://example.org/rfc0
  obsoletedBy: rfc1
whole:
  label: A book
  title: Whole
  date: "2018"
  status: Book
  url: https://example.org/book
`;

const glossary = `final-response:
  term: final response
  definition: The answer that ends an exchange.
  source: rfc1#15
`;

const moduleA = `letter: A
title: Start
promise: You know where to begin.
coming:
  - { number: 2, slug: later, title: Later, minutes: 6 }
`;

const moduleB = `letter: B
title: Next
promise: You know more.
coming:
  - { number: 3, slug: last, title: Last, minutes: 6 }
`;

const lesson = `---
title: First lesson
description: What comes first.
minutes: 5
badges: [LIVE]
objectives:
  - You can say what comes first.
prerequisites: []
related: [later]
deck: first
sources: [rfc1]
updated: "2026-11-20"
---
import Bench from "#labs/bench/Lab.astro"

<Anchor>A letter.</Anchor>

<Crisp>

<Claim source="rfc1#15 rfc1#2">One request has one <Term id="final-response">final response</Term>.</Claim>
See [the lab](#lab-bench) and [the book](https://example.org/book).

</Crisp>

<Bench />

<Deeper>

### A detail

Text with \`behavior\` in code.

| Code | Name |
| --- | --- |
| 200 | OK |

\`\`\`http
HTTP/1.1 200 OK
Content-Length: 6

naïve
\`\`\`

</Deeper>

<Senior>

<h3 id="own-id">Own</h3>

Text.

</Senior>

<Trap>Text.</Trap>

<Interview>Text.</Interview>
`;

/** A card in YAML; `rest` are the lines of its kind. */
export const cardOf = (id: string, rest: string): string => `  - id: ${id}
    depth: 1
    tags: [start]
    anchor: crisp
    source: rfc1#15.1
    updated: "2026-11-20"
    explain: Because.
${rest}`;

const deck = `deck: first
title: First
lesson: first
cards:
${cardOf(
  "first.basic",
  `    kind: basic
    prompt: Who?
    answer: You.`,
)}
${cardOf(
  "first.cloze",
  `    kind: cloze
    prompt: It is {{c1::so}}.`,
)}
${cardOf(
  "first.choice",
  `    kind: choice
    prompt: Which?
    options:
      - { text: this, correct: true }
      - { text: that, why: It is not. }`,
)}
${cardOf(
  "first.order",
  `    kind: order
    prompt: In which order?
    steps: [one, two, three]
    alsoAccept: [[1, 0, 2]]`,
)}
${cardOf(
  "first.bytes",
  `    kind: bytes
    prompt: Which byte is wrong?
    hex: 00 01 02
    wrong: [2]`,
)}
${cardOf(
  "first.type",
  `    kind: type
    prompt: Which code?
    answer: "308"
    grader: status
    siblings: [first.contrast]
    wrong:
      - { text: "301", why: It may change the method. }`,
)}
${cardOf(
  "first.contrast",
  `    kind: contrast
    prompt: Which one?
    pair: [left, right]
    cases:
      - { text: a, answer: 0, why: Left. }
      - { text: b, answer: 1, why: Right. }`,
)}
`;

const lock = `{
  "ids": [
    "first.basic",
    "first.bytes",
    "first.choice",
    "first.cloze",
    "first.contrast",
    "first.order",
    "first.type"
  ]
}
`;

/** Paths of the small course's files. */
export const at = {
  sources: "content/sources.yaml",
  glossary: "content/glossary.yaml",
  moduleA: "content/lessons/01-start/module.yaml",
  moduleB: "content/lessons/02-next/module.yaml",
  lesson: "content/lessons/01-start/01-first.mdx",
  deck: "content/cards/first.yaml",
  lock: "content/cards.lock.json",
} as const;

/** A file of the small course. */
export type Part = keyof typeof at;

const texts: Readonly<Record<Part, string>> = {
  sources,
  glossary,
  moduleA,
  moduleB,
  lesson,
  deck,
  lock,
};

/** The small course; in `part` the first `from` becomes `to`, and `from` must be there. */
export function smallCourse(part?: Part, from = "", to = ""): CourseTexts {
  const files = new Map(
    (Object.keys(texts) as Part[]).map((name) => [at[name], texts[name]] as [string, string]),
  );
  if (part !== undefined) {
    if (!texts[part].includes(from)) throw new RangeError(`"${from}" is not in ${part}`);
    files.set(
      at[part],
      texts[part].replace(from, () => to),
    );
  }
  return { files, labs: new Set(["bench"]), pages: new Set(["/reference/status"]) };
}

/** Line of the first occurrence of `text` in a part after its change. */
export function lineIn(course: CourseTexts, part: Part, text: string): number {
  const lines = (course.files.get(at[part]) ?? "").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}
