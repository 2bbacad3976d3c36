// Challenges: two data sets to find, and a claim to answer with one's own figures. protobuf.dev Encoding; RFC 9110 §8.4.1.3.
import type { Answers, Challenge } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { reasonOf } from "./judge.ts";
import { factorOf, factorText, type Measured, type Seen } from "./seen.ts";
import { EXAMPLE, START, type Setup } from "./setup.ts";

const GZIP = "rfc9110#8.4.1.3";

/** Data whose gzipped JSON beats protobuf as it is. */
export const gzipWins: Challenge<Setup, Seen> = {
  id: "gzip-wins",
  title: "Gzipped JSON beats protobuf",
  pose(chance) {
    const wanted = chance.pick([1.4, 1.6, 1.8, 2, 2.2, 2.4]);
    return {
      ask: `Find data, prepared or your own, whose JSON after gzip is at least ${wanted} times smaller than protobuf without gzip.`,
      form: [],
      stage: { ...START, share: "1", aim: "gzip-wins" },
      watch({ aim }, seen) {
        if (aim !== "gzip-wins") return null;
        if (seen.kind === "refused") return refuse(`Nothing was measured: ${seen.why}`, GZIP);
        const { json, protobuf } = seen;
        const factor = factorOf(protobuf.raw, json.gzip);
        if (factor >= wanted) {
          return {
            solved: true,
            why: `${protobuf.raw.toLocaleString("en")} bytes of protobuf against ${json.gzip.toLocaleString("en")} of gzipped JSON: ${factorText(factor)}. What repeats costs next to nothing after gzip, and protobuf repeats its tags and texts as they are.`,
            source: GZIP,
          };
        }
        if (json.raw < 400) {
          return refuse(
            `So far ${factorText(factor)}. Little data has little that repeats, and gzip begins with 18 bytes of its own: take more records.`,
            GZIP,
          );
        }
        if (json.raw / json.gzip < 3) {
          return refuse(
            `So far ${factorText(factor)}. gzip makes this JSON only ${factorText(json.raw / json.gzip)} smaller: digits that look random do not repeat. Take records with texts that come again.`,
            GZIP,
          );
        }
        if (protobuf.raw * 5 < json.raw) {
          return refuse(
            `So far ${factorText(factor)}. Here protobuf has little left to lose: it is ${factorText(json.raw / protobuf.raw)} smaller by itself. Take data that it cannot shrink, such as texts.`,
            "protobuf-encoding#length-types",
          );
        }
        return refuse(
          `So far ${factorText(factor)}. The right kind of data; let it repeat more, or take more of it.`,
          GZIP,
        );
      },
    };
  },
};

/** Own data that protobuf makes ten times smaller. */
export const tenTimes: Challenge<Setup, Seen> = {
  id: "ten-times",
  title: "Ten times smaller",
  pose(chance) {
    const wanted = chance.pick([10, 11, 12, 13]);
    const least = chance.pick([200, 250, 300]);
    return {
      ask: `Write JSON of your own, at least ${least} bytes of it without white space, that protobuf makes at least ${wanted} times smaller, before any compression.`,
      form: [],
      stage: { ...START, source: "own", text: EXAMPLE, aim: "ten-times" },
      watch({ aim }, seen) {
        if (aim !== "ten-times") return null;
        const structure = "protobuf-encoding#structure";
        if (seen.kind === "refused") return refuse(`Nothing was measured: ${seen.why}`, structure);
        const { json, protobuf, own } = seen;
        if (!own) {
          return refuse(
            "These data were prepared. Choose “your own JSON” and write what protobuf likes best.",
            structure,
          );
        }
        if (json.raw < least) {
          return refuse(
            `${json.raw} bytes of JSON are too few: with so little, the factor is an accident.`,
            structure,
          );
        }
        const factor = factorOf(json.raw, protobuf.raw);
        if (factor < wanted) {
          const { why, source } = reasonOf(seen);
          return refuse(`So far ${factorText(factor)}. ${why} ${hintOf(seen)}`, source);
        }
        return {
          solved: true,
          why: `${factorText(factor)}. Long names, small numbers and values at their default: everything that protobuf does not send. It is a real data set, and not many look like it.`,
          source: structure,
        };
      },
    };
  },
};

/** What to change, by what the JSON is made of. */
function hintOf({ parts: { texts, numbers, words, names } }: Measured): string {
  const most = Math.max(texts, numbers, words, names);
  if (texts === most) return "Leave the texts out.";
  if (numbers === most) return "Let the numbers be small, or zero.";
  if (words === most) return "Let the names be longer, and more of the values false.";
  return "Longer names still, and values that are small, false or zero in every record.";
}

