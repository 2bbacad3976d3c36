// One address of every kind of page, below the course's base; lessons at their full depth.
export const pageKinds = {
  home: "",
  lesson: "lessons/status-1xx-2xx-3xx/?depth=senior",
  reference: "reference/status/",
  numbers: "reference/numbers/",
  cards: "cards/",
  deck: "cards/status-4xx-5xx/",
  "card search": "cards/browse/?q=412",
  review: "cards/review/?lesson=status-4xx-5xx",
  "your data": "cards/data/",
  glossary: "glossary/",
  "not found": "there-is-no-such-page/",
} as const;
