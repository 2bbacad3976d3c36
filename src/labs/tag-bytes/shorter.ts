// Challenge: the same value in fewer bytes, by better types and numbers. What is still wasted is named.
import type { Challenge, Verdict } from "#kit/lab.ts";
import type { JsonValue } from "#proto/index.ts";
import { refuse } from "#kit/question.ts";
import { oneMessage, type Setup } from "./setup.ts";
import type { Seen, Written } from "./weigh.ts";

const MESSAGES = ["Reading", "Sample", "Probe", "Gauge"] as const;

/** A wasteful schema to be mended until the value takes as few bytes as it can. */
export const shorter: Challenge<Setup, Seen> = {
  id: "shorter",
  title: "The same value, far fewer bytes",
  pose(chance) {
    const message = chance.pick(MESSAGES);
    const number = chance.between(16, 60);
    const change = -chance.between(2, 60);
    const steps = Array.from({ length: 3 }, () => -chance.between(1, 60));
    const at = chance.between(9000, 16_000);
    // Tag and value; tag, length and one byte each; tag and two bytes.
    const goal = 2 + (2 + steps.length) + 3;
    const json = JSON.stringify({ change, steps, at: String(at) });
    const before = 3 * 2 + 10 + (steps.length - 1) * 2 + steps.length * 10 + 8;
    return {
      ask: `Message ${message} takes ${before} bytes. Keep the JSON and the names of the fields; change types, numbers and options until it takes ${goal}, with no value lost.`,
      form: [],
      watch(setup, seen) {
        if (seen.kind === "fault") {
          return setup.schema.includes(`message ${message} `)
            ? refuse(`There are no bytes yet: ${seen.what}`, "protobuf-proto3#simple")
            : null;
        }
        return seen.type === message ? judgeRun(seen, setup.json, json, goal) : null;
      },
      stage: {
        schema: oneMessage(
          message,
          `int32 change = ${number};`,
          `repeated int32 steps = ${number + 1} [packed = false];`,
          `fixed64 at = ${number + 2};`,
        ),
        type: "",
        json,
      },
    };
  },
};

/** A JSON value with every leaf as text: "5" and 5 are the same number in ProtoJSON. */
function leaves(json: JsonValue): string {
  return JSON.stringify(json, (_, each: unknown) =>
    typeof each === "number" || typeof each === "boolean" ? String(each) : each,
  );
}

const sorted = (json: JsonValue): string =>
  leaves(
    typeof json === "object" && json !== null && !Array.isArray(json)
      ? Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)))
      : json,
  );

function judgeRun(seen: Written, given: string, wanted: string, goal: number): Verdict {
  const { length } = seen.bytes;
  const same = sorted(JSON.parse(wanted) as JsonValue);
  if (sorted(JSON.parse(given) as JsonValue) !== same) {
    return refuse(
      "The JSON is another one: the value must stay as it was. “Set up the lab for it” brings it back.",
      "protobuf-json#field-representation",
    );
  }
  if (sorted(seen.read) !== same) {
    return refuse(
      "A reader of these bytes gets another value: the new type does not hold all of it.",
      "protobuf-proto3#scalar",
    );
  }
  if (length <= goal) {
    return {
      solved: true,
      why: `${length} bytes: numbers up to 15 for one-byte tags, sint32 for what may be negative, one packed record for the list, and a varint for a number that is small.`,
      source: "protobuf-encoding#signed-ints",
    };
  }
  return refuse(
    `${length} bytes, ${length - goal} too many. ${findWaste(seen)}`,
    "protobuf-encoding#int-types",
  );
}

/** The greatest waste that is left. */
function findWaste({ spans }: Written): string {
  const loose = spans.filter(({ part, path }) => part === "tag" && path.startsWith("steps"));
  if (loose.length > 1)
    return "Each element of “steps” carries a tag of its own: packed, they share one.";
  const ten = spans.find(({ part, length }) => part === "value" && length === 10);
  if (ten)
    return `“${ten.path}” takes ten bytes, because a negative int32 or int64 is written in 64 bits. A zigzag type takes one.`;
  const wide = spans.find(({ part, length }) => part === "tag" && length > 1);
  const fixed = spans.find(
    ({ part, wireType }) => part === "value" && (wireType === 1 || wireType === 5),
  );
  if (fixed)
    return `“${fixed.path}” always takes ${fixed.length} bytes. For a number this small a varint is shorter.`;
  if (wide)
    return `The tag of “${wide.path}” takes ${wide.length} bytes: numbers from 1 to 15 take one.`;
  const text = spans.find(
    ({ part, type }) => part === "value" && (type === "string" || type === "bytes"),
  );
  if (text) return `“${text.path}” is sent digit by digit as text. A number is shorter.`;
  const folded = spans.find(
    ({ part, type, length }) => part === "value" && type.startsWith("sint") && length > 2,
  );
  return folded
    ? `“${folded.path}” is never negative, and zigzag doubles it: a plain varint is a byte shorter.`
    : "Look for the longest value in the table of bytes.";
}
