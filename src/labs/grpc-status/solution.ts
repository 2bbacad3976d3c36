// The theatre's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith } from "#kit/solve.ts";
import { encodeStatusMessage, STATUS_CODES, type StatusName } from "#protocols/grpc/index.ts";
import { lab } from "./model.ts";
import type { Change, Setup } from "./setup.ts";
import type { Seen } from "./theatre.ts";

type Step = Path<Setup, Change, Seen>;

/** Beginnings of what is asked, with the answer; the same in every round. */
type Key = readonly (readonly [begins: string, answer: string])[];

const FAILURES: Key = [
  ["A proxy answers HTTP 503", "UNAVAILABLE"],
  ["A load balancer answers HTTP 404", "UNIMPLEMENTED"],
  ["A gateway answers HTTP 401", "UNAUTHENTICATED"],
  ["The answer is HTTP 200", "UNKNOWN"],
  ["RST_STREAM with REFUSED_STREAM", "UNAVAILABLE"],
  ["RST_STREAM with ENHANCE_YOUR_CALM", "RESOURCE_EXHAUSTED"],
  ["The method of the server throws", "UNKNOWN"],
  ["The connection breaks", "UNAVAILABLE"],
  ["The server has no method", "UNIMPLEMENTED"],
  ["A message is larger", "RESOURCE_EXHAUSTED"],
  ["The bytes of the response", "INTERNAL"],
  ["The request is compressed", "UNIMPLEMENTED"],
  ["The reader leaves", "CANCELLED"],
];

const SITUATIONS: Key = [
  ["GetParcel fails with UNAVAILABLE", "retry"],
  ["UploadScans, which", "retry"],
  ["GOAWAY", "retry"],
  ["A write with", "higher"],
  ["A transaction", "higher"],
  ["WatchParcel", "higher"],
  ["CloseDepot", "not"],
  ["GetParcel(", "not"],
  ["Charge", "not"],
  ["The method is", "not"],
  ["The next page", "not"],
];

const answersFrom = (key: Key, { form }: Goal): Record<string, string> =>
  Object.fromEntries(
    form.map(({ ask, id }) => [id, key.find(([begins]) => ask.startsWith(begins))?.[1] ?? ""]),
  );

/** Everything right but the nth question, where one of its other options is taken. */
const butOne = (key: Key, place: number): Step =>
  answerWith((goal) => {
    const right = answersFrom(key, goal);
    const asked = goal.form[place];
    if (asked?.kind !== "choice") return right;
    const wrong = asked.options.find(({ value }) => value !== right[asked.id]);
    return { ...right, [asked.id]: wrong?.value ?? "" };
  });

function errorIn({ ask }: Goal): { readonly status: number; readonly message: string } {
  const [, name = "", message = ""] = /with (\w+) and the message “(.*)”/.exec(ask) ?? [];
  return { status: STATUS_CODES[name as StatusName], message };
}

const writing = (lines: (status: number, message: string) => string): Step =>
  answerWith((goal) => {
    const { message, status } = errorIn(goal);
    return { lines: lines(status, message) };
  });

const both = (status: string | number, message: string): string =>
  `grpc-status: ${status}\ngrpc-message: ${message}`;

const set = (values: Readonly<Record<string, unknown>>): Change => ({ set: values });

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    set({ scene: "served" }),
    set({ scene: "only" }),
    set({ scene: "after", message: "Größe\u0000 — дом" }),
    set({ scene: "proxy", http: 404 }),
    set({ scene: "swallowed" }),
    set({ scene: "twice" }),
    set({ scene: "reset", reset: "CANCEL" }),
    set({ scene: "lost" }),
    set({ scene: "deadline" }),
    set({ scene: "constructor" }),
    set({ http: 418 }),
    set({ reset: "toString" }),
    set({ message: "" }),
  ],
  challenges: {
    "six-failures": {
      reach: answerWith((goal) => answersFrom(FAILURES, goal)),
      refused: [
        { because: "would say that", path: butOne(FAILURES, 0) },
        { because: "But", path: butOne(FAILURES, 4) },
      ],
    },
    "sort-situations": {
      reach: answerWith((goal) => answersFrom(SITUATIONS, goal)),
      refused: [
        { because: "since", path: butOne(SITUATIONS, 1) },
        { because: "not “", path: butOne(SITUATIONS, 3) },
      ],
    },
    "write-trailers": {
      reach: writing((status, message) => both(status, encodeStatusMessage(message))),
      refused: [
        { because: "always due", path: writing((_, message) => `grpc-message: ${message}`) },
        { because: "name does not travel", path: writing(() => both("ABORTED", "no")) },
        { because: "in digits alone", path: writing(() => both("five", "no")) },
        { because: "leading zeros", path: writing((status) => both(`0${status}`, "no")) },
        { because: "another code", path: writing(() => both(13, "no")) },
        { because: "travels as grpc-message", path: writing((status) => `grpc-status: ${status}`) },
        {
          because: "visible ASCII only",
          path: writing((status, message) => both(status, message)),
        },
        {
          because: "upper-case",
          path: writing((status, message) =>
            both(
              status,
              encodeStatusMessage(message).replace(/%../g, (each) => each.toLowerCase()),
            ),
          ),
        },
        {
          because: "a space stays as it is",
          path: writing((status, message) =>
            both(status, encodeStatusMessage(message).replaceAll(" ", "%20")),
          ),
        },
        {
          because: "A plus is a plus",
          path: writing((status, message) =>
            both(status, encodeStatusMessage(message).replaceAll(" ", "+")),
          ),
        },
      ],
    },
  },
};
