// Challenge: the log of a message's way, and the hop on which a field was lost. protobuf.dev proto3 guide, "Retaining Unknown Fields".
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { field, writeFields, type WireField } from "#protocols/protobuf/index.ts";
import { formatHex } from "#wire/index.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

const SOURCE = "protobuf-proto3#retaining";

const PROGRAMS = ["gateway", "queue", "archive", "report"] as const;
/** How a program with the old schema loses what it does not know. */
const WAYS = ["copy", "JSON"] as const;

export const whichHop: Challenge<Setup, Seen> = {
  id: "which-hop",
  title: "Where did the field go?",
  pose(chance) {
    const programs = chance.shuffle(PROGRAMS).slice(0, 3);
    const culprit = chance.between(0, 2);
    const way = chance.pick(WAYS);
    const number = chance.between(5, 14);
    const floor = chance.between(1, 90);
    const known = [
      field.int(1, chance.between(1, 120)),
      field.string(2, chance.pick(["Ada", "Emre", "Goran"])),
    ];
    const all: readonly WireField[] = [...known, field.int(number, floor)];
    const hex = (fields: readonly WireField[]): string => formatHex(writeFields(fields), " ");
    const log = [
      `the app sends ${hex(all)}`,
      ...programs.map(
        (program, index) => `the ${program} sends ${hex(index >= culprit ? known : all)}`,
      ),
    ];
    const lost = programs[culprit] ?? "";
    const first = programs[0] ?? "";
    return {
      ask: `The app writes floor = ${floor} as field ${number}. The screen at the end shows no floor. The log says: ${log.join("; ")}. Who lost it, and how?`,
      form: [
        {
          kind: "choice",
          id: "who",
          ask: "It was lost by",
          options: [
            { value: "app", text: "the app" },
            ...programs.map((program) => ({ value: program, text: `the ${program}` })),
            { value: "screen", text: "the screen" },
          ],
        },
        {
          kind: "choice",
          id: "how",
          ask:
            way === "JSON"
              ? "Its code parses the message with the old schema, turns it into JSON, and the JSON into a message again. So"
              : "Its code parses the message with the old schema and fills a new message, field by field. So",
          options: [
            { value: "parse", text: "parsing threw the unknown field away" },
            {
              value: "between",
              text: way === "JSON" ? "JSON has no place for it" : "nobody copied it",
            },
            { value: "number", text: `number ${number} is too large for the old schema` },
          ],
        },
      ],
      check({ who, how }): Verdict {
        const refuseBecause = (why: string): Verdict => refuse(why, SOURCE);
        const tag = formatHex(writeFields([field.int(number, floor)]), " ");
        if (who === "app")
          return refuseBecause(
            `The app sent it: ${tag} stands at the end of its bytes, field ${number} with ${floor}.`,
          );
        if (who === "screen")
          return refuseBecause(
            `What reached the screen has no ${tag} any more: it shows what it gets.`,
          );
        if (who !== lost) {
          const place = programs.findIndex((program) => program === who);
          return refuseBecause(
            place < culprit
              ? `What the ${who ?? ""} sent still ends with ${tag}.`
              : `The ${who ?? ""} got it without ${tag} already${who === first ? "" : `, from the ${programs[place - 1] ?? ""}`}.`,
          );
        }
        if (how === "parse") {
          return refuseBecause(
            "Parsing keeps an unknown field, and writing the same message again brings it back. It is lost on the way to the new one.",
          );
        }
        if (how === "number") {
          return refuseBecause(
            "Any number up to 536,870,911 may stand in a message. A number that a schema does not have makes an unknown field, no error.",
          );
        }
        return {
          solved: true,
          why:
            way === "JSON"
              ? `The ${lost} passed the message through JSON. Keep it binary, or give the ${lost} the new schema first.`
              : `The ${lost} copied what it knows. Pass the parsed message itself on: its unknown fields go with it.`,
          source: SOURCE,
        };
      },
    };
  },
};
