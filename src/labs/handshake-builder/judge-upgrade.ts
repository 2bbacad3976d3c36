// What is asked about a handshake over HTTP/1.1 and how the run answers. RFC 6455 §4; WHATWG WebSockets.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { askedIn } from "./messages.ts";
import { citationOf, same, WHATWG } from "./rules.ts";
import { OUT, type Setup } from "./setup.ts";
import type { Upgraded } from "./upgrade.ts";

const EVENTS: readonly Option[] = [
  { value: "open", text: "open" },
  { value: "close", text: "error, then close with code 1006" },
];

/** What socket.protocol may say; a value is never empty. */
const NOTHING = "the empty string";

/** What must be predicted. */
export const askUpgrade = (setup: Setup): readonly Question[] => [
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
];

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

/** What handshake-browsers.spec.ts saw where a standard says that a browser fails. */
const FIREFOX =
  " Chromium 156 does that; Firefox 153 opens all the same, and socket.protocol is empty.";

function whyEvent(
  { asked }: Setup,
  { failed, refused, status }: Upgraded,
): Pick<Finding, "why" | "source"> {
  const [first] = failed;
  if (first === undefined) {
    return { why: "The browser finds nothing to object to.", source: "rfc6455#4.1" };
  }
  if (status === 302) {
    return { why: "A browser does not follow redirects here: status 302 fails.", source: WHATWG };
  }
  const isLenient =
    first.code === "PROTOCOL_MISSING" || (first.code === "PROTOCOL_UNREQUESTED" && asked === OUT);
  return {
    why:
      refused.length > 0
        ? `${first.text} The script is not told which rule was broken.`
        : `${first.text}${isLenient ? FIREFOX : ""}`,
    source: first.code === "STATUS_NOT_101" ? WHATWG : citationOf(first),
  };
}

/** Lays the run beside the prediction. */
export function judgeUpgrade(setup: Setup, answers: Answers, seen: Upgraded): readonly Finding[] {
  const asked = askUpgrade(setup).map(({ id }) => id);
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
      ...whyEvent(setup, seen),
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
