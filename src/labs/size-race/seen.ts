// What a race showed: sizes of both formats, or why nothing could be measured.
import type { JsonParts } from "./scan-json.ts";

/** Bytes of one format. */
export interface Weighed {
  readonly raw: number;
  readonly gzip: number;
  /** Null where this browser has no brotli encoder and nothing was computed before. */
  readonly brotli: number | null;
}

/** What a run brought. */
export type Seen =
  | {
      readonly kind: "measured";
      readonly json: Weighed;
      readonly protobuf: Weighed;
      /** Who compressed with brotli. */
      readonly brotliBy: "browser" | "build" | "nobody";
      /** Bytes as pasted, white space included; null for prepared data. */
      readonly given: number | null;
      /** What the compact JSON is made of. */
      readonly parts: JsonParts;
      readonly own: boolean;
      readonly notes: readonly string[];
    }
  | {
      readonly kind: "refused";
      /** Where it stuck. */
      readonly at: "JSON" | "schema" | "value";
      /** Counting from 1, where the text has a place. */
      readonly line?: number;
      readonly column?: number;
      readonly why: string;
    };

export type Measured = Extract<Seen, { readonly kind: "measured" }>;

/** JSON ÷ protobuf; infinite where protobuf needs no byte. */
export const factorOf = (json: number, protobuf: number): number => json / protobuf;

/** A factor for a person: "1.07×". */
export const factorText = (factor: number): string =>
  !Number.isFinite(factor)
    ? "without bound: protobuf needs no byte"
    : `${factor.toFixed(factor < 10 ? 2 : 1)}×`;

/** Shares of the JSON in whole percent. */
export function sharesOf({ names, texts, numbers, words, marks }: JsonParts): JsonParts {
  const all = names + texts + numbers + words + marks;
  const share = (part: number): number => Math.round((100 * part) / Math.max(1, all));
  return {
    names: share(names),
    texts: share(texts),
    numbers: share(numbers),
    words: share(words),
    marks: share(marks),
  };
}
