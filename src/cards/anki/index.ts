// The door of the Anki builder, for the build only: it needs Node's SQLite.
export { writeApkg } from "./apkg.ts";
export { escapeHtml, toAnkiDeck, type AnkiDeck, type AnkiNote, type AnkiPlace } from "./notes.ts";
export { writeTsv } from "./tsv.ts";
