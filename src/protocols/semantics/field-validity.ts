// Which field sections HTTP/2 and HTTP/3 accept: RFC 9113 §8.1.1–§8.5, RFC 9114 §4.1.2–§4.4, RFC 8441.

/** What a field section opens or closes; each allows its own pseudo-fields. */
export type FieldSectionKind = "request" | "response" | "trailers";

/** Why a message is malformed. */
export interface FieldProblem {
  /** Index of the offending field line; the number of lines when one is missing. */
  readonly index: number;
  /** Citation of the rule broken. */
  readonly rule: string;
  /** One sentence for a person. */
  readonly text: string;
}

/** What decides which rules hold. */
export interface FieldRules {
  readonly section: FieldSectionKind;
  /** Major version of HTTP; it decides which specification is cited. */
  readonly version: 2 | 3;
  /** Whether `:protocol` was negotiated (RFC 8441 §3, RFC 9220 §3); false when left out. */
  readonly extendedConnect?: boolean;
}

type Lines = readonly (readonly [name: string, value: string])[];

const CITATIONS = {
  2: {
    characters: "RFC 9113 §8.2.1",
    connection: "RFC 9113 §8.2.2",
    pseudo: "RFC 9113 §8.3",
    request: "RFC 9113 §8.3.1",
    response: "RFC 9113 §8.3.2",
    connect: "RFC 9113 §8.5",
    upgrade: "RFC 9113 §8.6",
    extended: "RFC 8441 §4",
    length: "RFC 9113 §8.1.1",
  },
  3: {
    characters: "RFC 9114 §10.3",
    connection: "RFC 9114 §4.2",
    pseudo: "RFC 9114 §4.3",
    request: "RFC 9114 §4.3.1",
    response: "RFC 9114 §4.3.2",
    connect: "RFC 9114 §4.4",
    upgrade: "RFC 9114 §4.5",
    extended: "RFC 9220 §3",
    length: "RFC 9114 §4.1.2",
  },
} as const;

type Citation = keyof (typeof CITATIONS)[2];

// A token (RFC 9110 §5.6.2) without upper case: the check that RFC 9113 §8.2.1 recommends.
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// Field content (RFC 9110 §5.5): no control characters but HTAB, no white space at either end.

const BAD_VALUE = /[\0-\x08\n-\x1f\x7f]|^[ \t]|[ \t]$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+\-.]*$/;
// "/…" and an optional query: visible ASCII without "#" (RFC 9110 §4.1).
const PATH = /^\/[!-"$-~]*$/;
const STATUS = /^[1-9][0-9]{2}$/;

const CONNECTION_SPECIFIC: ReadonlySet<string> = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);

const PSEUDO: Readonly<Record<FieldSectionKind, ReadonlySet<string>>> = {
  request: new Set([":method", ":scheme", ":authority", ":path", ":protocol"]),
  response: new Set([":status"]),
  trailers: new Set(),
};

