// Our gRPC bytes against @grpc/grpc-js over loopback: its server behind our client, carried by Node's
// http2 and by our own HTTP/2 connection, and its client in front of our server.
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  status as grpcStatus,
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServiceError,
} from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createMessageReader,
  decodeMetadata,
  encodeMetadata,
  judgeRequest,
  judgeResponse,
  requestFields,
  statusFields,
  statusFromHttp,
  statusFromRstStream,
  STATUS_CODES,
  writeMessage,
  type CallRequest,
  type JudgedResponse,
} from "#protocols/grpc/index.ts";
import { createConnection } from "#protocols/http2/index.ts";
import { field, inspect, writeFields } from "#protocols/protobuf/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { concat, utf8, utf8Text } from "#wire/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import {
  nodeTransport,
  ownTransport,
  pump,
  type CallEnd,
  type Transport,
} from "../support/grpc-transports.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

const SERVICE = "parcels.v1.Tracking";
const METHODS = {
  Unary: { requestStream: false, responseStream: false },
  ClientStream: { requestStream: true, responseStream: false },
  ServerStream: { requestStream: false, responseStream: true },
  BidiStream: { requestStream: true, responseStream: true },
} as const;
type MethodName = keyof typeof METHODS;

const asIs = (bytes: Buffer) => bytes;
const definition = Object.fromEntries(
  Object.entries(METHODS).map(([name, streams]) => [
    name,
    {
      path: `/${SERVICE}/${name}`,
      ...streams,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  ]),
);

/** What the server does with a call; the client names it in x-script. */
interface Script {
  readonly headers?: readonly HeaderField[];
  readonly data?: readonly string[];
  readonly error?: { readonly code: number; readonly message?: string };
  readonly trailers?: readonly HeaderField[];
  /** Never answers. */
  readonly silent?: boolean;
  /** Answers with its requests. */
  readonly echo?: boolean;
}

const scripts = new Map<string, Script>();
let cancelled = Promise.withResolvers<void>();

const metadataOf = (lines: readonly HeaderField[] = []): Metadata => {
  const metadata = new Metadata();
  for (const [name, value] of lines) {
    metadata.add(name, name.endsWith("-bin") ? Buffer.from(value, "base64") : value);
  }
  return metadata;
};
const scriptOf = (metadata: Metadata): Script =>
  scripts.get(String(metadata.get("x-script")[0])) ?? {};
const failure = ({ error, trailers }: Script) =>
  error ? { code: error.code, details: error.message ?? "", metadata: metadataOf(trailers) } : null;

const answerOnce =
  (callback: (error: Partial<ServiceError> | null, value?: Buffer, trailer?: Metadata) => void) =>
  (script: Script, requests: readonly Buffer[]) => {
    const failed = failure(script);
    const value = script.echo ? Buffer.concat(requests) : Buffer.from(script.data?.[0] ?? "");
    if (failed) callback(failed);
    else callback(null, value, metadataOf(script.trailers));
  };

const unary: handleUnaryCall<Buffer, Buffer> = (call, callback) => {
  const script = scriptOf(call.metadata);
  call.on("cancelled", () => cancelled.resolve());
  if (script.silent) return;
  if (script.headers) call.sendMetadata(metadataOf(script.headers));
  answerOnce(callback)(script, [call.request]);
};
const clientStream: handleClientStreamingCall<Buffer, Buffer> = (call, callback) => {
  const script = scriptOf(call.metadata);
  const requests: Buffer[] = [];
  if (script.headers) call.sendMetadata(metadataOf(script.headers));
  call.on("data", (request: Buffer) => requests.push(request));
  call.on("end", () => {
    if (!script.silent) answerOnce(callback)(script, requests);
  });
};
const conclude = (
  call:
    | Parameters<handleServerStreamingCall<Buffer, Buffer>>[0]
    | Parameters<handleBidiStreamingCall<Buffer, Buffer>>[0],
  script: Script,
) => {
  for (const data of script.data ?? []) call.write(Buffer.from(data));
  const failed = failure(script);
  if (failed) call.emit("error", failed);
  else call.end(metadataOf(script.trailers));
};
const serverStream: handleServerStreamingCall<Buffer, Buffer> = (call) => {
  const script = scriptOf(call.metadata);
  if (script.headers) call.sendMetadata(metadataOf(script.headers));
  if (script.echo) call.write(call.request);
  if (!script.silent) conclude(call, script);
};
const bidiStream: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
  const script = scriptOf(call.metadata);
  if (script.headers) call.sendMetadata(metadataOf(script.headers));
  call.on("data", (request: Buffer) => {
    if (script.echo) call.write(request);
  });
  call.on("end", () => {
    if (!script.silent) conclude(call, script);
  });
};

