// Challenge: have 42 travel as exactly 08 2a. Each wrong turn is read from the bytes that came instead.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { formatHex } from "#wire/index.ts";
import { refuse } from "#kit/question.ts";
import { oneMessage, type Setup } from "./setup.ts";
import type { Seen, Written } from "./weigh.ts";

const WANTED = "08 2a";

/** Ways to begin wrong: a field, a value, and the bytes they give. */
const BEGINNINGS = [
  { field: (name: string) => `sint32 ${name} = 1;`, value: 42, gives: "08 54" },
  { field: (name: string) => `fixed32 ${name} = 1;`, value: 42, gives: "0d 2a 00 00 00" },
  { field: (name: string) => `string ${name} = 1;`, value: "42", gives: "0a 02 34 32" },
  { field: (name: string) => `int32 ${name} = 3;`, value: 42, gives: "18 2a" },
  { field: (name: string) => `uint32 ${name} = 16;`, value: 42, gives: "80 01 2a" },
  { field: (name: string) => `repeated int32 ${name} = 1;`, value: [42], gives: "0a 01 2a" },
] as const;

const MESSAGES = ["Shelf", "Lane", "Van", "Dock", "Cart"] as const;
const FIELDS = ["place", "slot", "stop", "bay", "row"] as const;

/** Two bytes to be reached from a schema that gives others. */
export const target: Challenge<Setup, Seen> = {
  id: "target",
  title: "Produce 08 2a",
  pose(chance) {
    const message = chance.pick(MESSAGES);
    const field = chance.pick(FIELDS);
    const { field: declare, value, gives } = chance.pick(BEGINNINGS);
    return {
      ask: `Message ${message} says 42 in its field “${field}” as ${gives}. Set the lab up, change what you like but those two names, and run it so that 42 travels as exactly ${WANTED}.`,
      form: [],
      watch({ schema }, seen) {
        if (seen.kind === "fault") {
          return schema.includes(`message ${message} `)
            ? refuse(`There are no bytes yet: ${seen.what}`, "protobuf-proto3#simple")
            : null;
        }
        return seen.type === message ? judgeBytes(seen, field) : null;
      },
      stage: {
        schema: oneMessage(message, declare(field)),
        type: "",
        json: JSON.stringify({ [field]: value }),
      },
    };
  },
};

function judgeBytes(seen: Written, field: string): Verdict {
  const [first] = seen.spans;
  const hex = formatHex(seen.bytes, " ");
  if (hex === WANTED) {
    return first?.path === field
      ? {
          solved: true,
          why: "08 is 1 << 3 | 0: field 1, VARINT. 2a is 42. int32, int64, uint32, uint64 and an enum all write it so; only the schema tells them apart.",
          source: "protobuf-encoding#simple",
        }
      : refuse(
          `The bytes are right, but the field is called “${field}” here. No reader would notice: names are not sent.`,
          "protobuf-encoding#structure",
        );
  }
  if (first === undefined) {
    return refuse(
      "No byte was sent: the field is not set, or holds its default.",
      "protobuf-proto3#default",
    );
  }
  if (seen.spans.filter(({ part, depth }) => part === "tag" && depth === 0).length > 1) {
    return refuse(
      `${hex}: that is more than one record. One field is enough.`,
      "protobuf-encoding#structure",
    );
  }
  const value = seen.spans.find(({ part }) => part === "value");
  if (first.wireType === 5 || first.wireType === 1) {
    return refuse(
      `${hex}: a fixed type or float always takes ${first.wireType === 5 ? "four" : "eight"} bytes, small numbers too. A varint takes one for 42.`,
      "protobuf-encoding#non-varints",
    );
  }
  if (first.wireType === 2) {
    return first.type === "packed"
      ? refuse(
          `${hex}: a list is packed into a LEN record, so a length stands before the 42. One number needs no “repeated”.`,
          "protobuf-encoding#repeated",
        )
      : refuse(
          `${hex}: this type is written as a length and its bytes; a string holds the digits, not the number.`,
          "protobuf-encoding#length-types",
        );
  }
  if (first.number !== 1) {
    return refuse(
      `${hex}: the tag is ${first.number} << 3 | 0. For 08 it must be 1 << 3 | 0, so the field has number 1.`,
      "protobuf-encoding#structure",
    );
  }
  if (value?.type === "sint32" || value?.type === "sint64") {
    return refuse(
      `${hex}: the sint types fold the sign in (zigzag), so a positive number is doubled: 42 goes out as 84.`,
      "protobuf-encoding#signed-ints",
    );
  }
  return refuse(
    `${hex}: the tag is right, and the value is ${String(value?.value)}. It should be 42.`,
    "protobuf-encoding#varints",
  );
}
