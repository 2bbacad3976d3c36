// Graders: the right answer is accepted however it is written, every wrong one refused with its reason.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  answerForm,
  gradeAnswer,
  rightAnswer,
  sameAnswer,
  shuffle,
  type GraderName,
  type Given,
} from "#cards/index.ts";
import { generate, GENERATOR_NAMES } from "#cards/generators/index.ts";
import { FAMILY_OF, loadGenerate } from "../../../src/cards/generators/load.ts";
import { longestRun } from "../../../src/cards/grade.ts";
import { everyKind } from "./study-cards.ts";

const RUNS = { numRuns: 1000 };
const GRADERS: readonly GraderName[] = ["text", "integer", "hex", "status", "header"];
const units = everyKind();
const find = (id: string) => {
  const card = units.find((each) => each.id === id);
  if (card === undefined) throw new Error(id);
  return card;
};

describe("the form of an answer", () => {
  it.each(GRADERS)("of %s is taken once and for all", (grader) => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.string({ maxLength: 20 })),
        (text) => {
          const form = answerForm(grader, text);
          expect(answerForm(grader, form)).toBe(form);
        },
      ),
      RUNS,
    );
  });

  it("of a number does not see how it is written", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (value) => {
        const ways = [
          String(value),
          `0x${value.toString(16)}`,
          `0X${value.toString(16).toUpperCase()}`,
          `0b${value.toString(2)}`,
          ` ${value.toLocaleString("en")} `,
          `\`${value}\``,
        ];
        for (const way of ways) expect(answerForm("integer", way)).toBe(String(value));
        expect(sameAnswer("integer", String(value + 1), String(value))).toBe(false);
      }),
      RUNS,
    );
  });

  it("of bytes does not see separators", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 12 }),
        fc.constantFrom("", " ", ":", "-", ", ", " 0x"),
        (bytes, between) => {
          const octets = Array.from(bytes, (octet) => octet.toString(16).padStart(2, "0"));
          expect(answerForm("hex", octets.join(between).toUpperCase())).toBe(octets.join(""));
        },
      ),
      RUNS,
    );
  });

  it("of a status is its number, of a field line its name and value", () => {
    for (const text of [
      "412",
      "412 Precondition Failed",
      "HTTP/1.1 412 Precondition Failed",
      " `412`. ",
    ])
      expect(answerForm("status", text)).toBe("412");
    expect(answerForm("status", "41")).toBe("");
    expect(
      sameAnswer(
        "header",
        "cache-control:no-store ,  max-age = 0",
        "Cache-Control: no-store, max-age=0",
      ),
    ).toBe(true);
    expect(sameAnswer("header", 'ETag: "A"', 'ETag: "a"')).toBe(false);
    expect(sameAnswer("header", "If-Match", "if-match:")).toBe(true);
    expect(sameAnswer("text", "", "")).toBe(false);
  });
});

describe("grading", () => {
  it.each(units.filter(({ kind }) => !/basic|cloze/.test(kind)))(
    "accepts the right answer of $id",
    (card) => {
      const item = card.kind === "compute" ? generate(card.generator, 5) : undefined;
      const given = rightAnswer(card, item);
      expect(given && gradeAnswer(card, given, item)?.right).toBe(true);
    },
  );

  it("refuses every wrong option, with its reason", () => {
    for (const id of ["http.choice", "http.predict"])
      for (const at of [0, 2]) {
        const verdict = gradeAnswer(find(id), { kind: "option", at });
        expect(verdict).toMatchObject({
          right: false,
          answer: "yes",
          why: expect.stringMatching(/^It is/) as string,
        });
      }
    expect(gradeAnswer(find("http.choice"), { kind: "option", at: 9 })?.right).toBe(false);
  });

  it("says which part is wrong", () => {
    const fields: Given = { kind: "fields", texts: ["0x10", "HEADERS"] };
    expect(gradeAnswer(find("http.fill"), fields)).toMatchObject({
      right: false,
      parts: [{ right: true }, { right: false, answer: "DATA" }],
    });
    expect(
      gradeAnswer(find("http.contrast"), { kind: "cases", picks: [0, 0] })?.parts.map(
        ({ right }) => right,
      ),
    ).toEqual([true, false]);
    expect(
      gradeAnswer(find("http.bytes"), { kind: "offsets", offsets: [3, 0] })?.parts.map(
        ({ right }) => right,
      ),
    ).toEqual([false, false, true]);
    expect(gradeAnswer(find("http.bytes"), { kind: "offsets", offsets: [3, 1, 1] })?.right).toBe(
      true,
    );
    expect(gradeAnswer(find("http.bytes"), { kind: "offsets", offsets: [1, 3, 99] })?.right).toBe(
      false,
    );
  });

  it("knows the longest right run of an order, and takes the other accepted ones", () => {
    const order = (...steps: number[]) =>
      gradeAnswer(find("http.order"), { kind: "order", order: steps });
    expect(order(1, 0, 2, 3)).toMatchObject({ right: true });
    expect(order(3, 0, 1, 2)).toMatchObject({ right: false, run: 3 });
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (steps) => {
        const run = longestRun(steps, [0, 1, 2, 3, 4, 5]);
        // By hand: the longest stretch in which each is one more than the one before.
        let [best, now] = [0, 0];
        steps.forEach((step, at) => {
          now = step === (steps[at - 1] ?? -9) + 1 ? now + 1 : 1;
          best = Math.max(best, now);
        });
        expect(run).toBe(best);
      }),
      RUNS,
    );
  });

  it("leaves basic and cloze to the learner", () => {
    for (const id of ["http.basic", "http.cloze", "http.cloze~2"])
      expect(gradeAnswer(find(id), { kind: "text", text: "x" })).toBeUndefined();
  });

  it("is not disturbed by the order on the screen", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(12), (seed, count) => {
        const places = Array.from({ length: count }, (_, at) => at);
        const shown = shuffle(places, seed);
        expect(shown.toSorted((a, b) => a - b)).toEqual(places);
        expect(shuffle(places, seed)).toEqual(shown);
      }),
      RUNS,
    );
  });
});

