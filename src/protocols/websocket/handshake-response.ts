// The server's opening handshake: RFC 6455 §4.2.2 (what to answer), §4.1 and WHATWG WebSockets
// "Opening handshake" (what a client checks).
import { fieldValues } from "#protocols/semantics/index.ts";
import { done, fault, type Fault, type Step } from "#wire/index.ts";
import { acceptKey, acceptKeyNow } from "./accept-key.ts";
import { parseExtensions } from "./extensions.ts";
import { listOf, readHead, writeHead, type HandshakeFields } from "./handshake-head.ts";
import { checkHandshakeRequest, type HandshakeRequest } from "./handshake-request.ts";

/** A response head. A response read by `http1` fits as well. */
export interface HandshakeResponse {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly fields: HandshakeFields;
}

/** The response as bytes; a value that would break out of its line throws RangeError. */
export const writeHandshakeResponse = (response: HandshakeResponse): Uint8Array =>
  writeHead({
    startLine: `HTTP/${response.version} ${response.status} ${response.reason}`,
    fields: response.fields,
  });

/** Reads a response head: syntax only, see {@link checkHandshakeResponse} for the rules. */
export function readHandshakeResponse(bytes: Uint8Array, at = 0): Step<HandshakeResponse> {
  const step = readHead(bytes, at);
  if (step.kind !== "done") return step;
  const { startLine, fields } = step.value;
  const parts = /^HTTP\/(\d\.\d) ([1-9]\d\d) ([\t\x20-\x7e\x80-\xff]*)$/.exec(startLine);
  if (!parts) {
    return fault("BAD_STATUS_LINE", at, "RFC 9112 §4", "the line is not version, status, reason");
  }
  const [, version, status, reason] = parts as unknown as [string, string, string, string];
  return done({ status: Number(status), reason, version, fields }, step.next);
}

/** What a server speaks and whom it lets in. */
export interface ServerChoice {
  /** Subprotocols it speaks. The first that the client asked for is chosen. */
  readonly protocols?: readonly string[] | undefined;
  /** Sec-WebSocket-Extensions value of the answer, given the client's offer; null for none. */
  readonly chooseExtensions?: ((offer: string) => string | null) | undefined;
  /** Whether a page of this origin may connect; undefined when the request names none (§10.2). */
  readonly allowOrigin?: ((origin: string | undefined) => boolean) | undefined;
}

/** The answer to a handshake and why it is what it is. */
export interface HandshakeAnswer {
  readonly response: HandshakeResponse;
  /** The rules that the request broke; empty for 101 and 403. */
  readonly faults: readonly Fault[];
}

const refusal = (
  status: number,
  reason: string,
  connection = "close",
  fields: HandshakeFields = [],
): HandshakeResponse => ({
  status,
  reason,
  version: "1.1",
  fields: [...fields, ["Content-Length", "0"], ["Connection", connection]],
});

/** The refusal that a request gets: 400 for a broken rule, 426 for another version, 403 for a barred origin; null for none. */
export function refuseHandshake(
  request: HandshakeRequest,
  { allowOrigin }: Pick<ServerChoice, "allowOrigin"> = {},
): HandshakeAnswer | null {
  const faults = checkHandshakeRequest(request);
  if (faults.length > 0) {
    const onlyVersion = faults.every(({ code }) => code === "VERSION_UNSUPPORTED");
    // 426 says what to upgrade to (RFC 9110 §15.5.22), Sec-WebSocket-Version which version to try.
    const upgrade: HandshakeFields = [
      ["Upgrade", "websocket"],
      ["Sec-WebSocket-Version", "13"],
    ];
    const response = onlyVersion
      ? // Whoever sends Upgrade names it in Connection, too (RFC 9110 §7.8).
        refusal(426, "Upgrade Required", "Upgrade, close", upgrade)
      : refusal(400, "Bad Request");
    return { response, faults };
  }
  if (allowOrigin && !allowOrigin(fieldValues(request.fields, "origin")[0])) {
    return { response: refusal(403, "Forbidden"), faults };
  }
  return null;
}

