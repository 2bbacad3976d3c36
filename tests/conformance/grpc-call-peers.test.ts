// The bytes of our calls, as the lab shows them, in front of real peers: a grpc-js server answers what our
// client wrote, a grpc-js client takes what our server wrote, protoc and protobuf-es read the messages.
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { createFileRegistry, fromBinary, toBinary, create, toJson } from "@bufbuild/protobuf";
import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  status as grpcStatus,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call } from "../../src/labs/four-calls/call.ts";
import { FRAMINGS, KINDS, START, type Kind } from "../../src/labs/four-calls/setup.ts";
import { planOf } from "../../src/labs/four-calls/story.ts";
import { FRAME_TYPES } from "../../src/protocols/http2/index.ts";
import { inspect } from "../../src/protocols/protobuf/index.ts";
import { runCall } from "../../src/scenarios/grpc-call.ts";
import type { CallRun } from "../../src/scenarios/grpc-side.ts";
import { PARCEL_DESCRIPTOR } from "../../src/scenarios/parcel-descriptor.ts";
import {
  PARCEL_METHODS,
  PARCEL_SERVICE,
  type Method,
} from "../../src/scenarios/parcel-messages.ts";
import { concat } from "../../src/wire/index.ts";
import { framesIn, readAnswer, writtenBy } from "../support/call-bytes.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { decodeRawLines, differsFromRaw } from "../support/decode-raw.ts";

const registry = createFileRegistry(
  fromBinary(FileDescriptorProtoSchema, base64Decode(PARCEL_DESCRIPTOR)),
  () => undefined,
);
const typeOf = (name: string): DescMessage => {
  const found = registry.getMessage(name);
  if (found === undefined) throw new Error(`no message ${name}`);
  return found;
};
const read = (name: string, bytes: Uint8Array): unknown =>
  toJson(typeOf(name), fromBinary(typeOf(name), bytes));

type Plain = Message & Record<string, unknown>;
const serialize = (name: string) => (value: Plain) =>
  Buffer.from(toBinary(typeOf(name), create(typeOf(name), value)));
const deserialize = (name: string) => (bytes: Buffer) => fromBinary(typeOf(name), bytes) as Plain;
/** The service as grpc-js wants it, its messages by protobuf-es from protoc's descriptor. */
const definition = Object.fromEntries(
  Object.values(PARCEL_METHODS).map(({ input, name, output, path, requests, responses }) => [
    name,
    {
      path,
      requestStream: requests === "many",
      responseStream: responses === "many",
      requestSerialize: serialize(input),
      requestDeserialize: deserialize(input),
      responseSerialize: serialize(output),
      responseDeserialize: deserialize(output),
    },
  ]),
);
const plain = (value: object): Plain => value as Plain;

/** What the server's handlers saw of the last call. */
let seen: { requests: Plain[]; ended: boolean; deadline: number };
let cancelled: PromiseWithResolvers<void>;
let silent: boolean;

const handlers = {
  GetParcel(own: ServerUnaryCall<Plain, Plain>, answer: sendUnaryData<Plain>) {
    seen = { requests: [own.request], ended: true, deadline: Number(own.getDeadline()) };
    own.on("cancelled", () => cancelled.resolve());
    if (silent) return;
    const { number } = own.request;
    if (number === 42) answer(null, plain({ number, recipient: "Ada", weightGrams: 1200n }));
    else answer({ code: grpcStatus.NOT_FOUND, details: "no such parcel" });
  },
  WatchParcel(own: ServerWritableStream<Plain, Plain>) {
    seen = { requests: [own.request], ended: true, deadline: Number(own.getDeadline()) };
    for (const place of ["Ulm", "Munich"]) own.write(plain({ number: 1, place }));
    own.end();
  },
  UploadScans(own: ServerReadableStream<Plain, Plain>, answer: sendUnaryData<Plain>) {
    seen = { requests: [], ended: false, deadline: Number(own.getDeadline()) };
    own.on("data", (scan: Plain) => seen.requests.push(scan));
    own.on("end", () => {
      seen.ended = true;
      answer(null, plain({ accepted: seen.requests.length }));
    });
  },
  Dispatch(own: ServerDuplexStream<Plain, Plain>) {
    seen = { requests: [], ended: false, deadline: Number(own.getDeadline()) };
    own.on("data", (scan: Plain) => {
      seen.requests.push(scan);
      own.write(plain({ number: scan["number"], text: `from ${String(scan["place"])}` }));
    });
    own.on("end", () => {
      seen.ended = true;
      own.end();
    });
  },
};

/** Calls that a peer took or answered as it should, and messages that protoc read as we wrote them. */
const agreed = { calls: 0, messages: 0 };
afterAll(() => {
  const record = (suite: string, peer: string, cases: number): void =>
    recordSuite({
      suite,
      engine: "grpc",
      peer,
      cases,
      agree: cases,
      deviations: [],
      ran: cases > 0,
    });
  record("peer: @grpc/grpc-js, whole calls", "@grpc/grpc-js 1.14.7, both ends", agreed.calls);
  record("peer: protoc, messages of calls", "libprotoc 3.21.12", agreed.messages);
});

