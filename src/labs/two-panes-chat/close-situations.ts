// Five situations and the close code that each deserves; every other code has its reason against it. RFC 6455 §7.4.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./scene.ts";
import type { Setup } from "./setup.ts";

interface Situation {
  readonly id: string;
  readonly ask: string;
  readonly right: string;
  /** Other codes and why they are wrong here. */
  readonly wrong: Readonly<Record<string, string>>;
}

const POOL: readonly Situation[] = [
  {
    id: "leave",
    ask: "The user presses “Leave the chat”; your script closes",
    right: "1000",
    wrong: {
      "1001":
        "Leaving the chat is what the connection was for until its end: 1000. And close() refuses 1001; the browser itself sends it when a page is left.",
      "1006": "Leaving: 1006 cannot be sent, it reports that no Close came.",
      "4000": "Leaving: a private code would have to be agreed on, and 1000 says it already.",
    },
  },
  {
    id: "deploy",
    ask: "The server is about to be replaced by a new version",
    right: "1012",
    wrong: {
      "1000": "A deploy: with 1000 the client thinks that all is done and does not come back.",
      "1011": "A deploy: nothing went wrong; 1011 would raise an alarm.",
      "1013":
        "A deploy: 1013 means overloaded, come back later; after a restart clients may come back soon.",
    },
  },
  {
    id: "huge",
    ask: "A client sends 80 MB, and the server takes 1 MB",
    right: "1009",
    wrong: {
      "1002": "80 MB: the frames are well formed, so it is no protocol error.",
      "1003": "80 MB: it is the size that cannot be taken, not the type.",
      "1008": "80 MB: 1008 is for what has no code of its own; this has one.",
    },
  },
  {
    id: "token",
    ask: "The client’s token has expired, and your application has agreed on codes of its own",
    right: "4001",
    wrong: {
      "1000": "The token: a normal end gives the page no reason to fetch a new one.",
      "1007": "The token: 1007 is about data that does not fit its type.",
      "3001":
        "The token: 3000–3999 are registered with IANA; an application’s own codes begin at 4000.",
    },
  },
  {
    id: "text",
    ask: "A text message is no valid UTF-8",
    right: "1007",
    wrong: {
      "1002": "Not UTF-8: the framing is in order; what it carries does not fit the type text.",
      "1003": "Not UTF-8: text is accepted here; this one is broken.",
      "1011": "Not UTF-8: nothing is wrong with the server.",
    },
  },
  {
    id: "masked",
    ask: "A client’s frame is not masked",
    right: "1002",
    wrong: {
      "1007": "No mask: the frame itself breaks a rule, whatever its data is.",
      "1008": "No mask: a rule of the protocol, not of your policy.",
      "1009": "No mask: its size has nothing to do with it.",
    },
  },
  {
    id: "load",
    ask: "The server has too many connections and lets some go",
    right: "1013",
    wrong: {
      "1009": "Too many connections: 1009 is for one message that is too big.",
      "1012":
        "Too many connections: it does not restart, and who comes back at once makes it worse.",
      "1015": "Too many connections: 1015 is never sent.",
    },
  },
];

/** The codes for five of the situations, in a form. */
export const fiveCodes: Challenge<Setup, Seen> = {
  id: "five-codes",
  title: "A code for five situations",
  pose(chance) {
    const posed = chance.shuffle(POOL).slice(0, 5);
    return {
      ask: "Which close code says it? One for each.",
      form: posed.map(({ id, ask, right, wrong }) => ({
        kind: "choice",
        id,
        ask,
        options: [right, ...Object.keys(wrong)]
          .toSorted()
          .map((code) => ({ value: code, text: code })),
      })),
      check(answers: Answers): Verdict {
        for (const { id, right, wrong } of posed) {
          const said = answers[id] ?? "";
          if (said === right) continue;
          const why = wrong[said] ?? "Choose one of the codes.";
          const source = ["1012", "1013"].includes(right) ? "iana-websocket" : "rfc6455#7.4";
          return refuse(why, source);
        }
        return {
          solved: true,
          why: "A good code lets the other side decide by itself: come back soon, later, with a new token, or never.",
          source: "rfc6455#7.4.1",
        };
      },
    };
  },
};
