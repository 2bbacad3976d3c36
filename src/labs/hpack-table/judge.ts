// What is asked about the five requests and how the run answers. RFC 7541 §2.3, §4, §6, §7.1.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { guessLengths, SECRET, sizeOf, tells, type Seen } from "./requests.ts";
import type { Setup } from "./setup.ts";

/** What must be predicted. */
export const QUESTIONS: readonly Question[] = [
  {
    kind: "number",
    id: "second",
    ask: "The second request equals the first. How many bytes has its field block?",
    unit: "bytes",
    tolerance: 1,
  },
  {
    kind: "number",
    id: "entries",
    ask: "How many entries has the table after the third?",
    unit: "entries",
    tolerance: 0,
  },
  {
    kind: "choice",
    id: "tell",
    ask: "Somebody else guesses the PIN over the same connection, first wrongly, then rightly. Do the lengths tell which was right?",
    options: [
      { value: "yes", text: "yes" },
      { value: "no", text: "no" },
    ],
  },
];

function whySecond({ secret, table }: Setup): string {
  if (table === "none") {
    return "There is no table to refer to: what is not among the static entries is written out each time.";
  }
  return secret === "index"
    ? "Every field is in a table by now: one byte each."
    : `Every field is one byte, except ${SECRET}: its value is written out each time.`;
}

function whyEntries({ secret, table }: Setup, { requests }: Seen): string {
  if (table === "none") return "Entries need room, and the receiver allows none.";
  const third = requests[2];
  const octets = `Together they count ${sizeOf(third?.table ?? [])} of 4096 bytes, 32 a piece beside name and value.`;
  const gone = third?.evicted.map(([name]) => name).join(", ") ?? "";
  const left = gone === "" ? "" : ` The oldest, ${gone}, had to leave.`;
  return (secret === "index" ? octets : `${SECRET} is not among them. ${octets}`) + left;
}

function whyTell({ secret, table }: Setup, told: boolean): { why: string; source: string } {
  if (told) {
    return {
      why: "The right guess is an entry already and shrinks to its number. A guess that is right but for one digit is as long as any wrong one.",
      source: "rfc7541#7.1.1",
    };
  }
  if (secret === "never") {
    return {
      why: "The value is written out whatever it is, and every hop after this one must do so, too.",
      source: "rfc7541#7.1.3",
    };
  }
  if (secret === "literal") {
    return {
      why: "The value is written out here. But the next hop may index it: only never-indexed forbids that.",
      source: "rfc7541#6.2.3",
    };
  }
  return table === "none"
    ? { why: "Nothing is kept, so nothing can be compared with it.", source: "rfc7541#7.1" }
    : {
        why: "The entry had been pushed out before it was guessed. The two requests differ in length for other reasons: more had to be written again.",
        source: "rfc7541#7.1.2",
      };
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const second = String(seen.requests[1]?.block.length ?? 0);
  const entries = String(seen.requests[2]?.table.length ?? 0);
  const told = tells(seen, setup);
  const right = (id: string, truth: string): boolean => {
    const question = QUESTIONS.find((each) => each.id === id);
    return question !== undefined && isRight(question, answers, truth);
  };
  const lengths = guessLengths(seen);
  return [
    {
      question: "second",
      right: right("second", second),
      observed: `${second} bytes, after ${seen.requests[0]?.block.length ?? 0} for the first`,
      why: whySecond(setup),
      source: setup.table === "none" ? "rfc7541#6.2" : "rfc7541#6.1",
    },
    {
      question: "entries",
      right: right("entries", entries),
      observed: entries === "1" ? "1 entry" : `${entries} entries`,
      why: whyEntries(setup, seen),
      source: "rfc7541#4.1",
    },
    {
      question: "tell",
      right: right("tell", told ? "yes" : "no"),
      observed: told
        ? `yes: ${lengths.join(" bytes, then ")}`
        : "no: the value was written out both times",
      ...whyTell(setup, told),
    },
  ];
}
