// A deck's cards as Anki notes: three note types hold all ten kinds.
import type { AuthoredCard, AuthoredDeck } from "../to-study-cards.ts";
import { holesOf } from "../to-study-cards.ts";

/** Basic: question and answer. Cloze: text with holes. Type: an answer typed in. */
export type NoteType = "basic" | "cloze" | "type";

/** One note: what Anki keeps of a card. Fields are HTML. */
export interface AnkiNote {
  /** The card's id, so that a later import updates the note and keeps its schedule. */
  readonly guid: string;
  readonly type: NoteType;
  /** Basic and type: front, back, answer typed ("" for basic). Cloze: text, back. */
  readonly fields: readonly string[];
  readonly tags: readonly string[];
  /** Day of the last change, "2026-11-20": a higher one updates the learner's copy. */
  readonly updated: string;
  /** Numbers of the cards that the note makes, from 0. */
  readonly cards: readonly number[];
}

/** A deck as it is exported: "On the Wire::HTTP status codes". */
export interface AnkiDeck {
  readonly name: string;
  readonly notes: readonly AnkiNote[];
}

/** What the build knows around a deck. */
export interface AnkiPlace {
  /** Absolute address of the card's page. */
  readonly pageOf: (card: string) => string;
  readonly cite: (citation: string) => { readonly text: string; readonly href: string };
  /** The Markdown subset as HTML. */
  readonly html: (markdown: string) => string;
}

/** Text as HTML, with nothing in it that is markup. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const letter = (at: number): string => String.fromCharCode(97 + at);
const lines = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== "").join("<br>");
/** A cloze must not meet }} inside a hole, nor :: before the hint. */
const inHole = (html: string): string => html.replaceAll("}}", "} }").replaceAll("::", ":&#58;");

/** The prompt as HTML with its holes as Anki writes them; private-use letters stand for them meanwhile. */
const clozeHtml = (prompt: string, html: AnkiPlace["html"]): string =>
  html(prompt.replace(/\{\{c(\d+)::(.+?)\}\}/gs, "\uE000$1\uE001$2\uE002"))
    .replace(/\uE001(.*?)\uE002/gs, (_, hidden: string) => `\uE001${inHole(hidden)}\uE002`)
    .replace(/\uE000(\d+)\uE001/g, "{{c$1::")
    .replaceAll("\uE002", "}}");

type Sides = Pick<AnkiNote, "type" | "fields" | "cards">;

/** Question and answer in the form that the kind has in Anki; `back` is what follows every answer. */
function sidesOf(card: AuthoredCard, html: AnkiPlace["html"], back: string): Sides {
  const front = html(card.prompt);
  const basic = (asked: string, answer: string): Sides => ({
    type: "basic",
    fields: [asked, lines(answer, back), ""],
    cards: [0],
  });
  switch (card.kind) {
    case "basic":
      return basic(front, html(card.answer));
    case "cloze":
      return {
        type: "cloze",
        fields: [clozeHtml(card.prompt, html), back],
        cards: holesOf(card.prompt).map((hole) => hole - 1),
      };
    case "type":
      return {
        type: "type",
        fields: [
          front,
          lines(html(card.answer), back),
          escapeHtml(card.answer.replaceAll("`", "")),
        ],
        cards: [0],
      };
    case "choice":
    case "predict": {
      const asked =
        card.kind === "predict" ? lines(html(card.state), html(card.event), front) : front;
      const options = card.options.map(({ text }, at) => `${letter(at)}) ${html(text)}`);
      const verdicts = card.options.map((option, at) =>
        "why" in option
          ? `✗ ${letter(at)}) ${html(option.why)}`
          : `<b>✓ ${letter(at)}) ${html(option.text)}</b>`,
      );
      return basic(lines(asked, "", ...options), lines(...verdicts));
    }
    case "order": {
      const steps = card.steps.map(
        (step, at) => `${at + 1}. {{c${at + 1}::${inHole(html(step))}}}`,
      );
      return {
        type: "cloze",
        fields: [lines(front, ...steps), back],
        cards: card.steps.map((_, at) => at),
      };
    }
    case "bytes":
      return basic(
        lines(front, `<code>${escapeHtml(card.hex)}</code>`),
        `Offsets ${card.wrong.join(", ")}`,
      );
    case "header-fill":
      return basic(
        lines(front, ...card.fields.map(({ name }) => `${escapeHtml(name)}: …`)),
        lines(
          ...card.fields.map(
            ({ name, answer }) => `${escapeHtml(name)}: <b>${escapeHtml(answer)}</b>`,
          ),
        ),
      );
    case "contrast":
      return basic(
        lines(
          front,
          `${html(card.pair[0])} or ${html(card.pair[1])}?`,
          ...card.cases.map(({ text }) => html(text)),
        ),
        lines(
          ...card.cases.map(
            ({ text, answer, why }) =>
              `${html(text)} <b>${html(card.pair[answer])}</b> ${html(why)}`,
          ),
        ),
      );
    case "compute":
      return basic(front, "The numbers are new each time: answer it on the page of the card.");
  }
}

/** The deck's notes in its order, without retired cards. */
export function toAnkiDeck(deck: AuthoredDeck, place: AnkiPlace): AnkiDeck {
  const { html, cite, pageOf } = place;
  const notes = deck.cards
    .filter(({ retired }) => retired === undefined)
    .map((card): AnkiNote => {
      const { text, href } = cite(card.source);
      const back = lines(
        "",
        html(card.explain),
        `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a> · <a href="${escapeHtml(pageOf(card.id))}">On the Wire</a>`,
      );
      return {
        guid: card.id,
        ...sidesOf(card, html, back),
        tags: [`on-the-wire::${deck.lesson}`, ...card.tags],
        updated: card.updated,
      };
    });
  return { name: `On the Wire::${deck.title}`, notes };
}
