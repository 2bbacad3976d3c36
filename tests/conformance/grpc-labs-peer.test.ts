// What lesson 22's labs claim, put to @grpc/grpc-js: its server behind the framer's requests, and its
// client in front of the very frames that the status theatre shows.
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { Client, credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fieldsOf, payloadsOf } from "../../src/labs/grpc-framer/call.ts";
import { runCall } from "../../src/labs/grpc-framer/observe.ts";
import {
  PATHS,
  PRESETS,
  START as CALL,
  type Setup as Call,
} from "../../src/labs/grpc-framer/setup.ts";
import {
  HTTP,
  RESETS,
  START as SCENE,
  type Reset,
  type Setup as Scene,
} from "../../src/labs/grpc-status/setup.ts";
import { playScene } from "../../src/labs/grpc-status/theatre.ts";
import { judgeResponse, statusFromRstStream, statusName } from "../../src/protocols/grpc/index.ts";
import { createConnection } from "../../src/protocols/http2/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { ownTransport, pump, type Transport } from "../support/grpc-transports.ts";

const asIs = (bytes: Buffer): Buffer => bytes;
const method = (path: string, requestStream: boolean, responseStream: boolean) => ({
  path,
  requestStream,
  responseStream,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

type Deviating<Setup> = readonly [
  name: string,
  set: Partial<Setup>,
  status: string,
  why: string,
  rule: string,
];

/** Requests that the server takes although the documents do not. */
const LAXER: readonly Deviating<Call>[] = [
  [
    "a timeout with a point",
    { timeout: "1.5S" },
    "OK",
    "INTERNAL; it looks for digits and a unit anywhere, and takes this for five seconds.",
    "PROTOCOL-HTTP2.md §Requests",
  ],
  [
    "an unknown encoding that no message uses",
    { encoding: "snappy" },
    "OK",
    "UNIMPLEMENTED; it looks at grpc-encoding when a message is flagged, and not before.",
    "compression.md §Compression Method Asymmetry Between Peers",
  ],
  [
    "a flag without an encoding",
    { flagged: true },
    "OK",
    "INTERNAL; it serves the message, although without grpc-encoding the flag must be 0.",
    "PROTOCOL-HTTP2.md §Requests",
  ],
];

/** Answers of which the client makes another status. */
const OTHERS: readonly Deviating<Scene>[] = [
  [
    "swallowed trailers",
    { scene: "swallowed" },
    "INTERNAL",
    "UNKNOWN, as for any 200 without grpc-status; to it a stream that closes without one is INTERNAL.",
    "http-grpc-status-mapping.md",
  ],
  [
    "a second answer",
    { scene: "twice" },
    "DEADLINE_EXCEEDED",
    "UNIMPLEMENTED; it asks for one message only, and reads neither the second nor the trailers behind it.",
    "statuscodes.md",
  ],
  [
    "a page of HTML with 200",
    { http: 200 },
    "RESOURCE_EXHAUSTED",
    "UNKNOWN; with 200 it does not look at the content type, and the first five characters of the page are flag and length to it.",
    "http-grpc-status-mapping.md",
  ],
  [
    "431",
    { http: 431 },
    "UNKNOWN",
    "INTERNAL; its table has no row for 431.",
    "http-grpc-status-mapping.md",
  ],
];

/** Requests and answers that were put to the peer. */
const put = { cases: 0, deviating: 0 };
afterAll(() =>
  recordSuite({
    suite: "peer: @grpc/grpc-js, the gRPC labs",
    engine: "grpc",
    peer: "@grpc/grpc-js 1.14.7",
    cases: put.cases,
    agree: put.cases - put.deviating,
    deviations: [...LAXER, ...OTHERS].map(([name, , , why, rule]) => ({ name, why, rule })),
    ran: put.cases > 0,
  }),
);

describe("a grpc-js server answers the framer's requests as the lab's server does", () => {
  const server = new Server();
  const heard: string[] = [];
  let port = 0;
  beforeAll(async () => {
    server.addService(
      { GetParcel: method(PATHS[0], false, false), UploadScans: method(PATHS[1], true, false) },
      {
        GetParcel: (
          call: { request: Buffer },
          callback: (error: null, value: Buffer) => void,
        ): void => {
          heard.push(call.request.toString("hex"));
          callback(null, Buffer.from("082a", "hex"));
        },
        UploadScans: (
          call: NodeJS.EventEmitter,
          callback: (error: null, value: Buffer) => void,
        ): void => {
          call.on("data", (bytes: Buffer) => heard.push(bytes.toString("hex")));
          call.on("end", () => callback(null, Buffer.from("0802", "hex")));
        },
      },
    );
    port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
  });
  afterAll(() => server.forceShutdown());

  /** The status of HTTP, and the one that a client makes of the answer. */
  async function ask(setup: Call): Promise<readonly [http: number, status: string | null]> {
    put.cases += 1;
    const transport: Transport = await ownTransport(port);
    const stream = transport.open(fieldsOf(setup));
    const payloads = payloadsOf(setup);
    payloads.forEach((payload, index) => stream.send(payload, index === payloads.length - 1));
    const end = await stream.end;
    transport.close();
    if (end.reset !== null && end.status === 0) {
      return [0, statusName(statusFromRstStream(end.reset))];
    }
    return [end.status, judgeResponse(end, { responses: "one" }).outcome.name];
  }

  const same: readonly (readonly [string, Partial<Call>])[] = [
    ["as specified, in two frames", {}],
    ["cut behind the prefix", { cuts: [5, 0] }],
    ["END_STREAM on an empty frame", { end: "empty" }],
    ["two messages in three frames", PRESETS["Two messages, three frames"] ?? {}],
    ["metadata as bytes", { note: "größer" }],
    ["a path in lower case", { path: PATHS[2] }],
    ["a path without its package", { path: PATHS[3] }],
    ["another content type", { type: "application/json" }],
    ["without te", { te: false }],
    ["no format named", { type: "application/grpc" }],
    ["identity", { encoding: "identity" }],
    ["an encoding that is not used", { encoding: "gzip" }],
    ["no timeout", { timeout: "" }],
    ["a flagged message that is no gzip", { encoding: "gzip", flagged: true }],
    ["a timeout that is none", { timeout: "soon" }],
    ["two messages where one is due", { messages: 2 }],
    ["an encoding that is not known", { encoding: "snappy", flagged: true }],
  ];
  it.each(same)("%s", async (_, set) => {
    const setup: Call = { ...CALL, ...set };
    heard.length = 0;
    const seen = runCall(setup);
    const status = seen.judged?.kind === "http" ? seen.judged.status : 200;
    expect(await ask(setup)).toEqual([status, seen.outcome?.name]);
    if (seen.answer === "served") {
      expect(heard).toEqual(
        seen.engine.flatMap(({ messages }) =>
          messages.map((bytes) => Buffer.from(bytes).toString("hex")),
        ),
      );
    }
  });

  it.each(LAXER)("but serves %s", async (_, set, status) => {
    const setup: Call = { ...CALL, ...set };
    expect(runCall(setup).answer).not.toBe("served");
    expect(await ask(setup)).toEqual([200, status]);
    put.deviating += 1;
  });
});

describe("a grpc-js client sees what the status theatre says", () => {
  /** Lets a client call somebody who answers with the frames of the scene, byte for byte. */
  async function meet(setup: Scene): Promise<string> {
    put.cases += 1;
    const frames = playScene(setup).trace.events.flatMap((event) =>
      event.kind === "message" && event.from === "server" && event.stream === 1
        ? [event.bytes]
        : [],
    );
    const server = createServer((socket) => {
      const connection = createConnection({ role: "server" });
      pump(socket, connection, (event) => {
        if (event.kind !== "data" || !event.endStream) return;
        for (const bytes of frames) socket.write(bytes);
        if (setup.scene === "lost") socket.destroy();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.enable_retries": 0,
    });
    const request = Buffer.from("082a", "hex");
    const limit = setup.scene === "deadline" ? 60 : setup.scene === "twice" ? 300 : 5000;
    const deadline = { deadline: Date.now() + limit };
    const path = "/parcel.v1.ParcelService/GetParcel";
    const code = await new Promise<number>((resolve) => {
      if (setup.scene === "after") {
        const call = client.makeServerStreamRequest(path, asIs, asIs, request, deadline);
        call.on("data", () => {});
        call.on("error", () => {});
        call.on("status", (status) => resolve(status.code));
      } else {
        client.makeUnaryRequest(path, asIs, asIs, request, deadline, (error: ServiceError | null) =>
          resolve(error?.code ?? 0),
        );
      }
    });
    client.close();
    server.close();
    return statusName(code) ?? String(code);
  }

  const scenes: readonly Scene[] = [
    ...(["served", "only", "after", "lost", "deadline"] as const).map((scene) => ({
      ...SCENE,
      scene,
    })),
    ...HTTP.filter((http) => http !== 200 && http !== 431).map((http) => ({ ...SCENE, http })),
    ...(Object.keys(RESETS) as Reset[]).map((reset) => ({
      ...SCENE,
      scene: "reset" as const,
      reset,
    })),
  ];
  it.each(scenes.map((setup) => [`${setup.scene} ${setup.http} ${setup.reset}`, setup] as const))(
    "%s",
    async (_, setup) => {
      expect(await meet(setup)).toBe(playScene(setup).outcome.name);
    },
  );

  it.each(OTHERS)("but something else for %s", async (_, set, status) => {
    const setup: Scene = { ...SCENE, ...set };
    expect(playScene(setup).outcome.name).not.toBe(status);
    expect(await meet(setup)).toBe(status);
    put.deviating += 1;
  });
});
