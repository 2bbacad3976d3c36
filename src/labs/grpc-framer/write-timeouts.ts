// Deadlines as grpc-timeout: at most eight digits and one letter. PROTOCOL-HTTP2.md §Requests.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { parseTimeout } from "#protocols/grpc/index.ts";
import type { Seen } from "./observe.ts";
import type { Setup } from "./setup.ts";

const SOURCE = "grpc-protocol-http2#requests";

/** Whether any unit of the field can say the time exactly: the learner's spelling is free. */
function judgeTimeout(text: string, ms: number, words: string): Verdict {
  const value = text.trim();
  const no = (why: string): Verdict => refuse(`${words}: ${why}`, SOURCE);
  const [, digits = "", unit = ""] = /^(\d*)(.*)$/.exec(value) ?? [];
  if (/[.,]/.test(value)) return no("the number is a whole one. Take a finer unit.");
  if (unit === "") return no("a unit belongs behind the digits: H, M, S, m, u or n.");
  if (digits.length > 8) {
    return no(`${digits.length} digits; eight are allowed. Take a coarser unit.`);
  }
  const parsed = parseTimeout(value);
  if ("rule" in parsed) {
    return no(
      unit.length > 1 ? `the unit is one letter, not ${unit}.` : `${value} is no value of it.`,
    );
  }
  if (parsed.ms === ms) return { solved: true, why: "", source: SOURCE };
  return unit === "M"
    ? no(`M is minutes; that would be ${parsed.ms.toLocaleString("en")} ms. Milliseconds are m.`)
    : no(`${value} is ${parsed.ms.toLocaleString("en")} ms.`);
}

/** Writes three deadlines. */
export const writeTimeouts: Challenge<Setup, Seen> = {
  id: "write-timeouts",
  title: "Write the deadlines",
  pose(chance) {
    const half = chance.between(1, 9);
    const micro = 50 * chance.between(1, 15);
    const days = chance.between(3, 9);
    const asked = [
      { id: "half", ms: half * 1000 + 500, words: `${half}.5 seconds` },
      { id: "micro", ms: micro / 1000, words: `${micro} microseconds` },
      // In milliseconds these are nine digits.
      { id: "days", ms: days * 86_400_000, words: `${days} days` },
    ] as const;
    return {
      ask: "Write the value of grpc-timeout for each. Several spellings are right.",
      form: asked.map(({ id, words }) => ({ kind: "text", id, ask: words, lines: 1 })),
      check(answers): Verdict {
        for (const { id, ms, words } of asked) {
          const verdict = judgeTimeout(answers[id] ?? "", ms, words);
          if (!verdict.solved) return verdict;
        }
        return {
          solved: true,
          why: "Whole numbers of at most eight digits: choose the unit so that the time fits exactly.",
          source: SOURCE,
        };
      },
    };
  },
};