/** Messages of one direction as protobuf-es reads them. */
const messagesOf = (run: CallRun, { input, output }: Method) => ({
  requests: run.received.server.map((bytes) => read(input, bytes)),
  responses: run.received.client.map((bytes) => read(output, bytes)),
});

describe("a grpc-js server in front of the bytes that our client wrote", () => {
  const server = new Server();
  let port = 0;
  beforeAll(async () => {
    server.addService(definition, handlers);
    port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
  });
  afterAll(() => server.forceShutdown());

  /** Writes the bytes and reads until the call on stream 1 is over. */
  async function ask(bytes: Uint8Array, method: Method) {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const parts: Uint8Array[] = [];
    const over = Promise.withResolvers<NonNullable<ReturnType<typeof readAnswer>>>();
    socket.on("data", (part: Buffer) => {
      parts.push(new Uint8Array(part));
      const answer = readAnswer(concat(parts), method);
      if (answer !== null) over.resolve(answer);
    });
    socket.on("close", () => over.reject(new Error("closed before the answer was over")));
    socket.write(bytes);
    try {
      return await over.promise;
    } finally {
      socket.destroy();
    }
  }
  const answerOf = async (run: CallRun, method: Method) => {
    const answer = await ask(writtenBy(run, "client"), method);
    if ("reset" in answer) throw new Error(`RST_STREAM ${answer.reset}`);
    const { judged, status } = answer;
    const messages = judged.messages.map((bytes) => read(method.output, bytes));
    return { status, messages, outcome: judged.outcome };
  };
  beforeAll(() => {
    silent = false;
    cancelled = Promise.withResolvers();
  });

  const expected: Readonly<Record<Kind, readonly unknown[]>> = {
    unary: [{ number: 42, recipient: "Ada", weightGrams: "1200" }],
    server: [
      { number: 1, place: "Ulm" },
      { number: 1, place: "Munich" },
    ],
    client: [{ accepted: 3 }],
    bidi: [
      { number: 7, text: "from Ulm" },
      { number: 8, text: "from Augsburg" },
    ],
  };
  it.each(KINDS.flatMap((kind) => FRAMINGS.map((framing) => ({ kind, framing }))))(
    "answers $kind, messages $framing: messages, half-close, status",
    async ({ framing, kind }) => {
      const run = call({ ...START, kind, framing });
      const method = PARCEL_METHODS[kind];
      const { messages, outcome, status } = await answerOf(run, method);
      expect(status).toBe(200);
      expect(messages).toEqual(expected[kind]);
      expect(outcome).toMatchObject({ code: 0, name: "OK" });
      expect(seen.ended).toBe(true);
      expect(seen.requests.map((each) => toJson(typeOf(method.input), each))).toEqual(
        messagesOf(run, method).requests,
      );
      agreed.calls += 1;
    },
  );

  /** What the client wrote up to its RST_STREAM, and that frame. */
  function beforeReset(run: CallRun): readonly [Uint8Array, Uint8Array] {
    const all = writtenBy(run, "client");
    const last = framesIn(all).at(-1);
    expect(last?.type).toBe(FRAME_TYPES.RST_STREAM);
    const at = all.length - (last?.bytes.length ?? 0);
    return [all.subarray(0, at), all.subarray(at)];
  }

  it("takes the deadline that the client wrote, and ends the call by it", async () => {
    silent = true;
    const plan = planOf({ ...START, limit: "deadline", after: 95 });
    const [bytes] = beforeReset(runCall(plan));
    const before = Date.now();
    const answer = await ask(bytes, PARCEL_METHODS.unary);
    // grpc-js says it in trailers or by RST_STREAM with CANCEL.
    const told = "reset" in answer ? answer.reset : answer.judged.outcome.name;
    expect([8, "DEADLINE_EXCEEDED"]).toContain(told);
    expect(seen.deadline - before).toBeGreaterThanOrEqual(95);
    expect(seen.deadline - before).toBeLessThan(95 + 10_000);
    silent = false;
    agreed.calls += 1;
  });

  it("hears of a cancellation", async () => {
    silent = true;
    cancelled = Promise.withResolvers();
    const run = call({ ...START, limit: "cancel", after: 55 });
    expect(run.reset).toBe(true);
    const [bytes, reset] = beforeReset(run);
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const begun = seen;
    socket.write(bytes);
    await expect.poll(() => seen !== begun).toBe(true);
    socket.write(reset);
    await cancelled.promise;
    socket.destroy();
    silent = false;
    agreed.calls += 1;
  });

  it("refuses a method that it does not have, and reports an error of its own", async () => {
    const plan = planOf(START);
    const lost: Method = {
      ...plan.method,
      name: "LoseParcel",
      path: `/${PARCEL_SERVICE}/LoseParcel`,
    };
    const missing = await answerOf(runCall({ ...plan, method: lost }), lost);
    expect(missing).toMatchObject({
      status: 200,
      messages: [],
      outcome: { name: "UNIMPLEMENTED" },
    });
    const other = {
      ...plan,
      client: [
        {
          on: "call" as const,
          does: {
            kind: "send" as const,
            messages: [new Uint8Array([0x08, 0x07])],
            halfClose: true,
          },
        },
      ],
    };
    const failed = await answerOf(runCall(other), plan.method);
    expect(failed.outcome).toEqual({ code: 5, name: "NOT_FOUND", message: "no such parcel" });
    agreed.calls += 2;
  });
});

