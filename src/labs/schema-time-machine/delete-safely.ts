// Challenge: delete a field so that a careless colleague cannot break production. protobuf.dev proto3 guide, "Deleting Fields".
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Arrived, Seen } from "./seen.ts";
import { DELETING, type Setup } from "./setup.ts";

const DELETE = "protobuf-proto3#deleting";

/** Fields that may be the one to go, by number. */
const FIELDS = [
  { name: "recipient", number: 2 },
  { name: "weight_grams", number: 4 },
  { name: "floor", number: 5 },
  { name: "note", number: 6 },
] as const;

type Field = (typeof FIELDS)[number];

function judgeDeletion({ name, number }: Field, { left, colleagues }: Arrived): Verdict {
  const still = left.find((each) => each.split(" ")[1] === name);
  if (still !== undefined) {
    return refuse(
      still === `${number} ${name}`
        ? `${name} is still in v2. Take its line out of that text.`
        : `${name} stands in v2 under another number: that deletes it and adds a new field, and old bytes lie under ${number}.`,
      DELETE,
    );
  }
  const heir = left.find((each) => each.split(" ")[0] === String(number));
  if (heir !== undefined) {
    return refuse(
      `Number ${number} is used again, as ${heir.split(" ")[1] ?? ""}. That is the accident, not its prevention.`,
      "protobuf-proto3#consequences",
    );
  }
  const others = colleagues.filter(({ field }) => field !== name);
  if (others.length > 0) {
    return refuse(
      `${others.map(({ field }) => field).join(" and ")} went, too. Only ${name} is to be deleted.`,
      DELETE,
    );
  }
  const own = colleagues.find(({ field }) => field === name);
  if (own?.numberRefused === null) {
    return refuse(
      `The colleague wrote “${own.numberLine}”, and the compiler took it: old bytes of ${name} are now read as that. Reserve the number.`,
      "protobuf-proto3#reserved-field-numbers",
    );
  }
  if (own?.nameRefused === null) {
    return refuse(
      `The number is safe. But the colleague wrote “${own.nameLine}”, and old JSON with “${name}” now fills the new field. Reserve the name as well, in a statement of its own.`,
      "protobuf-proto3#reserved-field-names",
    );
  }
  return {
    solved: true,
    why: `The colleague tried the number and heard: “${own?.numberRefused ?? ""}” Then the name: “${own?.nameRefused ?? ""}” The compiler remembers for everybody.`,
    source: DELETE,
  };
}

export const deleteSafely: Challenge<Setup, Seen> = {
  id: "delete-safely",
  title: "Delete a field for good",
  pose(chance) {
    const field = chance.pick(FIELDS);
    return {
      ask: `Nobody needs ${field.name}, number ${field.number}, any more. Delete it from v2 so that a careless colleague cannot take its number or its name again, and run. The colleague tries both.`,
      form: [],
      stage: DELETING,
      watch({ deleting }, seen) {
        if (!deleting) return null;
        if (seen.kind === "refused") {
          const place =
            seen.line === undefined ? "" : `, line ${seen.line}, column ${seen.column ?? 1}`;
          return refuse(`Nothing was compiled: ${seen.at}${place}. ${seen.why}`, DELETE);
        }
        return judgeDeletion(field, seen);
      },
    };
  },
};
