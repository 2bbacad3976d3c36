// The message that arrives on a stream: order of its sections, and the content length. RFC 9113 §8.1, §8.1.1, §8.5.
import {
  checkFields,
  readContentLength,
  type FieldProblem,
} from "#protocols/semantics/field-validity.ts";
import { fieldValue, type HeaderField } from "#protocols/semantics/fields.ts";

/** What a stream has received of its message. */
export interface Message {
  /** Whether the header section (the final one, of a response) has arrived. */
  begun: boolean;
  /** Method of the request that this is, or that it answers. */
  method: string;
  /** Octets of content that it must have; null when nothing says. */
  expected: number | null;
  /** Octets of content so far. */
  received: number;
  /** Whether the stream is a CONNECT tunnel, whose octets are no message (§8.5). */
  tunnel: boolean;
}

/** A message of which nothing has arrived. */
export const createMessage = (): Message => ({
  begun: false,
  method: "",
  expected: null,
  received: 0,
  tunnel: false,
});

/** What a field section turned out to be. */
export type SectionKind = "headers" | "interim" | "trailers";

const problem = (rule: string, text: string): FieldProblem => ({ index: 0, rule, text });

/** Takes a field section into the message: what it is, or why the message is malformed. */
export function takeSection(
  message: Message,
  fields: readonly HeaderField[],
  options: {
    readonly section: "request" | "response";
    readonly endStream: boolean;
    readonly extendedConnect: boolean;
  },
): SectionKind | FieldProblem {
  const { endStream, extendedConnect, section } = options;
  if (message.begun) {
    if (message.tunnel) return problem("RFC 9113 §8.5", "a tunnel carries DATA frames alone");
    if (!endStream) {
      return problem("RFC 9113 §8.1", "a second HEADERS is a trailer section and ends the stream");
    }
    const wrong = checkFields(fields, { section: "trailers", version: 2 });
    return wrong ?? checkEnd(message) ?? "trailers";
  }

  const wrong = checkFields(fields, { section, version: 2, extendedConnect });
  if (wrong !== null) return wrong;
  const length = readContentLength(fields, 2);
  if (length !== null && typeof length === "object") return length;
  if (section === "request") {
    message.method = fieldValue(fields, ":method") ?? "";
    message.tunnel = message.method === "CONNECT";
  } else {
    const status = Number(fieldValue(fields, ":status"));
    if (status < 200) {
      return endStream
        ? problem("RFC 9113 §8.1", "an interim response ends the stream")
        : "interim";
    }
    // A refused CONNECT is answered by an ordinary response (RFC 9110 §9.3.6).
    message.tunnel = message.method === "CONNECT" && status < 300;
    // RFC 9110 §6.4.1: these have no content, whatever content-length says.
    if (message.method === "HEAD" || status === 204 || status === 304) message.expected = 0;
  }
  message.begun = true;
  if (!message.tunnel) message.expected ??= length;
  return endStream ? (checkEnd(message) ?? "headers") : "headers";
}

/** Takes content into the message: null, or why the message is malformed. */
export function takeContent(
  message: Message,
  octets: number,
  endStream: boolean,
): FieldProblem | null {
  if (!message.begun) return problem("RFC 9113 §8.1", "DATA comes before the header section");
  message.received += octets;
  const { expected, received } = message;
  if (expected !== null && received > expected) {
    const text = `the content has ${received} octets or more where ${expected} are due`;
    return problem("RFC 9113 §8.1.1", text);
  }
  return endStream ? checkEnd(message) : null;
}

function checkEnd({ expected, received }: Message): FieldProblem | null {
  if (expected === null || expected === received) return null;
  const text = `the content ends after ${received} octets where ${expected} are due`;
  return problem("RFC 9113 §8.1.1", text);
}
