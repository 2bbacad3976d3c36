// The cases in which HTTP/3's independent streams gain nothing, each with its reason. RFC 9114 §2; RFC 9204 §2.1.2.
import type { Answers, Challenge, Question, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { DRAWS } from "./cases.ts";
import type { Seen } from "./pages.ts";
import type { Setup } from "./setup.ts";

function check(answers: Answers): Verdict {
  for (const draw of DRAWS) {
    const given = DRAWS.find(({ id }) => id === answers[draw.id]);
    if (given === undefined || given === draw) continue;
    return refuse(`“${draw.name}”: ${draw.fact}; ${given.needs}.`, draw.source);
  }
  return {
    solved: true,
    why: "What is left for HTTP/3 in all five is the shorter handshake; with a warm connection not even that. Its streams pay where several are under way and a few packets are lost.",
    source: "rfc9114#2",
  };
}

/** Five cases by name, to be matched with what makes each of them a draw. */
export const noGain: Challenge<Setup, Seen> = {
  id: "no-gain",
  title: "Where HTTP/3 does not win",
  pose: (chance) => ({
    ask: "Five cases in which as many resources wait over HTTP/3 as over HTTP/2. Each can be chosen above and run. Why does each gain nothing?",
    form: chance.shuffle(DRAWS).map(({ id, name }): Question => ({
      kind: "choice",
      id,
      ask: name,
      options: chance.shuffle(DRAWS.map((draw) => ({ value: draw.id, text: draw.reason }))),
    })),
    check,
  }),
};
