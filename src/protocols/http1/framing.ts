// Where a message ends: the eight rules of RFC 9112 §6.3, in their order of precedence.
import {
  fieldValues,
  listMembers,
  trimBlanks,
  type HeaderField,
} from "#protocols/semantics/index.ts";

/** What the decision depends on. A response needs the method of its request. */
export type MessageHead =
  | { readonly kind: "request"; readonly version: string; readonly fields: readonly HeaderField[] }
  | {
      readonly kind: "response";
      readonly status: number;
      readonly requestMethod: string;
      readonly version: string;
      readonly fields: readonly HeaderField[];
    };

/** The rule that decided (its number in §6.3) and what it decided. */
export type FramingDecision =
  | { readonly item: number; readonly framing: "none" | "chunked" | "close" }
  | { readonly item: number; readonly framing: "length"; readonly length: number }
  | {
      readonly item: number;
      readonly framing: "fault";
      readonly code: string;
      readonly rule: string;
      readonly text: string;
      /** Name of the field that broke the rule, lower case. */
      readonly field: "content-length" | "transfer-encoding";
    };

type Outcome = FramingDecision extends infer Each
  ? Each extends { item: number }
    ? Omit<Each, "item">
    : never
  : never;

interface Rule {
  readonly item: number;
  readonly applies: (head: MessageHead) => boolean;
  readonly decide: (head: MessageHead) => Outcome;
}

const section = "RFC 9112 §6.3";

const broken = (
  field: "content-length" | "transfer-encoding",
  code: string,
  text: string,
  rule = section,
): Outcome => ({ framing: "fault", code, rule, text, field });

const has = (head: MessageHead, name: string): boolean => fieldValues(head.fields, name).length > 0;

const noContentStatus = (status: number): boolean =>
  (status >= 100 && status < 200) || status === 204 || status === 304;

const tokenPattern = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const transferCoding = new RegExp(
  `^(${tokenPattern})((?:[ \\t]*;[ \\t]*${tokenPattern}[ \\t]*=[ \\t]*` +
    `(?:${tokenPattern}|"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"))*)$`,
);

/** Names of the transfer codings, lower case, in the order applied; a fault when one is malformed. */
function readCodings(head: MessageHead): readonly string[] | Outcome {
  const names: string[] = [];
  for (const member of listMembers(fieldValues(head.fields, "transfer-encoding").join(","))) {
    const match = transferCoding.exec(member);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined || (name === "chunked" && match?.[2] !== "")) {
      return broken(
        "transfer-encoding",
        "BAD_TRANSFER_ENCODING",
        "Transfer-Encoding is not a list of codings, or chunked has a parameter. Send the name alone.",
        name === undefined ? "RFC 9112 §6.1" : "RFC 9112 §7.1",
      );
    }
    names.push(name);
  }
  return names;
}

function decideTransferEncoding(head: MessageHead): Outcome {
  const codings = readCodings(head);
  if ("framing" in codings) return codings;
  if (codings.indexOf("chunked") !== codings.lastIndexOf("chunked")) {
    return broken(
      "transfer-encoding",
      "CHUNKED_TWICE",
      "Chunked is applied more than once: recipients disagree where the content ends. Apply it once.",
      "RFC 9112 §6.1",
    );
  }
  if (codings.at(-1) === "chunked") return { framing: "chunked" };
  if (head.kind === "response") return { framing: "close" };
  return broken(
    "transfer-encoding",
    "CHUNKED_NOT_FINAL",
    "Chunked is not the last transfer coding: the request's end cannot be found. Apply it last.",
  );
}

function decideContentLength(head: MessageHead): Outcome {
  // Empty members are no values: only what is plainly one number, perhaps repeated, is accepted.
  const members = fieldValues(head.fields, "content-length").join(",").split(",").map(trimBlanks);
  if (!members.every((member) => /^[0-9]+$/.test(member))) {
    return broken(
      "content-length",
      "BAD_CONTENT_LENGTH",
      "Content-Length is not a decimal number: the content's end cannot be found. Count its bytes.",
    );
  }
  const lengths = new Set(members.map((member) => member.replace(/^0+(?=[0-9])/, "")));
  const [digits = ""] = lengths;
  if (lengths.size > 1) {
    return broken(
      "content-length",
      "CONFLICTING_CONTENT_LENGTH",
      "Content-Length is given twice with different values: the end is ambiguous. Send it once.",
    );
  }
  if (digits.length > 16 || Number(digits) > Number.MAX_SAFE_INTEGER) {
    return broken(
      "content-length",
      "CONTENT_LENGTH_TOO_LARGE",
      "Content-Length does not fit 53 bits: it would lose precision. Send less.",
      "RFC 9110 §8.6",
    );
  }
  return { framing: "length", length: Number(digits) };
}

/** The rules of §6.3; the first that applies decides. */
const precedence: readonly Rule[] = [
  {
    item: 1,
    applies: (head) =>
      head.kind === "response" && (head.requestMethod === "HEAD" || noContentStatus(head.status)),
    decide: () => ({ framing: "none" }),
  },
  {
    item: 2,
    applies: (head) =>
      head.kind === "response" &&
      head.requestMethod === "CONNECT" &&
      head.status >= 200 &&
      head.status < 300,
    decide: () => ({ framing: "none" }),
  },
  {
    // Not one of the eight: §6.1 calls the framing faulty "even if a Content-Length is present".
    item: 3,
    applies: (head) => head.version === "1.0" && has(head, "transfer-encoding"),
    decide: () =>
      broken(
        "transfer-encoding",
        "TRANSFER_ENCODING_IN_HTTP_1_0",
        "HTTP/1.0 has no transfer codings: some recipient on the way did not read this one. Use HTTP/1.1.",
        "RFC 9112 §6.1",
      ),
  },
  {
    item: 3,
    applies: (head) => has(head, "transfer-encoding") && has(head, "content-length"),
    decide: () =>
      broken(
        "content-length",
        "AMBIGUOUS_FRAMING",
        "Content-Length stands beside Transfer-Encoding: two recipients may see two ends. Send one of them.",
      ),
  },
  { item: 4, applies: (head) => has(head, "transfer-encoding"), decide: decideTransferEncoding },
  // Items 5 (invalid length) and 6 (valid length) are told apart by the value itself.
  { item: 5, applies: (head) => has(head, "content-length"), decide: decideContentLength },
  { item: 7, applies: (head) => head.kind === "request", decide: () => ({ framing: "none" }) },
  { item: 8, applies: () => true, decide: () => ({ framing: "close" }) },
];

/** Decides by §6.3 how the content of a message ends, and names the item of the list that decided. */
export function decideFraming(head: MessageHead): FramingDecision {
  const rule = precedence.find(({ applies }) => applies(head)) as Rule;
  const outcome = rule.decide(head);
  const item = rule.item === 5 && outcome.framing === "length" ? 6 : rule.item;
  return { ...outcome, item };
}
