// The literal requests and responses of connectrpc's conformance suites, built with our framing and
// judged as a client or a server library has to.
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  createMessageReader,
  judgeRequest,
  judgeResponse,
  judgeWebResponse,
  readOutcome,
  statusFields,
  statusName,
  STATUS_CODES,
  writeMessage,
  writeWebFrame,
  type JudgedResponse,
} from "#protocols/grpc/index.ts";
import { field, writeField } from "#protocols/protobuf/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { concat, utf8 } from "#wire/index.ts";
import { recordSuite, type LeftOut } from "../support/conformance-report.ts";
import { damaged } from "../support/damage.ts";
import { hasSuite, readSuite, suiteFiles } from "../support/vectors.ts";

interface Line {
  readonly name: string;
  readonly value: readonly string[];
}
interface Item {
  readonly flags?: number;
  readonly payload: {
    readonly text?: string;
    readonly binary_message?: { readonly payload?: { readonly data?: string } };
    readonly compression?: string;
  };
}
interface Raw {
  readonly status_code?: number;
  readonly statusCode?: number;
  readonly uri?: string;
  readonly headers?: readonly Line[];
  readonly trailers?: readonly Line[];
  readonly stream?: { readonly items: readonly Item[] };
}
interface Case {
  readonly request: {
    readonly testName: string;
    readonly streamType: string;
    readonly rawRequest?: Raw;
    readonly requestMessages: readonly {
      readonly responseDefinition?: { readonly rawResponse?: Raw };
    }[];
  };
  readonly otherAllowedErrorCodes?: readonly string[];
  readonly expectedResponse?: {
    readonly payloads?: readonly unknown[];
    readonly error?: { readonly code: number | string; readonly message?: string };
    readonly responseHeaders?: readonly Line[];
    readonly responseTrailers?: readonly Line[];
  };
}

const SUITE = "grpc-connect-conformance";
const fields = (lines: readonly Line[] = []): HeaderField[] =>
  lines.flatMap(({ name, value }) => value.map((each): HeaderField => [name.toLowerCase(), each]));

/** The bytes of an item: text, or the suite's message, whose payload.data is field 1 of field 1. */
function bytesOf({ payload }: Item): Uint8Array {
  const data = payload.binary_message?.payload?.data;
  const message = data
    ? writeField(field.message(1, [field.bytes(1, new Uint8Array(Buffer.from(data, "base64")))]))
    : new Uint8Array(0);
  const bytes = payload.text === undefined ? message : utf8(payload.text);
  return payload.compression === "COMPRESSION_GZIP" ? new Uint8Array(gzipSync(bytes)) : bytes;
}

const content = ({ stream }: Raw, web: boolean): Uint8Array =>
  concat(
    (stream?.items ?? []).map((item) => {
      const flag = item.flags ?? 0;
      const compressed = (flag & 1) !== 0;
      const data = bytesOf(item);
      if (!web) return writeMessage(data, { compressed });
      return writeWebFrame({ kind: flag & 0x80 ? "trailers" : "message", compressed, data });
    }),
  );

const codeOf = (code: number | string): number =>
  typeof code === "number"
    ? code
    : STATUS_CODES[code.replace("CODE_", "") as keyof typeof STATUS_CODES];

function judgeRaw({ request }: Case, raw: Raw, web: boolean): JudgedResponse {
  const one = /UNARY|CLIENT_STREAM/.test(request.streamType);
  const response = {
    status: raw.status_code ?? raw.statusCode ?? 200,
    headers: fields(raw.headers),
    content: content(raw, web),
  };
  const call = {
    responses: one ? "one" : "many",
    encodings: ["gzip"],
    decompress: (_: string, data: Uint8Array) => new Uint8Array(gunzipSync(data)),
  } as const;
  const trailers = raw.trailers ? fields(raw.trailers) : null;
  return web ? judgeWebResponse(response, call) : judgeResponse({ ...response, trailers }, call);
}

