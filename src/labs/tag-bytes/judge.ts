// What is asked about a message before its bytes are shown: how long it is, and how it begins.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { parseNumber } from "#kit/question.ts";
import { formatHex } from "#wire/index.ts";
import type { Setup } from "./setup.ts";
import type { Mistake, Seen, Written } from "./weigh.ts";

/** What must be predicted for any setup. */
export const questions = (_: Setup): readonly Question[] => [
  {
    kind: "number",
    id: "length",
    ask: "How many bytes is the message?",
    unit: "bytes",
    tolerance: 0,
  },
  {
    kind: "text",
    id: "first",
    ask: "Its first byte, in hex (“none” if there is none)",
    lines: 1,
  },
];

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Bytes of the spans with that part. */
const sum = ({ spans }: Written, part: string): number =>
  spans.reduce((bytes, span) => bytes + (span.part === part ? span.length : 0), 0);

function whyLength(seen: Written, guess: number | null): string {
  const [tags, lengths, values] = [sum(seen, "tag"), sum(seen, "length"), sum(seen, "value")];
  const total = seen.bytes.length;
  const parts = `Tags take ${tags}, lengths ${lengths}, values ${values}.`;
  if (total === 0) return "Nothing in it differs from the default, so nothing is sent at all.";
  if (guess === total || guess === null) return `${parts} Names are not among them.`;
  if (guess === seen.jsonLength)
    return `${parts} Your number is the length of the JSON, names and all.`;
  if (guess === values)
    return `${parts} Your number is the values alone: each record begins with a tag.`;
  if (lengths > 0 && guess === total - lengths) {
    return `${parts} Your number leaves the lengths out: strings, bytes, messages and packed lists carry one.`;
  }
  const negative = seen.spans.find(({ part, length }) => part === "value" && length === 10);
  if (negative && guess < total) {
    return `${parts} “${negative.path}” alone takes ten: a negative int32 or int64 is written as 64 bits.`;
  }
  const wide = seen.spans.find(({ part, length }) => part === "tag" && length > 1);
  if (wide && guess < total)
    return `${parts} The tag of “${wide.path}” takes ${wide.length}: only numbers up to 15 fit one byte.`;
  return guess > total
    ? `${parts} Names, quotation marks and field types are not sent, and defaults are left out.`
    : `${parts} A varint takes one byte for each seven bits.`;
}

function whyFirst({ spans }: Written, given: string): string {
  const [tag] = spans;
  if (!tag) return "There is no record, so there is no tag.";
  const key = tag.number * 8 + tag.wireType;
  const formula = `The tag comes first: ${tag.number} << 3 | ${tag.wireType} = ${key}.`;
  const guess = Number.parseInt(given, 16);
  if (guess === tag.number && key < 128) {
    return `${formula} The field number alone says nothing about how to read on, so the wire type is put behind it.`;
  }
  if (key > 127)
    return `${formula} That is more than seven bits, so its first byte has the continuation bit set.`;
  return `${formula} Records go out in the order of their numbers.`;
}

/** The first byte as the learner wrote it, in two digits where it is one. */
const tidyByte = (text: string): string => {
  const tidy = text.trim().toLowerCase().replace(/^0x/, "");
  return /^[0-9a-f]$/.test(tidy) ? `0${tidy}` : tidy;
};

/** Where a mistake stands, in words. */
export const placeOf = ({ where, line, column, path = "" }: Mistake): string =>
  where === "schema"
    ? `line ${line ?? 1}, column ${column ?? 1} of the .proto`
    : path === ""
      ? "the JSON"
      : `“${path}” in the JSON`;

/** Lays what was seen beside what was predicted. */
export function judge(_: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  if (seen.kind === "fault") {
    const told = {
      right: false,
      observed: "no bytes at all",
      why: `Nothing could be written. See ${placeOf(seen)}: ${seen.what}`,
      source:
        seen.where === "schema" ? "protobuf-proto3#simple" : "protobuf-json#field-representation",
    };
    return [
      { question: "length", ...told },
      { question: "first", ...told },
    ];
  }
  const { bytes } = seen;
  const guess = parseNumber(answers["length"] ?? "");
  const first = tidyByte(answers["first"] ?? "");
  const byte = bytes.length === 0 ? "none" : formatHex(bytes.subarray(0, 1));
  return [
    {
      question: "length",
      right: guess === bytes.length,
      observed: plural(bytes.length, "byte"),
      why: whyLength(seen, guess),
      source: bytes.length === 0 ? "protobuf-proto3#default" : "protobuf-encoding#structure",
    },
    {
      question: "first",
      right: first === byte,
      observed: byte,
      why: whyFirst(seen, first),
      source: "protobuf-encoding#structure",
    },
  ];
}
