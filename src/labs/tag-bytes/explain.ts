// What one stretch of bytes says, unfolded: continuation bits, groups of seven, zigzag, tags. Encoding guide.
import { type Span } from "#proto/index.ts";

/** One byte of a varint. */
export interface Septet {
  /** 1: another byte follows. */
  readonly more: 0 | 1;
  /** Seven binary digits. */
  readonly bits: string;
}

/** How a stretch is to be read. */
export interface Reading {
  /** The bytes of a varint; null for what is none. */
  readonly septets: readonly Septet[] | null;
  /** The steps from the bits to the meaning, in words. */
  readonly steps: readonly string[];
}

const WIRE_TYPES = ["VARINT", "I64", "LEN", "SGROUP", "EGROUP", "I32"] as const;

/** Groups of a varint that are written out; all ten of a negative number would tell nobody anything. */
const MOST_GROUPS = 5;

/** Text that is longer is cut where it is shown. */
const LONGEST_TEXT = 60;

const septetsOf = (bytes: Uint8Array): Septet[] =>
  Array.from(bytes, (byte) => ({
    more: byte >= 0x80 ? 1 : 0,
    bits: (byte & 0x7f).toString(2).padStart(7, "0"),
  }));

const unfold = (septets: readonly Septet[]): bigint =>
  septets.reduceRight((sum, { bits }) => (sum << 7n) | BigInt(`0b${bits}`), 0n);

const count = (bytes: bigint): string =>
  `${bytes} ${bytes === 1n ? "byte follows" : "bytes follow"}`;

/** What a person reads of the bytes of a span. */
export function explainSpan(span: Span, bytes: Uint8Array): Reading {
  const { part, wireType } = span;
  const isVarint = part === "tag" || part === "length" || (part === "value" && wireType === 0);
  if (!isVarint) return { septets: null, steps: [plainReading(span, bytes)] };
  const septets = septetsOf(bytes);
  const raw = unfold(septets);
  const groups = septets.map(({ bits }) => bits).reverse();
  const turned =
    groups.length === 1
      ? []
      : groups.length > MOST_GROUPS
        ? [`${groups.length} groups of seven bits, turned round`]
        : [`the groups turned round: ${groups.join(" ")} = ${raw}`];
  const said = meaning(span, raw);
  const isSaid =
    turned[0]?.endsWith(`= ${raw}`) === true && said.every((step) => step === `${raw}`);
  return { septets, steps: isSaid ? turned : [...turned, ...said] };
}

/** What the integer of a varint stands for. */
function meaning({ part, number, wireType, type, value }: Span, raw: bigint): string[] {
  if (part === "tag") {
    return [
      `${raw} = ${number} << 3 | ${wireType}: field ${number}, ${WIRE_TYPES[wireType] ?? "?"}`,
    ];
  }
  if (part === "length") return [count(raw)];
  if (type === "sint32" || type === "sint64") {
    const half = raw & 1n ? `odd, so −(${raw} + 1) / 2` : `even, so ${raw} / 2`;
    return [`zigzag: ${raw} is ${half} = ${shown(value)}`];
  }
  if (typeof value !== "boolean" && Number(value) < 0) {
    return [`they hold 2^64 − ${2n ** 64n - raw}, two’s complement in 64 bits: ${shown(value)}`];
  }
  if (type === "bool") return [`${raw} is ${shown(value)}`];
  return type === "enum" ? [`${raw}, the number of an enum value`] : [shown(value)];
}

/** A value as text, with a real minus sign. */
const shown = (value: Span["value"]): string => String(value).replace(/^-/, "−");

function plainReading({ part, value, wireType }: Span, bytes: Uint8Array): string {
  if (part === "unknown") return "a record that the schema does not know";
  if (typeof value === "string") {
    const text = value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value;
    return `“${text}” in UTF-8`;
  }
  if (value instanceof Uint8Array) return `${bytes.length} bytes as they are`;
  return `${shown(value)}, in ${wireType === 1 ? "eight" : "four"} bytes, the lowest first`;
}
