// The Anki package: sound by structure and by SQLite's own check, and the same bytes wherever it is built.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { cardDeck } from "../../../src/course/schemas.ts";
import type { AuthoredCard, AuthoredDeck } from "#cards/index.ts";
import { ankiId } from "../../../src/cards/anki/note-types.ts";
import {
  escapeHtml,
  toAnkiDeck,
  writeApkg,
  writeTsv,
  type AnkiDeck,
  type AnkiPlace,
} from "#cards/anki/index.ts";
import { EVERY_KIND } from "./study-cards.ts";

const place: AnkiPlace = {
  pageOf: (card) => `https://example.org/cards/${card}`,
  cite: (citation) => ({ text: citation, href: `https://example.org/${citation}` }),
  html: escapeHtml,
};
const small: AuthoredDeck = { deck: "http", title: "HTTP", lesson: "http", cards: EVERY_KIND };
const folder = fileURLToPath(new URL("../../../content/cards/", import.meta.url));
const decks = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map(
    (name): AuthoredDeck =>
      // What the build reads, by the build's own schema.
      cardDeck.parse(parse(readFileSync(join(folder, name), "utf8"))) as AuthoredDeck,
  );

type Row = Readonly<Record<string, string | number>>;

/** What is wrong with a package; empty when Anki's importer finds everything that it needs. */
function structuralFaults(apkg: Uint8Array, deck: AnkiDeck): string[] {
  const files = unzipSync(apkg);
  const faults: string[] = [];
  const need = (right: boolean, what: string): void => {
    if (!right) faults.push(what);
  };
  need(Object.keys(files).toSorted().join() === "collection.anki2,media", "files");
  need(strFromU8(files["media"] ?? new Uint8Array()) === "{}", "media map");
  const at = mkdtempSync(join(tmpdir(), "apkg-test-"));
  writeFileSync(join(at, "c.anki2"), files["collection.anki2"] ?? new Uint8Array());
  const db = new DatabaseSync(join(at, "c.anki2"), { readOnly: true });
  const all = (sql: string): Row[] => db.prepare(sql).all() as Row[];
  need(all("PRAGMA integrity_check")[0]?.["integrity_check"] === "ok", "integrity_check");
  const [col] = all("SELECT * FROM col");
  need(col?.["ver"] === 11, "schema version");
  const json = (column: string): Record<string, Record<string, unknown>> =>
    JSON.parse(String(col?.[column])) as Record<string, Record<string, unknown>>;
  const [models, deckRows, options] = [json("models"), json("decks"), json("dconf")];
  for (const [id, model] of Object.entries(models)) {
    for (const key of [
      "id",
      "name",
      "type",
      "mod",
      "usn",
      "sortf",
      "did",
      "tmpls",
      "flds",
      "css",
      "req",
    ])
      need(key in model, `note type ${id}: ${key}`);
    need(String(model["id"]) === id, `note type ${id}: id`);
  }
  for (const [id, row] of Object.entries(deckRows))
    for (const key of [
      "id",
      "name",
      "mod",
      "usn",
      "newToday",
      "revToday",
      "lrnToday",
      "timeToday",
      "collapsed",
      "dyn",
      "conf",
      "desc",
    ])
      need(key in row, `deck ${id}: ${key}`);
  for (const [id, row] of Object.entries(options))
    for (const key of ["new", "rev", "lapse"]) need(key in row, `options ${id}: ${key}`);
  const notes = all(
    "SELECT notes.* FROM notes JOIN cards ON nid = notes.id GROUP BY notes.id ORDER BY min(due)",
  );
  const cards = all("SELECT * FROM cards ORDER BY due, ord");
  need(notes.length === deck.notes.length, "number of notes");
  need(
    cards.length === deck.notes.reduce((sum, note) => sum + note.cards.length, 0),
    "number of cards",
  );
  const inRange = (id: unknown): boolean => typeof id === "number" && id >= 1.5e12 && id < 1.7e12;
  const ids = new Set<unknown>();
  for (const row of [...notes, ...cards]) {
    need(inRange(row["id"]) && !ids.has(row["id"]), `id ${row["id"]}`);
    ids.add(row["id"]);
  }
  for (const note of notes) {
    const model = models[String(note["mid"])];
    need(model !== undefined, `note ${note["guid"]}: type`);
    const fields = String(note["flds"]).split("\u001f");
    need(
      fields.length === (model?.["flds"] as unknown[] | undefined)?.length,
      `note ${note["guid"]}: fields`,
    );
    need(fields[0] !== "", `note ${note["guid"]}: empty first field`);
    const sum = createHash("sha1")
      .update((fields[0] ?? "").replace(/<[^>]*>/g, ""))
      .digest()
      .readUInt32BE(0);
    need(note["csum"] === sum, `note ${note["guid"]}: check of the first field`);
    const own = cards.filter(({ nid }) => nid === note["id"]).map(({ ord }) => Number(ord));
    const holes = new Set(
      [...(fields[0] ?? "").matchAll(/\{\{c(\d+)::/g)].map(([, hole]) => Number(hole) - 1),
    );
    need(
      own.join() === (model?.["type"] === 1 ? [...holes].toSorted((a, b) => a - b).join() : "0"),
      `note ${note["guid"]}: cards`,
    );
  }
  for (const card of cards) {
    need(
      notes.some(({ id }) => id === card["nid"]),
      `card ${card["id"]}: orphan`,
    );
    need(String(card["did"]) in deckRows, `card ${card["id"]}: deck`);
    need(
      [card["type"], card["queue"], card["ivl"], card["reps"]].every((each) => each === 0),
      `card ${card["id"]}: scheduling`,
    );
  }
  need(new Set(notes.map(({ guid }) => guid)).size === notes.length, "guids");
  need(
    notes.map(({ guid }) => guid).join() === deck.notes.map(({ guid }) => guid).join(),
    "guid = card id",
  );
  need(all("SELECT * FROM revlog").length + all("SELECT * FROM graves").length === 0, "history");
  db.close();
  rmSync(at, { recursive: true });
  return faults;
}

describe("a deck of Anki", () => {
  it("has a note for each card with the card's id, a card for each hole, and ids in range", () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(\.[a-z0-9]{1,6}){1,3}$/);
    const hole = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.stringMatching(/^[a-zé ]{1,9}$/));
    const authored = fc.record({
      id: name,
      holes: fc.array(hole, { maxLength: 5 }),
      kind: fc.constantFrom(...EVERY_KIND),
      retired: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(authored, { minLength: 1, maxLength: 12, selector: ({ id }) => id }),
        (made) => {
          const cards = made.map(({ id, holes, kind, retired }): AuthoredCard => ({
            ...(holes.length === 0
              ? kind
              : {
                  ...(EVERY_KIND.find((each) => each.kind === "cloze") ?? kind),
                  prompt: holes.map(([no, text]) => `{{c${String(no)}::${text}}}`).join(" and "),
                }),
            id,
            ...(retired && { retired: "2026-11-21" }),
          }));
          const { notes } = toAnkiDeck({ ...small, cards }, place);
          const kept = made.filter(({ retired }) => !retired);
          expect(notes.map(({ guid }) => guid)).toEqual(kept.map(({ id }) => id));
          notes.forEach((note, at) => {
            const numbers = new Set((kept[at]?.holes ?? []).map(([no]) => no - 1));
            if (numbers.size > 0)
              expect(note.cards).toEqual([...numbers].toSorted((a, b) => a - b));
            else expect(note.cards.length).toBeGreaterThan(0);
          });
          const ids = notes.flatMap(({ guid, cards: ords }) => [
            ankiId(`note ${guid}`),
            ...ords.map((ord) => ankiId(`card ${guid} ${String(ord)}`)),
          ]);
          expect(new Set(ids).size).toBe(ids.length);
          for (const id of ids) {
            expect(id).toBeGreaterThanOrEqual(1.5e12);
            expect(id).toBeLessThan(1.7e12);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("a package", () => {
  it.each([small, ...decks].map((deck) => [deck.deck, deck] as const))(
    "of %s is sound",
    (_, deck) => {
      const anki = toAnkiDeck(deck, place);
      expect(structuralFaults(writeApkg(anki), anki)).toEqual([]);
    },
  );

  it("is found faulty when it is", () => {
    const anki = toAnkiDeck(small, place);
    const apkg = writeApkg(anki);
    expect(structuralFaults(apkg, { ...anki, notes: anki.notes.slice(1) })).toContain(
      "number of notes",
    );
    const [first, ...rest] = anki.notes;
    if (first === undefined) throw new Error("no notes");
    const empty = { ...anki, notes: [{ ...first, fields: ["", "x"] }, ...rest] };
    expect(structuralFaults(writeApkg(empty), empty).join()).toMatch(/fields.*empty first field/);
  });

  it("is the same bytes in two builds and in every time zone", () => {
    const script = `
      const { toAnkiDeck, writeApkg, escapeHtml } = await import(${JSON.stringify(new URL("../../../src/cards/anki/index.ts", import.meta.url).href)});
      const { EVERY_KIND } = await import(${JSON.stringify(new URL("./study-cards.ts", import.meta.url).href)});
      const place = { pageOf: (id) => id, cite: (text) => ({ text, href: text }), html: escapeHtml };
      const deck = toAnkiDeck({ deck: "http", title: "HTTP", lesson: "http", cards: EVERY_KIND }, place);
      const { createHash } = await import("node:crypto");
      process.stdout.write(createHash("sha256").update(writeApkg(deck)).digest("hex"));`;
    const build = (zone: string): string =>
      execFileSync(process.execPath, ["--input-type=module", "--no-warnings", "-e", script], {
        env: { ...process.env, TZ: zone },
        encoding: "utf8",
      });
    const zones = ["UTC", "Asia/Tokyo", "America/St_Johns", "UTC"].map(build);
    expect(new Set(zones).size).toBe(1);
    expect(zones[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it("gives a card changed later a later modification, and leaves the others alone", () => {
    const anki = toAnkiDeck(small, place);
    const later = toAnkiDeck(
      {
        ...small,
        cards: small.cards.map((card, at) =>
          at === 0 ? { ...card, updated: "2027-01-02" } : card,
        ),
      },
      place,
    );
    expect(later.notes.map(({ updated }) => updated).filter((day) => day !== "2026-11-20")).toEqual(
      ["2027-01-02"],
    );
    expect(later.notes.map(({ guid }) => guid)).toEqual(anki.notes.map(({ guid }) => guid));
  });

  it("leaves out retired cards and keeps holes, code and all", () => {
    const anki = toAnkiDeck(
      {
        ...small,
        cards: small.cards.map((card, at) =>
          at === 0 ? { ...card, retired: "2026-12-01" } : card,
        ),
      },
      place,
    );
    expect(anki.notes).toHaveLength(small.cards.length - 1);
    expect(anki.notes[0]).toMatchObject({
      type: "cloze",
      cards: [0, 1],
      fields: [
        "A {{c1::client}} asks, a {{c2::server}} answers a {{c1::request}}.",
        expect.any(String),
      ],
    });
  });
});

describe("the text file", () => {
  it("has Anki's headers and a line a note", () => {
    const anki = toAnkiDeck(small, place);
    const lines = writeTsv(anki).trimEnd().split("\n");
    const rows = lines.filter((line) => !line.startsWith("#"));
    expect(lines.slice(0, 3)).toEqual(["#separator:tab", "#html:true", "#guid column:1"]);
    expect(rows).toHaveLength(anki.notes.length);
    for (const row of rows) expect(row.split("\t")).toHaveLength(6);
    expect(rows.map((row) => row.split("\t")[0])).toEqual(anki.notes.map(({ guid }) => guid));
  });
});
