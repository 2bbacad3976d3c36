// What is asked about a page that listens and how the run answers. RFC 6455 §10.2; SameSite.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import type { Listened } from "./page.ts";
import { same } from "./rules.ts";
import { OUT, SISTER, STRANGER, type Setup } from "./setup.ts";

/** What must be predicted. */
export const askPage = (): readonly Question[] => [
  {
    kind: "choice",
    id: "status",
    ask: "Which status does the service answer with?",
    options: same("101", "401", "403"),
  },
  {
    kind: "choice",
    id: "served",
    ask: "Does whoever connects get the customer’s parcels?",
    options: same("yes", "no"),
  },
];

function whyAnswered({ caller }: Setup, { status, cookie }: Listened) {
  if (status === 403) {
    return {
      why: `Origin says ${caller}, which a script cannot forge, and it is not on the list.`,
      source: "rfc6455#10.2",
    };
  }
  if (status === 401) {
    return caller === OUT
      ? {
          why: "An app has no cookie, and this service knows nothing else.",
          source: "rfc6455#10.5",
        }
      : {
          why: "A SameSite=Lax cookie stays behind on a cross-site request, so nobody is signed in.",
          source: "draft-rfc6265bis#5.8.3",
        };
  }
  return cookie
    ? {
        why: "The handshake is right, and the browser adds the cookie by itself. No preflight asks: CORS does not apply to a WebSocket.",
        source: "fetch#main-fetch",
      }
    : {
        why: "The handshake is right; who it is comes with the first message.",
        source: "rfc6455#10.5",
      };
}

function whyServed({ caller, token }: Setup, { status, served }: Listened) {
  if (status !== 101) return { why: "The connection never opened.", source: "rfc6455#4.1" };
  if (served && caller === SISTER) {
    return {
      why: "A sister site is the same site: SameSite=Lax sends the cookie along. Only Origin, or a token, tells the two apart.",
      source: "draft-rfc6265bis#5.2",
    };
  }
  if (served && caller === STRANGER) {
    return {
      why: "This is cross-site WebSocket hijacking: the cookie spoke for the customer, the page listened.",
      source: "rfc6455#10.2",
    };
  }
  if (served) return { why: "This is the customer’s own page or app.", source: "rfc6455#10.2" };
  return {
    why:
      token === "yes"
        ? "The token stands in the service’s own page, which a page of another origin cannot read. A cookie travels by itself, a token does not."
        : "Nobody is signed in.",
    source: "rfc6455#10.5",
  };
}

/** Lays the run beside the prediction. */
export function judgePage(setup: Setup, answers: Answers, seen: Listened): readonly Finding[] {
  return [
    {
      question: "status",
      right: answers["status"] === String(seen.status),
      observed: seen.answer.label,
      ...whyAnswered(setup, seen),
    },
    {
      question: "served",
      right: answers["served"] === (seen.served ? "yes" : "no"),
      observed: seen.served ? "yes" : "no",
      ...whyServed(setup, seen),
    },
  ];
}
