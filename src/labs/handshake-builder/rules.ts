// Rules as citations, and what the parts of the judgement share.
import type { Option } from "#kit/lab.ts";
import type { Fault } from "#wire/index.ts";

/** The opening handshake as browsers do it. */
export const WHATWG = "websockets#websocket-opening-handshake";

/** A rule as a citation: "RFC 6455 §4.1" as "rfc6455#4.1". */
export function citationOf({ rule }: Pick<Fault, "rule">): string {
  const [, number, section] = /^RFC (\d+) §([\d.]+)$/.exec(rule) ?? [];
  return number === undefined ? WHATWG : `rfc${number}#${section ?? ""}`;
}

/** Options whose text is their value. */
export const same = (...texts: readonly string[]): readonly Option[] =>
  texts.map((text) => ({ value: text, text }));
