// The words at a ladder's arrow, cut to what they have room for.
import type { JSX } from "preact";
import { OUTSIDE, shorten, type Rung } from "./ladder-layout.ts";

/** A part of the width as SVG wants it. */
export const percent = (part: number): string => `${(100 * part).toFixed(3)}%`;

/** Pixels of a letter at this size, generously. */
const LETTER = 6.2;
/** The width that is reckoned with before there is one. */
const USUAL = 720;

interface Props {
  readonly rung: Rung;
  /** Pixels of the ladder; 0 before it is measured. */
  readonly width: number;
}

/** A message's words lie in its middle; those of a local event outside the arrows, where it can. */
export function LadderWords({ rung, width }: Props): JSX.Element {
  const { event, x1, y1, y2 } = rung;
  const room = (part: number): number => Math.floor(((width || USUAL) * part - 14) / LETTER);
  if (event.kind === "message") {
    return (
      <text class="tv-words" x="50%" y={(y1 + y2) / 2 - 3} text-anchor="middle">
        {shorten(event.label, room(1 - 2 * OUTSIDE))}
      </text>
    );
  }
  const left = x1 <= OUTSIDE;
  return (
    <text
      class="tv-words"
      x={percent(x1)}
      dx={left ? -9 : 9}
      y={y1 + 4}
      text-anchor={left ? "end" : "start"}
    >
      {shorten(event.label, room(OUTSIDE))}
    </text>
  );
}
