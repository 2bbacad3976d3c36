// The reconnect loop as a challenge: three outages, three hundred clients, one server. RFC 6455 §7.2.3.
import type { Answers, Challenge, Table, Verdict } from "#kit/lab.ts";
import { parseNumber, refuse } from "#kit/question.ts";
import { createSeeded } from "#kit/seeded.ts";
import { CLIENTS, weather, type Loop, type Outage, type Score } from "./reconnect.ts";
import type { Seen } from "./scene.ts";
import type { Setup } from "./setup.ts";

const SOURCE = "rfc6455#7.2.3";
/** Attempts that a client may make on average in one outage. */
const MOST_ATTEMPTS = 12;
/** Seconds after an outage within which everybody should be back. */
const BACK_WITHIN = 60;

const failed = (why: string, shown: Table): Verdict => ({ ...refuse(why, SOURCE), shown });

function readLoop(answers: Answers): Loop | string {
  const first = parseNumber(answers["first"] ?? "");
  const cap = parseNumber(answers["cap"] ?? "");
  if (first === null || first < 0.1)
    return "The first delay must be at least 0.1 seconds: no delay is a loop that never rests.";
  if (cap === null || cap < first) return "The longest delay cannot be shorter than the first.";
  if (cap > 3600) return "An hour and more: nobody waits that long for a chat.";
  return {
    first,
    cap,
    growth: answers["growth"] === "double" ? "double" : "same",
    jitter:
      answers["jitter"] === "full" ? "full" : answers["jitter"] === "tenth" ? "tenth" : "none",
    reset: answers["reset"] === "stable" ? "stable" : "open",
  };
}

const tableOf = (outages: readonly Outage[], scores: readonly Score[]): Table => ({
  head: ["Outage", "Busiest second", "Attempts a client", "Last one back after"],
  rows: scores.map(({ busiest, attempts, lastBack }, index) => [
    `${outages[index]?.seconds} s${outages[index]?.crashes ? ", crashing" : ""}`,
    `${busiest}`,
    attempts.toFixed(1),
    `${lastBack.toFixed(0)} s`,
  ]),
});

function judge(loop: Loop, outages: readonly Outage[], capacity: number, seed: number): Verdict {
  const chance = createSeeded(seed);
  const scores = outages.map((outage) => weather(loop, outage, chance));
  const shown = tableOf(outages, scores);
  const most = (of: (score: Score) => number): number => Math.max(...scores.map(of));
  const busiest = most((score) => score.busiest);
  if (loop.jitter === "none") {
    return failed(
      `All ${busiest} come in the same second, and the server falls over. Without chance they stay in step for ever.`,
      shown,
    );
  }
  if (loop.jitter === "tenth") {
    return failed(
      `${busiest} in one second: a tenth more or less hardly spreads them, the shorter the delay the less.`,
      shown,
    );
  }
  if (loop.growth === "same") {
    return failed(
      `The delay never grows, so in the long outage each client knocks ${most((score) => score.attempts).toFixed(0)} times at a dead door, or comes back late from the short one.`,
      shown,
    );
  }
  if (loop.reset === "open") {
    return failed(
      "While the server crashes after each accept, every connection opens, so the delay begins small every time: no backoff at all.",
      shown,
    );
  }
  if (busiest > capacity) {
    const short = scores[0]?.busiest === busiest;
    return failed(
      `${busiest} in the busiest second, and the server takes ${capacity}. ${
        short
          ? "After the short outage it is a longer first delay that spreads them further."
          : "After a long outage it is the longest delay that spreads them: let the longest delay be longer."
      }`,
      shown,
    );
  }
  if (most((score) => score.attempts) > MOST_ATTEMPTS) {
    return failed(
      `${most((score) => score.attempts).toFixed(1)} attempts a client are more than ${MOST_ATTEMPTS}. Let the longest delay be longer.`,
      shown,
    );
  }
  const lastBack = most((score) => score.lastBack);
  return lastBack > BACK_WITHIN
    ? failed(
        `The last one is back ${lastBack.toFixed(0)} seconds after the outage. Let the longest delay be shorter.`,
        shown,
      )
    : {
        solved: true,
        why: "Chance keeps them apart, growth keeps a long outage quiet, the cap brings everybody back in time.",
        source: SOURCE,
        shown,
      };
}

/** Set the loop so that it passes three outages. */
export const comeBack: Challenge<Setup, Seen> = {
  id: "come-back",
  title: "Come back without a stampede",
  pose(chance) {
    const capacity = 5 * chance.between(14, 16);
    const outages: readonly Outage[] = [
      { seconds: chance.between(2, 3), crashes: false },
      { seconds: chance.between(28, 36), crashes: true },
      { seconds: chance.between(100, 130), crashes: false },
    ];
    const seed = chance.between(1, 9999);
    return {
      ask: `${CLIENTS} clients lose their server at the same moment, three times: for ${outages[0]?.seconds} seconds, then for ${outages[1]?.seconds} seconds in which it accepts and crashes a second later, then for ${outages[2]?.seconds} seconds. It takes ${capacity} handshakes a second. Set the loop: never more than that, at most ${MOST_ATTEMPTS} attempts a client, everybody back within ${BACK_WITHIN} seconds.`,
      form: [
        { kind: "number", id: "first", ask: "First delay", unit: "seconds", tolerance: 0 },
        {
          kind: "choice",
          id: "growth",
          ask: "After each failure the delay",
          options: [
            { value: "same", text: "stays the same" },
            { value: "double", text: "doubles" },
          ],
        },
        { kind: "number", id: "cap", ask: "Longest delay", unit: "seconds", tolerance: 0 },
        {
          kind: "choice",
          id: "jitter",
          ask: "Chance",
          options: [
            { value: "none", text: "none" },
            { value: "tenth", text: "a tenth more or less" },
            { value: "full", text: "anything between 0 and the delay" },
          ],
        },
        {
          kind: "choice",
          id: "reset",
          ask: "The delay begins small again",
          options: [
            { value: "open", text: "with the open event" },
            { value: "stable", text: "after a minute of a good connection" },
          ],
        },
      ],
      check(answers) {
        const loop = readLoop(answers);
        return typeof loop === "string"
          ? refuse(loop, SOURCE)
          : judge(loop, outages, capacity, seed);
      },
    };
  },
};
