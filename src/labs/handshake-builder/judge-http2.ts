// What is asked about a handshake on a stream of HTTP/2 and how the run answers. RFC 8441, RFC 9113 §8.6.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import type { Bootstrapped } from "./http2.ts";
import { citationOf, same } from "./rules.ts";

/** Fields by which the two kinds of handshake differ, and two that they share. */
const TRACERS = [
  ":protocol",
  "host",
  "upgrade",
  "sec-websocket-key",
  "sec-websocket-version",
  "origin",
] as const;

/** What must be predicted. */
export const askHttp2 = (): readonly Question[] => [
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
];

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

/** Lays the run beside the prediction. */
export function judgeHttp2(answers: Answers, seen: Bootstrapped): readonly Finding[] {
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
