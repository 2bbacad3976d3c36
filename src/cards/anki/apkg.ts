// A deck as .apkg: a zip with an SQLite collection of Anki's schema 11, the same bytes in every build.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { strToU8, zipSync } from "fflate";
import { ankiId, collectionJson, NOTE_TYPE_IDS } from "./note-types.ts";
import type { AnkiDeck, AnkiNote } from "./notes.ts";

/** Tables and columns of schema 11, in the order in which Anki's importer reads them. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  col: [
    "id INTEGER PRIMARY KEY",
    ...integers("crt mod scm ver dty usn ls"),
    ...texts("conf models decks dconf tags"),
  ],
  notes: [
    "id INTEGER PRIMARY KEY",
    ...texts("guid"),
    ...integers("mid mod usn"),
    ...texts("tags flds"),
    ...integers("sfld csum flags"),
    ...texts("data"),
  ],
  cards: [
    "id INTEGER PRIMARY KEY",
    ...integers("nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags"),
    ...texts("data"),
  ],
  revlog: ["id INTEGER PRIMARY KEY", ...integers("cid usn ease ivl lastIvl factor time type")],
  graves: integers("usn oid type"),
};

const INDEXES: Readonly<Record<string, string>> = {
  ix_notes_usn: "notes (usn)",
  ix_notes_csum: "notes (csum)",
  ix_cards_usn: "cards (usn)",
  ix_cards_nid: "cards (nid)",
  ix_cards_sched: "cards (did, queue, due)",
  ix_revlog_usn: "revlog (usn)",
  ix_revlog_cid: "revlog (cid)",
};

function integers(names: string): string[] {
  return names.split(" ").map((name) => `${name} INTEGER NOT NULL`);
}
function texts(names: string): string[] {
  return names.split(" ").map((name) => `${name} TEXT NOT NULL`);
}

/** Seconds since 1970 of a day "2026-11-20". */
const secondsOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;

/** Anki's check of the first field: the first 32 bits of SHA-1 over its text without markup. */
function fieldCheck(html: string): number {
  const text = html.replace(/<[^>]*>/g, "");
  return createHash("sha1").update(text).digest().readUInt32BE(0);
}

/** Between fields of a note: U+001F. */
const SEPARATOR = "\u001f";

function fill(db: DatabaseSync, deck: AnkiDeck): void {
  const mod = Math.max(0, ...deck.notes.map(({ updated }) => secondsOf(updated)));
  const deckId = ankiId(`deck ${deck.name}`);
  const json = collectionJson({ id: deckId, name: deck.name }, mod);
  const insert = (table: string): ((...values: readonly (string | number)[]) => void) => {
    const marks = (TABLES[table] ?? []).map(() => "?").join(", ");
    const statement = db.prepare(`INSERT INTO ${table} VALUES (${marks})`);
    return (...values) => void statement.run(...values);
  };
  const [conf, models, decks, dconf, tags] = [
    json.conf,
    json.models,
    json.decks,
    json.dconf,
    json.tags,
  ].map((part) => JSON.stringify(part));
  insert("col")(
    1,
    mod,
    mod * 1000,
    mod * 1000,
    11,
    0,
    0,
    0,
    conf ?? "",
    models ?? "",
    decks ?? "",
    dconf ?? "",
    tags ?? "",
  );
  const addNote = insert("notes");
  const addCard = insert("cards");
  deck.notes.forEach((note: AnkiNote, due) => {
    const { guid, type, fields, tags: labels, updated, cards } = note;
    const id = ankiId(`note ${guid}`);
    const changed = secondsOf(updated);
    const [first = ""] = fields;
    const labelled = labels.length === 0 ? "" : ` ${labels.join(" ")} `;
    addNote(
      id,
      guid,
      NOTE_TYPE_IDS[type],
      changed,
      -1,
      labelled,
      fields.join(SEPARATOR),
      first,
      fieldCheck(first),
      0,
      "",
    );
    for (const ord of cards)
      addCard(
        ankiId(`card ${guid} ${ord}`),
        id,
        deckId,
        ord,
        changed,
        -1,
        0,
        0,
        due + 1,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        "",
      );
  });
}

/** The SQLite file of a deck. */
function collection(deck: AnkiDeck): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "on-the-wire-"));
  try {
    const file = join(folder, "collection.anki2");
    const db = new DatabaseSync(file);
    db.exec("PRAGMA page_size = 4096; PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE;");
    for (const [table, columns] of Object.entries(TABLES))
      db.exec(`CREATE TABLE ${table} (${columns.join(", ")})`);
    for (const [name, on] of Object.entries(INDEXES)) db.exec(`CREATE INDEX ${name} ON ${on}`);
    db.exec("BEGIN");
    fill(db, deck);
    db.exec("COMMIT");
    db.exec("VACUUM");
    db.close();
    return new Uint8Array(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Zip keeps local time, so this local date is the same on the wall clock of every zone; it says
 * nothing about the deck, whose notes carry their own days.
 */
const zipDate = (): Date => new Date(2026, 0, 1, 0, 0, 0);

/**
 * The .apkg of a deck. Two notes or cards whose ids fall together throw RangeError: rename one of
 * the cards. Ids come from names, so the same deck gives the same bytes.
 */
export function writeApkg(deck: AnkiDeck): Uint8Array {
  const ids = deck.notes.flatMap(({ guid, cards }) => [
    ankiId(`note ${guid}`),
    ...cards.map((ord) => ankiId(`card ${guid} ${ord}`)),
  ]);
  if (new Set(ids).size !== ids.length)
    throw new RangeError(`${deck.name}: two cards have one Anki id. Rename the newer card.`);
  return zipSync(
    { "collection.anki2": collection(deck), media: strToU8("{}") },
    { mtime: zipDate(), level: 9, os: 3 },
  );
}
