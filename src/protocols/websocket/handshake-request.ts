// The client's opening handshake: RFC 6455 §4.1 (what to send) and §4.2.1 (what a server checks).
import { fieldValues, isToken } from "#protocols/semantics/index.ts";
import { done, fault, type Fault, type Step } from "#wire/index.ts";
import { isHandshakeKey } from "./accept-key.ts";
import { parseExtensions } from "./extensions.ts";
import { listOf, readHead, writeHead, type HandshakeFields } from "./handshake-head.ts";

/** A request head; `version` is "1.1" for HTTP/1.1. A request read by `http1` fits as well. */
export interface HandshakeRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly fields: HandshakeFields;
}

/** What a client asks for. */
export interface HandshakeWish {
  /** The resource name: path and query. Default "/". */
  readonly target?: string | undefined;
  /** Host, with a port that is not the scheme's own. */
  readonly host: string;
  /** Sec-WebSocket-Key; see `handshakeKey`. */
  readonly key: string;
  /** Subprotocols, the preferred one first. */
  readonly protocols?: readonly string[] | undefined;
  /** A Sec-WebSocket-Extensions value, such as "permessage-deflate; client_max_window_bits". */
  readonly extensions?: string | undefined;
  /** What a browser adds by itself. */
  readonly origin?: string | undefined;
  /** Further field lines: cookies, authorisation. */
  readonly fields?: HandshakeFields | undefined;
}

/** The request as bytes (§4.1); a value that would break out of its line throws RangeError. */
export function writeHandshakeRequest(wish: HandshakeWish): Uint8Array {
  const { target = "/", host, key, protocols = [], extensions, origin, fields = [] } = wish;
  if (!/^[!-~]+$/.test(target)) throw new RangeError(`the target ${target} is no visible ASCII.`);
  const optional = (name: string, value: string | undefined): HandshakeFields =>
    value === undefined ? [] : [[name, value]];
  return writeHead({
    startLine: `GET ${target} HTTP/1.1`,
    fields: [
      ["Host", host],
      ["Upgrade", "websocket"],
      ["Connection", "Upgrade"],
      ["Sec-WebSocket-Key", key],
      ["Sec-WebSocket-Version", "13"],
      ...optional("Origin", origin),
      ...optional("Sec-WebSocket-Protocol", protocols.length ? protocols.join(", ") : undefined),
      ...optional("Sec-WebSocket-Extensions", extensions),
      ...fields,
    ],
  });
}

/** Reads a request head: syntax only, see {@link checkHandshakeRequest} for the rules. */
export function readHandshakeRequest(bytes: Uint8Array, at = 0): Step<HandshakeRequest> {
  const step = readHead(bytes, at);
  if (step.kind !== "done") return step;
  const { startLine, fields } = step.value;
  const parts = /^(\S+) ([!-~]+) HTTP\/(\d\.\d)$/.exec(startLine);
  if (!parts || !isToken(parts[1] as string)) {
    return fault("BAD_REQUEST_LINE", at, "RFC 9112 §3", "the line is not method, target, version");
  }
  const [, method, target, version] = parts as unknown as [string, string, string, string];
  return done({ method, target, version, fields }, step.next);
}

const broken = (code: string, rule: string, text: string): Fault => ({ code, at: 0, rule, text });

const RULES: readonly {
  readonly code: string;
  readonly rule: string;
  readonly text: string;
  readonly holds: (request: HandshakeRequest) => boolean;
}[] = [
  {
    code: "METHOD_NOT_GET",
    rule: "RFC 6455 §4.2.1",
    text: "A WebSocket handshake is a GET request. Use GET.",
    holds: ({ method }) => method === "GET",
  },
  {
    code: "VERSION_TOO_OLD",
    rule: "RFC 6455 §4.2.1",
    text: "The handshake needs HTTP/1.1 or higher: HTTP/1.0 knows no Upgrade. Send HTTP/1.1.",
    holds: ({ version }) => /^(?:1\.[1-9]|[2-9]\.\d)$/.test(version),
  },
  {
    code: "HOST_MISSING",
    rule: "RFC 9112 §3.2",
    text: "Exactly one Host field is needed. Name the server's authority in it.",
    holds: ({ fields }) => fieldValues(fields, "host").length === 1,
  },
  {
    code: "UPGRADE_MISSING",
    rule: "RFC 6455 §4.2.1",
    text: "Upgrade does not name websocket. Send Upgrade: websocket.",
    holds: ({ fields }) => hasToken(fields, "upgrade", "websocket"),
  },
  {
    code: "CONNECTION_MISSING",
    rule: "RFC 6455 §4.2.1",
    text: "Connection does not name Upgrade. Send Connection: Upgrade.",
    holds: ({ fields }) => hasToken(fields, "connection", "upgrade"),
  },
  {
    code: "KEY_INVALID",
    rule: "RFC 6455 §4.2.1",
    text: "Exactly one Sec-WebSocket-Key is needed, base64 of 16 bytes. Send 24 characters.",
    holds: ({ fields }) => {
      const keys = fieldValues(fields, "sec-websocket-key");
      return keys.length === 1 && isHandshakeKey(keys[0] as string);
    },
  },
  {
    code: "VERSION_MISSING",
    rule: "RFC 6455 §4.2.1",
    text: "Exactly one Sec-WebSocket-Version is needed, a number 0–255. Send 13.",
    holds: ({ fields }) => {
      const versions = fieldValues(fields, "sec-websocket-version");
      return versions.length === 1 && isVersion(versions[0] as string);
    },
  },
  {
    code: "VERSION_UNSUPPORTED",
    rule: "RFC 6455 §4.2.2",
    text: "Only version 13 is spoken here. Send Sec-WebSocket-Version: 13.",
    holds: ({ fields }) =>
      fieldValues(fields, "sec-websocket-version").every(
        (value) => value === "13" || !isVersion(value),
      ),
  },
  {
    code: "PROTOCOLS_INVALID",
    rule: "RFC 6455 §4.1",
    text: "Subprotocols are tokens, each named once. Remove what is empty, odd or double.",
    holds: ({ fields }) => {
      const asked = listOf(fields, "sec-websocket-protocol");
      const present = fieldValues(fields, "sec-websocket-protocol").length > 0;
      return (
        asked.every(isToken) &&
        new Set(asked).size === asked.length &&
        (!present || asked.length > 0)
      );
    },
  },
  {
    code: "EXTENSIONS_INVALID",
    rule: "RFC 6455 §9.1",
    text: "Sec-WebSocket-Extensions does not follow its grammar. Write name; param=value, ….",
    holds: ({ fields }) => {
      const offers = fieldValues(fields, "sec-websocket-extensions");
      return offers.length === 0 || Array.isArray(parseExtensions(offers.join(", ")));
    },
  },
];

const isVersion = (text: string) => /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) < 256;

const hasToken = (fields: HandshakeFields, name: string, token: string) =>
  listOf(fields, name).some((element) => element.toLowerCase() === token);

/** The rules of §4.2.1 that a request breaks, in the order of the section; none for a good one. */
export const checkHandshakeRequest = (request: HandshakeRequest): Fault[] =>
  RULES.filter(({ holds }) => !holds(request)).map(({ code, rule, text }) =>
    broken(code, rule, text),
  );