describe("generators", () => {
  it.each(GENERATOR_NAMES)(
    "%s makes items that its own answer solves, the same for the same seed",
    (name) => {
      const answers = new Set<string>();
      fc.assert(
        fc.property(fc.nat(2 ** 32 - 1), (seed) => {
          const item = generate(name, seed);
          expect(generate(name, seed)).toEqual(item);
          expect(item.answer).not.toBe("");
          expect(sameAnswer(item.grader, item.answer, item.answer)).toBe(true);
          if (item.grader === "integer")
            expect(sameAnswer("integer", String(BigInt(item.answer) + 1n), item.answer)).toBe(
              false,
            );
          answers.add(item.answer);
        }),
        { numRuns: 1000 },
      );
      expect(answers.size).toBeGreaterThan(3);
    },
  );

  /** The numbers worked out here a second way, not by the engine that made the item. */
  const again: Readonly<Record<string, (item: ReturnType<typeof generate>) => string>> = {
    "chunk-size": ({ given = "" }) => Buffer.byteLength(given).toString(16),
    "content-length": ({ given = "" }) => String(Buffer.byteLength(given)),
    "retry-after": ({ given = "" }) => {
      const [from = 0, to = 0] = given
        .split("\n")
        .map((line) => Date.parse(line.replace(/^[^:]*: /, "")));
      return String((to - from) / 1000);
    },
    "http2-frame-length": ({ given = "" }) =>
      String(Number(`0x${given.slice(0, 8).replaceAll(" ", "")}`)),
    "protobuf-varint": ({ given = "" }) =>
      String(
        given.split(" ").reduceRight((sum, octet) => sum * 128 + (Number(`0x${octet}`) & 127), 0),
      ),
    "protobuf-zigzag": ({ question }) => {
      const wire = Number(/varint (\d+)/.exec(question)?.[1]);
      return String(wire % 2 === 0 ? wire / 2 : -(wire + 1) / 2);
    },
    "quic-varint": ({ given = "" }) => {
      const hex = given.replaceAll(" ", "");
      return String(BigInt(`0x${hex}`) & ((1n << BigInt(hex.length * 4 - 2)) - 1n));
    },
    "base64-length": ({ question }) =>
      String(4 * Math.ceil(Number(/(\d+) octets/.exec(question)?.[1]) / 3)),
  };

  it.each(Object.keys(again))("%s agrees with another way of working it out", (name) => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (seed) => {
        const item = generate(name, seed);
        expect(item.answer).toBe(again[name]?.(item));
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same when only the engines of its own file are loaded", async () => {
    expect(Object.keys(FAMILY_OF).toSorted()).toEqual([...GENERATOR_NAMES].toSorted());
    for (const name of GENERATOR_NAMES)
      expect((await loadGenerate([name]))(name, 7)).toEqual(generate(name, 7));
    const some = await loadGenerate(["retry-after", "no such name"]);
    expect(() => some("chunk-size", 1)).toThrow(RangeError);
    expect(() => some("toString", 1)).toThrow(RangeError);
  });

  it("refuses a name that is none", () => {
    expect(() => generate("toString", 1)).toThrow(RangeError);
  });
});