/** The first rule that a received field section breaks, or null when the message is well-formed. */
export function checkFields(fields: Lines, rules: FieldRules): FieldProblem | null {
  const { section } = rules;
  const cited = CITATIONS[rules.version];
  const problem = (index: number, rule: Citation, text: string): FieldProblem => ({
    index,
    rule: cited[rule],
    text,
  });
  const pseudo = new Map<string, number>();
  let regular = false;
  for (let index = 0; index < fields.length; index += 1) {
    const [name, value] = fields[index] as Lines[number];
    if (name.charCodeAt(0) === 0x3a) {
      if (section === "trailers") {
        return problem(index, "pseudo", `a trailer section carries the pseudo-field ${name}`);
      }
      if (!PSEUDO[section].has(name)) {
        return problem(index, "pseudo", `${name} is not defined for a ${section}`);
      }
      if (regular) return problem(index, "pseudo", `${name} follows a regular field`);
      if (pseudo.has(name)) return problem(index, "pseudo", `${name} appears twice`);
      pseudo.set(name, index);
    } else {
      regular = true;
      if (!NAME.test(name)) {
        const why = /[A-Z]/.test(name) ? "has upper-case letters" : "is no token";
        return problem(index, "characters", `the field name ${JSON.stringify(name)} ${why}`);
      }
      if (CONNECTION_SPECIFIC.has(name)) {
        return problem(index, "connection", `${name} is specific to an HTTP/1 connection`);
      }
      if (name === "te" && (section !== "request" || value.toLowerCase() !== "trailers")) {
        return problem(index, "connection", "te may only say trailers, and only in a request");
      }
    }
    if (BAD_VALUE.test(value)) {
      return problem(
        index,
        "characters",
        `the value of ${name} has a control character or white space at an end`,
      );
    }
  }
  const end = fields.length;
  if (section === "trailers") return null;
  const valueOf = (name: string): string | undefined => fields[pseudo.get(name) ?? end]?.[1];
  const at = (name: string): number => pseudo.get(name) ?? end;
  if (section === "response") {
    const status = valueOf(":status");
    if (status === undefined) return problem(end, "response", ":status is missing");
    if (!STATUS.test(status)) {
      return problem(at(":status"), "response", ":status is no status code of three digits");
    }
    if (status === "101") return problem(at(":status"), "upgrade", "101 does not exist here");
    return null;
  }

  const method = valueOf(":method");
  const scheme = valueOf(":scheme");
  const path = valueOf(":path");
  const authority = valueOf(":authority");
  if (method === undefined) return problem(end, "request", ":method is missing");
  if (!TOKEN.test(method)) return problem(at(":method"), "request", ":method is no token");
  const tunnel = method === "CONNECT" && !pseudo.has(":protocol");
  if (pseudo.has(":protocol")) {
    const index = at(":protocol");
    if (rules.extendedConnect !== true) {
      return problem(index, "extended", ":protocol was not enabled by a setting");
    }
    if (method !== "CONNECT") return problem(index, "extended", ":protocol without CONNECT");
  }
  if (tunnel) {
    if (scheme !== undefined) return problem(at(":scheme"), "connect", "CONNECT has no :scheme");
    if (path !== undefined) return problem(at(":path"), "connect", "CONNECT has no :path");
    if (!authority) return problem(at(":authority"), "connect", "CONNECT needs an :authority");
    return null;
  }
  if (scheme === undefined) return problem(end, "request", ":scheme is missing");
  if (!SCHEME.test(scheme)) return problem(at(":scheme"), "request", ":scheme is no URI scheme");
  if (path === undefined) return problem(end, "request", ":path is missing");
  const web = /^https?$/i.test(scheme);
  if (web && !PATH.test(path) && !(path === "*" && method === "OPTIONS")) {
    return problem(at(":path"), "request", ":path must be a path, or * with OPTIONS");
  }
  if (web && authority !== undefined && authority.includes("@")) {
    return problem(at(":authority"), "request", ":authority must not carry user information");
  }
  return checkHost(fields, rules, scheme, authority, at(":authority"));
}

/** RFC 9113 §8.3.1, RFC 9114 §4.3.1: Host must agree with :authority; HTTP/3 wants one of them. */
function checkHost(
  fields: Lines,
  rules: FieldRules,
  scheme: string,
  authority: string | undefined,
  authorityAt: number,
): FieldProblem | null {
  const rule = CITATIONS[rules.version].request;
  const hostAt = fields.findIndex(([name]) => name === "host");
  const host = fields[hostAt]?.[1];
  if (rules.version === 3 && /^https?$/i.test(scheme)) {
    if (authority === undefined && host === undefined) {
      return { index: fields.length, rule, text: "neither :authority nor host is present" };
    }
    if (authority === "" || host === "") {
      const index = authority === "" ? authorityAt : hostAt;
      return { index, rule, text: ":authority and host must not be empty" };
    }
  }
  if (host === undefined || authority === undefined) return null;
  if (normalAuthority(host, scheme) === normalAuthority(authority, scheme)) return null;
  return { index: hostAt, rule, text: `host ${host} differs from :authority ${authority}` };
}

/** Scheme-based normalisation (RFC 3986 §6.2.3): lower case, without the scheme's own port. */
function normalAuthority(authority: string, scheme: string): string {
  const port = scheme.toLowerCase() === "https" ? /:443$|:$/ : /:80$|:$/;
  return authority.toLowerCase().replace(port, "");
}

/**
 * The declared content length of a field section in octets, null when there is none, or the problem:
 * not digits, or two that differ (RFC 9110 §8.6).
 */
export function readContentLength(fields: Lines, version: 2 | 3): number | null | FieldProblem {
  let length: number | null = null;
  for (let index = 0; index < fields.length; index += 1) {
    const [name, value] = fields[index] as Lines[number];
    if (name !== "content-length") continue;
    const rule = CITATIONS[version].length;
    const number = /^[0-9]{1,15}$/.test(value) ? Number(value) : null;
    if (number === null) {
      return {
        index,
        rule,
        text: `content-length ${JSON.stringify(value)} is no number of octets`,
      };
    }
    if (length !== null && length !== number) {
      return { index, rule, text: "two content-length fields differ" };
    }
    length = number;
  }
  return length;
}

/**
 * Size of a field section as limits count it, in octets: per line the lengths of name and value
 * plus 32 (RFC 9113 §6.5.2, RFC 9114 §4.2.2; the same sum as a table entry, RFC 7541 §4.1).
 */
export function fieldSectionSize(fields: Lines): number {
  let size = 0;
  for (const [name, value] of fields) size += name.length + value.length + 32;
  return size;
}
