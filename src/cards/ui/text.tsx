// A card's text on the screen: code, emphasis, links, and the holes of a cloze card.
import type { JSX } from "preact";
import { parseInline, type Inline } from "#course/inline-text.ts";

/** Which hole is asked, and whether its text shows yet. */
interface Asked {
  readonly hole: number;
  readonly shown: boolean;
}

function piece(inline: Inline, asked: Asked | undefined): JSX.Element | string {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return <code>{inline.text}</code>;
    case "em":
      return <em>{inline.children.map((child) => piece(child, asked))}</em>;
    case "strong":
      return <strong>{inline.children.map((child) => piece(child, asked))}</strong>;
    case "link":
      return <a href={inline.href}>{inline.children.map((child) => piece(child, asked))}</a>;
    case "hole":
      if (inline.no !== asked?.hole) return inline.text;
      if (asked.shown) return <mark class="filled">{inline.text}</mark>;
      return (
        <span class="hole">
          <span class="only-heard">blank</span>
        </span>
      );
  }
}

/** Text in the Markdown subset of the cards. */
export function Text({
  text,
  asked,
}: {
  readonly text: string;
  readonly asked?: Asked | undefined;
}): JSX.Element {
  return <>{parseInline(text).map((inline) => piece(inline, asked))}</>;
}
