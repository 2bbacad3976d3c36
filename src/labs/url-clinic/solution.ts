// The clinic's challenges solved, and attempts that must be refused with their own explanation.
import type { Answers, Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { practiceSpace } from "#mocks/practice.ts";
import type { Change, Seen, Setup } from "./clinic.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";

type Way = Path<Setup, Change, Seen>;

/** The number that the operation came with. */
const numberIn = ({ ask }: Goal): string => /\b\d\d\b/.exec(ask)?.[0] ?? "";

/** Runs a design for the staged patient; "#" stands for its number. */
const run = (method: string, path: string): Way =>
  runWith(
    (goal) => [
      { kind: "method", method },
      { kind: "path", text: path.replaceAll("#", numberIn(goal)) },
    ],
    () => ({ harms: "", helps: "retrier" }),
  );

type Wrong = readonly [because: string, method: string, path: string];

/** A patient's design, and designs that must be refused. */
const cure = (method: string, path: string, ...wrong: readonly Wrong[]) => ({
  reach: run(method, path),
  refused: wrong.map(([because, ...design]) => ({ because, path: run(...design) })),
});

const orderIn = ({ ask }: Goal): string => /order (\d+)/.exec(ask)?.[1] ?? "";
const cancel = (
  ways: (order: string) => readonly [method: string, path: string, method2: string, path2: string],
): Way =>
  answerWith((goal) => {
    const [method, path, second, secondPath] = ways(orderIn(goal));
    return {
      "first-method": method,
      "first-path": path,
      "second-method": second,
      "second-path": secondPath,
    };
  });
const asPart = (order: string): readonly [string, string] => [
  "POST",
  `/orders/${order}/cancellation`,
];
const beside = (method: string, path: (order: string) => string): Way =>
  cancel((order) => [method, path(order), ...asPart(order)]);

const follow = (more: Answers): Way =>
  answerWith(() => ({ start: "cart", cart: "order", order: "payment", paid: "receipt", ...more }));

const numbersIn = ({ ask }: Goal): readonly string[] =>
  /\/customers\/(\d+)\/orders\/(\d+)\/parcels\/(\d+)\/scans\/(\d+)/.exec(ask)?.slice(1) ?? [];
const address = (of: (parcel: string, scan: string, goal: Goal) => string): Way =>
  answerWith((goal) => {
    const [, , parcel = "", scan = ""] = numbersIn(goal);
    return { path: of(parcel, scan, goal) };
  });

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    const space = practiceSpace("url-clinic");
    return observeIn(() => Promise.resolve(space));
  },
  changes: [
    { kind: "patient", id: "scan" },
    { kind: "patient", id: "nobody" },
    { kind: "method", method: "PATCH" },
    { kind: "method", method: "BREW" },
    { kind: "path", text: "//elsewhere.example/x" },
    { kind: "path", text: "/../..//.?a#b" },
    { kind: "path", text: "" },
    { kind: "path", text: "/é/\u0000/" + "x".repeat(200) },
  ],
  challenges: {
    "cancel-twice": {
      reach: beside("PUT", (order) => `/orders/${order}/state`),
      refused: [
        {
          because: "has the deed in the address",
          path: beside("POST", (order) => `/orders/${order}/cancel`),
        },
        { because: "GET is safe", path: beside("GET", (order) => `/orders/${order}/state`) },
        { because: "removes the order", path: beside("DELETE", (order) => `/orders/${order}`) },
        { because: "so PUT it", path: beside("POST", (order) => `/orders/${order}/state`) },
        { because: "replaces the whole order", path: beside("PUT", (order) => `/orders/${order}`) },
        {
          because: "Both make a cancellation",
          path: beside("PUT", (order) => `/orders/${order}/cancellation`),
        },
        {
          because: "with POST or PUT",
          path: beside("PATCH", (order) => `/orders/${order}/cancellation`),
        },
        { because: "does not belong to order", path: beside("PUT", () => "/state") },
        {
          because: "Both change the state",
          path: cancel((order) => ["PUT", `/orders/${order}/state`, "PATCH", `/orders/${order}`]),
        },
      ],
    },
    "follow-links": {
      reach: follow({}),
      refused: [
        { because: "made an address up", path: follow({ cart: "built" }) },
        { because: "nothing is bought there", path: follow({ start: "depots" }) },
        { because: "sells nothing", path: follow({ start: "help" }) },
        { because: "round in circles", path: follow({ cart: "start" }) },
        { because: "nothing left to order", path: follow({ cart: "empty" }) },
        { because: "instead of paid", path: follow({ order: "cancellation" }) },
        { because: "money goes back", path: follow({ paid: "refund" }) },
      ],
    },
    flatten: {
      reach: address((_, scan) => `/scans/${scan}`),
      refused: [
        { because: "begins with a slash", path: address((_, scan) => `scans/${scan}`) },
        { because: "chooses among many", path: address((_, scan) => `/scans?id=${scan}`) },
        { because: "cannot be found", path: address((parcel) => `/parcels/${parcel}/scans`) },
        {
          because: "Still nested",
          path: address((parcel, scan) => `/orders/1/parcels/${parcel}/scans/${scan}`),
        },
        { because: "Plural, then number", path: address((_, scan) => `/scan/${scan}`) },
        { because: "belongs to parcel", path: address((_, scan) => `/parcels/1/scans/${scan}`) },
      ],
    },
    "redesign-read": cure(
      "GET",
      "/parcels/#",
      ["Name the thing", "GET", "/getParcel/#"],
      ["the query is for choosing", "GET", "/parcels?id=#"],
      ["does not say so", "POST", "/parcels/#"],
      ["another address than without", "GET", "/parcels/#/"],
      ["not where people would look", "GET", "/#"],
    ),
    "redesign-depots": cure("GET", "/depots?zone=#", ["does not say so", "POST", "/depots?zone=#"]),
    "redesign-search": cure(
      "GET",
      "/parcels?to=#",
      ["“search”", "GET", "/search"],
      ["not where people", "GET", "/#"],
      ["fits, not QUERY", "QUERY", "/parcels?to=#"],
    ),
    "redesign-announce": cure(
      "POST",
      "/parcels",
      ["adds one more", "PUT", "/parcels"],
      ["Each visit would", "GET", "/parcels"],
      ["changes what is there", "PATCH", "/parcels"],
    ),
    "redesign-withdraw": cure(
      "DELETE",
      "/parcels/#",
      ["hides that doing this twice", "POST", "/parcels/#"],
      ["each of them would do this", "GET", "/parcels/#"],
      ["fits, not PUT", "PUT", "/parcels/#"],
      ["“delete”", "DELETE", "/deleteParcel/#"],
    ),
    "redesign-weight": cure(
      "PATCH",
      "/parcels/#",
      ["hides in the query", "PATCH", "/parcels?id=#"],
      ["fits, not PUT", "PUT", "/parcels/#"],
    ),
    "redesign-scan": cure(
      "POST",
      "/parcels/#/scans",
      ["“add”", "POST", "/addScan/#"],
      ["not where people", "POST", "/parcels/#"],
    ),
    "redesign-scans": cure("GET", "/parcels/#/scans", [
      "Nested too deep",
      "GET",
      "/orders/101/parcels/#/scans",
    ]),
    "redesign-close": cure(
      "PUT",
      "/depots/#/state",
      ["“close”", "PUT", "/depots/#/close"],
      ["hides that doing this twice", "POST", "/depots/#/closures"],
    ),
    "redesign-label": cure(
      "PUT",
      "/parcels/#/label",
      ["“replace”", "PUT", "/parcels/#/replaceLabel"],
      ["fits, not PATCH", "PATCH", "/parcels/#/label"],
    ),
    "redesign-pickup": cure(
      "DELETE",
      "/pickups/#",
      ["hides in the query", "DELETE", "/pickups?pickup=#"],
      ["“cancel”", "PUT", "/pickups/#/cancel"],
    ),
  },
};
