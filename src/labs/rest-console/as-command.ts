// A request as a command for a shell and as a call for a script; both send what the console sends.
import type { Sending } from "#trace/index.ts";

/** One word of a POSIX shell, whatever it holds. */
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A command line of curl; `base` is the address of the service without a slash at its end. */
export function asCurl({ method, target, fields = [], content }: Sending, base: string): string {
  const typed = fields.some(([name]) => name.toLowerCase() === "content-type");
  return [
    "curl -i",
    method === "HEAD" ? "--head" : `-X ${quote(method)}`,
    ...fields.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    // curl would call it a form, fetch calls it text.
    ...(content === undefined || typed
      ? []
      : [`-H ${quote("Content-Type: text/plain;charset=UTF-8")}`]),
    ...(content === undefined ? [] : [`--data-raw ${quote(content)}`]),
    quote(base + target),
  ].join(" ");
}

/** A call of `fetch`. */
export function asFetch({ method, target, fields = [], content }: Sending, base: string): string {
  const init = [
    `  method: ${JSON.stringify(method)},`,
    ...(fields.length === 0
      ? []
      : [
          "  headers: [",
          ...fields.map(
            ([name, value]) => `    [${JSON.stringify(name)}, ${JSON.stringify(value)}],`,
          ),
          "  ],",
        ]),
    ...(content === undefined ? [] : [`  body: ${JSON.stringify(content)},`]),
  ];
  return [`await fetch(${JSON.stringify(base + target)}, {`, ...init, "});"].join("\n");
}
