// Answers: given or not, right or not, in words, and tidied.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Question } from "../../../src/kit/lab.ts";
import {
  answerOf,
  isAnswered,
  isRight,
  parseNumber,
  readAnswer,
  tidyAnswer,
} from "../../../src/kit/question.ts";

const options = [
  { value: "a", text: "Anna" },
  { value: "b", text: "Bo" },
  { value: "c", text: "Cleo" },
];
const choice: Question = { kind: "choice", id: "q", ask: "Who?", options };
const several: Question = { kind: "several", id: "q", ask: "Who?", options };
const order: Question = { kind: "order", id: "q", ask: "Who first?", options };
const number: Question = { kind: "number", id: "q", ask: "How long?", unit: "ms", tolerance: 5 };
const text: Question = { kind: "text", id: "q", ask: "Which?", lines: 1 };

describe("numbers", () => {
  test.each([
    ["12", 12],
    [" 0.5 ", 0.5],
    ["0,5", 0.5],
    ["-3", -3],
  ])("%s is read", (typed, value) => {
    expect(parseNumber(typed)).toBe(value);
  });
  test.each(["", "12 ms", "1e3", "1.2.3", "Infinity", "0x10", "1234567890123"])(
    "%s is none",
    (typed) => {
      expect(parseNumber(typed)).toBeNull();
    },
  );
  test("right within the tolerance, its edge included", () => {
    expect(isRight(number, { q: "105" }, "100")).toBe(true);
    expect(isRight(number, { q: "94.9" }, "100")).toBe(false);
    expect(isRight(number, { q: "about 100" }, "100")).toBe(false);
  });
});

describe("what counts as answered", () => {
  test("a choice must be one of the options", () => {
    expect(isAnswered(choice, {})).toBe(false);
    expect(isAnswered(choice, { q: "z" })).toBe(false);
    expect(isAnswered(choice, { q: "b" })).toBe(true);
  });
  test("order and several always are: what is shown is the answer", () => {
    expect(isAnswered(several, {})).toBe(true);
    expect(answerOf(order, {})).toBe("a b c");
  });
  test("a text must hold something, what is given included", () => {
    expect(isAnswered(text, { q: "  " })).toBe(false);
    expect(isAnswered({ ...text, given: "GET" }, {})).toBe(true);
    expect(isRight(text, { q: " GET " }, "get")).toBe(true);
  });
});

describe("in words", () => {
  test("each kind as a person reads it", () => {
    expect(readAnswer(choice, { q: "b" })).toBe("Bo");
    expect(readAnswer(choice, {})).toBe("no answer");
    expect(readAnswer(several, { q: "" })).toBe("none");
    expect(readAnswer(several, { q: "a c" })).toBe("Anna, Cleo");
    expect(readAnswer(order, { q: "c a b" })).toBe("Cleo → Anna → Bo");
    expect(readAnswer(number, { q: "20" })).toBe("20 ms");
    expect(readAnswer(text, { q: "" })).toBe("no answer");
  });
});

describe("tidied", () => {
  test("several keeps the order of its options and drops strangers", () => {
    expect(tidyAnswer(several, "c z a a")).toBe("a c");
  });
  test("an order that is none becomes the first one", () => {
    expect(tidyAnswer(order, "b a c")).toBe("b a c");
    expect(tidyAnswer(order, "b b c")).toBe("a b c");
    expect(tidyAnswer(order, "b")).toBe("a b c");
  });
  test("tidying twice changes nothing, and an order stays one", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(choice, several, order, number, text),
        (typed, q) => {
          const tidy = tidyAnswer(q, typed);
          expect(tidyAnswer(q, tidy)).toBe(tidy);
          if (q.kind === "order") expect(tidy.split(" ").sort()).toEqual(["a", "b", "c"]);
        },
      ),
    );
  });
});
