// One record of a message — tag and value — and whole messages of them, without a schema
// (protobuf.dev, Encoding, "Message Structure").
import { done, fault, more, type Step } from "#wire/index.ts";
import { lengthReadings, numberReadings, type Candidates } from "./candidates.ts";
import { readVarint } from "./varint.ts";
import { MAX_FIELD_NUMBER, RULES, WIRE_TYPES, wireTypeName, type WireType } from "./wire-types.ts";

/** A record as it stands on the wire. A group is one field of wire type 3 that holds its fields. */
export interface ProtoField {
  readonly number: number;
  readonly wireType: WireType;
  /** VARINT, I64, I32: the unsigned integer. LEN: a view of its bytes. SGROUP: the fields inside. */
  readonly value: bigint | Uint8Array | readonly ProtoField[];
  /** Offset of the tag and length of the record. */
  readonly at: number;
  readonly length: number;
  /** What the value may mean, the likeliest reading first; computed when first looked at. */
  readonly candidates: Candidates;
}

/** A record that works out its readings when they are asked for: most never are. */
class LazyField implements ProtoField {
  readonly number: number;
  readonly wireType: WireType;
  readonly value: ProtoField["value"];
  readonly at: number;
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #depth: number;
  #known: Candidates | null = null;

  constructor(
    tag: Tag,
    value: ProtoField["value"],
    bytes: Uint8Array,
    at: number,
    length: number,
    depth: number,
  ) {
    this.number = tag.number;
    this.wireType = tag.wireType;
    this.value = value;
    this.at = at;
    this.length = length;
    this.#bytes = bytes;
    this.#depth = depth;
  }