type Sentence = "holds" | "raw-only" | "shrinks" | "less" | "turns" | "never";

/** What may be said about two factors, for any claim. */
export const SENTENCES: Readonly<Record<Sentence, string>> = {
  holds: "The claim holds for these data, raw and after gzip.",
  "raw-only":
    "The claim holds raw; after gzip protobuf is still smaller, but by less than claimed.",
  less: "Protobuf is smaller, but by less than claimed, and gzip does not bring the two closer.",
  shrinks: "Protobuf is smaller, but by less than claimed, and after gzip by less again.",
  turns: "Protobuf is smaller raw; after gzip JSON is as small, or smaller.",
  never: "JSON is as small as protobuf, or smaller, already raw.",
};

/** The one sentence that two factors support. */
export function sentenceOf(raw: number, gzip: number, claimed: number): Sentence {
  if (raw <= 1) return "never";
  if (gzip <= 1) return "turns";
  if (raw >= claimed) return gzip >= claimed ? "holds" : "raw-only";
  return gzip < raw ? "shrinks" : "less";
}

/** Why a sentence is not what was measured. */
function against(said: Sentence, raw: number, gzip: number, claimed: number): string {
  const [r, g] = [factorText(raw), factorText(gzip)];
  switch (said) {
    case "holds":
      return raw < claimed
        ? `The claim says ${claimed}×, and you measured ${r} raw.`
        : `After gzip you measured ${g}, and the claim says ${claimed}×.`;
    case "raw-only":
      return raw < claimed
        ? `Raw it is ${r}: already there the claim of ${claimed}× fails.`
        : `After gzip you measured ${g}: compare that with ${claimed}×, and with 1×.`;
    case "less":
      return raw <= 1
        ? `Protobuf is not smaller: ${r} raw.`
        : `Compare both factors with each other and with the claim: ${r} raw, ${g} after gzip, ${claimed}× claimed.`;
    case "shrinks":
      return raw >= claimed
        ? `By ${r} raw, which is not less than the ${claimed}× that are claimed.`
        : `For that, the factor after gzip, ${g}, would lie between 1× and the raw one, ${r}.`;
    case "turns":
      return raw <= 1
        ? `Already raw it is ${r}: there is nothing left for gzip to turn.`
        : `After gzip the factor is ${g}, so protobuf is still the smaller one.`;
    case "never":
      return `Raw, JSON ÷ protobuf is ${r}: protobuf is the smaller one.`;
  }
}

/** A colleague's claim, answered with the last measurement. */
export const claim: Challenge<Setup, Seen> = {
  id: "claim",
  title: "“Protobuf is ten times smaller”",
  pose(chance) {
    const claimed = chance.pick([10, 8, 6, 5]);
    return {
      ask: `A colleague says: “Protobuf is ${claimed === 10 ? "ten" : claimed} times smaller than JSON.” Measure data that you know, best your own. Then choose the sentence that the two factors of your last run support.`,
      form: [
        {
          kind: "choice",
          id: "sentence",
          ask: "What you measured says",
          options: chance
            .shuffle(Object.entries(SENTENCES))
            .map(([value, text]) => ({ value, text })),
        },
      ],
      check({ sentence }: Answers, seen) {
        if (seen === undefined || seen.kind === "refused") {
          return refuse(
            `Nothing is measured yet${seen === undefined ? "" : `: ${seen.why}`} “${SENTENCES[sentence as Sentence]}” may be true or not. Run the race first.`,
            GZIP,
          );
        }
        const { json, protobuf } = seen;
        const raw = factorOf(json.raw, protobuf.raw);
        const gzip = factorOf(json.gzip, protobuf.gzip);
        const right = sentenceOf(raw, gzip, claimed);
        const shown = {
          head: ["", "JSON", "protobuf", "factor"],
          rows: [
            ["raw", String(json.raw), String(protobuf.raw), factorText(raw)],
            ["after gzip", String(json.gzip), String(protobuf.gzip), factorText(gzip)],
          ],
        };
        if (sentence !== right) {
          const said = sentence as Sentence;
          return { ...refuse(against(said, raw, gzip, claimed), GZIP), shown };
        }
        return {
          solved: true,
          why: "That is what these data support, and these data only: a factor belongs to a data set and to whether the transfer is compressed.",
          source: GZIP,
          shown,
        };
      },
    };
  },
};
