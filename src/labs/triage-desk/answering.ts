// The second half of the desk: each situation as a challenge with status, field and detail to choose.
import type { Answers, Challenge, Option, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { statusCode } from "#protocols/semantics/index.ts";
import type { Seen, Setup } from "./request.ts";
import type { Situation } from "./situation.ts";
import { access } from "./situations-access.ts";
import { load } from "./situations-load.ts";
import { state } from "./situations-state.ts";

/** The group under which the view finds them. */
export const ANSWERING = "answering";

/** Fields that an answer may need, and what each is for. */
const FIELDS: Readonly<Record<string, string>> = {
  "WWW-Authenticate": "WWW-Authenticate names a way to sign in; it belongs to 401.",
  Allow: "Allow lists methods of the resource; it belongs to 405.",
  Accept: "Accept in an answer lists media types that would be read; it belongs to 415.",
  "Retry-After": "Retry-After promises that waiting helps. Here it does not, or not for sure.",
  Location: "Location leads elsewhere: it belongs to 201 and to redirects.",
};
const NEEDED: Readonly<Record<string, string>> = {
  "WWW-Authenticate":
    "must carry WWW-Authenticate: without a challenge nobody knows how to sign in.",
  Allow: "must carry Allow: without it a client can only guess the methods.",
  Accept: "should say in Accept which types would be read.",
  "Retry-After": "should say in Retry-After when to come back; it is known here.",
};

const named = (status: string): Option => ({
  value: status,
  text: `${status} ${statusCode(Number(status))?.name ?? ""}`,
});

function check(situation: Situation, { status, field = "", detail }: Answers): Verdict {
  const { statuses, field: right, leak, why, source } = situation;
  const chosen = statuses.find(({ value }) => value === status);
  if (chosen?.why !== undefined) return refuse(chosen.why, source);
  if (field !== right) {
    return right === "none" || field !== "none"
      ? refuse(FIELDS[field] ?? "This field is not needed.", source)
      : refuse(`${status ?? ""} ${NEEDED[right] ?? ""}`, source);
  }
  if (detail === "1") return refuse(leak, "rfc9457#5");
  if (detail === "2") {
    return refuse(
      "That only repeats the status. Say what happened here or what would help.",
      "rfc9457#3.1.4",
    );
  }
  return { solved: true, why, source };
}

const fieldOptions: readonly Option[] = [
  { value: "none", text: "none is needed" },
  ...Object.keys(FIELDS).map((name) => ({ value: name, text: name })),
];

/** The ten situations as challenges of the group {@link ANSWERING}. */
export const answering: readonly Challenge<Setup, Seen>[] = Object.entries({
  ...access,
  ...state,
  ...load,
}).map(([id, { title, pose }]) => ({
  id,
  title,
  group: ANSWERING,
  pose(chance) {
    const situation = pose(chance);
    const { story, statuses, details } = situation;
    const sentences = details.map((text, index) => ({ value: String(index), text }));
    return {
      ask: story,
      form: [
        {
          kind: "choice",
          id: "status",
          ask: "Status",
          options: chance.shuffle(statuses.map(({ value }) => named(value))),
        },
        { kind: "choice", id: "field", ask: "Field that goes with it", options: fieldOptions },
        { kind: "choice", id: "detail", ask: "Detail", options: chance.shuffle(sentences) },
      ],
      check: (answers) => check(situation, answers),
    };
  },
}));
