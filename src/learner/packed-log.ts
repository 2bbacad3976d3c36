// The log once more as text, a batch of rows in each: a browser hands out a hundred texts ten times
// sooner than 100,000 rows. The rows stay the truth; a copy that does not hold them all is not used.

/** Rows in a full batch. */
const FULL = 1000;
/** Letters of a batch that counts as full; a row has some 200. */
const LARGE = FULL * 200;
/** More batches than this that are not half full are joined. */
const MANY = 200;

/** Rows as batches; throws what JSON throws for rows that it cannot hold. */
export function packRows(rows: readonly unknown[]): readonly string[] {
  const batches: string[] = [];
  for (let at = 0; at < rows.length; at += FULL)
    batches.push(JSON.stringify(rows.slice(at, at + FULL)));
  return batches;
}

/**
 * The rows of the batches, or undefined where they are not those of a log of so many rows. A row that
 * was written twice is there twice, as merging expects.
 */
export function unpackRows(
  batches: readonly unknown[],
  count: number,
): readonly unknown[] | undefined {
  const rows: unknown[] = [];
  const ids = new Set<unknown>();
  try {
    for (const batch of batches) {
      const read: unknown = JSON.parse(String(batch));
      if (!Array.isArray(read)) return undefined;
      for (const row of read as unknown[]) {
        const { id } = (row ?? {}) as { readonly id?: unknown };
        if (typeof id !== "string") return undefined;
        ids.add(id);
        rows.push(row);
      }
    }
  } catch {
    return undefined;
  }
  return ids.size === count ? rows : undefined;
}

/** The same rows in fewer batches; undefined while there are few enough. Their texts are not parsed. */
export function joinBatches(batches: readonly string[]): readonly string[] | undefined {
  if (batches.filter(({ length }) => length < LARGE / 2).length <= MANY) return undefined;
  const joined: string[] = [];
  let open: string[] = [];
  let length = 0;
  const close = (): void => {
    if (open.length > 0) joined.push(`[${open.join(",")}]`);
    [open, length] = [[], 0];
  };
  for (const batch of batches) {
    // "[a,b]" and "[c]" become "[a,b,c]".
    const inside = batch.slice(1, -1);
    if (inside === "") continue;
    if (length + inside.length > LARGE) close();
    open.push(inside);
    length += inside.length;
  }
  close();
  return joined;
}
