// What is asked before the race, and how the sizes compare. protobuf.dev Encoding; RFC 9110 §8.4.1.3.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { factorOf, factorText, sharesOf, type Measured, type Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

const BUCKETS: readonly (Option & { readonly from: number })[] = [
  { value: "json", text: "JSON is as small, or smaller", from: 0 },
  { value: "little", text: "protobuf, by less than 1.5×", from: 1 },
  { value: "some", text: "protobuf, 1.5× to 3×", from: 1.5 },
  { value: "much", text: "protobuf, 3× to 10×", from: 3 },
  { value: "ten", text: "protobuf, 10× or more", from: 10 },
];
const options: readonly Option[] = BUCKETS.map(({ value, text }) => ({ value, text }));

/** The option that a factor belongs to; equal sizes count as JSON's. */
export const bucketOf = (factor: number): string =>
  BUCKETS.findLast(({ from }) => (from === 1 ? factor > 1 : factor >= from))?.value ?? "json";

const RAW: Question = {
  kind: "choice",
  id: "raw",
  ask: "As they are: which is smaller, and by what factor?",
  options,
};
const GZIP: Question = {
  kind: "choice",
  id: "gzip",
  ask: "Both after gzip: which is smaller, and by what factor?",
  options,
};
const CROSS: Question = {
  kind: "choice",
  id: "cross",
  ask: "JSON after gzip against protobuf without gzip: which is smaller?",
  options: [
    { value: "json", text: "JSON after gzip" },
    { value: "protobuf", text: "protobuf as it is" },
  ],
};

/** Three: as they are, after gzip, and one against the other. */
export const questions = (_: Setup): readonly Question[] => [RAW, GZIP, CROSS];

interface Reason {
  readonly why: string;
  readonly source: string;
}

/** Why the sizes differ as they are: by what the JSON is made of. */
export function reasonOf({ json, protobuf, parts }: Measured): Reason {
  const shares = sharesOf(parts);
  const { names, texts, numbers, words, marks } = shares;
  if (protobuf.raw === 0) {
    return {
      why: "Every field is at its default or absent, and protobuf writes no byte for that.",
      source: "protobuf-proto3#default",
    };
  }
  const most = Math.max(names + marks, texts, numbers, words);
  if (texts === most) {
    return {
      why: `${texts} % of the JSON are texts, and protobuf carries a text byte for byte, with a tag and a length before it.`,
      source: "protobuf-encoding#length-types",
    };
  }
  if (words === most) {
    return {
      why: `${words} % of the JSON are true, false and null. Protobuf writes two bytes for true and, where a field has no presence of its own, none for false.`,
      source: "protobuf-encoding#bools-and-enums",
    };
  }
  if (numbers === most) {
    return json.raw / protobuf.raw > 2.2
      ? {
          why: `${numbers} % of the JSON are digits. A varint takes a byte for 7 bits, a double 8 bytes whatever its digits.`,
          source: "protobuf-encoding#varints",
        }
      : {
          why: `${numbers} % of the JSON are digits. A short number has about as many digits as its varint or double has bytes.`,
          source: "protobuf-encoding#varints",
        };
  }
  return {
    why: `${names} % of the JSON are names and ${marks} % braces and commas; protobuf sends a number of one byte or two in place of each name.`,
    source: "protobuf-encoding#structure",
  };
}

function gzipReason({ json, protobuf }: Measured): Reason {
  const source = "rfc9110#8.4.1.3";
  if (json.raw < 200) {
    return {
      why: "So little data repeats little, and gzip adds 18 bytes of its own to both.",
      source,
    };
  }
  return factorOf(json.gzip, protobuf.gzip) < factorOf(json.raw, protobuf.raw) * 0.9
    ? {
        why: "gzip writes what repeats as a short reference. The names that protobuf saves repeat in every record, so gzip saves most of them, too.",
        source,
      }
    : {
        why: "Here gzip finds as little to repeat in one format as in the other, so the factor stays about what it was.",
        source,
      };
}

const bytes = (count: number): string => `${count.toLocaleString("en")} bytes`;

/** Lays the observation beside what was predicted. */
export function judge(_: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  if (seen.kind === "refused") {
    return [RAW, GZIP, CROSS].map(({ id }) => ({
      question: id,
      right: false,
      observed: "nothing: the race did not start",
      why: `The ${seen.at} stands in the way. ${seen.why}`,
      source: seen.at === "JSON" ? "rfc8259#2" : "protobuf-proto3#simple",
    }));
  }
  const { json, protobuf } = seen;
  const raw = factorOf(json.raw, protobuf.raw);
  const gzip = factorOf(json.gzip, protobuf.gzip);
  const smaller = json.gzip < protobuf.raw ? "json" : "protobuf";
  return [
    {
      question: RAW.id,
      right: isRight(RAW, answers, bucketOf(raw)),
      observed: `JSON ${bytes(json.raw)}, protobuf ${bytes(protobuf.raw)}: ${factorText(raw)}`,
      ...reasonOf(seen),
    },
    {
      question: GZIP.id,
      right: isRight(GZIP, answers, bucketOf(gzip)),
      observed: `JSON ${bytes(json.gzip)}, protobuf ${bytes(protobuf.gzip)}: ${factorText(gzip)}`,
      ...gzipReason(seen),
    },
    {
      question: CROSS.id,
      right: isRight(CROSS, answers, smaller),
      observed: `JSON after gzip ${bytes(json.gzip)}, protobuf as it is ${bytes(protobuf.raw)}`,
      why:
        smaller === "json"
          ? "Compression that every server and browser has already does more here than another format."
          : "What protobuf leaves out here is more than gzip can take from the JSON.",
      source: "rfc9110#8.4.1.3",
    },
  ];
}
