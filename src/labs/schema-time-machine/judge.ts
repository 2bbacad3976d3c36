// What is asked before the journey, and how it went. protobuf.dev proto3 guide, "Unknown Fields", "Updating A Message Type".
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import type { Arrived, Journey, Seen } from "./seen.ts";
import { namesSent, type Setup } from "./setup.ts";

const arrive = (setup: Setup): Question => ({
  kind: "several",
  id: "arrive",
  ask: "Which of the written fields does the reader's program get, with the value that was written? (None is an answer.)",
  options: namesSent(setup).map((name) => ({ value: name, text: name })),
});

const NOTICE: Question = {
  kind: "choice",
  id: "notice",
  ask: "What does the reader notice?",
  options: [
    { value: "fine", text: "nothing, and nothing is wrong with what it reads" },
    { value: "silent", text: "nothing, although a field is wrong or missing" },
    { value: "error", text: "an error: the message is refused" },
  ],
};

/** Two: what arrives, and whether anybody is told. */
export const questions = (setup: Setup): readonly Question[] => [arrive(setup), NOTICE];

interface Reason {
  readonly why: string;
  readonly source: string;
}

const listed = (journeys: readonly Journey[]): string =>
  journeys.map(({ jsonName }) => jsonName).join(", ");

const worst = ["refused", "other", "lost", "hidden"] as const;

/** Why the first field that did not arrive did not. */
function reasonOf(setup: Setup, { journeys, hops }: Arrived): Reason {
  const fate = worst.find((each) => journeys.some((journey) => journey.fate === each));
  const those = journeys.filter((journey) => journey.fate === fate);
  const [first] = those;
  if (fate === undefined || first === undefined) {
    const passed = hops.length > 1 && hops[0]?.records.some(({ known }) => !known);
    return passed === true
      ? {
          why: "The proxy did not know every field. It kept the bytes as unknown fields and wrote them again, so nothing is missing.",
          source: "protobuf-proto3#unknowns",
        }
      : {
          why: "The reader has each number, with a type that reads its bytes.",
          source: "protobuf-encoding#structure",
        };
  }
  switch (fate) {
    case "refused":
      return {
        why: `${first.by === "the proxy" ? "The proxy" : "The reader"} refused the whole message: ${hops.at(-1)?.refused ?? ""}`,
        source:
          hops.at(-1)?.format === "JSON"
            ? "protobuf-json#json-wire-safety"
            : "protobuf-proto3#consequences",
      };
    case "other":
      return {
        why: `${first.jsonName} was written as ${first.wrote} and is read as ${first.read ?? "not set"}. The bytes say neither name nor type, only a number and how long the value is.`,
        source: "protobuf-proto3#consequences",
      };
    case "lost":
      return first.by === "the proxy"
        ? {
            why:
              setup.proxy === "json"
                ? `The proxy does not know ${listed(those)}, and ProtoJSON has no place for unknown fields.`
                : `The proxy does not know ${listed(those)}: it filled a new message with the fields that it knows, one by one.`,
            source: "protobuf-proto3#retaining",
          }
        : {
            why: `${listed(those)} stood in the bytes and was cleared: of the members of a oneof, the last one on the wire stays.`,
            source: "protobuf-proto3#oneof-features",
          };
    case "hidden":
      return {
        why: `The reader has no field with the number of ${listed(those)}. It keeps the bytes as an unknown field, and its program does not see them.`,
        source: "protobuf-proto3#unknowns",
      };
  }
}

const OBSERVED = {
  fine: "nothing, and nothing is wrong",
  silent: "nothing, although a field is wrong or missing",
  error: "an error",
} as const;

function noticeReason(outcome: Arrived["outcome"], { hops }: Arrived): Reason {
  switch (outcome) {
    case "error":
      return hops.at(-1)?.format === "JSON"
        ? {
            why: "A ProtoJSON reader refuses what it does not know. In binary the same change would pass.",
            source: "protobuf-json#json-options",
          }
        : {
            why: "A refusal is the best that can come of a reused number: somebody notices.",
            source: "protobuf-proto3#consequences",
          };
    case "silent":
      return {
        why: "There is no version in the bytes and nothing to compare. What fits the schema is read.",
        source: "protobuf-proto3#consequences",
      };
    case "fine":
      return {
        why: "Everything that the reader's schema names is as it was written.",
        source: "protobuf-proto3#wire-safe-changes",
      };
  }
}

/** Lays the observation beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const asked = arrive(setup);
  if (seen.kind === "refused") {
    return [asked, NOTICE].map(({ id }) => ({
      question: id,
      right: false,
      observed: "nothing: nothing was sent",
      why: `The ${seen.at === "message" ? "message" : `schema ${seen.at}`} stands in the way. ${seen.why}`,
      source: seen.at === "message" ? "protobuf-json#format" : "protobuf-proto3#simple",
    }));
  }
  const arrived = namesSent(setup).filter((key) =>
    seen.journeys.some(
      ({ name, jsonName, fate }) => fate === "same" && (name === key || jsonName === key),
    ),
  );
  return [
    {
      question: asked.id,
      right: isRight(asked, answers, arrived.join(" ")),
      observed: arrived.length === 0 ? "none" : arrived.join(", "),
      ...reasonOf(setup, seen),
    },
    {
      question: NOTICE.id,
      right: isRight(NOTICE, answers, seen.outcome),
      observed: OBSERVED[seen.outcome],
      ...noticeReason(seen.outcome, seen),
    },
  ];
}