describe("a grpc-js client in front of the bytes that our server wrote", () => {
  /** Greets whoever comes with the SETTINGS; the rest of the bytes follows the request's HEADERS. */
  async function serve(bytes: Uint8Array): Promise<{ port: number; close: () => void }> {
    const sockets: Socket[] = [];
    const greeting = framesIn(bytes)[0]?.bytes.length ?? 0;
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.write(bytes.subarray(0, greeting));
      socket.on("error", () => undefined);
      const parts: Uint8Array[] = [];
      let answered = false;
      socket.on("data", (part: Buffer) => {
        parts.push(new Uint8Array(part));
        const asked = framesIn(concat(parts)).some(({ type }) => type === FRAME_TYPES.HEADERS);
        if (asked && !answered) socket.write(bytes.subarray(greeting));
        answered ||= asked;
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      port: (server.address() as AddressInfo).port,
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  }

  it.each(KINDS.flatMap((kind) => FRAMINGS.map((framing) => ({ kind, framing }))))(
    "takes $kind, messages $framing: messages and status",
    async ({ framing, kind }) => {
      const run = call({ ...START, kind, framing });
      const method = PARCEL_METHODS[kind];
      const { requestSerialize, responseDeserialize } = definition[method.name]!;
      const { close, port } = await serve(writtenBy(run, "server"));
      const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
      const messages: unknown[] = [];
      const take = (value?: Plain): void => {
        if (value !== undefined) messages.push(toJson(typeOf(method.output), value));
      };
      try {
        const requests = run.received.server.map((bytes) =>
          deserialize(method.input)(Buffer.from(bytes)),
        );
        const [one] = requests;
        const unary = Promise.withResolvers<void>();
        const done = (error: ServiceError | null, value?: Plain): void => {
          take(value);
          if (error === null) unary.resolve();
          else unary.reject(error);
        };
        if (kind === "unary") {
          client.makeUnaryRequest(method.path, requestSerialize, responseDeserialize, one!, done);
          await unary.promise;
        } else if (kind === "client") {
          const stream = client.makeClientStreamRequest(
            method.path,
            requestSerialize,
            responseDeserialize,
            done,
          );
          for (const each of requests) stream.write(each);
          stream.end();
          await unary.promise;
        } else {
          const ask = [method.path, requestSerialize, responseDeserialize] as const;
          const duplex = kind === "bidi" ? client.makeBidiStreamRequest(...ask) : null;
          const stream = duplex ?? client.makeServerStreamRequest(...ask, one!);
          for (const each of requests) duplex?.write(each);
          duplex?.end();
          const status = once(stream, "status");
          stream.on("data", take);
          await once(stream, "end");
          expect((await status)[0]).toMatchObject({ code: 0 });
        }
      } finally {
        client.close();
        close();
      }
      expect(messages).toEqual(messagesOf(run, method).responses);
      agreed.calls += 1;
    },
  );
});

describe.skipIf(spawnSync("protoc", ["--version"]).status !== 0)(
  "protoc reads every message",
  () => {
    /** A value as the text format prints it. */
    const printed = (field: DescField, value: unknown): string => {
      if (field.fieldKind === "enum") return field.enum.value[Number(value)]?.name ?? String(value);
      return typeof value === "string" ? JSON.stringify(value) : String(value);
    };
    /** A message in the text format, as far as our messages need it. */
    const textOf = (name: string, bytes: Uint8Array): string => {
      const message = fromBinary(typeOf(name), bytes) as Plain;
      return typeOf(name)
        .fields.flatMap((field) => {
          const value = message[field.localName];
          const values = Array.isArray(value) ? (value as unknown[]) : [value];
          const set = values.filter((each) => each !== "" && each !== 0 && each !== 0n);
          return set.map((each) => `${field.name}: ${printed(field, each)}\n`);
        })
        .join("");
    };
    const protoc = (bytes: Uint8Array, ...args: readonly string[]): string =>
      execFileSync("protoc", args, { input: bytes, encoding: "utf8" });

    it.each(KINDS)("of %s", (kind) => {
      const { input, output } = PARCEL_METHODS[kind];
      const { received } = call({ ...START, kind });
      const all = [
        ...received.server.map((bytes) => [input, bytes] as const),
        ...received.client.map((bytes) => [output, bytes] as const),
      ];
      for (const [name, bytes] of all) {
        const decoded = protoc(bytes, `--decode=${name}`, "-Isrc/scenarios", "parcel.proto");
        expect(decoded).toBe(textOf(name, bytes));
        const step = inspect(bytes);
        if (step.kind !== "done") throw new Error("our own message cannot be read");
        expect(
          differsFromRaw(step.value, decodeRawLines(protoc(bytes, "--decode_raw"))),
        ).toBeNull();
        agreed.messages += 1;
      }
    });
  },
);
