// Sec-WebSocket-Extensions (RFC 6455 §9.1) and the parameters of permessage-deflate (RFC 7692 §7.1).
import type { Fault } from "#wire/index.ts";

/** One extension with its parameters in order; a parameter without a value has null. */
export interface WsExtension {
  readonly name: string;
  readonly params: readonly (readonly [name: string, value: string | null])[];
}

const bad = (code: string, at: number, rule: string, text: string): Fault => ({
  code,
  at,
  rule,
  text,
});

// One element of the grammar each, sticky: white space, token, quoted string.
const SPACE = /[ \t]*/y;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;

/**
 * Reads a field value. Empty list elements are passed over (RFC 9110 §5.6.1.2); a quoted value must
 * be a token once unescaped. `at` of a fault is an index in the text.
 */
export function parseExtensions(text: string): WsExtension[] | Fault {
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  };
  const accept = (character: string): boolean => {
    match(SPACE);
    const found = text[at] === character;
    if (found) at += 1;
    match(SPACE);
    return found;
  };
  const syntax = (why: string) => bad("BAD_EXTENSIONS", at, "RFC 6455 §9.1", why);

  const extensions: WsExtension[] = [];
  while (at < text.length) {
    if (accept(",")) continue;
    const name = match(TOKEN);
    if (name === null) return syntax("an extension name is missing");
    const params: [string, string | null][] = [];
    while (accept(";")) {
      const param = match(TOKEN);
      if (param === null) return syntax("a parameter name is missing after ;");
      const value = accept("=") ? (match(TOKEN) ?? unquote(match(QUOTED))) : null;
      if (value === "") return syntax(`the value of ${param} is no token`);
      params.push([param, value]);
    }
    extensions.push({ name, params });
    if (at < text.length && !accept(",")) return syntax("extensions are separated by commas");
  }
  return extensions.length > 0 ? extensions : syntax("the list is empty");
}

/** The token inside a quoted string; empty when there is none. */
function unquote(quoted: string | null): string {
  const inner = quoted?.slice(1, -1).replace(/\\(.)/g, "$1") ?? "";
  TOKEN.lastIndex = 0;
  return TOKEN.exec(inner)?.[0] === inner ? inner : "";
}

/** The field value of a list of extensions. */
export const formatExtensions = (extensions: readonly WsExtension[]): string =>
  extensions
    .map(({ name, params }) =>
      [
        name,
        ...params.map(([param, value]) => (value === null ? param : `${param}=${value}`)),
      ].join("; "),
    )
    .join(", ");

/** What permessage-deflate was asked for or agreed to; window sizes in bits, 8–15. */
export interface DeflateParameters {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number;
  /** Null: the client did not name it, so the server must not either (RFC 7692 §7.1.2.2). */
  readonly clientMaxWindowBits: number | null;
}

// The four parameters: which section defines them and whether a value belongs to them.
const PARAMETERS = new Map([
  ["server_no_context_takeover", { section: "7.1.1.1", value: "none" }],
  ["client_no_context_takeover", { section: "7.1.1.2", value: "none" }],
  ["server_max_window_bits", { section: "7.1.2.1", value: "needed" }],
  ["client_max_window_bits", { section: "7.1.2.2", value: "optional" }],
]);

const BITS = /^(?:[89]|1[0-5])$/;

/** Judges the parameters of an offer (client) or an answer (server): RFC 7692 §7.1. */
export function readDeflateParameters(
  extension: WsExtension,
  side: "offer" | "answer",
): DeflateParameters | Fault {
  const refuse = (section: string, why: string) =>
    bad("BAD_DEFLATE_PARAMETERS", 0, `RFC 7692 §${section}`, why);
  const given = new Map(extension.params);
  if (given.size !== extension.params.length) return refuse("7.1", "a parameter is named twice");
  for (const [name, value] of extension.params) {
    const rule = PARAMETERS.get(name);
    if (!rule) return refuse("7.1", `the parameter ${name} is not defined`);
    // Without a value the client only says that the server may limit its window.
    const mayBeBare = rule.value === "none" || (rule.value === "optional" && side === "offer");
    const fits = value === null ? mayBeBare : rule.value !== "none" && BITS.test(value);
    if (!fits)
      return refuse(
        rule.section,
        `${name} ${rule.value === "none" ? "takes no value" : "must be 8–15"}`,
      );
  }
  const clientBits = given.get("client_max_window_bits");
  return {
    serverNoContextTakeover: given.has("server_no_context_takeover"),
    clientNoContextTakeover: given.has("client_no_context_takeover"),
    serverMaxWindowBits: Number(given.get("server_max_window_bits") ?? 15),
    clientMaxWindowBits: clientBits === undefined ? null : Number(clientBits ?? 15),
  };
}
