// What the lab says about bytes: unfolded bits, reasons for wrong guesses, examples that all compile.
import { describe, expect, it } from "vitest";
import { formatHex } from "#wire/index.ts";
import { explainSpan } from "#labs/tag-bytes/explain.ts";
import { judge } from "#labs/tag-bytes/judge.ts";
import { lab } from "#labs/tag-bytes/model.ts";
import {
  change,
  decode,
  encode,
  EXAMPLES,
  MOST_BYTES,
  oneMessage,
  START,
} from "#labs/tag-bytes/setup.ts";
import { weigh, type Written } from "#labs/tag-bytes/weigh.ts";

const written = (field: string, value: unknown): Written => {
  const seen = weigh({
    schema: oneMessage("M", field),
    type: "",
    json: JSON.stringify({ a: value }),
  });
  if (seen.kind === "fault") throw new Error(seen.what);
  return seen;
};
const valueSteps = (field: string, value: unknown): readonly string[] => {
  const { spans, bytes } = written(field, value);
  const span = spans.find(({ part }) => part === "value");
  if (!span) throw new Error("no value");
  return explainSpan(span, bytes.subarray(span.at, span.at + span.length)).steps;
};

describe("examples", () => {
  it.each([...EXAMPLES])("%s compiles and is read back", (_, setup) => {
    expect(weigh(setup).kind).toBe("done");
    expect(decode(encode(setup))).toEqual(setup);
  });

  it("begins with the message that the whole module knows", () => {
    const seen = weigh(START);
    expect(seen.kind === "done" && formatHex(seen.bytes, " ")).toBe("08 2a");
  });

  it("shows what it promises", () => {
    const lengths = (name: string): number[] => {
      const setup = EXAMPLES.get(name);
      const seen = setup && weigh(setup);
      if (seen?.kind !== "done") throw new Error(name);
      return seen.spans.filter(({ part }) => part === "value").map(({ length }) => length);
    };
    expect(lengths("−2 in four types")).toEqual([10, 1, 4, 10]);
    expect(lengths("Zero: left out, and said")).toEqual([1]);
  });
});

describe("bits unfolded", () => {
  it.each([
    ["int32 a = 1;", 150, ["the groups turned round: 0000001 0010110 = 150"]],
    ["int32 a = 1;", 42, ["42"]],
    [
      "uint64 a = 1;",
      "18446744073709551615",
      ["10 groups of seven bits, turned round", "18446744073709551615"],
    ],
    ["sint32 a = 1;", -40, ["zigzag: 79 is odd, so −(79 + 1) / 2 = −40"]],
    ["sint32 a = 1;", 20, ["zigzag: 40 is even, so 40 / 2 = 20"]],
    ["bool a = 1;", true, ["1 is true"]],
    ["string a = 1;", "Graz", ["“Graz” in UTF-8"]],
    ["fixed32 a = 1;", 7, ["7, in four bytes, the lowest first"]],
    ["double a = 1;", -1, ["−1, in eight bytes, the lowest first"]],
  ])("%s %s", (field, value, steps) => {
    expect(valueSteps(field, value)).toEqual(steps);
  });

  it("explains why a negative int32 takes ten bytes", () => {
    expect(valueSteps("int32 a = 1;", -1)).toEqual([
      "10 groups of seven bits, turned round",
      "they hold 2^64 − 1, two’s complement in 64 bits: −1",
    ]);
  });

  it("takes tags and lengths apart", () => {
    const { spans, bytes } = written("string a = 16;", "x");
    const read = spans.map((span) =>
      explainSpan(span, bytes.subarray(span.at, span.at + span.length)),
    );
    expect(read[0]?.septets?.map(({ more }) => more)).toEqual([1, 0]);
    expect(read[0]?.steps.at(-1)).toBe("130 = 16 << 3 | 2: field 16, LEN");
    expect(read[1]?.steps).toEqual(["1 byte follows"]);
  });
});

describe("reasons for a guess", () => {
  const why = (field: string, value: unknown, guess: number): string => {
    const [finding] = judge(START, { length: String(guess), first: "1" }, written(field, value));
    return finding?.why ?? "";
  };
  it.each([
    ["int32 a = 1;", 42, 2, "Names are not among them"],
    ["int32 a = 1;", 42, 8, "the length of the JSON"],
    ["int32 a = 1;", 42, 1, "the values alone"],
    ["string a = 1;", "Graz", 5, "leaves the lengths out"],
    ["int32 a = 1;", -1, 2, "alone takes ten"],
    ["int32 a = 100;", 5, 2, "takes 2: only numbers up to 15"],
    ["int32 a = 1;", 0, 2, "nothing is sent at all"],
    ["int32 a = 1;", 300, 12, "are not sent, and defaults"],
  ])("%s %s, guessed %i", (field, value, guess, reason) => {
    expect(why(field, value, guess)).toContain(reason);
  });

  it.each([
    ["int32 a = 2;", 1, "2", "field number alone"],
    ["int32 a = 16;", 1, "10", "continuation bit"],
    ["int32 a = 1;", 1, "8", "Records go out"],
  ])("first byte of %s, guessed %s", (field, value, guess, reason) => {
    const finding = judge(START, { length: "1", first: guess }, written(field, value))[1];
    expect(finding?.why).toContain(reason);
  });

  it("says where a mistake stands instead of judging bytes", () => {
    const seen = weigh({ ...START, schema: 'syntax = "proto3";\nmessage M {' });
    const findings = judge(START, { length: "2", first: "08" }, seen);
    expect(findings.map(({ right }) => right)).toEqual([false, false]);
    expect(findings[0]?.why).toContain("line 2, column 12 of the .proto");
  });
});

describe("the setup", () => {
  it("keeps what fits a link and no more", () => {
    const long = change(START, { kind: "schema", text: "x".repeat(MOST_BYTES) });
    expect(long).toBe(START);
    expect(change(START, { kind: "json", text: "\u0000".repeat(MOST_BYTES / 6) })).toBe(START);
    expect(decode(["a".repeat(MOST_BYTES), "", ""])).toBeNull();
    expect(decode(["a", "", 1])).toBeNull();
  });

  it("stages the third challenge with the bytes that its question names", () => {
    const state = lab.start(5);
    const { setup } = lab.step(state, { type: "stage", challenge: "shorter" });
    const ask = lab.goals(state).find(({ id }) => id === "shorter")?.ask ?? "";
    const seen = weigh(setup);
    expect(seen.kind === "done" && ask.includes(`takes ${seen.bytes.length} bytes`)).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "stages the first with the bytes that its question names, seed %i",
    (seed) => {
      const state = lab.start(seed);
      const { setup } = lab.step(state, { type: "stage", challenge: "target" });
      const ask = lab.goals(state).find(({ id }) => id === "target")?.ask ?? "";
      const seen = weigh(setup);
      expect(seen.kind === "done" && ask.includes(`as ${formatHex(seen.bytes, " ")}.`)).toBe(true);
    },
  );
});