/** Answers a request: 101, or what {@link refuseHandshake} says. */
export async function answerHandshake(
  request: HandshakeRequest,
  choice: ServerChoice = {},
): Promise<HandshakeAnswer> {
  const refused = refuseHandshake(request, choice);
  if (refused !== null) return refused;
  const { fields } = request;
  const protocol = listOf(fields, "sec-websocket-protocol").find((name) =>
    choice.protocols?.includes(name),
  );
  const offer = fieldValues(fields, "sec-websocket-extensions").join(", ");
  const extensions = offer === "" ? null : (choice.chooseExtensions?.(offer) ?? null);
  const answer: [string, string][] = [
    ["Upgrade", "websocket"],
    ["Connection", "Upgrade"],
    ["Sec-WebSocket-Accept", await acceptKey(fieldValues(fields, "sec-websocket-key").join())],
  ];
  if (protocol !== undefined) answer.push(["Sec-WebSocket-Protocol", protocol]);
  if (extensions !== null) answer.push(["Sec-WebSocket-Extensions", extensions]);
  const response = { status: 101, reason: "Switching Protocols", version: "1.1", fields: answer };
  return { response, faults: [] };
}

/** What the client had asked for. */
export interface HandshakeAsked {
  readonly key: string;
  readonly protocols?: readonly string[] | undefined;
  /** Its Sec-WebSocket-Extensions value. */
  readonly extensions?: string | undefined;
}

/** The rules that a server's answer breaks, in the order of §4.1; none for a good one. */
export function checkHandshakeResponse(
  response: Pick<HandshakeResponse, "status" | "fields">,
  { key, protocols = [], extensions = "" }: HandshakeAsked,
): Fault[] {
  const { status, fields } = response;
  const faults: Fault[] = [];
  const judge = (holds: boolean, code: string, rule: string, text: string) => {
    if (!holds) faults.push({ code, at: 0, rule, text });
  };
  const rule = "RFC 6455 §4.1";
  judge(
    status === 101,
    "STATUS_NOT_101",
    rule,
    `The status is ${status}: only 101 opens a WebSocket.`,
  );
  // Another status is ordinary HTTP: none of the following fields is to be expected.
  if (status !== 101) return faults;

  const upgrade = fieldValues(fields, "upgrade").join(", ").toLowerCase();
  judge(upgrade === "websocket", "UPGRADE_MISSING", rule, "Upgrade is not websocket.");
  const connection = listOf(fields, "connection").map((token) => token.toLowerCase());
  judge(connection.includes("upgrade"), "CONNECTION_MISSING", rule, "Connection lacks Upgrade.");
  const accept = fieldValues(fields, "sec-websocket-accept");
  judge(
    accept.length === 1 && accept[0] === acceptKeyNow(key),
    "ACCEPT_MISMATCH",
    rule,
    `Sec-WebSocket-Accept must be ${acceptKeyNow(key)}: the server did not understand the key.`,
  );

  const used = fieldValues(fields, "sec-websocket-extensions");
  const answered = used.length === 0 ? [] : parseExtensions(used.join(", "));
  const asked = extensions === "" ? [] : parseExtensions(extensions);
  const offered = new Set(Array.isArray(asked) ? asked.map(({ name }) => name) : []);
  judge(
    Array.isArray(answered) && answered.every(({ name }) => offered.has(name)),
    "EXTENSION_UNREQUESTED",
    rule,
    "The server uses an extension that was not asked for, or names it wrongly.",
  );

  const chosen = fieldValues(fields, "sec-websocket-protocol");
  judge(
    chosen.length === 0 || (chosen.length === 1 && protocols.includes(chosen[0] as string)),
    "PROTOCOL_UNREQUESTED",
    rule,
    "The server speaks a subprotocol that was not asked for.",
  );
  judge(
    protocols.length === 0 || chosen.length > 0,
    "PROTOCOL_MISSING",
    "WHATWG WebSockets, Opening handshake",
    "Subprotocols were asked for and the server chose none: a browser gives up.",
  );
  return faults;
}
