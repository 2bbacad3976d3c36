// Rules that a message with sound syntax can still break: RFC 9112 §3.2, RFC 9110 §6.5.1 and others.
import {
  fieldValue,
  fieldValues,
  listMembers,
  statusCode,
  type HeaderField,
} from "#protocols/semantics/index.ts";
import type { Fault } from "#wire/index.ts";
import type { Http1Request, Http1Response } from "./message.ts";
import { parseHost, parseTarget } from "./target.ts";

interface Check<Message> {
  readonly code: string;
  readonly rule: string;
  readonly text: string;
  /** Whether the message breaks the rule. */
  readonly broken: (message: Message) => boolean;
}

const hosts = ({ fields }: Http1Request): string[] => fieldValues(fields, "host");
const formOf = ({ target }: Http1Request): string => parseTarget(target)?.form ?? "none";
const codings = (fields: readonly HeaderField[]): string[] =>
  listMembers(fieldValue(fields, "transfer-encoding") ?? "").map((each) => each.toLowerCase());
const hasOption = (fields: readonly HeaderField[], option: string): boolean =>
  listMembers(fieldValue(fields, "connection") ?? "").some((each) => each.toLowerCase() === option);

/** Transfer codings of the IANA registry that RFC 9112 §7 defines. */
const knownCodings = /^(chunked|compress|deflate|gzip|x-compress|x-gzip)(?:[ \t]*;.*)?$/;

/** Fields that steer framing, routing, authentication or the reading of the content. */
const neverTrailers = new Set(
  (
    "authorization cache-control connection content-encoding content-length content-range " +
    "content-type cookie expect host keep-alive max-forwards proxy-authorization range " +
    "set-cookie te trailer transfer-encoding upgrade www-authenticate"
  ).split(" "),
);
const badTrailers = ({ trailers }: { readonly trailers: readonly HeaderField[] }): boolean =>
  trailers.some(([name]) => neverTrailers.has(name.toLowerCase()));

const misplacedTrailer = {
  code: "FORBIDDEN_TRAILER",
  rule: "RFC 9110 §6.5.1",
  text: "A trailer field is needed before the content: it comes too late. Send it in the header section.",
  broken: badTrailers,
};
const optionlessUpgrade = {
  code: "UPGRADE_WITHOUT_CONNECTION",
  rule: "RFC 9110 §7.8",
  text: "Upgrade is sent without the connection option: a proxy would forward it. Add Connection: upgrade.",
  broken: ({ fields }: { readonly fields: readonly HeaderField[] }): boolean =>
    fieldValue(fields, "upgrade") !== null && !hasOption(fields, "upgrade"),
};

