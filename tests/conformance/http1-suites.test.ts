// HTTP/1 against the suites of llhttp, h11 and web-platform-tests.
import { describe, expect, it } from "vitest";
import {
  parseTarget,
  persists,
  readRequest,
  readResponse,
  type Http1Request,
  type Http1Response,
} from "../../src/protocols/http1/index.ts";
import { concat, latin1, latin1Text, parseHex, type Step } from "../../src/wire/index.ts";
import { openTally, type Deviation } from "../support/conformance-report.ts";
import { mutations } from "../support/mutations.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

type Message = Http1Request | Http1Response;
type Read = (bytes: Uint8Array, at: number) => Step<Message>;

const bytesOf = (hex: string): Uint8Array => parseHex(hex) ?? new Uint8Array();

/** Reads at `at`, whole and with each prefix: the verdict may come earlier but never differ. */
function readEveryWay(read: Read, bytes: Uint8Array, at: number): Step<Message> {
  const whole = read(bytes, at);
  for (let length = at; length < bytes.length; length += 1) {
    const cut = read(bytes.subarray(0, length), at);
    if (cut.kind !== "more") {
      expect(cut).toEqual(whole);
      break;
    }
  }
  if (whole.kind === "done") {
    expect(read(concat([bytes, latin1("\r\nGET \u0000")]), at)).toEqual(whole);
  }
  return whole;
}

interface LlhttpCase {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly meta: { readonly skipBody?: boolean };
  readonly strict: boolean;
  readonly inputHex: string;
  readonly error: { readonly code: number } | null;
  readonly log: readonly string[];
}

/** Codes with which llhttp hands over to its caller; the message is sound. */
const pauses = new Set([21, 22, 23]);

const llhttpDeviations: readonly Deviation[] = [
  {
    name: "request/invalid:359",
    why: "An unknown method is a valid token; refusing it is the server's 501, not the reader's.",
    rule: "RFC 9112 §3.1, RFC 9110 §9.1",
  },
  ...["request/method:375", "request/method:433", "response/sample:43", "response/sample:63"].map(
    (name) => ({
      name,
      why: "llhttp also speaks ICE and RTSP; HTTP-name is HTTP, case-sensitive.",
      rule: "RFC 9112 §2.3",
    }),
  ),
  ...["response/connection:589", "response/pipelining:7"].map((name) => ({
    name,
    why: "An empty line stands before a status line; only a server may ignore one, before a request line.",
    rule: "RFC 9112 §2.2, §6.3",
  })),
];

/** The transcription lost a final CR LF where the log reaches two bytes beyond the input. */
function repairedInput({ inputHex, log }: LlhttpCase): Uint8Array {
  const bytes = bytesOf(inputHex);
  const reach = log.map((line) => {
    const [, off = "0", length = "0"] = /^off=(\d+)(?: len=(\d+))?/.exec(line) ?? [];
    return Number(off) + Number(length);
  });
  return Math.max(...reach) > bytes.length ? concat([bytes, latin1("\r\n")]) : bytes;
}

/** The completed messages of llhttp's log, in the shape of ours; text is cut from the input. */
function loggedMessages({ log }: LlhttpCase, bytes: Uint8Array): Record<string, unknown>[] {
  const messages: Record<string, unknown>[] = [];
  let spans: Record<string, string[]> = {};
  let fresh = true;
  for (const line of log) {
    const [, off = "0", length = "0", name = ""] =
      /^off=(\d+) len=(\d+) span\[([a-z_]+)\]/.exec(line) ?? [];
    if (/ message begin$/.test(line)) spans = {};
    if (name !== "") {
      const list = (spans[name] ??= []);
      const text = latin1Text(bytes.subarray(Number(off), Number(off) + Number(length)));
      if (fresh || list.length === 0) list.push(text);
      else list.push((list.pop() ?? "") + text);
      fresh = name === "chunk_extension_name" ? fresh : false;
    }
    if (/ complete\b/.test(line) || / chunk header/.test(line)) fresh = true;
    if (/ message complete$/.test(line)) {
      const names = spans["header_field"] ?? [];
      const values = spans["header_value"] ?? [];
      messages.push({
        start: [spans["method"]?.[0], spans["url"]?.[0], spans["version"]?.[0]],
        fields: names.map((field, index) => [field, values[index]?.trim() ?? ""]),
      });
    }
  }
  return messages;
}

const startOf = (message: Message): (string | undefined)[] =>
  "method" in message
    ? [message.method, message.target, message.version]
    : [undefined, undefined, message.version];

const handsOver = (message: Message): boolean =>
  "method" in message
    ? message.method === "CONNECT" ||
      message.method === "PRI" ||
      message.fields.some(([name]) => name.toLowerCase() === "upgrade")
    : message.status === 101;

