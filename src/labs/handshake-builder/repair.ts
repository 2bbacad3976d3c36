// A request that no server accepts, to be repaired: two broken rules of RFC 6455 §4.2.1, others each time.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Chance } from "#kit/seeded.ts";
import {
  checkHandshakeRequest,
  handshakeKey,
  readHandshakeRequest,
} from "#protocols/websocket/index.ts";
import { latin1 } from "#wire/index.ts";
import { citationOf } from "./rules.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

/** What can be wrong: a line of the request, and what stands there instead. */
const MISTAKES: readonly (readonly [line: RegExp, instead: string])[] = [
  [/ HTTP\/1\.1$/m, " HTTP/1.0"],
  [/^GET /m, "POST "],
  [/^Host: .*\n/m, ""],
  [/^Upgrade: .*\n/m, ""],
  [/^Connection: .*$/m, "Connection: keep-alive"],
  [/^Sec-WebSocket-Key: .*$/m, "Sec-WebSocket-Key: MTIgYnl0ZXMgbG9u"],
  [/^Sec-WebSocket-Version: .*$/m, "Sec-WebSocket-Version: 8"],
];

/** Random bytes as a seed gives them. */
export const someBytes = (chance: Chance, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => chance.between(0, 255));

/** The request that would do. */
const rightRequest = (host: string, target: string, key: string): string =>
  [
    `GET ${target} HTTP/1.1`,
    `Host: ${host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${key}`,
    "Sec-WebSocket-Version: 13",
    "Origin: https://app.parcels.example",
  ].join("\n");

/** Judges a request as typed: line ends are the form's. */
function judge(text: string, host: string, target: string): Verdict {
  const lines = text.trim().replace(/\r?\n/g, "\r\n");
  if (/[^\0-\xff]/.test(lines)) {
    return refuse("A character beyond U+00FF cannot stand in a field.", "rfc9110#5.5");
  }
  const step = readHandshakeRequest(latin1(`${lines}\r\n\r\n`));
  if (step.kind === "fault") {
    return refuse(`This is no HTTP request: ${step.fault.text}.`, citationOf(step.fault));
  }
  if (step.kind === "more") return refuse("This is no HTTP request: it has no end.", "rfc9112#2.1");
  const [first] = checkHandshakeRequest(step.value);
  if (first !== undefined) return refuse(first.text, citationOf(first));
  const { fields } = step.value;
  if (step.value.target !== target || !fields.some(([, value]) => value === host)) {
    return refuse(`It is accepted, but it no longer asks ${host} for ${target}.`, "rfc6455#4.1");
  }
  return {
    solved: true,
    why: "A server has nothing against it: GET, HTTP/1.1, Host, both halves of the upgrade, 16 bytes of key, version 13.",
    source: "rfc6455#4.2.1",
  };
}

/** Repair a request. */
export const repair: Challenge<Setup, Seen> = {
  id: "repair",
  title: "Repair a handshake",
  pose(chance) {
    const host = `depot-${chance.between(2, 9)}.parcels.example`;
    const target = `/scans/${chance.between(10, 99)}`;
    const right = rightRequest(host, target, handshakeKey(someBytes(chance, 16)));
    const [one, two] = chance.shuffle(MISTAKES);
    const given = [one, two].reduce(
      (text, mistake) => (mistake === undefined ? text : text.replace(...mistake)),
      right,
    );
    return {
      ask: `A client wants a WebSocket at ${host}, resource ${target}. Its request is refused: two rules are broken. Repair it.`,
      form: [{ kind: "text", id: "request", ask: "The request", lines: 8, given }],
      check: (answers: Answers) => judge(answers["request"] ?? "", host, target),
    };
  },
};