/** Checks a response as a client has to understand it. */
function checkClient(test: Case, raw: Raw, web: boolean): void {
  const { testName } = test.request;
  const judged = judgeRaw(test, raw, web);
  const expected = test.expectedResponse ?? {};
  const allowed = [
    expected.error ? codeOf(expected.error.code) : 0,
    ...(test.otherAllowedErrorCodes ?? []).map(codeOf),
  ];
  expect(allowed, `${testName}: ${judged.outcome.message}`).toContain(judged.outcome.code);
  if (expected.error?.message) expect(judged.outcome.message).toBe(expected.error.message);
  if (expected.payloads) expect(judged.messages).toHaveLength(expected.payloads.length);
  // The suite names the lines that must be there; the harness may add some of its own.
  for (const line of fields(expected.responseHeaders)) expect(judged.headers).toContainEqual(line);
  for (const line of fields(expected.responseTrailers))
    expect(judged.trailers).toContainEqual(line);
}

const SERVICE = "/connectrpc.conformance.v1.ConformanceService";

/** Checks a request as a server has to answer it. */
function checkServer(test: Case, raw: Raw): void {
  const request = {
    fields: [[":path", raw.uri ?? ""] as const, ...fields(raw.headers)],
    content: content(raw, false),
  };
  const judged = judgeRequest(request, {
    methods: { [`${SERVICE}/Unary`]: "one", [`${SERVICE}/ServerStream`]: "one" },
    encodings: ["gzip"],
  });
  const error = test.expectedResponse?.error;
  if (!error) {
    expect(judged.kind).toBe("call");
    return;
  }
  const allowed = [codeOf(error.code), ...(test.otherAllowedErrorCodes ?? []).map(codeOf)];
  expect(allowed).toContain(judged.kind === "status" ? judged.outcome.code : judged.kind);
}

describe.skipIf(!hasSuite(SUITE))("connectrpc conformance", () => {
  const leftOut: LeftOut[] = [];
  let count = 0;

  for (const file of suiteFiles(SUITE).filter((name) => name.endsWith(".json"))) {
    it(file, () => {
      const { testCases } = readSuite<{ readonly testCases: readonly Case[] }>(SUITE, file);
      const web = file.startsWith("grpc_web");
      let without = 0;
      for (const test of testCases) {
        const raw = test.request.requestMessages[0]?.responseDefinition?.rawResponse;
        if (test.request.rawRequest) checkServer(test, test.request.rawRequest);
        else if (raw) checkClient(test, raw, web);
        else without += 1;
      }
      count += testCases.length - without;
      if (without === 0) return;
      const connect = file.startsWith("connect_");
      const why = connect
        ? "They test the Connect protocol, which this engine does not speak."
        : "They carry no literal bytes: they run as calls, see engine grpc (calls).";
      leftOut.push({ what: file.replace(".json", ""), why, count: without });
    });
  }

  it("survives every response with a flipped bit, a cut or an insertion", () => {
    for (const file of suiteFiles(SUITE).filter((name) => /^grpc_(web_)?client/.test(name))) {
      const web = file.startsWith("grpc_web");
      const judge = web ? judgeWebResponse : judgeResponse;
      for (const { request } of readSuite<{ readonly testCases: readonly Case[] }>(SUITE, file)
        .testCases) {
        const raw = request.requestMessages[0]?.responseDefinition?.rawResponse ?? {};
        const response = { status: 200, headers: fields(raw.headers), trailers: null };
        for (const input of damaged(content(raw, web))) {
          const { outcome } = judge({ ...response, content: input }, { responses: "many" });
          expect(statusName(outcome.code)).toBe(outcome.name);
        }
      }
    }
  });

  it("is recorded", () => {
    expect(count).toBeGreaterThan(50);
    recordSuite({
      suite: SUITE,
      engine: "grpc",
      cases: count,
      agree: count,
      deviations: [],
      leftOut,
      ran: true,
    });
  });
});

describe("a response in pieces", () => {
  it("means the same wherever its DATA frames are cut", () => {
    const whole = concat([
      writeMessage(utf8("a")),
      writeMessage(new Uint8Array(0)),
      writeMessage(utf8("bc")),
    ]);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const reader = createMessageReader();
      const pieces = [whole.subarray(0, cut), whole.subarray(cut)];
      const found = pieces.flatMap((piece) => reader.push(piece).messages);
      expect(found.map(({ data }) => data.length)).toEqual([1, 0, 2]);
      expect(reader.end()).toBeNull();
    }
    expect(
      readOutcome({ status: 200, headers: [], trailers: statusFields({ code: 0 }) }).name,
    ).toBe("OK");
  });
});
