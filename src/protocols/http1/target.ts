// The four forms of a request target: RFC 9112 §3.2.

/** A request target by its form; the parts are text as sent, without their separators. */
export type RequestTarget =
  | { readonly form: "origin"; readonly path: string; readonly query: string | null }
  | {
      readonly form: "absolute";
      readonly scheme: string;
      readonly authority: string | null;
      readonly path: string;
      readonly query: string | null;
    }
  | { readonly form: "authority"; readonly host: string; readonly port: string }
  | { readonly form: "asterisk" };

const pchar = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})";
const pathPattern = new RegExp(`^(?:${pchar}|/)*$`);
const queryPattern = new RegExp(`^(?:${pchar}|[/?])*$`);
const regName = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*";
// An IP literal: the addresses themselves are left to whoever connects.
const ipLiteral = "\\[(?:[0-9A-Fa-f:.]+|v[0-9A-Fa-f]+\\.[A-Za-z0-9\\-._~!$&'()*+,;=:]+)\\]";
const hostPattern = new RegExp(`^(${ipLiteral}|${regName})(?::([0-9]*))?$`);
const userinfoPattern = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*$/;
const schemePattern = /^[A-Za-z][A-Za-z0-9+\-.]*$/;

/** Host and port of `uri-host [ ":" port ]`, as in a Host field; null when it is malformed. */
export function parseHost(text: string): { host: string; port: string | null } | null {
  const match = hostPattern.exec(text);
  return match ? { host: match[1] ?? "", port: match[2] ?? null } : null;
}

function splitQuery(text: string): { path: string; query: string | null } | null {
  const mark = text.indexOf("?");
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = mark < 0 ? null : text.slice(mark + 1);
  if (!pathPattern.test(path) || (query !== null && !queryPattern.test(query))) return null;
  return { path, query };
}

function parseAbsolute(text: string): RequestTarget | null {
  const colon = text.indexOf(":");
  const scheme = text.slice(0, Math.max(0, colon));
  if (!schemePattern.test(scheme)) return null;
  const rest = text.slice(colon + 1);
  if (!rest.startsWith("//")) {
    const parts = splitQuery(rest);
    return parts && { form: "absolute", scheme, authority: null, ...parts };
  }
  const end = /[/?]/.exec(rest.slice(2));
  const authority = end ? rest.slice(2, 2 + end.index) : rest.slice(2);
  const at = authority.lastIndexOf("@");
  const valid = userinfoPattern.test(authority.slice(0, Math.max(0, at)));
  const parts = splitQuery(rest.slice(2 + authority.length));
  if (!valid || !parseHost(authority.slice(at + 1)) || !parts) return null;
  return { form: "absolute", scheme, authority, ...parts };
}

/**
 * The form and parts of a request target; null when it has none of the four forms. "host:80" is read
 * as authority-form, although "host" could be a scheme.
 */
export function parseTarget(text: string): RequestTarget | null {
  if (text === "*") return { form: "asterisk" };
  if (text.startsWith("/")) {
    const parts = splitQuery(text);
    return parts && { form: "origin", ...parts };
  }
  const authority = parseHost(text);
  if (authority?.host && authority.port) {
    return { form: "authority", host: authority.host, port: authority.port };
  }
  return parseAbsolute(text);
}
