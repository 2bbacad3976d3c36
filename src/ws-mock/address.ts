// What the constructor makes of its arguments (WHATWG WebSockets §3.1, constructor steps 1–9).
import { isToken } from "#protocols/semantics/index.ts";
import { toDomString } from "./web-idl.ts";

const refuse = (why: string): DOMException => new DOMException(why, "SyntaxError");

/** The address as a record with scheme ws or wss; anything else throws "SyntaxError" DOMException. */
export function parseAddress(text: string, base: string | undefined): URL {
  const url = URL.parse(text, base);
  if (url === null) throw refuse(`the address ${text} is no URL. Give an absolute one.`);
  if (url.protocol === "http:") url.protocol = "ws:";
  else if (url.protocol === "https:") url.protocol = "wss:";
  if (url.protocol !== "ws:" && url.protocol !== "wss:") {
    throw refuse(`the scheme of ${text} is none of ws, wss, http and https. Use one of these.`);
  }
  // An empty fragment is one, too, but `hash` does not show it.
  if (url.href.includes("#")) {
    throw refuse(`the address ${text} has a fragment, which no server would see. Remove it.`);
  }
  return url;
}

/** The subprotocols asked for; a repeated one or one that is no token throws "SyntaxError". */
export function parseProtocols(protocols: unknown): readonly string[] {
  const list = isSequence(protocols)
    ? Array.from(protocols, toDomString)
    : [toDomString(protocols)];
  for (const name of list) {
    if (!isToken(name)) throw refuse(`the subprotocol ${JSON.stringify(name)} is no token.`);
  }
  if (new Set(list).size < list.length) {
    throw refuse(`a subprotocol is named twice in ${list.join(", ")}. Name each once.`);
  }
  return list;
}

/** Web IDL: an object with an iterator is a sequence, anything else becomes a string. */
const isSequence = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;
