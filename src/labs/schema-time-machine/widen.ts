// Challenge: a wider type that loses no stored value. protobuf.dev proto3 guide, "Binary Wire-compatible Changes".
import type { Answers, Challenge, Table, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { field, readVarint, decodeZigzag, writeField } from "#protocols/protobuf/index.ts";
import { formatHex } from "#wire/index.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

const SOURCE = "protobuf-proto3#conditionally-safe-changes";
const NEW = "new";
const TYPES = ["int64", "uint64", "sint64", "fixed64", "string", "double"] as const;

interface Case {
  readonly from: string;
  /** The type that reads what is stored, or {@link NEW}. */
  readonly right: string;
  /** Whether negative values are stored. */
  readonly signed: boolean;
  /** How a stored value lies in the bytes. */
  readonly write: (value: bigint) => Uint8Array;
}

const CASES: readonly Case[] = [
  {
    from: "int32",
    right: "int64",
    signed: true,
    write: (value) => writeField(field.int(4, value)),
  },
  {
    from: "uint32",
    right: "uint64",
    signed: false,
    write: (value) => writeField(field.uint(4, value)),
  },
  {
    from: "sint32",
    right: "sint64",
    signed: true,
    write: (value) => writeField(field.sint(4, value)),
  },
  {
    from: "fixed32",
    right: NEW,
    signed: false,
    write: (value) => writeField(field.fixed32(4, value)),
  },
];

/** What a reader of a type makes of stored bytes: the record's tag is one byte. */
function readAs(type: string, from: string, bytes: Uint8Array): string {
  const varint = from !== "fixed32";
  if (!varint || !/^[su]?int64$/.test(type)) return "not set: another wire type";
  const step = readVarint(bytes, 1);
  if (step.kind !== "done") return "nothing";
  if (type === "sint64") return String(decodeZigzag(step.value));
  return String(type === "int64" ? BigInt.asIntN(64, step.value) : step.value);
}

function explain(type: string, { from, right, signed }: Case): string {
  if (type === NEW) {
    return `A new field loses nothing either, but every reader must look in two places from now on. ${right} reads the bytes of ${from} as they are.`;
  }
  if (type === "string")
    return "A string has a length before it: another wire type. A reader leaves the stored bytes as an unknown field.";
  if (type === "double")
    return "A double is eight bytes wide, another wire type, and beyond 2^53 it rounds.";
  if (from === "fixed32") {
    return `fixed32 lies in four bytes without a varint. ${type} ${type === "fixed64" ? "wants eight of them" : "wants a varint"}, so the reader finds nothing that it takes.`;
  }
  if (type === "fixed64")
    return "fixed64 is eight bytes wide, and what is stored are varints: another wire type.";
  if (from === "sint32")
    return `${type} does not undo the zigzag: −1 was stored as 1, and is read as 1.`;
  if (type === "sint64")
    return `sint64 undoes a zigzag that was never made: ${signed ? "−1" : "a stored 2"} is read as something else.`;
  if (type === "uint64")
    return "uint64 reads the same bytes, but has no minus: a stored −1 becomes 18446744073709551615.";
  return "int64 reads the stored values, but the largest new ones of 64 bits would be read as negative.";
}

export const widen: Challenge<Setup, Seen> = {
  id: "widen",
  title: "A wider type, nothing lost",
  pose(chance) {
    const chosen = chance.pick(CASES);
    const stored = [
      chosen.signed ? BigInt(-chance.between(1, 90)) : BigInt(chance.between(2, 90)),
      BigInt(chance.between(70_000, 2_000_000_000)),
    ];
    const needs = chosen.signed ? `${-(2 ** 40)} to ${2 ** 40}` : "0 to 18446744073709551615";
    return {
      ask: `Millions of stored messages hold ${chosen.from} weight = 4, with values such as ${stored.join(" and ")}. Soon it must hold ${needs}. Which type may the field have in v2 so that every stored value still reads as it was?`,
      form: [
        {
          kind: "choice",
          id: "type",
          ask: "In v2 write",
          options: [
            ...TYPES.map((type) => ({ value: type, text: `${type} weight = 4;` })),
            { value: NEW, text: "none of these: keep it, and add a new field beside it" },
          ],
        },
      ],
      check({ type = "" }: Answers): Verdict {
        const shown: Table = {
          head: ["stored", "bytes", `read as ${type === NEW ? chosen.from : type}`],
          rows: stored.map((value) => {
            const bytes = chosen.write(value);
            const read = type === NEW ? String(value) : readAs(type, chosen.from, bytes);
            return [String(value), formatHex(bytes, " "), read];
          }),
        };
        if (type !== chosen.right) {
          return { ...refuse(explain(type, chosen), SOURCE), shown };
        }
        return {
          solved: true,
          why:
            type === NEW
              ? "fixed32 goes with sfixed32 only. Nothing wider reads its four bytes, so a new field takes over and the old one stays for what is stored."
              : "Same bytes, same values. Write the larger ones only when no reader of the narrow type is left: it would cut them without a word.",
          source: SOURCE,
          shown,
        };
      },
    };
  },
};