  get candidates(): Candidates {
    return (this.#known ??= this.#read());
  }

  #read(): Candidates {
    const { value, wireType } = this;
    if (typeof value === "bigint") return numberReadings(wireType as 0 | 1 | 5, value);
    if (!(value instanceof Uint8Array)) return { message: value };
    const end = this.at + this.length;
    const from = end - value.length;
    return lengthReadings(value, () => readMessage(this.#bytes, from, end, this.#depth - 1));
  }
}

/** How deep groups and messages may nest: 100, as in Google's C++ and Java parsers. */
export const MAX_DEPTH = 100;

/** A tag taken apart. */
export interface Tag {
  readonly number: number;
  readonly wireType: WireType;
}

/** Reads a tag: a varint of at most five bytes (a uint32), number and wire type in it. */
export function readTag(bytes: Uint8Array, at = 0, end = bytes.length): Step<Tag> {
  const step = readVarint(bytes, at, end);
  if (step.kind !== "done") return step;
  const number = Number(step.value >> 3n);
  const wireType = Number(step.value & 7n);
  if (step.next - at > 5 || number > MAX_FIELD_NUMBER) {
    const why =
      "The tag does not fit 32 bits: field numbers end at 536,870,911. Use a smaller one.";
    return fault("FIELD_NUMBER_TOO_LARGE", at, RULES.numbers, why);
  }
  if (number === 0) {
    const why =
      "The field number is 0: numbering begins at 1. The bytes are no message, or are shifted.";
    return fault("FIELD_NUMBER_ZERO", at, RULES.numbers, why);
  }
  if (wireType > 5) {
    const why = `Wire type ${wireType} is not defined: a reader cannot tell how long the value is.`;
    return fault("UNKNOWN_WIRE_TYPE", at, RULES.structure, why);
  }
  return done({ number, wireType: wireType as WireType }, step.next);
}

/** Reads one record before `end`. `depth` is how many more levels may open inside it. */
export function readField(
  bytes: Uint8Array,
  at = 0,
  end = bytes.length,
  depth = MAX_DEPTH,
): Step<ProtoField> {
  const tag = readTag(bytes, at, end);
  if (tag.kind !== "done") return tag;
  const { number, wireType } = tag.value;
  const field = (value: ProtoField["value"], next: number): Step<ProtoField> =>
    done(new LazyField(tag.value, value, bytes, at, next - at, depth), next);

  switch (wireType) {
    case WIRE_TYPES.VARINT: {
      const step = readVarint(bytes, tag.next, end);
      return step.kind === "done" ? field(step.value, step.next) : step;
    }
    case WIRE_TYPES.I64:
    case WIRE_TYPES.I32: {
      const size = wireType === WIRE_TYPES.I64 ? 8 : 4;
      const next = tag.next + size;
      return next > end ? more(next - end) : field(littleEndian(bytes, tag.next, size), next);
    }
    case WIRE_TYPES.LEN: {
      const step = readLength(bytes, tag.next, end);
      if (step.kind !== "done") return step;
      const next = step.next + step.value;
      return next > end ? more(next - end) : field(bytes.subarray(step.next, next), next);
    }
    case WIRE_TYPES.SGROUP: {
      const step = readGroup(bytes, tag.next, end, number, at, depth);
      return step.kind === "done" ? field(step.value, step.next) : step;
    }
    default: {
      const why = `Group ${number} ends here, but it is not open. Remove the end or add a start.`;
      return fault("UNMATCHED_END_GROUP", at, RULES.groups, why);
    }
  }
}

/** Reads the fields up to the end tag of group `number`, whose start tag stands at `from`. */
function readGroup(
  bytes: Uint8Array,
  start: number,
  end: number,
  number: number,
  from: number,
  depth: number,
): Step<readonly ProtoField[]> {
  if (depth < 1) {
    const why = `More than ${MAX_DEPTH} levels are open: readers stop there to protect their stack.`;
    return fault("NESTED_TOO_DEEP", from, RULES.depth, why);
  }
  const fields: ProtoField[] = [];
  let at = start;
  for (;;) {
    const tag = readTag(bytes, at, end);
    if (tag.kind !== "done") return tag;
    if (tag.value.wireType === WIRE_TYPES.EGROUP) {
      if (tag.value.number === number) return done(fields, tag.next);
      const why = `Group ${number} is open, but group ${tag.value.number} ends. The numbers must match.`;
      return fault("MISMATCHED_END_GROUP", at, RULES.groups, why);
    }
    const step = readField(bytes, at, end, depth - 1);
    if (step.kind !== "done") return step;
    fields.push(step.value);
    at = step.next;
  }
}

/** Reads records from `at` until `end`; null when they do not fill it exactly or nest too deep. */
export function readMessage(
  bytes: Uint8Array,
  at: number,
  end: number,
  depth: number,
): readonly ProtoField[] | null {
  if (depth < 1) return null;
  const step = readFields(bytes, at, end, depth);
  return step.kind === "done" ? step.value : null;
}

/** Reads records from `at` until `end`. */
export function readFields(
  bytes: Uint8Array,
  at: number,
  end: number,
  depth: number,
): Step<ProtoField[]> {
  const fields: ProtoField[] = [];
  let next = at;
  while (next < end) {
    const step = readField(bytes, next, end, depth);
    if (step.kind !== "done") return step;
    fields.push(step.value);
    next = step.next;
  }
  return done(fields, next);
}

/** Reads the length of a LEN record, an int32. */
export function readLength(bytes: Uint8Array, at: number, end = bytes.length): Step<number> {
  const step = readVarint(bytes, at, end);
  if (step.kind !== "done") return step;
  if (step.value < 2n ** 31n) return done(Number(step.value), step.next);
  const why = `The length ${step.value} is beyond 2 GiB: it must fit an int32.`;
  return fault("LENGTH_TOO_LARGE", at, RULES.length, why);
}

function littleEndian(bytes: Uint8Array, at: number, size: 4 | 8): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  return size === 8 ? view.getBigUint64(0, true) : BigInt(view.getUint32(0, true));
}

/** What a record is, in a few words: "field 3, LEN". */
export const fieldTitle = ({ number, wireType }: Tag): string =>
  `field ${number}, ${wireTypeName(wireType)}`;
