// The workshop's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith } from "#kit/solve.ts";
import { writeFrame } from "#protocols/http2/index.ts";
import { formatHex, parseHex } from "#wire/index.ts";
import { lab, type Seen } from "./model.ts";
import { receive } from "./own-bytes.ts";
import type { Change, Setup } from "./setup.ts";

const answering = (question: string, answer: (goal: Goal) => string): Path<Setup, Change, Seen> =>
  answerWith((goal) => ({ [question]: answer(goal) }));

const octets = (text: string): number[] => [...(parseHex(text) ?? [])];
const hex = (bytes: readonly number[]): string => formatHex(Uint8Array.from(bytes), " ");

/** The frame that was ordered, from the words of the order alone. */
function ordered({ ask }: Goal): number[] {
  const number = (before: string): number =>
    Number(new RegExp(`${before} (\\d+)`).exec(ask)?.[1] ?? 0);
  const head = { flags: 0, streamId: 0 };
  const write = (frame: Parameters<typeof writeFrame>[0]): number[] => [...writeFrame(frame)];
  if (ask.includes("PING")) {
    const data = Uint8Array.from(octets(/data ([0-9a-f ]+):/.exec(ask)?.[1] ?? ""));
    const flags = ask.includes("answer") ? 1 : 0;
    return write({ ...head, type: 6, flags, opaqueData: data });
  }
  if (ask.includes("WINDOW_UPDATE")) {
    const streamId = number("stream");
    return write({ ...head, type: 8, streamId, windowSizeIncrement: number("another") });
  }
  if (ask.includes("RST_STREAM")) {
    return write({ ...head, type: 3, streamId: number("stream"), errorCode: 8 });
  }
  const lastStreamId = number("stream");
  return write({ ...head, type: 7, lastStreamId, errorCode: 0, debugData: new Uint8Array() });
}

const build = (change: (bytes: number[]) => number[]): Path<Setup, Change, Seen> =>
  answering("hex", (goal) => hex(change(ordered(goal))));

const replaced = (bytes: readonly number[], at: number, byte: number): number[] =>
  bytes.with(at, byte);

/** The frame to spoil as it stands in the form, and the code that is wanted. */
const toSpoil = ({ ask, form }: Goal): { bytes: number[]; aim: string } => ({
  bytes: octets(form[0]?.kind === "text" ? (form[0].given ?? "") : ""),
  aim: /with ([A-Z_]+)\.$/.exec(ask)?.[1] ?? "",
});

/** Tries every byte with every value until the outcome is the one wanted. */
function search(
  goal: Goal,
  wanted: (hit: ReturnType<typeof receive>, aim: string) => boolean,
): string {
  const { aim, bytes } = toSpoil(goal);
  for (let at = 0; at < bytes.length; at += 1) {
    for (const byte of [0, 1, 2, 4, 0x7f, 0x80, 0xff]) {
      if (bytes[at] === byte) continue;
      const tried = replaced(bytes, at, byte);
      if (wanted(receive(Uint8Array.from(tried)), aim)) return hex(tried);
    }
  }
  return "";
}

const outcomeOf = ({ ask }: Goal): string =>
  receive(Uint8Array.from(octets(/receives ([0-9a-f ]+)\.$/.exec(ask)?.[1] ?? ""))).fault?.code ??
  "ignored";

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [1, 5, 12, 21, 0, 22, 3.5, Number.NaN].map((value) => ({ kind: "place", value })),
  challenges: {
    "build-by-hand": {
      reach: build((bytes) => bytes),
      refused: [
        { because: "no hexadecimal text", path: answering("hex", () => "PING!") },
        { because: "no frame yet", path: build((bytes) => bytes.slice(0, 8)) },
        { because: "is the type", path: build((bytes) => replaced(bytes, 3, 0x0b)) },
        { because: "Length says", path: build((bytes) => replaced(bytes, 2, bytes.length)) },
        { because: "Flags are", path: build((bytes) => replaced(bytes, 4, 0x20)) },
        { because: "names stream", path: build((bytes) => replaced(bytes, 7, 0xee)) },
        { because: "announces", path: build((bytes) => bytes.slice(0, -1)) },
        {
          because: "payload is not",
          path: build((bytes) => replaced(bytes, bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1)),
        },
      ],
    },
    "what-happens": {
      reach: answering("outcome", outcomeOf),
      refused: [
        {
          because: ".",
          path: answering("outcome", (goal) =>
            outcomeOf(goal) === "ignored" ? "PROTOCOL_ERROR" : "ignored",
          ),
        },
      ],
    },
    "break-it": {
      reach: answering("hex", (goal) =>
        search(goal, ({ fault, scope }, aim) => fault?.code === aim && scope === "connection"),
      ),
      refused: [
        { because: "hexadecimal", path: answering("hex", () => "zz") },
        {
          because: "take none away",
          path: answering("hex", (goal) => hex(toSpoil(goal).bytes.slice(1))),
        },
        { because: "as it was", path: answering("hex", (goal) => hex(toSpoil(goal).bytes)) },
        {
          because: "One is enough",
          path: answering("hex", (goal) =>
            hex(replaced(replaced(toSpoil(goal).bytes, 2, 0x77), 4, 0xf0)),
          ),
        },
        {
          because: "something else",
          path: answering("hex", (goal) =>
            search(goal, ({ fault, reaction }) => fault === null && reaction.events.length > 0),
          ),
        },
        {
          because: "The server answers",
          path: answering("hex", (goal) =>
            search(goal, ({ fault }, aim) => fault !== null && fault.code !== aim),
          ),
        },
      ],
    },
  },
};
