// Challenge: both faults of a form in one problem document. RFC 9457 §3, RFC 9110 §15.5.21.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen, Setup } from "./request.ts";

/** Members of a parcel with a value that cannot be right. */
const FAULTS = [
  { member: "weight", value: "-3", rule: "is below zero" },
  { member: "to", value: '"atlantis"', rule: "is no depot" },
  { member: "postcode", value: '"69"', rule: "needs five digits" },
  { member: "email", value: '"ada.example"', rule: "has no @" },
  { member: "pickup", value: '"yesterday"', rule: "lies in the past" },
] as const;

const TEMPLATE = `{
  "type": "https://parcels.example/problems/invalid",
  "title": "",
  "status": 422,
  "errors": [
    { "pointer": "#/", "detail": "" }
  ]
}`;

const CODES: Readonly<Record<string, Verdict>> = {
  "200": refuse(
    "200 says that it worked; caches, logs and retriers read the status, not your content.",
    "rfc9110#15.3.1",
  ),
  "400": refuse(
    "400 is for a request that cannot be read at all. This one was understood; 422 says more.",
    "rfc9110#15.5.1",
  ),
  "409": refuse(
    "409 is a clash with the present state of the resource. Here the content itself is at fault.",
    "rfc9110#15.5.10",
  ),
  "415": refuse("415 is for a media type that is not read here. JSON is.", "rfc9110#15.5.16"),
  "500": refuse(
    "500 blames the server: the client would send the same again, and someone is woken at night.",
    "rfc9110#15.6.1",
  ),
};

const TYPES: Readonly<Record<string, Verdict>> = {
  "application/json": refuse(
    "This is JSON, but only application/problem+json tells a client that it may read type, title and status.",
    "rfc9457#3",
  ),
  "text/plain": refuse("Plain text leaves a machine guessing which member is meant.", "rfc9457#3"),
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Judges the document; `wrong` are the members at fault. */
function checkDocument(text: string, wrong: readonly string[]): Verdict {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return refuse("The document is not JSON: look for a comma or a quotation mark.", "rfc8259#2");
  }
  if (!isObject(document)) return refuse("A problem document is a JSON object.", "rfc9457#3");
  const { status, title, errors } = document;
  if (status !== undefined && status !== 422) {
    return refuse("The member status must be the status of the response, 422.", "rfc9457#3.1.2");
  }
  if (typeof title !== "string" || title.trim() === "") {
    return refuse(
      "The title is empty: one short sentence for this kind of problem.",
      "rfc9457#3.1.3",
    );
  }
  if (!Array.isArray(errors)) {
    return refuse("List the faulty members in errors, an array.", "rfc9457#3");
  }
  const rows = errors.filter(isObject);
  const pointers = rows.map(({ pointer }) => pointer);
  const missing = wrong.find((member) => !pointers.includes(`#/${member}`));
  if (missing !== undefined) {
    return refuse(
      `No entry points to #/${missing}. Tell all faults at once, so that nobody has to send the form twice.`,
      "rfc9457#3",
    );
  }
  if (rows.length > wrong.length || rows.length !== errors.length) {
    return refuse("An entry points to a member that is right as it stands.", "rfc9457#3");
  }
  if (rows.some(({ detail }) => typeof detail !== "string" || detail.trim() === "")) {
    return refuse("An entry has no detail: say what would be right.", "rfc9457#3.1.4");
  }
  return {
    solved: true,
    why: "One document, both faults, each with a pointer that a form can mark.",
    source: "rfc9457#3",
  };
}

const check = (
  { status = "", type = "", document = "" }: Answers,
  wrong: readonly string[],
): Verdict => CODES[status] ?? TYPES[type] ?? checkDocument(document, wrong);

export const twoFields: Challenge<Setup, Seen> = {
  id: "two-fields",
  title: "Two faults, one document",
  pose(chance) {
    const faults = chance.shuffle(FAULTS).slice(0, 2);
    const members = faults.map(({ member, value }) => `"${member}": ${value}`).join(", ");
    const rules = faults.map(({ member, rule }) => `${member} ${rule}`).join(", ");
    return {
      ask: `POST /parcels came with { ${members}, "size": "m" }. It is JSON, but ${rules}. Write the answer.`,
      form: [
        {
          kind: "choice",
          id: "status",
          ask: "Status",
          options: [
            { value: "200", text: "200 OK" },
            { value: "400", text: "400 Bad Request" },
            { value: "409", text: "409 Conflict" },
            { value: "415", text: "415 Unsupported Media Type" },
            { value: "422", text: "422 Unprocessable Content" },
            { value: "500", text: "500 Internal Server Error" },
          ],
        },
        {
          kind: "choice",
          id: "type",
          ask: "Content-Type",
          options: [
            { value: "application/json", text: "application/json" },
            { value: "application/problem+json", text: "application/problem+json" },
            { value: "text/plain", text: "text/plain" },
          ],
        },
        { kind: "text", id: "document", ask: "Content", lines: 9, given: TEMPLATE },
      ],
      check: (answers) =>
        check(
          answers,
          faults.map(({ member }) => member),
        ),
    };
  },
};
