// A deck as text that Anki 2.1.54 and later import: tab-separated, with the file's own headers.
import type { AnkiDeck } from "./notes.ts";

/** A field in one line; HTML is kept, a field with a quotation mark is quoted. */
function cell(text: string): string {
  const line = text.replace(/\s*[\t\r\n]+\s*/g, " ");
  return line.includes('"') ? `"${line.replaceAll('"', '""')}"` : line;
}

const TYPES = { basic: "Basic", cloze: "Cloze", type: "Basic (type in the answer)" } as const;

/** guid, note type, deck, tags, front and back; note types are those that every Anki has. */
export function writeTsv(deck: AnkiDeck): string {
  const heads = [
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#notetype column:2",
    "#deck column:3",
    "#tags column:4",
  ];
  const rows = deck.notes.map(({ guid, type, fields, tags }) => {
    const [front = "", back = "", typed = ""] = fields;
    // The type-in note of Anki compares with its second field.
    const sides = type === "type" ? [front, typed] : [front, back];
    return [guid, TYPES[type], deck.name, tags.join(" "), ...sides].map(cell).join("\t");
  });
  return `${[...heads, ...rows].join("\n")}\n`;
}
