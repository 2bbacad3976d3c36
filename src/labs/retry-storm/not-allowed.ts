// Challenge: the right answer to a method that a resource does not take. RFC 9110 §15.5.6, §10.2.1.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { statusCode } from "#protocols/semantics/index.ts";
import type { Seen, Setup } from "./storm.ts";

const STATUSES = [400, 403, 404, 405, 501] as const;

/** Why another status is wrong here. */
const WRONG: Readonly<Record<string, Verdict>> = {
  "400": refuse(
    "400 blames the syntax. The request is well formed; it is the method that does not fit.",
    "rfc9110#15.5.1",
  ),
  "403": refuse(
    "403 refuses this client. Nobody may send this method here, whoever they are.",
    "rfc9110#15.5.4",
  ),
  "404": refuse("404 denies the resource, and it is there.", "rfc9110#15.5.5"),
  "501": refuse(
    "501 says that the server does not know the method for any resource. It takes it elsewhere.",
    "rfc9110#15.6.2",
  ),
};

function checkAllow(value: string, supported: readonly string[], sent: string): Verdict {
  const listed = value
    .split(",")
    .map((token) => token.trim())
    .filter((token) => token !== "");
  const split = listed.find((token) => /\s/.test(token));
  if (split !== undefined) {
    return refuse(`Members of a list are separated by commas: “${split}”.`, "rfc9110#5.6.1");
  }
  if (listed.includes(sent)) {
    return refuse(
      `Allow lists what the resource takes. ${sent} is what it just refused.`,
      "rfc9110#10.2.1",
    );
  }
  const lower = listed.find((token) => token !== token.toUpperCase());
  if (lower !== undefined) {
    return refuse(`${lower} is another method: names are case-sensitive.`, "rfc9110#9.1");
  }
  const missing = supported.find((method) => !listed.includes(method));
  if (missing !== undefined) {
    return refuse(`${missing} is missing: Allow holds all that is supported.`, "rfc9110#10.2.1");
  }
  const extra = listed.find((method) => !supported.includes(method) && method !== "OPTIONS");
  if (extra !== undefined) {
    return refuse(`${extra} is not supported here, so it is not in Allow.`, "rfc9110#10.2.1");
  }
  return {
    solved: true,
    why: "405 says that the method is known and not for this resource, and Allow must say what is.",
    source: "rfc9110#15.5.6",
  };
}

export const notAllowed: Challenge<Setup, Seen> = {
  id: "answer-405",
  title: "Not this way",
  pose(chance) {
    const place = chance.pick(["/depots/oslo", "/labels/9", "/rates/2026", "/scans"]);
    const writes = chance.shuffle(["POST", "PUT", "PATCH", "DELETE"]);
    const kept = chance.between(1, 2);
    const supported = ["GET", "HEAD", ...writes.slice(0, kept)];
    const sent = writes[kept] ?? "";
    return {
      ask: `The service uses POST, PUT, PATCH and DELETE in various places. ${place} takes ${supported.join(", ")}. Now somebody sends ${sent} ${place}. What do you answer?`,
      form: [
        {
          kind: "choice",
          id: "status",
          ask: "Status",
          options: STATUSES.map((status) => ({
            value: String(status),
            text: `${status} ${statusCode(status)?.name ?? ""}`,
          })),
        },
        { kind: "text", id: "allow", ask: "Allow", lines: 1 },
      ],
      check: ({ status = "", allow = "" }: Answers) =>
        WRONG[status] ?? checkAllow(allow, supported, sent),
    };
  },
};
