// A secret that lengths do not give away, an index by hand, and a spy's work. RFC 7541 §2.3.3, §7.1.
import type { Challenge } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Chance } from "#kit/seeded.ts";
import { createHpackEncoder, STATIC_TABLE } from "#protocols/http2/index.ts";
import { formatHex, parseHex } from "#wire/index.ts";
import { costOf, fieldsOf, sendAll, tells, type Seen } from "./requests.ts";
import { isPin, START, type Setup } from "./setup.ts";

function drawPin(chance: Chance): number {
  for (;;) {
    const pin = chance.between(1000, 9999);
    if (isPin(pin)) return pin;
  }
}

/** Safe on every hop, and as small as that allows. */
export const keepTheSecret: Challenge<Setup, Seen> = {
  id: "keep-the-secret",
  title: "Keep the PIN, and the compression",
  pose(chance) {
    const pin = drawPin(chance);
    const least = costOf(sendAll({ ...START, secret: "never", pin }));
    return {
      ask: `The PIN is ${pin}. No length may give it away, not on this hop and not on the next one, and the first three field blocks may have ${least} bytes together.`,
      form: [],
      watch(setup, seen) {
        if (setup.pin !== pin) return null;
        const cost = costOf(seen);
        if (tells(seen, setup)) {
          return refuse(
            "The two guesses differ in length: whoever watches knows the PIN after at most 9,000 tries.",
            "rfc7541#7.1.1",
          );
        }
        if (setup.secret !== "never") {
          return refuse(
            setup.secret === "literal"
              ? "This hop does not index it, but the next one may: a plain literal says nothing about it."
              : "Nothing but the table kept it safe here, and the next hop has a table of its own.",
            "rfc7541#7.1.3",
          );
        }
        if (cost > least) {
          return refuse(
            setup.table === START.table
              ? `Safe, but ${cost} bytes: plain octets where Huffman code is shorter.`
              : `Safe, but ${cost} bytes: the other fields need their table.`,
            "rfc7541#7.1.3",
          );
        }
        return {
          solved: true,
          why: `${cost} bytes, and each guess is as long as any other, on every hop.`,
          source: "rfc7541#7.1.3",
        };
      },
      stage: { ...START, pin },
    };
  },
};

const NEW_FIELDS = [
  ["x-depot", "Oslo"],
  ["x-van", "17"],
  ["x-route", "north"],
  ["x-shift", "late"],
  ["x-crew", "blue"],
  ["x-dock", "4"],
] as const;

/** The number of the first entry behind the static table. */
const FIRST = STATIC_TABLE.length + 1;

/** The one byte that stands for an entry. */
export const indexByHand: Challenge<Setup, Seen> = {
  id: "index-by-hand",
  title: "One byte for a field",
  pose(chance) {
    const sent = chance.shuffle(NEW_FIELDS).slice(0, chance.between(3, 6));
    const place = chance.between(1, sent.length - 1);
    const wanted = sent[place] ?? NEW_FIELDS[0];
    const index = FIRST + sent.length - 1 - place;
    const fromOldest = FIRST + place;
    return {
      ask: `On a fresh connection a client sent ${sent.map((field) => field.join(": ")).join(", ")}, in this order and each as a literal with indexing. Write the byte that now stands for ${wanted.join(": ")}.`,
      form: [{ kind: "text", id: "hex", ask: "One byte in hexadecimal", lines: 1 }],
      check(answers) {
        const bytes = parseHex(answers["hex"] ?? "");
        const byte = bytes?.[0];
        if (bytes?.length !== 1 || byte === undefined) {
          return refuse("One byte is two hexadecimal digits.", "rfc7541#6.1");
        }
        if (byte < 0x80) {
          return refuse(
            "An indexed field begins with a bit 1; seven bits of index follow.",
            "rfc7541#6.1",
          );
        }
        const given = byte - 0x80;
        if (given === index) {
          return {
            solved: true,
            why: `1, then ${index} in seven bits: ${formatHex(bytes)}.`,
            source: "rfc7541#2.3.3",
          };
        }
        if (given < FIRST) {
          return refuse(
            `Index ${given} is in the static table: ${STATIC_TABLE[given - 1]?.[0] ?? "nothing at 0"}. The dynamic one begins at ${FIRST}.`,
            "rfc7541#2.3.3",
          );
        }
        return given === fromOldest
          ? refuse(
              `Index ${given} counts from the oldest entry. ${FIRST} is the newest, and each new one moves the others up.`,
              "rfc7541#2.3.2",
            )
          : refuse(
              `Index ${given} is another entry, or none. Count back from the newest, which is ${FIRST}.`,
              "rfc7541#2.3.2",
            );
      },
    };
  },
};

/** All orders of a PIN's digits that are PINs, the PIN itself left out: equally long in Huffman code. */
function reordered(pin: number): number[] {
  const orders = (digits: readonly string[]): string[] =>
    digits.length === 0
      ? [""]
      : digits.flatMap((digit, at) => orders(digits.toSpliced(at, 1)).map((rest) => digit + rest));
  const all = new Set(orders([...String(pin)]).map(Number));
  return [...all].filter((each) => each >= 1000 && each !== pin);
}

/** Guesses in their order, with the length of each field block. */
interface Watched {
  readonly guess: number;
  readonly length: number;
}

function watchGuesses(pin: number, guesses: readonly number[]): Watched[] {
  const encoder = createHpackEncoder();
  encoder.encode(fieldsOf("/parcels/42", pin));
  encoder.encode(fieldsOf("/", 0));
  return guesses.map((guess) => ({ guess, length: encoder.encode(fieldsOf("/", guess)).length }));
}

/** Read the PIN off lengths. */
export const spy: Challenge<Setup, Seen> = {
  id: "spy",
  title: "Be the eavesdropper",
  pose(chance) {
    let pin = drawPin(chance);
    while (new Set(String(pin)).size < 4) pin = drawPin(chance);
    const wrong = chance.shuffle(reordered(pin)).slice(0, 5);
    const order = chance.shuffle([pin, ...wrong]);
    // Somewhere behind itself a wrong guess is made once more.
    const again = order.find((guess) => guess !== pin) ?? pin;
    const guesses = [...order, again];
    const watched = watchGuesses(pin, guesses);
    return {
      ask: "A gateway indexes everything. A client has sent its PIN over the connection; these guesses follow, and you see the length of each field block.",
      form: [
        {
          kind: "choice",
          id: "guess",
          ask: "Which guess was right?",
          options: watched.map(({ guess, length }, at) => ({
            value: String(at),
            text: `${at + 1}. ${guess}: ${length} bytes`,
          })),
        },
      ],
      check(answers) {
        const at = Number(answers["guess"] ?? -1);
        const given = watched[at];
        if (given === undefined) return refuse("Choose one of the guesses.", "rfc7541#7.1");
        if (given.guess === pin) {
          return {
            solved: true,
            why: `${pin} was short the first time it was guessed, so it was in the table before.`,
            source: "rfc7541#7.1",
          };
        }
        const first = guesses.indexOf(given.guess);
        return first < at
          ? refuse(
              `${given.guess} is short because it was guessed before, as number ${first + 1}: the guess itself had become an entry.`,
              "rfc7541#7.1",
            )
          : refuse(
              `Number ${at + 1}, ${given.guess}, has ${given.length} bytes: its value was written out, so it was not in the table.`,
              "rfc7541#7.1",
            );
      },
    };
  },
};
