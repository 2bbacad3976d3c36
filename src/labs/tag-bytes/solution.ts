// The challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { decodeZigzag, readField } from "#protocols/protobuf/index.ts";
import { parseHex, utf8Text } from "#wire/index.ts";
import { lab } from "./model.ts";
import { observe } from "./observe.ts";
import { oneMessage, type Change, type Setup } from "./setup.ts";
import type { Seen } from "./weigh.ts";

type Action = LabAction<Change, Seen>;
type Step = Path<Setup, Change, Seen>;

/** Goes to the challenge's start, changes the texts, predicts and runs. */
const running =
  (changes: (goal: Goal, staged: Setup) => readonly Change[]): Step =>
  (state, goal): readonly Action[] => {
    const staged = lab.step(state, { type: "stage", challenge: goal.id }).setup;
    return [
      { type: "stage", challenge: goal.id },
      ...changes(goal, staged).map((change): Action => ({ type: "change", change })),
      { type: "guess", question: "length", value: "2" },
      { type: "guess", question: "first", value: "08" },
      { type: "commit" },
      { type: "run" },
    ];
  };

/** Message and field of the challenge. */
const namesOf = ({ schema, json }: Setup): { message: string; field: string } => ({
  message: /message (\w+)/.exec(schema)?.[1] ?? "",
  field: Object.keys(JSON.parse(json) as object)[0] ?? "",
});

/** The staged message with one field of that declaration and that value. */
const withField = (declare: (field: string) => string, value: unknown): Step =>
  running((_, staged) => {
    const { message, field } = namesOf(staged);
    return [
      { kind: "schema", text: oneMessage(message, declare(field)) },
      { kind: "json", text: JSON.stringify({ [field]: value }) },
    ];
  });

/** The staged .proto with some words replaced. */
const rewritten = (...replace: readonly (readonly [from: RegExp, to: string])[]): Step =>
  running((_, { schema }) => [
    { kind: "schema", text: replace.reduce((text, [from, to]) => text.replace(from, to), schema) },
  ]);

const ZIGZAG = [
  [/int32 change/, "sint32 change"],
  [/int32 steps/, "sint32 steps"],
] as const;
const PACKED = [/ \[packed = false\]/, ""] as const;
const VARINT = [/fixed64 at/, "uint64 at"] as const;
const SMALL = [
  [/change = \d+/, "change = 1"],
  [/steps = \d+/, "steps = 2"],
  [/at = \d+/, "at = 3"],
] as const;

/** What the message of the challenge holds, read by the engine. */
function readAsked({ ask }: Goal): Readonly<Record<string, string>> {
  const bytes = parseHex(/came as ([0-9a-f ]+)\./.exec(ask)?.[1] ?? "") ?? new Uint8Array();
  const values: (bigint | Uint8Array)[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = readField(bytes, at);
    if (step.kind !== "done") throw new RangeError(`no message in: ${ask}`);
    values.push(step.value.value as bigint | Uint8Array);
    at = step.next;
  }
  const [number, place, delta] = values;
  return {
    number: String(number),
    place: utf8Text(place as Uint8Array),
    delta: String(decodeZigzag(delta as bigint)),
  };
}

