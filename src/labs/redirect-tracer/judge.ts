// What is asked before a run and how the observation compares: RFC 9110 §15.4, Fetch "HTTP-redirect fetch".
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { MOST_REDIRECTS, type RedirectStatus } from "#mocks/index.ts";
import type { SeenRequest } from "#trace/index.ts";
import { isLoop, mayHaveContent, stopsOf, type Seen, type Setup } from "./chain.ts";

/** Sections of RFC 9110 by status. */
export const SECTIONS: Readonly<Record<RedirectStatus, string>> = {
  301: "rfc9110#15.4.2",
  302: "rfc9110#15.4.3",
  303: "rfc9110#15.4.4",
  307: "rfc9110#15.4.8",
  308: "rfc9110#15.4.9",
};

const FETCH_RULE = "fetch#http-redirect-fetch";
const NOTHING: Option = { value: "nothing", text: "nothing arrives" };

const arrival = (method: string, hasContent: boolean): Option => ({
  value: `${method} ${hasContent ? "with" : "without"}`,
  text: mayHaveContent(method as Setup["method"])
    ? `${method} ${hasContent ? "with its content" : "without content"}`
    : method,
});

/** Arrivals that a person might expect, each once. */
function arrivalsOf({ method, hasContent }: Setup): readonly Option[] {
  const options = [arrival(method, hasContent)];
  if (hasContent) options.push(arrival(method, false));
  if (method !== "GET") options.push(arrival("GET", false));
  if (hasContent) options.push({ value: "GET with", text: "GET with the content" });
  return [...options, NOTHING];
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth"];

/** One question for each hop, one for the end, one for the count where there is something to count. */
export function questions(setup: Setup): readonly Question[] {
  const options = arrivalsOf(setup);
  const first = setup.hops[0]?.status ?? 302;
  const again = isLoop(setup) ? setup.hops.length - 1 : -1;
  const counts = again >= 0 || setup.length !== null;
  return [
    ...setup.hops.map(({ to }, index): Question => ({
      kind: "choice",
      id: `hop${index}`,
      ask:
        index === again
          ? `What arrives at ${to}, when it is reached again?`
          : `What arrives at ${to}, after the ${ORDINALS[index] ?? "next"} redirect?`,
      options,
    })),
    {
      kind: "choice",
      id: "end",
      ask: "What does the script that called fetch get?",
      options: [
        { value: "answer", text: "the last answer, status 200" },
        { value: "redirect", text: `the first answer, status ${first}` },
        { value: "opaque", text: "a response with status 0 and no fields" },
        { value: "error", text: "no response: a TypeError" },
      ],
    },
    ...(counts
      ? [
          {
            kind: "number",
            id: "count",
            ask: "How many requests does the service see?",
            unit: "requests",
            tolerance: 0,
          } as const,
        ]
      : []),
  ];
}

/** Why this status does this to this method. */
function whyArrival(
  setup: Setup,
  hop: number,
  { method: before, content }: Pick<SeenRequest, "method" | "content">,
): Pick<Finding, "why" | "source"> {
  if (setup.redirect === "manual") {
    return {
      why: "With redirect: “manual” the browser stops at the first redirect.",
      source: FETCH_RULE,
    };
  }
  const status = setup.hops[hop]?.status ?? 302;
  const source = SECTIONS[status];
  if (status === 307 || status === 308) {
    const why =
      content.length > 0
        ? `${status} forbids changing the method, so the content stays too.`
        : `${status} forbids changing the method: ${before} stays ${before}.`;
    return { why, source };
  }
  if (status === 303) {
    return before === "GET" || before === "HEAD"
      ? { why: `303 asks for a retrieval, and ${before} is one already.`, source }
      : { why: `303 asks for a retrieval: ${before} becomes GET, without content.`, source };
  }
  return before === "POST"
    ? {
        why: `After ${status} a client may turn POST into GET, and browsers do; the content and its fields go with it.`,
        source,
      }
    : {
        why: `${status} lets a client change POST only, so ${before} stays as it is.`,
        source: FETCH_RULE,
      };
}

function whyEnd(setup: Setup, end: string): Pick<Finding, "observed" | "why" | "source"> {
  switch (end) {
    case "opaque":
      return {
        observed: "status 0, no fields, type “opaqueredirect”",
        why: "A script may know that there was a redirect, not where it led.",
        source: "fetch#concept-filtered-response-opaque-redirect",
      };
    case "error":
      return {
        observed: "a TypeError",
        why: isLoop(setup)
          ? `Nobody looks for loops: the browser counts, and redirect ${MOST_REDIRECTS + 1} is a network error.`
          : `Fetch follows ${MOST_REDIRECTS} redirects; number ${MOST_REDIRECTS + 1} is a network error.`,
        source: FETCH_RULE,
      };
    case "redirect":
      return {
        observed: "the redirect itself",
        why: "Scripts are not meant to see a redirect's own status.",
        source: FETCH_RULE,
      };
    default:
      return {
        observed: "the last answer, status 200",
        why: "The browser follows by itself; response.redirected tells that it did.",
        source: "fetch#dom-response-redirected",
      };
  }
}

const endOf = ({ outcome }: Seen): string => {
  if (outcome.kind === "refused") return "error";
  if (outcome.type === "opaqueredirect") return "opaque";
  return outcome.status >= 300 && outcome.status < 400 ? "redirect" : "answer";
};

/** Lays the observation beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const stops = stopsOf(setup);
  return questions(setup).map((question): Finding => {
    if (question.id === "end") {
      const end = endOf(seen);
      return { question: "end", right: isRight(question, answers, end), ...whyEnd(setup, end) };
    }
    if (question.id === "count") {
      const count = String(seen.exchanges.length);
      return {
        question: "count",
        right: isRight(question, answers, count),
        observed: `${count} requests`,
        why: `The first request and at most ${MOST_REDIRECTS} that follow redirects.`,
        source: FETCH_RULE,
      };
    }
    const hop = Number(question.id.slice(3));
    const request = seen.exchanges[hop + 1]?.request;
    const before = seen.exchanges[hop]?.request ?? {
      method: setup.method,
      content: new Uint8Array(),
    };
    const option =
      request === undefined ? NOTHING : arrival(request.method, request.content.length > 0);
    return {
      question: question.id,
      right: isRight(question, answers, option.value),
      observed: request === undefined ? NOTHING.text : `${option.text} at ${stops[hop + 1] ?? ""}`,
      ...whyArrival(setup, hop, before),
    };
  });
}