const requestChecks: readonly Check<Http1Request>[] = [
  {
    code: "HOST_MISSING",
    rule: "RFC 9112 §3.2",
    text: "The request has no Host field: the server cannot tell which site is meant. Add Host.",
    broken: (request) => request.version !== "1.0" && hosts(request).length === 0,
  },
  {
    code: "HOST_REPEATED",
    rule: "RFC 9112 §3.2",
    text: "The request has more than one Host field: recipients disagree about the site. Send one.",
    broken: (request) => hosts(request).length > 1,
  },
  {
    code: "HOST_INVALID",
    rule: "RFC 9112 §3.2",
    text: "Host is not a host with an optional port. Send the authority without user name and path.",
    broken: (request) => hosts(request).some((host) => parseHost(host) === null),
  },
  {
    code: "TARGET_INVALID",
    rule: "RFC 9112 §3.2",
    text: "The target has none of the four forms of a request target. Percent-encode what no URI has.",
    broken: (request) => formOf(request) === "none",
  },
  {
    code: "TARGET_FORM",
    rule: "RFC 9112 §3.2.3",
    text: "CONNECT needs host:port as its target, and no other method has that form. Use the right form.",
    broken: (request) =>
      formOf(request) !== "none" &&
      (request.method === "CONNECT") !== (formOf(request) === "authority"),
  },
  {
    code: "TARGET_FORM",
    rule: "RFC 9112 §3.2.4",
    text: "The asterisk stands for the whole server and belongs to OPTIONS. Name a path.",
    broken: (request) => formOf(request) === "asterisk" && request.method !== "OPTIONS",
  },
  {
    code: "UNKNOWN_TRANSFER_CODING",
    rule: "RFC 9112 §6.1",
    text: "A transfer coding is unknown: the content cannot be decoded. A server answers 501.",
    broken: ({ fields }) => codings(fields).some((coding) => !knownCodings.test(coding)),
  },
  {
    code: "TE_WITHOUT_CONNECTION",
    rule: "RFC 9110 §10.1.4",
    text: "TE is sent without the connection option: a proxy would forward it. Add Connection: TE.",
    broken: ({ fields }) => fieldValue(fields, "te") !== null && !hasOption(fields, "te"),
  },
  {
    code: "CONTENT_IN_TRACE",
    rule: "RFC 9110 §9.3.8",
    text: "TRACE carries content, which the loop-back must not have. Send it without.",
    broken: ({ method, content }) => method === "TRACE" && content.length > 0,
  },
  {
    code: "CONTENT_IN_CONNECT",
    rule: "RFC 9110 §9.3.6",
    text: "CONNECT carries content, which it does not have: bytes behind it belong to the tunnel.",
    broken: ({ method, content }) => method === "CONNECT" && content.length > 0,
  },
  optionlessUpgrade,
  misplacedTrailer,
];

const has = ({ fields }: Http1Response, name: string): boolean => fieldValue(fields, name) !== null;
const neverFramed = ({ status }: Http1Response): boolean =>
  (status >= 100 && status < 200) || status === 204;

const responseChecks: readonly Check<Http1Response>[] = [
  {
    code: "STATUS_OUT_OF_RANGE",
    rule: "RFC 9110 §15",
    text: "The status code is outside 100 to 599: a client treats it as a 5xx. Send a valid code.",
    broken: ({ status }) => status < 100 || status > 599,
  },
  {
    code: "TRANSFER_ENCODING_NOT_ALLOWED",
    rule: "RFC 9112 §6.1",
    text: "A 1xx or 204 response has Transfer-Encoding although it never has content. Leave it out.",
    broken: (response) => neverFramed(response) && has(response, "transfer-encoding"),
  },
  {
    code: "CONTENT_LENGTH_NOT_ALLOWED",
    rule: "RFC 9110 §8.6",
    text: "A 1xx or 204 response has Content-Length although it never has content. Leave it out.",
    broken: (response) => neverFramed(response) && has(response, "content-length"),
  },
  optionlessUpgrade,
  misplacedTrailer,
];

const run = <Message>(checks: readonly Check<Message>[], message: Message): Fault[] =>
  checks
    .filter(({ broken }) => broken(message))
    .map(({ code, rule, text }) => ({ code, at: 0, rule, text }));

/**
 * The rules that a request breaks although its bytes can be read: Host, target form, connection
 * options, trailers. Empty when none; `at` is 0, for a value has no offsets.
 */
export const checkRequest = (request: Http1Request): Fault[] => run(requestChecks, request);

/** A fault for each field that the status code demands and the response lacks. */
function missingFields(response: Http1Response): Fault[] {
  const { name = "", source = "", requiredFields = [] } = statusCode(response.status) ?? {};
  return requiredFields
    .filter((field) => !has(response, field))
    .map((field) => ({
      code: "FIELD_MISSING",
      at: 0,
      rule: source.replace(/^rfc(\d+)#/, "RFC $1 §"),
      text: `A ${response.status} (${name}) has no ${field}: the client cannot act on it. Add ${field}.`,
    }));
}

/** The rules that a response breaks although its bytes can be read; empty when none. */
export const checkResponse = (response: Http1Response): Fault[] => [
  ...run(responseChecks, response),
  ...missingFields(response),
];
