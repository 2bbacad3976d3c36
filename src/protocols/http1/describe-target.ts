// The field tree of a request target: RFC 9112 §3.2.
import { latin1Text, type Field } from "#wire/index.ts";
import type { Cut } from "./cut.ts";
import { parseTarget, type RequestTarget } from "./target.ts";

type Part = readonly [name: string, length: number, rule?: string];

const path = "RFC 9110 §4.1";

function queryParts(query: string | null): Part[] {
  if (query === null) return [];
  return [
    ["question mark", 1],
    ["query", query.length, path],
  ];
}

function partsOf(target: RequestTarget): Part[] {
  switch (target.form) {
    case "asterisk":
      return [];
    case "authority":
      return [
        ["host", target.host.length],
        ["colon", 1],
        ["port", target.port.length],
      ];
    case "origin":
      return [["path", target.path.length, path], ...queryParts(target.query)];
    case "absolute":
      return [
        ["scheme", target.scheme.length, "RFC 9110 §4.2"],
        ["colon", 1],
        ...(target.authority === null
          ? []
          : ([
              ["slashes", 2],
              ["authority", target.authority.length, "RFC 9110 §4.2"],
            ] satisfies Part[])),
        ["path", target.path.length, path],
        ...queryParts(target.query),
      ];
  }
}

/** The target between two offsets; one without a known form stays whole. */
export function describeTarget(cut: Cut, from: number, to: number): Field {
  const whole = cut.leaf("request target", from, to, "RFC 9112 §3.2");
  const target = parseTarget(latin1Text(cut.bytes.subarray(from, to)));
  const children: Field[] = [];
  let at = from;
  for (const [name, length, rule] of target ? partsOf(target) : []) {
    children.push(...cut.optional(name, at, at + length, rule));
    at += length;
  }
  return children.length > 0 ? { ...whole, children } : whole;
}
