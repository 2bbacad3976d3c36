// Fields of a message and their lookup: RFC 9110 §5.

/** One field line: the name as received (compared without case) and the value without outer blanks. */
export type HeaderField = readonly [name: string, value: string];

/** Values of all lines of that name, in order; the name is compared without case. */
export function fieldValues(fields: readonly HeaderField[], name: string): string[] {
  const wanted = name.toLowerCase();
  return fields.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value);
}

/** The combined value of a field, lines joined by ", "; null when absent. RFC 9110 §5.3. */
export function fieldValue(fields: readonly HeaderField[], name: string): string | null {
  const values = fieldValues(fields, name);
  return values.length === 0 ? null : values.join(", ");
}

/**
 * Members of a comma-separated list, without outer blanks and empty members; commas inside a quoted
 * string do not separate. RFC 9110 §5.6.1.2.
 */
export function listMembers(value: string): string[] {
  const members: string[] = [];
  let from = 0;
  let quoted = false;
  const take = (to: number): void => {
    const member = trimBlanks(value.slice(from, to));
    if (member !== "") members.push(member);
    from = to + 1;
  };
  for (let index = 0; index < value.length; index += 1) {
    const letter = value[index];
    if (quoted && letter === "\\") index += 1;
    else if (letter === '"') quoted = !quoted;
    else if (letter === "," && !quoted) take(index);
  }
  take(value.length);
  return members;
}

/** The text without SP and HTAB at either end; other white space stays. RFC 9110 §5.6.3. */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  const blank = (index: number): boolean => text[index] === " " || text[index] === "\t";
  while (from < to && blank(from)) from += 1;
  while (to > from && blank(to - 1)) to -= 1;
  return text.slice(from, to);
}
