// The desk's challenges solved, and attempts that must be refused with their own explanation.
import type { Answers, Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { practiceSpace } from "#mocks/practice.ts";
import { answering } from "./answering.ts";
import { OFFERED } from "./configure-retrier.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import type { Change, Seen, Setup } from "./request.ts";

type Way = Path<Setup, Change, Seen>;

const tokenIn = ({ ask }: Goal): string => /desk-\d+/.exec(ask)?.[0] ?? "";

/** Sends GET /orders with the fields made of the challenge's token. */
const send = (fieldsOf: (token: string) => string): Way =>
  runWith(
    (goal) => [{ kind: "fields", text: fieldsOf(tokenIn(goal)) }],
    () => ({ class: "2", retry: "no" }),
  );

/** The members at fault: those that the sentence behind "but" names. */
const faultsIn = ({ ask }: Goal): readonly string[] => {
  const told = ask.slice(ask.indexOf("but "));
  return ["weight", "to", "postcode", "email", "pickup"].filter((member) =>
    new RegExp(`(but|,) ${member} `).test(told),
  );
};
const documentOf = (goal: Goal, change: (document: Record<string, unknown>) => void): string => {
  const document: Record<string, unknown> = {
    title: "The parcel is not valid",
    status: 422,
    errors: faultsIn(goal).map((member) => ({ pointer: `#/${member}`, detail: "is not valid" })),
  };
  change(document);
  return JSON.stringify(document);
};
const write = (
  change: (document: Record<string, unknown>) => void = () => undefined,
  more: Answers = {},
): Way =>
  answerWith((goal) => ({
    status: "422",
    type: "application/problem+json",
    document: documentOf(goal, change),
    ...more,
  }));

const set = (more: Answers): Way =>
  answerWith(() => ({
    statuses: "408 425 429 502 503 504",
    pause: "asked",
    methods: "idempotent",
    most: "4",
    ...more,
  }));
const again = OFFERED.filter((code) => code < 500 && ![408, 425, 429].includes(code));

/** The right answer to each situation, and the wrong field and detail that every one refuses. */
const RIGHT: Readonly<Record<string, readonly [status: string, field: string]>> = {
  stranger: ["401", "WWW-Authenticate"],
  "not-you": ["403", "none"],
  secret: ["404", "none"],
  "wrong-method": ["405", "Allow"],
  clash: ["409", "none"],
  stale: ["412", "none"],
  format: ["415", "Accept"],
  flood: ["429", "Retry-After"],
  works: ["503", "Retry-After"],
  gateway: ["504", "none"],
};

const situations = Object.fromEntries(
  answering.map(({ id }) => {
    const [status, field] = RIGHT[id] ?? ["", ""];
    const choose = (more: Answers): Way =>
      answerWith(() => ({ status, field, detail: "0", ...more }));
    return [
      id,
      {
        reach: choose({}),
        refused: [
          { because: "Location leads elsewhere", path: choose({ field: "Location" }) },
          { because: "only repeats the status", path: choose({ detail: "2" }) },
          ...(field === "none" ? [] : [{ because: field, path: choose({ field: "none" }) }]),
        ],
      },
    ] as const;
  }),
);

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    const space = practiceSpace("triage-desk");
    return observeIn(() => Promise.resolve(space));
  },
  changes: [
    { kind: "ticket", id: "cancel" },
    { kind: "ticket", id: "quotes" },
    { kind: "ticket", id: "nobody" },
    { kind: "method", method: "HEAD" },
    { kind: "method", method: "BREW" },
    { kind: "target", text: "orders/17?full=1" },
    { kind: "target", text: "https://elsewhere.example/\u0000 x" },
    { kind: "target", text: "" },
    { kind: "fields", text: "Authorization: Bearer desk-11114\nnonsense\n: empty" },
    { kind: "fields", text: "ü: ü\r\nX: \u0001" },
    { kind: "content", text: '{"email":"é@x"}' },
    { kind: "content", text: "x".repeat(2000) },
  ],
  challenges: {
    "satisfy-401": {
      reach: send((token) => `Authorization: Bearer ${token}`),
      refused: [
        { because: "No Authorization was sent", path: send(() => "Accept: application/json") },
        { because: "a scheme, a space", path: send((token) => `Authorization: ${token}`) },
        {
          because: "Basic is another scheme",
          path: send((token) => `Authorization: Basic ${token}`),
        },
        { because: "the token is not", path: send(() => "Authorization: Bearer desk-00001") },
        { because: "another desk's token", path: send(() => "Authorization: Bearer desk-00000") },
      ],
    },
    "two-fields": {
      reach: write(),
      refused: [
        { because: "200 says that it worked", path: write(undefined, { status: "200" }) },
        { because: "cannot be read at all", path: write(undefined, { status: "400" }) },
        { because: "clash with the present state", path: write(undefined, { status: "409" }) },
        { because: "a media type that is not read", path: write(undefined, { status: "415" }) },
        { because: "blames the server", path: write(undefined, { status: "500" }) },
        {
          because: "only application/problem+json",
          path: write(undefined, { type: "application/json" }),
        },
        { because: "leaves a machine guessing", path: write(undefined, { type: "text/plain" }) },
        { because: "is not JSON", path: write(undefined, { document: "{," }) },
        { because: "is a JSON object", path: write(undefined, { document: "[]" }) },
        { because: "must be the status of the response", path: write((d) => (d["status"] = 400)) },
        { because: "title is empty", path: write((d) => (d["title"] = " ")) },
        { because: "an array", path: write((d) => (d["errors"] = "both")) },
        {
          because: "all faults at once",
          path: write((d) => (d["errors"] = (d["errors"] as unknown[]).slice(1))),
        },
        {
          because: "right as it stands",
          path: write((d) => {
            (d["errors"] as unknown[]).push({ pointer: "#/size", detail: "is odd" });
          }),
        },
        {
          because: "has no detail",
          path: write((d) => {
            for (const each of d["errors"] as { detail: string }[]) each.detail = "";
          }),
        },
      ],
    },
    retrier: {
      reach: set({}),
      refused: [
        ...again.map((code) => ({
          because: `sends a ${code} again`,
          path: set({ statuses: `${code} 408 425 429 502 503 504` }),
        })),
        { because: "gives up on 408", path: set({ statuses: "425 429 502 503 504" }) },
        { because: "gives up on 425", path: set({ statuses: "408 429 502 503 504" }) },
        { because: "gives up on 429", path: set({ statuses: "408 425 502 503 504" }) },
        { because: "gives up on 503", path: set({ statuses: "408 425 429 502 504" }) },
        { because: "there are two orders", path: set({ methods: "any" }) },
        { because: "in the same moment", path: set({ pause: "at-once" }) },
        { because: "after one second", path: set({ pause: "steady" }) },
        { because: "no retry", path: set({ most: "1" }) },
        { because: "20 sends", path: set({ most: "99" }) },
      ],
    },
    ...situations,
  },
};
