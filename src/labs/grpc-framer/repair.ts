// A call with several things wrong at once, to be repaired. PROTOCOL-HTTP2.md §Requests.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./observe.ts";
import { PATHS, START, type Setup } from "./setup.ts";

const SOURCE = "grpc-protocol-http2#requests";

/** What may be wrong, and how it is told while it is. */
const DEFECTS: readonly {
  readonly broken: Partial<Setup>;
  readonly why: string;
}[] = [
  {
    broken: { path: PATHS[2] },
    why: "UNIMPLEMENTED: the server knows no such method. The path is case-sensitive, as the .proto spells package, service and method.",
  },
  {
    broken: { type: "application/json" },
    why: "415: the content type must begin with application/grpc, whatever the messages hold.",
  },
  {
    broken: { end: "never" },
    why: "The server waits for END_STREAM: a unary call, too, ends its request with it.",
  },
  {
    broken: { te: false },
    why: "It is served, and still not as specified: te: trailers is missing, so nobody notices a hop that swallows trailers.",
  },
  {
    broken: { timeout: "1500ms" },
    why: "INTERNAL: the unit of grpc-timeout is one letter.",
  },
];

const holds = (setup: Setup, broken: Partial<Setup>): boolean =>
  Object.entries(broken).every(([name, value]) => setup[name as keyof Setup] === value);

/** The broken call of a round: three of the defects, the last two never alone. */
export const repair: Challenge<Setup, Seen> = {
  id: "repair",
  title: "Repair a call",
  pose(chance) {
    const defects = chance.shuffle(DEFECTS).slice(0, 3);
    const number = chance.between(43, 120);
    const stage = defects.reduce<Setup>((setup, { broken }) => ({ ...setup, ...broken }), {
      ...START,
      number,
    });
    return {
      ask: `GetParcel(${number}) does not go through, and more than one thing is wrong with it. Begin where it stands, and run it until it is served and nothing is left to object to. It keeps a deadline.`,
      form: [],
      stage,
      watch(setup, seen): Verdict | null {
        if (setup.number !== number) return null;
        const no = (why: string): Verdict => refuse(why, SOURCE);
        const left = DEFECTS.find(({ broken }) => holds(setup, broken));
        if (left !== undefined) return no(left.why);
        if (setup.path !== PATHS[0]) return no("GetParcel is wanted, not another method.");
        if (setup.timeout === "") {
          return no("Without grpc-timeout the client may wait for ever: keep a deadline.");
        }
        if (seen.answer !== "served") {
          return no(
            `The call ends with ${seen.outcome?.name ?? "nothing"} now: ${seen.outcome?.message ?? "the server waits"}.`,
          );
        }
        const [note] = seen.notes;
        if (note !== undefined) return no(note.text);
        return {
          solved: true,
          why: "Served, and as specified: POST, the path letter by letter, te, the content type, a deadline, END_STREAM.",
          source: SOURCE,
        };
      },
    };
  },
};
