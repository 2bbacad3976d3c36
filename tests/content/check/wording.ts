// Words that the course does not use: other spellings than British, and hype.
import type { MdxFile } from "./mdx-file.ts";
import { problem, type Problem } from "./problem.ts";

/** Word (or opening of one) and what to write instead. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/\bbehavior/i, "behaviour"],
  [/\bcolor(s|ed|ing)?\b/i, "colour"],
  [/\b(un)?favorit/i, "favourite"],
  [/\bhonor(s|ed|ing)?\b/i, "honour"],
  [
    /\b(serial|recogn|normal|organ|optim|author|minim|maxim|summar|real|general)iz(e|es|ed|ing)\b/i,
    "-ise",
  ],
  [/\b(analyz|catalyz)(e|es|ed|ing)\b/i, "-yse"],
  [/\bcenter(s|ed|ing)?\b/i, "centre"],
  [/\bcancel(ed|ing)\b/i, "cancelled, cancelling"],
  [
    /\b(blazing|lightning.fast|awesome|amazing|magical(ly)?|seamless(ly)?|revolutionary)\b/i,
    "a fact",
  ],
  [
    /\b(simply|obviously|of course|easily)\b/i,
    "nothing: what is plain to you may not be to the reader",
  ],
];

/** Finds unwanted words in a run of text. */
export function faultsOfWording(text: string): readonly string[] {
  return unwanted.flatMap(([pattern, instead]) => {
    const found = pattern.exec(text);
    return found ? [`says "${found[0]}"; write ${instead}`] : [];
  });
}

/** Finds unwanted words in the prose of a lesson, not in its code. */
export const checkWording = (mdx: MdxFile): readonly Problem[] =>
  mdx.prose.flatMap(({ line, value }) =>
    faultsOfWording(value).map((fault) => problem(mdx.file, line, fault)),
  );
