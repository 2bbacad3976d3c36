// The careless colleague: takes a removed field's number, then its name, and hears what the compiler says.
// protobuf.dev proto3 guide, "Reserved Field Numbers", "Reserved Field Names".
import { compileSchema } from "#proto/compile.ts";
import { messageType, shortName, type FieldType } from "#proto/index.ts";
import type { Colleague } from "./seen.ts";
import type { Versioned } from "./travel.ts";

/** Puts a line in as the first of a message. */
const withLine = (text: string, message: string, line: string): string =>
  text.replace(new RegExp(`message\\s+${message}\\s*\\{`), (opening) => `${opening} ${line}`);

const refusalOf = (text: string): string | null => {
  const step = compileSchema(text);
  return step.kind === "fault" ? step.fault.what : null;
};

/** Tries both for every field of v1 that v2 has neither by number nor by name. */
export function askColleagues(
  before: readonly FieldType[],
  after: Versioned,
  text: string,
): readonly Colleague[] {
  const { fields, reserved } = messageType(after.schema, after.root);
  const gone = before.filter(
    (field) => !fields.some(({ number, name }) => number === field.number || name === field.name),
  );
  const taken = [...before, ...fields].map(({ number }) => number);
  const isFree = (number: number): boolean =>
    !taken.includes(number) &&
    !reserved.ranges.some(([from, to]) => from <= number && number <= to);
  const free = Array.from({ length: 200 }, (_, index) => index + 1).find(isFree) ?? 200;
  const message = shortName(after.root);
  return gone.map(({ name, number }) => {
    const numberLine = `bool gift_wrapped = ${number};`;
    const nameLine = `bool ${name} = ${free};`;
    return {
      field: name,
      number,
      numberLine,
      nameLine,
      numberRefused: refusalOf(withLine(text, message, numberLine)),
      nameRefused: refusalOf(withLine(text, message, nameLine)),
    };
  });
}
