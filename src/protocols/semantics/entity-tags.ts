// Entity tags and their two comparisons: RFC 9110 §8.8.3.
import type { Fault } from "#wire/index.ts";
import { textFault } from "./faults.ts";
import { trimBlanks } from "./fields.ts";

/** An entity tag; `opaque` is what stands between the quotes, byte for byte. */
export interface EntityTag {
  readonly weak: boolean;
  readonly opaque: string;
}

const tag = /(W\/)?"([!#-~\x80-\xff]*)"/y;

/** Reads one entity tag: W/ is case-sensitive, and no escape exists inside the quotes. */
export function parseEntityTag(text: string): EntityTag | Fault {
  const list = parseEntityTags(text);
  if (list?.length === 1 && list[0]) return list[0];
  return textFault(
    "BAD_ENTITY_TAG",
    0,
    "RFC 9110 §8.8.3",
    'The text is no entity tag. Put it in double quotes, as "xyzzy" or W/"xyzzy".',
  );
}

/** Reads a list of entity tags, as in If-Match; null when it is no such list. */
export function parseEntityTags(text: string): EntityTag[] | null {
  const tags: EntityTag[] = [];
  let at = 0;
  let separated = true;
  while (at < text.length) {
    const letter = text[at];
    if (letter === " " || letter === "\t") at += 1;
    else if (letter === ",") {
      separated = true;
      at += 1;
    } else {
      tag.lastIndex = at;
      const match = tag.exec(text);
      if (!match || !separated) return null;
      tags.push({ weak: match[1] !== undefined, opaque: match[2] ?? "" });
      separated = false;
      at += match[0].length;
    }
  }
  return tags;
}

/** The text of an entity tag. */
export const formatEntityTag = ({ weak, opaque }: EntityTag): string =>
  `${weak ? "W/" : ""}"${opaque}"`;

/**
 * Whether two entity tags are equivalent. Strong: neither is weak and the opaque parts are the same;
 * weak: the opaque parts are the same. Texts are read first; one that is no tag matches nothing.
 */
export function entityTagsMatch(
  a: EntityTag | string,
  b: EntityTag | string,
  comparison: "strong" | "weak",
): boolean {
  const [left, right] = [a, b].map((each) =>
    typeof each === "string" ? parseEntityTag(trimBlanks(each)) : each,
  );
  if (!left || !right || !("opaque" in left) || !("opaque" in right)) return false;
  if (comparison === "strong" && (left.weak || right.weak)) return false;
  return left.opaque === right.opaque;
}