const tally = { cases: 0, agree: 0 };
/** Calls of connectrpc's suites, which only run where the suites lie; each by both carriers. */
let connectCalls = 0;
const agreed = (cases = 1) => {
  tally.cases += cases;
  tally.agree += cases;
};

describe.each([
  ["Node's http2", nodeTransport],
  ["our own HTTP/2 connection", ownTransport],
] as const)("a grpc-js server behind our client, carried by %s", (_, connect) => {
  const server = new Server();
  let transport: Transport;
  beforeAll(async () => {
    server.addService(definition, {
      Unary: unary,
      ClientStream: clientStream,
      ServerStream: serverStream,
      BidiStream: bidiStream,
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    transport = await connect(port);
  });
  afterAll(() => {
    transport.close();
    server.forceShutdown();
  });

  let scriptNumber = 0;
  const open = (
    method: MethodName | "Missing",
    script: Script,
    more: Partial<CallRequest> = {},
  ) => {
    const name = `${connect.name}-${(scriptNumber += 1)}`;
    scripts.set(name, script);
    const call: CallRequest = {
      service: SERVICE,
      method,
      authority: "127.0.0.1",
      scheme: "http",
      ...more,
      metadata: [...(more.metadata ?? []), ["x-script", name]],
    };
    return transport.open(requestFields(call));
  };
  const decompress = (_: string, data: Uint8Array) => new Uint8Array(gunzipSync(data));
  const judge = (end: CallEnd, method: MethodName): JudgedResponse => {
    const responses = METHODS[method].responseStream ? "many" : "one";
    return judgeResponse(end, { responses, encodings: ["gzip"], decompress });
  };
  const request = writeFields([field.uint(1, 4711), field.string(2, "Päckchen")]);

  it("unary: message, metadata both ways, trailers", async () => {
    const metadata = [
      encodeMetadata("x-text", "plain value"),
      encodeMetadata("x-trace-bin", Uint8Array.of(0, 255, 1)),
    ];
    const stream = open(
      "Unary",
      {
        echo: true,
        headers: [["x-depot", "Ulm"]],
        trailers: [
          ["x-cost", "1"],
          ["x-cost", "2"],
          ["x-hash-bin", "AP8B"],
        ],
      },
      { metadata },
    );
    stream.send(writeMessage(request), true);
    const { messages, headers, trailers, outcome } = judge(await stream.end, "Unary");
    expect(outcome).toEqual({ code: 0, name: "OK", message: "OK" });
    expect(messages).toEqual([request]);
    expect(headers).toContainEqual(["x-depot", "Ulm"]);
    const costs = trailers
      .filter(([name]) => name === "x-cost")
      .flatMap(([, value]) => value.split(", "));
    expect(costs).toEqual(["1", "2"]);
    const hash = trailers.find(([name]) => name === "x-hash-bin")!;
    expect(decodeMetadata(hash)).toEqual([Uint8Array.of(0, 255, 1)]);
    const read = inspect(messages[0]!);
    expect(read.kind === "done" && read.value[1]?.candidates.string).toBe("Päckchen");
    agreed();
  });

  it("takes a message in single bytes and several messages in one piece", async () => {
    const single = open("Unary", { echo: true });
    for (const byte of writeMessage(request)) single.send(Uint8Array.of(byte));
    single.send(new Uint8Array(0), true);
    expect(judge(await single.end, "Unary").messages).toEqual([request]);
    const joined = open("ClientStream", { echo: true });
    const parts = ["one", "two", "three"].map((text) => utf8(text));
    joined.send(concat(parts.map((part) => writeMessage(part))), true);
    expect(judge(await joined.end, "ClientStream").messages.map(utf8Text)).toEqual(["onetwothree"]);
    agreed(2);
  });

  it("streams from the server", async () => {
    const data = Array.from({ length: 50 }, (_, index) => "x".repeat(index * 97));
    const stream = open("ServerStream", { data });
    stream.send(writeMessage(request), true);
    const { messages, outcome } = judge(await stream.end, "ServerStream");
    expect(messages.map(utf8Text)).toEqual(data);
    expect(outcome.name).toBe("OK");
    agreed();
  });

  it("talks both ways, message for message", async () => {
    const stream = open("BidiStream", { echo: true });
    const reader = createMessageReader();
    const heard: string[] = [];
    stream.onData = (bytes) => {
      for (const { data } of reader.push(bytes).messages) {
        heard.push(utf8Text(data));
        if (heard.length < 5) stream.send(writeMessage(utf8(`turn ${heard.length}`)));
        else stream.send(new Uint8Array(0), true);
      }
    };
    stream.send(writeMessage(utf8("turn 0")));
    const { outcome } = judge(await stream.end, "BidiStream");
    expect(heard).toEqual(["turn 0", "turn 1", "turn 2", "turn 3", "turn 4"]);
    expect([outcome.name, reader.end()]).toEqual(["OK", null]);
    agreed();
  });

  it("reports errors with message and trailers, in every kind of call", async () => {
    for (const method of Object.keys(METHODS) as MethodName[]) {
      const stream = open(method, {
        error: { code: grpcStatus.FAILED_PRECONDITION, message: "100 % Zoll fällt an\n" },
        trailers: [["x-reason", "customs"]],
      });
      stream.send(writeMessage(request), true);
      const { outcome, trailers } = judge(await stream.end, method);
      expect(outcome).toEqual({
        code: 9,
        name: "FAILED_PRECONDITION",
        message: "100 % Zoll fällt an\n",
      });
      expect(trailers).toContainEqual(["x-reason", "customs"]);
      agreed();
    }
  });

  it("ends at the deadline that it was sent", async () => {
    const stream = open("Unary", { silent: true }, { timeoutMs: 20 });
    stream.send(writeMessage(request), true);
    const end = await stream.end;
    // grpc-js tells it in trailers or, as the document has it, by RST_STREAM with CANCEL.
    const code =
      end.reset === null ? judge(end, "Unary").outcome.code : statusFromRstStream(end.reset);
    expect([STATUS_CODES.DEADLINE_EXCEEDED, STATUS_CODES.CANCELLED]).toContain(code);
    agreed();
  });

  it("hears that the client gave up", async () => {
    cancelled = Promise.withResolvers<void>();
    const stream = open("Unary", { silent: true, headers: [["x-begun", "yes"]] });
    stream.send(writeMessage(request));
    const next = open("Unary", { echo: true });
    next.send(writeMessage(request), true);
    await next.end;
    stream.send(new Uint8Array(0), true);
    const last = open("Unary", { echo: true });
    last.send(writeMessage(request), true);
    await last.end;
    stream.reset(8);
    await cancelled.promise;
    agreed();
  });

  it("refuses what it does not know", async () => {
    const missing = open("Missing", {});
    missing.send(writeMessage(request), true);
    expect(judge(await missing.end, "Unary").outcome.name).toBe("UNIMPLEMENTED");
    const fields = requestFields({
      service: SERVICE,
      method: "Unary",
      authority: "a",
      scheme: "http",
    });
    const other = transport.open(
      fields.map(([name, value]) => [name, name === "content-type" ? "text/plain" : value]),
    );
    other.send(writeMessage(request), true);
    const end = await other.end;
    expect(end.status).toBe(415);
    expect(judge(end, "Unary").outcome.name).toBe("UNKNOWN");
    const methods = { [`/${SERVICE}/Unary`]: "one" } as const;
    const refused = {
      fields: [[":path", `/${SERVICE}/Unary`] as const, ["content-type", "text/plain"] as const],
    };
    expect(judgeRequest({ ...refused, content: request }, { methods })).toEqual({
      kind: "http",
      status: 415,
    });
    agreed(2);
  });

  it("decompresses what we compress, and refuses an encoding that it lacks", async () => {
    const gzip = open("Unary", { echo: true }, { encoding: "gzip" });
    gzip.send(writeMessage(new Uint8Array(gzipSync(request)), { compressed: true }), true);
    expect(judge(await gzip.end, "Unary").messages).toEqual([request]);
    const foo = open("Unary", { echo: true }, { encoding: "foo" });
    foo.send(writeMessage(request, { compressed: true }), true);
    expect(judge(await foo.end, "Unary").outcome.name).toBe("UNIMPLEMENTED");
    agreed(2);
  });

  it.skipIf(!hasSuite("grpc-connect-conformance"))(
    "makes the calls of connectrpc's suites",
    async () => {
      for (const file of ["basic.json", "duplicate_metadata.json", "timeouts.json"]) {
        const { testCases } = readSuite<{ testCases: ConnectCase[] }>(
          "grpc-connect-conformance",
          file,
        );
        for (const { request: test, expectedResponse } of testCases) {
          const method = KIND[test.streamType]!;
          const asked = test.requestMessages[0]?.responseDefinition ?? {};
          const data = [asked.responseData ?? []].flat().map((text) => atob(text));
          const one = !METHODS[method].responseStream;
          const script: Script = {
            headers: lines(asked.responseHeaders),
            data,
            trailers: lines(asked.responseTrailers),
            silent: asked.responseDelayMs !== undefined,
            ...(asked.error ? { error: { ...asked.error, code: codeOf(asked.error.code) } } : {}),
          };
          // Times are a tenth of the suite's.
          const timeoutMs = test.timeoutMs === undefined ? undefined : test.timeoutMs / 10;
          const stream = open(method, script, { metadata: lines(test.requestHeaders), timeoutMs });
          for (const _message of test.requestMessages) stream.send(writeMessage(request));
          stream.send(new Uint8Array(0), true);
          const end = await stream.end;
          const { messages, headers, trailers, outcome } = judge(end, method);
          if (expectedResponse?.error) {
            const code = end.reset === null ? outcome.code : statusFromRstStream(end.reset);
            expect([codeOf(expectedResponse.error.code), STATUS_CODES.CANCELLED]).toContain(code);
          } else {
            expect(outcome.code, test.testName).toBe(script.error?.code ?? 0);
            if (script.error?.message) expect(outcome.message).toBe(script.error.message);
            const expected = one ? (script.error ? [] : data.slice(0, 1)) : data;
            expect(messages.map(utf8Text)).toEqual(expected);
            for (const [name, value] of script.trailers ?? [])
              expect(valuesIn(trailers, name)).toContain(value);
            // grpc-js sends an error without messages as Trailers-Only unless headers went before it.
            for (const [name, value] of script.headers ?? []) {
              expect(valuesIn([...headers, ...trailers], name)).toContain(value);
            }
          }
          connectCalls += 1;
        }
      }
      recordSuite({
        suite: "grpc-connect-conformance",
        engine: "grpc (calls)",
        peer: "@grpc/grpc-js 1.14.7",
        cases: connectCalls,
        agree: connectCalls,
        deviations: [],
        ran: true,
      });
    },
  );
});

interface ConnectLine {
  readonly name: string;
  readonly value: readonly string[];
}
interface ConnectCase {
  readonly request: {
    readonly testName: string;
    readonly streamType: string;
    readonly timeoutMs?: number;
    readonly requestHeaders?: readonly ConnectLine[];
    readonly requestMessages: readonly {
      readonly responseDefinition?: {
        readonly responseHeaders?: readonly ConnectLine[];
        readonly responseTrailers?: readonly ConnectLine[];
        readonly responseData?: string | readonly string[];
        readonly responseDelayMs?: number;
        readonly error?: { readonly code: string; readonly message?: string };
      };
    }[];
  };
  readonly expectedResponse?: { readonly error?: { readonly code: string } };
}
const KIND: Readonly<Record<string, MethodName>> = {
  STREAM_TYPE_UNARY: "Unary",
  STREAM_TYPE_CLIENT_STREAM: "ClientStream",
  STREAM_TYPE_SERVER_STREAM: "ServerStream",
  STREAM_TYPE_HALF_DUPLEX_BIDI_STREAM: "BidiStream",
  STREAM_TYPE_FULL_DUPLEX_BIDI_STREAM: "BidiStream",
};
const lines = (given: readonly ConnectLine[] = []): HeaderField[] =>
  given.flatMap(({ name, value }) => value.map((each): HeaderField => [name.toLowerCase(), each]));
const codeOf = (name: string): number =>
  STATUS_CODES[name.replace("CODE_", "") as keyof typeof STATUS_CODES];
const valuesIn = (fields: readonly HeaderField[], name: string): string[] =>
  fields.filter(([each]) => each === name).flatMap(([, value]) => value.split(", "));

describe("a grpc-js client in front of our server", () => {
  interface Answer {
    readonly headers: readonly HeaderField[];
    readonly content?: Uint8Array;
    readonly trailers?: readonly HeaderField[];
    readonly reset?: number;
  }
  const ok: readonly HeaderField[] = [
    [":status", "200"],
    ["content-type", "application/grpc"],
  ];
  let answer: (content: Uint8Array) => Answer;
  let client: Client;
  const server = createServer((socket) => {
    const connection = createConnection({ role: "server" });
    const calls = new Map<number, { fields: HeaderField[]; parts: Uint8Array[] }>();
    const flush = pump(socket, connection, (event) => {
      if (event.kind === "headers") {
        calls.set(event.streamId, {
          fields: event.fields.map(([name, value]) => [name, value]),
          parts: [],
        });
      } else if (event.kind === "data") {
        calls.get(event.streamId)?.parts.push(event.data);
      } else return;
      const call = calls.get(event.streamId);
      if (!event.endStream || !call) return;
      const judged = judgeRequest(
        { fields: call.fields, content: concat(call.parts) },
        { methods: { [`/${SERVICE}/Unary`]: "one", [`/${SERVICE}/ServerStream`]: "one" } },
      );
      const refusal = judged.kind === "status" ? [...ok, ...statusFields(judged.outcome)] : ok;
      const reply: Answer =
        judged.kind === "call"
          ? answer(concat(judged.messages.map(({ data }) => data)))
          : { headers: refusal };
      const alone = !reply.content && !reply.trailers && reply.reset === undefined;
      connection.sendHeaders(event.streamId, reply.headers, { endStream: alone });
      if (reply.content) {
        connection.sendData(event.streamId, reply.content, {
          endStream: !reply.trailers && reply.reset === undefined,
        });
      }
      if (reply.trailers)
        connection.sendHeaders(event.streamId, reply.trailers, { endStream: true });
      if (reply.reset !== undefined) connection.resetStream(event.streamId, reply.reset);
      flush();
    });
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      // Statuses are to be seen as they are, not retried away.
      "grpc.enable_retries": 0,
    });
  });
  afterAll(() => {
    client.close();
    server.close();
  });

  /** The code and details that grpc-js hands to its application, and the message. */
  const ask = (method = "Unary", message = Buffer.from("4711")) =>
    new Promise<{ code: number; details: string; value: string | null; trailers: Metadata | null }>(
      (resolve) => {
        const call = client.makeUnaryRequest(
          `/${SERVICE}/${method}`,
          asIs,
          asIs,
          message,
          (error, value) => {
            if (error) {
              resolve({
                code: error.code,
                details: error.details,
                value: null,
                trailers: error.metadata,
              });
            } else {
              call.on("status", ({ code, details, metadata }) =>
                resolve({ code, details, value: value?.toString() ?? null, trailers: metadata }),
              );
            }
          },
        );
      },
    );

  it("reads our messages, wherever they are cut, and our trailers", async () => {
    answer = (content) => ({
      headers: ok,
      content: writeMessage(content),
      trailers: statusFields({ code: 0 }, [encodeMetadata("x-hash-bin", Uint8Array.of(0, 255))]),
    });
    const { value, trailers } = await ask();
    expect(value).toBe("4711");
    expect(trailers?.get("x-hash-bin")).toEqual([Buffer.from([0, 255])]);
    const data = ["a", "", "b".repeat(70_000)];
    answer = () => ({
      headers: ok,
      content: concat(data.map((text) => writeMessage(utf8(text)))),
      trailers: statusFields({ code: 0 }),
    });
    const stream = client.makeServerStreamRequest(
      `/${SERVICE}/ServerStream`,
      asIs,
      asIs,
      Buffer.from(""),
    );
    const heard: string[] = [];
    for await (const message of stream as AsyncIterable<Buffer>) heard.push(message.toString());
    expect(heard).toEqual(data);
    agreed(2);
  });

  it("reads our errors, in trailers and alone", async () => {
    const error = { code: STATUS_CODES.NOT_FOUND, message: "Sendung 4711 — weg\n%" };
    answer = () => ({ headers: ok, trailers: statusFields(error) });
    expect(await ask()).toMatchObject({ code: 5, details: error.message });
    answer = () => ({ headers: [...ok, ...statusFields(error)] });
    expect(await ask()).toMatchObject({ code: 5, details: error.message });
    expect(await ask("Nowhere")).toMatchObject({ code: STATUS_CODES.UNIMPLEMENTED });
    agreed(3);
  });

  it("understands an HTTP status without grpc-status as we do", async () => {
    for (const status of [400, 401, 403, 404, 418, 429, 500, 502, 503, 504]) {
      answer = () => ({
        headers: [
          [":status", String(status)],
          ["content-type", "text/html"],
        ],
        content: utf8("<h1>proxy</h1>"),
      });
      expect((await ask()).code, String(status)).toBe(statusFromHttp(status));
      agreed();
    }
  });

  it("understands RST_STREAM as we do", async () => {
    // STREAM_CLOSED (5) and HTTP_1_1_REQUIRED (13) have no mapping in the document.
    for (const reset of [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]) {
      answer = () => ({ headers: ok, reset });
      expect((await ask()).code, String(reset)).toBe(statusFromRstStream(reset));
      agreed();
    }
  });

  it("misses a status or an encoding as we do, with three exceptions", async () => {
    const content = writeMessage(utf8("a"));
    const compressed = writeMessage(utf8("a"), { compressed: true });
    const trailers = statusFields({ code: 0 });
    const cases: readonly (readonly [given: Answer, ours: number, theirs: number | null])[] = [
      [{ headers: ok, content, trailers: [["x-odd", "1"]] }, 2, 2],
      [{ headers: ok, content: compressed, trailers }, 13, null],
      [{ headers: ok, content }, 2, 13],
      [{ headers: ok, trailers: [["grpc-status", "77"]] }, 2, 77],
    ];
    for (const [given, ours, theirs] of cases) {
      answer = () => given;
      const judged = judgeResponse(
        { status: 200, content: new Uint8Array(0), trailers: null, ...given },
        { responses: "one" },
      );
      const asked: { readonly code?: number } = await ask();
      expect([judged.outcome.code, asked.code ?? null]).toEqual([ours, theirs]);
      tally.cases += 1;
      if (ours === theirs) tally.agree += 1;
    }
    recordSuite({
      suite: "peer: @grpc/grpc-js",
      engine: "grpc",
      peer: "@grpc/grpc-js 1.14.7",
      ...tally,
      deviations: [
        {
          name: "a compressed message without grpc-encoding",
          why: "INTERNAL; grpc-js fails the call, but with no code at all.",
          rule: "compression.md §Test cases",
        },
        {
          name: "END_STREAM on DATA, no trailers",
          why: "UNKNOWN, as for any 200 without grpc-status; grpc-js says INTERNAL.",
          rule: "http-grpc-status-mapping.md",
        },
        {
          name: "grpc-status: 77",
          why: "UNKNOWN, an error in reading the status; grpc-js hands 77 on.",
          rule: "statuscodes.md",
        },
      ],
      ran: true,
    });
  });
});