/** Reads message after message until the input, the connection or the protocol ends. */
function readAll(read: Read, bytes: Uint8Array): { messages: Message[]; fault: boolean } {
  const messages: Message[] = [];
  let at = 0;
  while (at < bytes.length) {
    const step = readEveryWay(read, bytes, at);
    if (step.kind !== "done") return { messages, fault: step.kind === "fault" };
    messages.push(step.value);
    at = step.next;
    if (handsOver(step.value)) break;
    if (!persists(step.value)) return { messages, fault: at < bytes.length };
  }
  return { messages, fault: false };
}

describe.skipIf(!hasSuite("llhttp-tests"))("llhttp-tests", () => {
  const all = hasSuite("llhttp-tests") ? readSuite<LlhttpCase[]>("llhttp-tests", "cases.json") : [];
  const messages = all.filter(({ strict, type }) => strict && type !== "url");
  const skipped = messages.filter(({ meta, type }) => meta.skipBody && type === "request");
  const lenient = all.filter(({ strict }) => !strict);
  const urls = all.filter(({ type }) => type === "url");

  it("accepts and refuses the same messages, and finds the same parts", () => {
    const tally = openTally("llhttp-tests", "http1", llhttpDeviations);
    for (const each of messages.filter((one) => !skipped.includes(one))) {
      const input = repairedInput(each);
      const method = each.meta.skipBody ? "HEAD" : "GET";
      const read: Read = each.type.startsWith("request")
        ? readRequest
        : (bytes, at) => readResponse(bytes, { method }, at);
      const theirFault = each.error !== null && !pauses.has(each.error.code);
      let ours = readAll(read, input);
      // llhttp judges each field as it arrives, we judge framing when the head is complete.
      if (theirFault && !ours.fault) ours = readAll(read, concat([input, latin1("\r\n\r\n")]));
      const theirs = loggedMessages(each, input);
      const same =
        theirFault ||
        each.error !== null ||
        JSON.stringify(
          ours.messages.map((one) => ({ start: startOf(one), fields: one.fields })),
        ) === JSON.stringify(theirs);
      tally.put(each.id, ours.fault === theirFault && same);
    }
    const wrong = tally.finish({
      leftOut: [
        {
          what: "the lenient modes",
          why: "they document insecure parsing; this reader has no such mode",
          count: lenient.length,
        },
        {
          what: "requests with skipBody",
          why: "llhttp's caller drops content that was announced; no message on a wire does that",
          count: skipped.length,
        },
        { what: "cases of type url", why: "see request targets", count: urls.length },
      ],
    });
    expect(wrong).toEqual([]);
  });

  it("takes llhttp's URLs as request targets", () => {
    const fragment = {
      why: "No form of a request target has a fragment.",
      rule: "RFC 9112 §3.2",
    };
    const tally = openTally("llhttp-tests", "http1 request targets", [
      ...["url:5", "url:19", "url:155"].map((name) => ({ name, ...fragment })),
      {
        name: "url:231",
        why: "A bare % is no percent-encoding, and an IP literal has no zone.",
        rule: "RFC 9110 §4.1",
      },
      {
        name: "url:219",
        why: "An IP literal of the URI grammar has no zone identifier.",
        rule: "RFC 9110 §4.1",
      },
    ]);
    for (const { id, inputHex, error } of urls) {
      tally.put(id, (parseTarget(latin1Text(bytesOf(inputHex))) !== null) === (error === null));
    }
    expect(tally.finish()).toEqual([]);
  });

  it("survives every damaged copy of every valid case", { timeout: 60_000 }, () => {
    let damaged = 0;
    const kinds = new Set<string>();
    for (const each of messages.filter(({ error }) => error === null)) {
      const isRequest = each.type.startsWith("request");
      for (const bytes of mutations(repairedInput(each))) {
        const step = isRequest ? readRequest(bytes) : readResponse(bytes, { ended: true });
        kinds.add(step.kind);
        damaged += 1;
      }
    }
    expect([...kinds].sort()).toEqual(["done", "fault", "more"]);
    expect(damaged).toBeGreaterThan(10_000);
  });
});

interface H11Case {
  readonly role: "request" | "response";
  readonly hex: string;
  readonly expect: "error" | Record<string, unknown>;
}

describe.skipIf(!hasSuite("h11"))("h11", () => {
  it("reads the unusual messages of its test_io", () => {
    const lenient = {
      why: "h11 is lenient here; this reader is strict.",
    };
    const tally = openTally("h11", "http1", [
      {
        name: "5",
        ...lenient,
        why: "Lines end with LF alone, which h11 forgives.",
        rule: "RFC 9112 §2.2",
      },
      {
        name: "6",
        ...lenient,
        why: "h11 unfolds obs-fold; a server may refuse it.",
        rule: "RFC 9112 §5.2",
      },
    ]);
    readSuite<H11Case[]>("h11", "cases.json").forEach((each, index) => {
      const bytes = bytesOf(each.hex);
      const read: Read =
        each.role === "request"
          ? readRequest
          : (input, at) => readResponse(input, { ended: true }, at);
      const step = each.role === "request" ? readEveryWay(read, bytes, 0) : read(bytes, 0);
      if (each.expect === "error" || step.kind !== "done") {
        tally.put(String(index), each.expect === "error" && step.kind === "fault");
        return;
      }
      const { headers, ...start } = each.expect;
      const ours: Record<string, unknown> = { ...step.value };
      const same = Object.entries(start).every(([key, value]) => ours[key] === value);
      tally.put(String(index), same && JSON.stringify(headers) === JSON.stringify(ours["fields"]));
    });
    expect(tally.finish()).toEqual([]);
  });
});

