// Request and answer of a setup as values and as bytes. RFC 6455 §4.1, §4.2.2; written by the HTTP/1 engine.
import { writeRequest, writeResponse } from "#protocols/http1/index.ts";
import {
  acceptKeyNow,
  GUID,
  sha1,
  type HandshakeRequest,
  type HandshakeResponse,
} from "#protocols/websocket/index.ts";
import { concat, latin1, latin1Text, utf8 } from "#wire/index.ts";
import { OUT, type Setup } from "./setup.ts";
import { CLIENT, SERVER, type Said } from "./story.ts";

type Fields = HandshakeRequest["fields"];

/** Where the service listens. */
export const TARGET = "/scans";
/** The address that a script names. */
export const ADDRESS = `wss://parcels.example${TARGET}`;

/** Lines in order, without those that are left out. */
const lines = (...given: readonly (readonly [name: string, value: string])[]): Fields =>
  given.filter(([, value]) => value !== OUT);

/** The request as composed. */
export const requestOf = (setup: Setup): HandshakeRequest => ({
  method: setup.method,
  target: TARGET,
  version: setup.version.slice(5),
  fields: lines(
    ["Host", setup.host],
    ["Upgrade", setup.upgrade],
    ["Connection", setup.connection],
    ["Sec-WebSocket-Key", setup.key],
    ["Sec-WebSocket-Version", setup.number],
    ["Origin", setup.origin],
    ["Sec-WebSocket-Protocol", setup.asked],
    ["Sec-WebSocket-Extensions", setup.offer],
  ),
});

/** The subprotocols that a request names, the preferred one first. */
export const askedIn = ({ asked }: Setup): readonly string[] =>
  asked === OUT ? [] : asked.split(", ");

const base64 = (bytes: Uint8Array): string => btoa(latin1Text(bytes));

/** What a server may send as Sec-WebSocket-Accept; `key` is base64. */
export const acceptOf = (how: Setup["accept"], key: string): string =>
  ({
    right: () => acceptKeyNow(key),
    "no-guid": () => base64(sha1(utf8(key))),
    decoded: () => base64(sha1(concat([latin1(atob(key)), utf8(GUID)]))),
    echo: () => key,
    [OUT]: () => OUT,
  })[how]();

const STATUSES = {
  "101": { reason: "Switching Protocols", content: "" },
  "200": { reason: "OK", content: "This is no WebSocket.\n" },
  "302": { reason: "Found", content: "" },
} as const;

/** The answer as composed, to a request with this key. */
export function answerOf(setup: Setup, key: string): HandshakeResponse & { content: Uint8Array } {
  const { reason, content } = STATUSES[setup.status];
  const length = ["Content-Length", String(content.length)] as const;
  const fields = {
    "101": lines(
      ["Upgrade", setup.back],
      ["Connection", setup.option],
      ["Sec-WebSocket-Accept", acceptOf(setup.accept, key)],
      ["Sec-WebSocket-Protocol", setup.chosen],
      ["Sec-WebSocket-Extensions", setup.used],
    ),
    "200": [["Content-Type", "text/plain"], length] as const,
    "302": [["Location", "https://parcels.example/elsewhere"], length] as const,
  }[setup.status];
  return { status: Number(setup.status), reason, version: "1.1", fields, content: utf8(content) };
}

/** A request as a message of a trace. */
export const asking = (connection: string, request: HandshakeRequest): Said => ({
  from: CLIENT,
  to: SERVER,
  label: `${request.method} ${request.target} HTTP/${request.version}`,
  layer: "http1",
  format: "http1-request",
  bytes: writeRequest(request),
  connection,
  head: { kind: "request", method: request.method, url: ADDRESS, fields: request.fields },
});

/** A response as a message of a trace. */
export function answering(
  connection: string,
  response: HandshakeResponse & { readonly content?: Uint8Array },
): Said {
  const { status, reason, fields, content } = response;
  return {
    from: SERVER,
    to: CLIENT,
    label: `${status} ${reason}`,
    layer: "http1",
    format: "http1-response",
    bytes: writeResponse(response),
    connection,
    head: { kind: "response", status, reason, fields },
    contentBytes: content?.length ?? 0,
  };
}
