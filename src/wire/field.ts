// The field tree: what every byte of a message means, for the inspector.

/**
 * One named stretch of bytes. Children cover their parent without gap or overlap: either none of
 * them carries `bits` and they tile [at, at + length), or all of them carry `bits`, share the
 * parent's `at` and `length`, and their half-open bit ranges tile [0, 8 × length).
 */
export interface Field {
  readonly name: string;
  /** Absolute byte offset of the first byte. */
  readonly at: number;
  /** Bytes covered; 0 for something present but empty. */
  readonly length: number;
  /** The value as a person reads it. */
  readonly text: string;
  /** Citation of the section that defines the field: "RFC 9113 §4.1". */
  readonly rule?: string;
  /** [from, to) in bits, 0 = the most significant bit of the byte at `at`. */
  readonly bits?: readonly [from: number, to: number];
  readonly children?: readonly Field[];
}

/** Names the first place where a tree breaks the tiling rule of {@link Field}; null when it holds. */
export function findUntiled(field: Field): string | null {
  const children = field.children ?? [];
  if (children.length === 0) return null;
  const bitwise = children.filter((child) => child.bits !== undefined).length;
  if (bitwise !== 0 && bitwise !== children.length) {
    return `${field.name}: some children carry bits, some do not`;
  }
  let at = bitwise ? 0 : field.at;
  const end = bitwise ? 8 * field.length : field.at + field.length;
  for (const child of children) {
    if (child.bits && (child.at !== field.at || child.length !== field.length)) {
      return `${field.name} › ${child.name}: a bit field shares its parent's bytes`;
    }
    const from = child.bits ? child.bits[0] : child.at;
    if (from !== at) return `${field.name} › ${child.name}: starts at ${from}, expected ${at}`;
    at = child.bits ? child.bits[1] : child.at + child.length;
  }
  if (at !== end) return `${field.name}: children end at ${at}, expected ${end}`;
  for (const child of children) {
    const inner = findUntiled(child);
    if (inner !== null) return inner;
  }
  return null;
}
