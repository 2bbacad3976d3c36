// The note types and settings that an Anki collection of schema 11 keeps as JSON in its `col` row.
import type { NoteType } from "./notes.ts";

/** A name as a number between 1.5 and 1.7 · 10^12: an id in milliseconds, as Anki gives them, in the past. */
export function ankiId(name: string): number {
  // Two 32-bit FNV-1a hashes of the name, from different beginnings: 53 bits are enough for a modulus.
  const hash = (basis: number): number => {
    let value = basis >>> 0;
    for (const octet of new TextEncoder().encode(name))
      value = Math.imul(value ^ octet, 0x01000193) >>> 0;
    return value;
  };
  const wide = BigInt(hash(0x811c9dc5)) * 0x1_0000_0000n + BigInt(hash(0x9e3779b9));
  return 1_500_000_000_000 + Number(wide % 200_000_000_000n);
}

/** Ids of the note types, the same in every build. */
export const NOTE_TYPE_IDS: Readonly<Record<NoteType, number>> = {
  basic: ankiId("on-the-wire note type basic 1"),
  cloze: ankiId("on-the-wire note type cloze 1"),
  type: ankiId("on-the-wire note type type 1"),
};

/** Fields of each note type, in order. */
export const NOTE_FIELDS: Readonly<Record<NoteType, readonly string[]>> = {
  basic: ["Front", "Back", "Answer"],
  cloze: ["Text", "Back"],
  type: ["Front", "Back", "Answer"],
};

const CSS =
  ".card { font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.5; text-align: left; max-width: 40em; margin: 0 auto; } code { font-family: ui-monospace, monospace; } .cloze { font-weight: bold; }";

const TEMPLATES: Readonly<Record<NoteType, readonly [front: string, back: string]>> = {
  basic: ["{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"],
  cloze: ["{{cloze:Text}}", "{{cloze:Text}}<br>{{Back}}"],
  type: ["{{Front}}<br>{{type:Answer}}", "{{Front}}<br>{{type:Answer}}<hr id=answer>{{Back}}"],
};

const NAMES: Readonly<Record<NoteType, string>> = {
  basic: "On the Wire: question",
  cloze: "On the Wire: cloze",
  type: "On the Wire: type the answer",
};

function noteType(type: NoteType, deck: number, mod: number): object {
  const [qfmt, afmt] = TEMPLATES[type];
  const template = {
    name: "Card 1",
    ord: 0,
    qfmt,
    afmt,
    bqfmt: "",
    bafmt: "",
    did: null,
    bfont: "",
    bsize: 0,
  };
  return {
    id: NOTE_TYPE_IDS[type],
    name: NAMES[type],
    type: type === "cloze" ? 1 : 0,
    mod,
    usn: -1,
    sortf: 0,
    did: deck,
    tmpls: [template],
    flds: NOTE_FIELDS[type].map((name, ord) => ({
      name,
      ord,
      sticky: false,
      rtl: false,
      font: "Arial",
      size: 20,
      media: [],
    })),
    css: CSS,
    latexPre: "\\documentclass[12pt]{article}\\begin{document}",
    latexPost: "\\end{document}",
    latexsvg: false,
    req: type === "cloze" ? [] : [[0, "any", [0]]],
    tags: [],
    vers: [],
  };
}

const deckRow = (id: number, name: string, mod: number): object => ({
  id,
  name,
  mod,
  usn: -1,
  desc: "",
  dyn: 0,
  conf: 1,
  collapsed: false,
  browserCollapsed: false,
  extendNew: 0,
  extendRev: 0,
  newToday: [0, 0],
  revToday: [0, 0],
  lrnToday: [0, 0],
  timeToday: [0, 0],
});

const deckOptions = {
  id: 1,
  name: "Default",
  mod: 0,
  usn: 0,
  maxTaken: 60,
  autoplay: true,
  timer: 0,
  replayq: true,
  dyn: false,
  new: {
    bury: true,
    delays: [1, 10],
    initialFactor: 2500,
    ints: [1, 4, 7],
    order: 1,
    perDay: 20,
    separate: true,
  },
  rev: {
    bury: true,
    ease4: 1.3,
    fuzz: 0.05,
    ivlFct: 1,
    maxIvl: 36_500,
    minSpace: 1,
    perDay: 200,
    hardFactor: 1.2,
  },
  lapse: { delays: [10], leechAction: 1, leechFails: 8, minInt: 1, mult: 0 },
};

/** The JSON columns of the collection's one row: note types, decks, options; `mod` in seconds. */
export function collectionJson(deck: { readonly id: number; readonly name: string }, mod: number) {
  const types = (["basic", "cloze", "type"] as const).map(
    (type) => [String(NOTE_TYPE_IDS[type]), noteType(type, deck.id, mod)] as const,
  );
  return {
    conf: {
      nextPos: 1,
      estTimes: true,
      activeDecks: [1],
      sortType: "noteFld",
      timeLim: 0,
      sortBackwards: false,
      addToCur: true,
      curDeck: 1,
      newSpread: 0,
      dueCounts: true,
      curModel: NOTE_TYPE_IDS.basic,
      collapseTime: 1200,
    },
    models: Object.fromEntries(types),
    decks: { 1: deckRow(1, "Default", 0), [deck.id]: deckRow(deck.id, deck.name, mod) },
    dconf: { 1: deckOptions },
    tags: {},
  };
}
