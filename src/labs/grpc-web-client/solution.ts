// The challenges on gRPC-Web solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { practiceSpace } from "#mocks/practice.ts";
import { parseHex } from "#wire/index.ts";
import { lab } from "./model.ts";
import { observeIn, type Seen } from "./observe.ts";
import { framesOf } from "./read-body.ts";
import type { Change, Setup } from "./setup.ts";

type Walk = Path<Setup, Change, Seen>;

const choose = (what: "method" | "answer" | "deadline", value: string): Change => ({
  kind: "choose",
  what,
  value,
});
const number = (value: number): Change => ({ kind: "number", value });

const run = (...changes: readonly Change[]): Walk =>
  runWith(
    () => changes,
    () => ({ outcome: "UNAVAILABLE", http: "503", where: "nowhere" }),
  );

/** The bytes of the challenge, the place of their trailers and its first message's. */
function bytesOf({ ask }: Goal): { readonly at: number; readonly code: string } {
  const bytes = parseHex(ask.slice(ask.indexOf(":") + 1)) ?? new Uint8Array(0);
  const last = framesOf(bytes).frames.at(-1);
  const [, code = ""] = last?.frame.fields?.[0] ?? [];
  return { at: last?.at ?? 0, code };
}
const trailersAt = (move: (at: number) => number, code?: string): Walk =>
  answerWith((goal) => {
    const own = bytesOf(goal);
    return { at: String(move(own.at)), code: code ?? own.code };
  });

const saying = (reason: string, count: string): Walk => answerWith(() => ({ reason, count }));

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    const space = practiceSpace("grpc-web-client");
    return observeIn(() => Promise.resolve(space));
  },
  changes: [
    choose("method", "server"),
    choose("method", "bidi"),
    choose("answer", "error"),
    choose("answer", "only"),
    choose("answer", "hidden"),
    choose("answer", "nothing"),
    choose("deadline", "100"),
    choose("deadline", "5000"),
    choose("deadline", "1e9"),
    number(1),
    number(300),
    number(301),
    number(Number.NaN),
  ],
  challenges: {
    "find-trailers": {
      reach: trailersAt((at) => at),
      refused: [
        { because: "its flag is 00", path: trailersAt(() => 0) },
        { because: "five bytes earlier", path: trailersAt((at) => at + 5) },
        { because: "a varint that goes on", path: trailersAt(() => 6) },
        { because: "No frame begins", path: trailersAt((at) => at + 1) },
        { because: "digits are 30 to 39", path: trailersAt((at) => at, "80") },
      ],
    },
    unavailable: {
      reach: run(choose("answer", "proxy")),
      refused: [
        { because: "succeeded", path: run() },
        { because: "chose NOT_FOUND", path: run(choose("answer", "error")) },
        { because: "is an answer of the service", path: run(choose("answer", "only")) },
        { because: "leaves UNKNOWN", path: run(choose("answer", "hidden")) },
        { because: "ends without a status", path: run(choose("answer", "cut")) },
        {
          because: "own clock",
          path: run(choose("answer", "slow"), choose("deadline", "100")),
        },
      ],
    },
    "why-200": {
      reach: saying("order", "grpc"),
      refused: [
        { because: "passes on what came", path: saying("hides", "grpc") },
        { because: "it is a failure", path: saying("fine", "grpc") },
        { because: "no way back", path: saying("gateway", "grpc") },
        { because: "does so already", path: saying("order", "status") },
        { because: "behind many messages", path: saying("order", "bytes") },
      ],
    },
  },
};
