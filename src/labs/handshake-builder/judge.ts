// What is asked about a handshake and how the run answers. RFC 6455 §4, §10.2; RFC 8441 §5; WHATWG WebSockets.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import type { Fault } from "#wire/index.ts";
import type { Bootstrapped } from "./http2.ts";
import { askedIn } from "./messages.ts";
import type { Listened } from "./page.ts";
import type { Seen } from "./seen.ts";
import { OUT, SISTER, STRANGER, type Setup } from "./setup.ts";
import type { Upgraded } from "./upgrade.ts";

const same = (...texts: readonly string[]): readonly Option[] =>
  texts.map((text) => ({ value: text, text }));

const WHATWG = "websockets#websocket-opening-handshake";

/** A rule as a citation: "RFC 6455 §4.1" as "rfc6455#4.1". */
export function citationOf({ rule }: Pick<Fault, "rule">): string {
  const [, number, section] = /^RFC (\d+) §([\d.]+)$/.exec(rule) ?? [];
  return number === undefined ? WHATWG : `rfc${number}#${section ?? ""}`;
}

const EVENTS: readonly Option[] = [
  { value: "open", text: "open" },
  { value: "close", text: "error, then close with code 1006" },
];

/** What socket.protocol may say; a value is never empty. */
const NOTHING = "the empty string";

const ASK: Readonly<Record<Setup["scene"], (setup: Setup) => readonly Question[]>> = {
  upgrade: (setup) => [
    {
      kind: "choice",
      id: "status",
      ask: "Which status does the server answer with?",
      options: same("101", "400", "403", "426", ...(setup.status === "101" ? [] : [setup.status])),
    },
    { kind: "choice", id: "event", ask: "What does the script see in a browser?", options: EVENTS },
    ...(setup.asked === OUT && setup.chosen === OUT
      ? []
      : [
          {
            kind: "choice",
            id: "protocol",
            ask: "What does socket.protocol say at the end?",
            options: same(
              ...new Set([...askedIn(setup), setup.chosen].filter((name) => name !== OUT)),
              NOTHING,
            ),
          } as const,
        ]),
  ],
  http2: () => [
    {
      kind: "choice",
      id: "outcome",
      ask: "How does the server answer on the stream?",
      options: [
        { value: "101", text: "HEADERS with :status 101" },
        { value: "200", text: "HEADERS with :status 200" },
        { value: "reset", text: "RST_STREAM" },
        { value: "fallback", text: "not at all: the request goes another way" },
      ],
    },
    {
      kind: "several",
      id: "fields",
      ask: "Which of these does the request that carries the handshake hold, on whatever connection?",
      options: same(...TRACERS),
    },
  ],
  page: () => [
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
  ],
};

/** Fields by which the two kinds of handshake differ, and two that they share. */
const TRACERS = [
  ":protocol",
  "host",
  "upgrade",
  "sec-websocket-key",
  "sec-websocket-version",
  "origin",
] as const;

/** What must be predicted for this setup. */
export const questions = (setup: Setup): readonly Question[] => ASK[setup.scene](setup);

/** Why the server answered as it did. */
function whyStatus(
  { origin, status: composed }: Setup,
  { refused, status }: Upgraded,
): Pick<Finding, "why" | "source"> {
  const [first, ...more] = refused;
  if (first !== undefined) {
    const others = more.length === 0 ? "" : ` And ${more.length} more below.`;
    return { why: `${first.text}${others}`, source: citationOf(first) };
  }
  if (status === 403) {
    return {
      why: `Every rule of the handshake is kept, but ${origin} is not on the service’s list.`,
      source: "rfc6455#10.2",
    };
  }
  return composed === "101"
    ? { why: "Nothing stands against the request.", source: "rfc6455#4.2.2" }
    : {
        why: "Nothing stands against the request; your server answers as plain HTTP all the same.",
        source: "rfc6455#4.2.2",
      };
}

function whyEvent({ failed, refused, status }: Upgraded): Pick<Finding, "why" | "source"> {
  const [first] = failed;
  if (first === undefined) {
    return { why: "The browser finds nothing to object to.", source: "rfc6455#4.1" };
  }
  if (status === 302) {
    return { why: "A browser does not follow redirects here: status 302 fails.", source: WHATWG };
  }
  return {
    why:
      refused.length > 0
        ? `${first.text} The script is not told which rule was broken.`
        : first.text,
    source: first.code === "STATUS_NOT_101" ? WHATWG : citationOf(first),
  };
}

function judgeUpgrade(setup: Setup, answers: Answers, seen: Upgraded): readonly Finding[] {
  const asked = questions(setup).map(({ id }) => id);
  const said = seen.protocol === "" ? NOTHING : seen.protocol;
  const findings: readonly Finding[] = [
    {
      question: "status",
      right: answers["status"] === String(seen.status),
      observed: seen.answer.label,
      ...whyStatus(setup, seen),
    },
    {
      question: "event",
      right: answers["event"] === (seen.opened ? "open" : "close"),
      observed: EVENTS[seen.opened ? 0 : 1]?.text ?? "",
      ...whyEvent(seen),
    },
    {
      question: "protocol",
      right: answers["protocol"] === said,
      observed: said,
      why: seen.opened
        ? "It is what the server named in Sec-WebSocket-Protocol, whatever stood first in your list."
        : "It stays empty until the connection is open.",
      source: "websockets#feedback-from-the-protocol",
    },
  ];
  return findings.filter(({ question }) => asked.includes(question));
}

const OUTCOMES: Readonly<
  Record<Bootstrapped["outcome"], { observed: string; why: string; source: string }>
> = {
  "200": {
    observed: "HEADERS with :status 200",
    why: "Extended CONNECT opens a tunnel, and a tunnel that is open says 2xx. HTTP/2 has no 101.",
    source: "rfc9113#8.6",
  },
  reset: {
    observed: "RST_STREAM with PROTOCOL_ERROR",
    why: "",
    source: "",
  },
  fallback: {
    observed: "not at all: HTTP/1.1 on a second connection",
    why: "The server has not announced SETTINGS_ENABLE_CONNECT_PROTOCOL, so a client may not send :protocol.",
    source: "rfc8441#3",
  },
};

function judgeHttp2(answers: Answers, seen: Bootstrapped): readonly Finding[] {
  const held = TRACERS.filter((name) => seen.fields.includes(name));
  const { fault, outcome } = seen;
  const { observed, why, source } = OUTCOMES[outcome];
  return [
    {
      question: "outcome",
      right: answers["outcome"] === outcome,
      observed,
      ...(fault === null
        ? { why, source }
        : { why: `The request is malformed: ${fault.text}.`, source: citationOf(fault) }),
    },
    {
      question: "fields",
      right: answers["fields"] === held.join(" "),
      observed: held.join(", "),
      why:
        outcome === "fallback"
          ? "Over HTTP/1.1 it is the handshake that you know; :protocol exists in HTTP/2 and 3 alone."
          : "Origin and the version stay. :authority replaces Host, and :protocol does what Upgrade, Connection and the key did.",
      source: outcome === "fallback" ? "rfc6455#4.1" : "rfc8441#5",
    },
  ];
}

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

function judgePage(setup: Setup, answers: Answers, seen: Listened): readonly Finding[] {
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

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  switch (seen.scene) {
    case "upgrade":
      return judgeUpgrade(setup, answers, seen);
    case "http2":
      return judgeHttp2(answers, seen);
    case "page":
      return judgePage(setup, answers, seen);
  }
}
