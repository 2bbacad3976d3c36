// The HTTP messages that lessons print: well formed, and as long as they say (RFC 9112 §2.1, §6.2).
import type { MdxFile } from "./mdx-file.ts";
import { problem, type Problem } from "./problem.ts";

const requestLine = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/1\.[01]$/;
const statusLine = /^HTTP\/1\.[01] [1-5]\d\d( .*)?$/;
const fieldLine = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+: \S.*$/;

/** What is wrong with one message: the line inside it (from 0) and why. */
export interface MessageFault {
  readonly at: number;
  readonly message: string;
}

/**
 * Checks one HTTP/1 message as printed in a lesson. After the header section comes an empty line;
 * content that is shown must have the length that `Content-Length` states, in octets of UTF-8, and
 * content of a stated length must be shown, unless `Expect` holds it back.
 */
export function faultsOfMessage(text: string): readonly MessageFault[] {
  const lines = text.split("\n");
  const first = lines[0] ?? "";
  if (!requestLine.test(first) && !statusLine.test(first))
    return [{ at: 0, message: `"${first}" is neither a request line nor a status line` }];
  const blank = lines.indexOf("");
  if (blank < 0)
    return [{ at: lines.length - 1, message: "no empty line ends the header section" }];
  const faults: MessageFault[] = [];
  const fields = new Map<string, { readonly value: string; readonly at: number }>();
  lines.slice(1, blank).forEach((line, index) => {
    const at = index + 1;
    if (!fieldLine.test(line)) faults.push({ at, message: `"${line}" is no field line` });
    const colon = line.indexOf(":");
    fields.set(line.slice(0, colon).toLowerCase(), { value: line.slice(colon + 1).trim(), at });
  });
  const stated = fields.get("content-length");
  const length = new TextEncoder().encode(lines.slice(blank + 1).join("\n")).length;
  const held = length === 0 && fields.get("expect")?.value === "100-continue";
  if (!stated && length > 0)
    faults.push({ at: blank, message: `shows ${length} octets of content without Content-Length` });
  if (stated && !held && Number(stated.value) !== length)
    faults.push({
      at: stated.at,
      message: `states Content-Length ${stated.value}; the content shown has ${length} octets`,
    });
  if (first.startsWith("HTTP/") && /^HTTP\/\S+ (1|204|304)/.test(first) && length > 0)
    faults.push({ at: blank, message: "shows content where the status allows none" });
  if (requestLine.test(first) && !fields.has("host") && first.endsWith("/1.1"))
    faults.push({ at: 0, message: "has no Host field" });
  return faults;
}

/** Checks every ```http block of a lesson; each holds one message. */
export const checkHttpBlocks = (mdx: MdxFile): readonly Problem[] =>
  mdx.code
    .filter(({ value }) => value.language === "http")
    .flatMap(({ line, value }) =>
      faultsOfMessage(value.text).map(({ at, message }) =>
        problem(mdx.file, line + 1 + at, `HTTP message: ${message}`),
      ),
    );
