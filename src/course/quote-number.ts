// Figures of content/numbers.json as a lesson quotes them: named in words, written like the table's.
import { PAYLOADS, type Numbers, type Spread } from "./numbers.ts";

/** A quoted figure: its text, and the part of `/reference/numbers` that it comes from. */
export interface Quote {
  readonly text: string;
  readonly part: "sizes" | "decoding" | "calls";
}

const count = (value: number): string => value.toLocaleString("en-GB");
const times = (ratio: number): string => ratio.toFixed(2);
const between = ({ median, min, max }: Spread, unit: string): string =>
  `${count(median)}${unit} (${count(min)}–${count(max)})`;

const FORMATS = ["json", "protobuf"] as const;
const FORMS = ["raw", "gzip", "brotli"] as const;
const LIBRARIES = ["json", "bufbuild", "protobufjs"] as const;
const WAYS = ["grpc", "http1", "http2"] as const;

/**
 * Reads what a lesson asks for:
 * `customers json raw` (bytes), `customers ratio gzip` (JSON ÷ protobuf), `range ratio raw` (lowest to
 * highest over the payloads), `decoding customers json` (milliseconds, median with lowest and highest),
 * `calls 10 grpc` (per second), `calls 10 http1 over grpc` (ratio of the medians).
 * Throws a RangeError that names the words which it does not know.
 */
export function quoteNumber(numbers: Numbers, of: string): Quote {
  const words = of.trim().split(/\s+/);
  const one = <T extends string>(at: number, known: readonly T[]): T => {
    const found = known.find((each) => each === words[at]);
    if (found !== undefined) return found;
    throw new RangeError(
      `No figure “${of}”: “${words[at] ?? "nothing"}” stands where one of ${known.join(", ")} is expected.`,
    );
  };
  const expectWords = (length: number): void => {
    if (words.length !== length)
      throw new RangeError(`No figure “${of}”: ${length} words are expected, not ${words.length}.`);
  };
  const rowOf = <T extends { readonly id: string }>(list: readonly T[], id: string): T =>
    list.find((each) => each.id === id) ?? unknown(id);
  const unknown = (id: string): never => {
    throw new RangeError(`No figure “${of}”: “${id}” was not measured.`);
  };

  const what = one(0, ["range", "decoding", "calls", ...PAYLOADS]);
  if (what === "decoding") {
    const row = rowOf(numbers.decoding, one(1, PAYLOADS));
    const library = one(2, LIBRARIES);
    expectWords(3);
    return { text: between(row[library], " ms"), part: "decoding" };
  }
  if (what === "calls") {
    const row =
      numbers.calls.find(({ inFlight }) => String(inFlight) === words[1]) ??
      unknown(words[1] ?? "");
    const way = one(2, WAYS);
    if (words.length === 3) return { text: between(row[way], ""), part: "calls" };
    one(3, ["over"]);
    const other = one(4, WAYS);
    expectWords(5);
    return { text: times(row[way].median / row[other].median), part: "calls" };
  }
  expectWords(3);
  if (what === "range") {
    one(1, ["ratio"]);
    const form = one(2, FORMS);
    const ratios = numbers.sizes.map(({ json, protobuf }) => json[form] / protobuf[form]);
    return {
      text: `${times(Math.min(...ratios))} to ${times(Math.max(...ratios))}`,
      part: "sizes",
    };
  }
  const { json, protobuf } = rowOf(numbers.sizes, what);
  const format = one(1, ["ratio", ...FORMATS]);
  const form = one(2, FORMS);
  const text =
    format === "ratio"
      ? times(json[form] / protobuf[form])
      : count((format === "json" ? json : protobuf)[form]);
  return { text, part: "sizes" };
}