interface WptCases {
  readonly statusLines: readonly {
    readonly statusLineRest: string;
    readonly expected: { readonly status: number; readonly statusText: string } | null;
  }[];
  readonly loneCrMustFail: readonly string[];
}

/** Files about what a browser makes of a response after it has been read. */
const browserOnly = [
  "base64.json",
  "content-types.json",
  "data-urls.json",
  "generated-mime-types.json",
  "mime-types.json",
  "script-content-types.json",
  "x-content-type-options.json",
];

describe.skipIf(!hasSuite("wpt-http"))("wpt-http", () => {
  it("agrees with browsers, apart from what RFC 9112 refuses", () => {
    const digits = { why: "A status code is three digits.", rule: "RFC 9112 §4" };
    const notDecimal = {
      why: "Browsers ignore a Content-Length that is no number; it makes the framing invalid.",
      rule: "RFC 9112 §6.3 item 5",
    };
    const bareLf = {
      why: "Its lines end with LF alone; refused on purpose.",
      rule: "RFC 9112 §2.2",
    };
    const tally = openTally("wpt-http", "http1", [
      { name: "status line: 1 OK", ...digits },
      { name: "status line: 99 NOT OK", ...digits },
      ...["aaaah\r\nContent-Length: aaaah", "aaaah, aaaah", "42s", "30s", '"30"', ""].map(
        (value) => ({ name: JSON.stringify(`Content-Length: ${value}`), ...notDecimal }),
      ),
      ...[
        "fetch/content-length/resources/identical-duplicates.asis",
        "xhr/resources/headers-double-empty.asis",
        "xhr/resources/headers-some-are-empty.asis",
        "xhr/resources/headers-basic.asis",
        "xhr/resources/headers-www-authenticate.asis",
        "xhr/resources/headers.asis",
        "xhr/resources/header-content-length-twice.asis",
        "xhr/resources/header-content-length.asis",
      ].map((name) => ({ name, ...bareLf })),
    ]);
    const { statusLines, loneCrMustFail } = readSuite<WptCases>("wpt-http", "h1-parsing.json");
    for (const { statusLineRest, expected } of statusLines) {
      const step = readResponse(latin1(`HTTP/1.1 ${statusLineRest}\r\n\r\nBODY`), { ended: true });
      const same =
        step.kind === "done"
          ? step.value.status === expected?.status && step.value.reason === expected.statusText
          : expected === null;
      tally.put(`status line: ${statusLineRest}`, same);
    }
    for (const text of loneCrMustFail) {
      tally.put(text, readResponse(latin1(text), { ended: true }).kind === "fault");
    }
    const lengths = readSuite<{ input: string; output: number | null }[]>(
      "wpt-http",
      "content-lengths.json",
    );
    for (const { input, output } of lengths) {
      const content = latin1("x".repeat(42));
      const step = readResponse(concat([latin1(`HTTP/1.1 200 OK\r\n${input}\r\n\r\n`), content]));
      const ours = step.kind === "done" ? step.value.content.length : null;
      tally.put(JSON.stringify(input), ours === output);
    }
    const { files } = readSuite<{ files: Record<string, string> }>(
      "wpt-http",
      "asis-raw-responses.json",
    );
    for (const [name, hex] of Object.entries(files)) {
      tally.put(name, readResponse(bytesOf(hex), { ended: true }).kind === "done");
    }
    const wrong = tally.finish({
      leftOut: [
        {
          what: "header-normalize.json",
          why: "values given to a script's Headers object, not to a parser",
          count: readSuite<unknown[]>("wpt-http", "header-normalize.json").length,
        },
        {
          what: "media types, sniffing, data URLs and base64",
          why: "algorithms of Fetch and MIME Sniffing, which no engine here implements",
          count: browserOnly
            .map((name) => readSuite<unknown[]>("wpt-http", name).length)
            .reduce((sum, length) => sum + length),
        },
      ],
    });
    expect(wrong).toEqual([]);
  });

  it("reads the raw responses once their lines end with CR LF", () => {
    const { files } = readSuite<{ files: Record<string, string> }>(
      "wpt-http",
      "asis-raw-responses.json",
    );
    for (const [name, hex] of Object.entries(files)) {
      const head = latin1Text(bytesOf(hex)).replace(/\n/g, "\r\n");
      const complete = /\r\n\r\n/.test(head) ? head : `${head}\r\n`;
      const step = readResponse(latin1(complete), { ended: true });
      expect(step.kind, name).toBe(/\x0b|\x0c/.test(head) ? "fault" : "done");
    }
  });
});