const decoded =
  (change: (right: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Step =>
  (_, goal) => {
    const right = readAsked(goal);
    return [
      ...Object.entries({ ...right, ...change(right) }).map(([question, value]): Action => ({
        type: "answer",
        challenge: goal.id,
        question,
        value,
      })),
      { type: "check", challenge: goal.id },
    ];
  };

/** Opens the bench's solutions to the test that drives every lab. */
export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => observe,
  changes: [
    { kind: "example", name: "A map" },
    { kind: "example", name: "A whole parcel" },
    { kind: "example", name: "nobody" },
    { kind: "schema", text: "" },
    { kind: "schema", text: "message M {" },
    { kind: "schema", text: "é".repeat(1500) },
    { kind: "json", text: "{" },
    { kind: "json", text: "\ud800" },
    { kind: "json", text: "[]" },
    { kind: "type", text: "Status" },
    { kind: "schema", text: oneMessage("M", "M m = 1;") },
  ],
  challenges: {
    target: {
      reach: withField((field) => `int32 ${field} = 1;`, 42),
      refused: [
        { because: "84", path: withField((field) => `sint32 ${field} = 1;`, 42) },
        { because: "four bytes", path: withField((field) => `fixed32 ${field} = 1;`, 42) },
        { because: "digits", path: withField((field) => `string ${field} = 1;`, "42") },
        { because: "must be 1 << 3 | 0", path: withField((field) => `int32 ${field} = 2;`, 42) },
        { because: "packed", path: withField((field) => `repeated int32 ${field} = 1;`, [42]) },
        { because: "the value is 43", path: withField((field) => `int32 ${field} = 1;`, 43) },
        { because: "No byte was sent", path: withField((field) => `int32 ${field} = 1;`, 0) },
        {
          because: "more than one record",
          path: withField((field) => `repeated int32 ${field} = 1 [packed = false];`, [42, 42]),
        },
        { because: "no bytes yet", path: withField((field) => `int32 ${field};`, 42) },
        {
          because: "names are not sent",
          path: running((_, staged) => [
            { kind: "schema", text: oneMessage(namesOf(staged).message, "int32 other = 1;") },
            { kind: "json", text: '{"other":42}' },
          ]),
        },
      ],
    },
    "hand-decode": {
      reach: decoded(() => ({})),
      refused: [
        {
          because: "You stopped after its first byte",
          path: decoded(({ number }) => ({ number: String(Number(number) % 128) })),
        },
        {
          because: "in the order of the bytes",
          path: decoded(({ number }) => {
            const value = Number(number);
            return { number: String(((value & 127) << 7) | (value >> 7)) };
          }),
        },
        {
          because: "two whole bytes",
          path: decoded(({ number }) => {
            const value = Number(number);
            return { number: String(((value >> 7) << 8) | (value & 127) | 128) };
          }),
        },
        { because: "itself is the tag", path: decoded(() => ({ number: "8" })) },
        { because: "Take the top bit", path: decoded(() => ({ number: "5000" })) },
        {
          because: "Capital letters",
          path: decoded(({ place = "" }) => ({ place: place.toLowerCase() })),
        },
        { because: "Too much", path: decoded(({ place = "" }) => ({ place: `${place}!` })) },
        { because: "field 2, LEN", path: decoded(() => ({ place: "Wien" })) },
        {
          because: "the folded number",
          path: decoded(({ delta }) => ({ delta: String(-2 * Number(delta) - 1) })),
        },
        {
          because: "the sign is not",
          path: decoded(({ delta }) => ({ delta: String(-Number(delta)) })),
        },
        {
          because: "Off by one",
          path: decoded(({ delta }) => ({ delta: String(Number(delta) - 1) })),
        },
        {
          because: "no sign bit",
          path: decoded(({ delta }) => ({ delta: String(2 * Number(delta) + 1) })),
        },
      ],
    },
    shorter: {
      reach: rewritten(...ZIGZAG, PACKED, VARINT, ...SMALL),
      refused: [
        { because: "a tag of its own", path: rewritten(...ZIGZAG, VARINT, ...SMALL) },
        { because: "ten bytes", path: rewritten(PACKED, VARINT, ...SMALL) },
        { because: "always takes 8 bytes", path: rewritten(...ZIGZAG, PACKED, ...SMALL) },
        { because: "from 1 to 15", path: rewritten(...ZIGZAG, PACKED, VARINT) },
        {
          because: "zigzag doubles it",
          path: rewritten(...ZIGZAG, PACKED, [/fixed64 at/, "sint64 at"], ...SMALL),
        },
        {
          because: "digit by digit",
          path: rewritten(...ZIGZAG, PACKED, [/fixed64 at/, "string at"], ...SMALL),
        },
        {
          because: "The JSON is another one",
          path: running(() => [{ kind: "json", text: '{"change":-1}' }]),
        },
        { because: "no bytes yet", path: rewritten([/;/g, ""]) },
      ],
    },
  },
};
