// Our HTTP/2 connection against Node's http2 over loopback, in both roles.
import { once } from "node:events";
import {
  connect,
  createServer,
  constants,
  type ClientHttp2Session,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
  type SessionOptions,
} from "node:http2";
import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ConnectionOptions } from "#protocols/http2/index.ts";
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { concat, latin1Text, utf8, utf8Text } from "#wire/index.ts";
import { openTally } from "../support/conformance-report.ts";
import {
  askAll,
  drive,
  type Asked,
  type Driven,
  type Gathered,
} from "../support/http2-over-socket.ts";
import { dial, listen, withServer } from "../support/loopback.ts";

const tally = openTally("peer: node:http2", "http2", []);
const peer = `node ${process.version}`;

const bodyOf = (length: number, seed: number): Uint8Array =>
  new Uint8Array(length).map((_, index) => (index * 7 + seed) % 251);
const valueOf = (fields: readonly HeaderField[], name: string): string | undefined =>
  fields.find(([other]) => other === name)?.[1];

/** Every third is a POST in pieces with trailers; the content of the answer is asked for in the path. */
const requests = (count: number, most: number): Asked[] =>
  Array.from({ length: count }, (_, place): Asked => {
    const fields: HeaderField[] = [
      [":method", place % 3 === 0 ? "POST" : "GET"],
      [":scheme", "http"],
      [":authority", "127.0.0.1"],
      [":path", `/answer?octets=${(place * 613) % most}`],
      ["x-number", String(place)],
      ["x-latin", "gr\u00fc\u00df"],
    ];
    if (place % 3 !== 0) return { fields };
    const content = [bodyOf((place * 389) % most, place), bodyOf(3, place)];
    return { fields, content, trailers: [["x-sum", String(place)]] };
  });

/** What a peer should have seen of a request: it sends this back. */
const seenOf = ({ content = [], fields, trailers = [] }: Asked) => ({
  method: valueOf(fields, ":method"),
  number: valueOf(fields, "x-number"),
  latin: valueOf(fields, "x-latin"),
  octets: concat(content).length,
  sum: concat(content).reduce((sum, octet) => sum + octet, 0),
  trailer: valueOf(trailers, "x-sum"),
});
const answerLength = (path: string): number => Number(path.split("=")[1]);

/** A Node server that says in x-seen what it saw and answers with the content asked for. */
function nodeServer(options: Parameters<typeof createServer>[0] = {}): Http2Server {
  const server = createServer({ ...options });
  server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const parts: Buffer[] = [];
    let trailer: string | undefined;
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("trailers", (trailers: IncomingHttpHeaders) => {
      trailer = trailers["x-sum"] as string;
    });
    stream.on("error", () => undefined);
    stream.on("end", () => {
      const content = Buffer.concat(parts);
      const seen = {
        method: headers[":method"],
        number: headers["x-number"],
        latin: headers["x-latin"],
        octets: content.length,
        sum: content.reduce((sum, octet) => sum + octet, 0),
        trailer,
      };
      stream.additionalHeaders({ ":status": 103 });
      stream.respond(
        { ":status": 200, "x-seen": JSON.stringify(seen).replace(/[^ -~]/g, "?") },
        { waitForTrailers: true },
      );
      stream.on("wantTrailers", () => {
        stream.sendTrailers({ "x-done": String(headers["x-number"]) });
      });
      stream.end(bodyOf(answerLength(headers[":path"] ?? ""), Number(headers["x-number"])));
    });
  });
  return server;
}

async function withNodeServer<T>(
  server: Http2Server,
  run: (port: number) => Promise<T>,
): Promise<T> {
  const sessions = new Set<{ destroy(): void }>();
  server.on("session", (session) => sessions.add(session));
  try {
    return await run(await listen(server));
  } finally {
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

function checkAnswers(name: string, asked: readonly Asked[], responses: readonly Gathered[]): void {
  asked.forEach((request, place) => {
    const { content, fields, interim, trailers } = responses[place]!;
    const seen = { ...seenOf(request), latin: "gr??" };
    const length = answerLength(valueOf(request.fields, ":path") ?? "");
    expect(JSON.parse(valueOf(fields, "x-seen") ?? "{}")).toEqual(
      JSON.parse(JSON.stringify(seen)) as unknown,
    );
    expect(interim).toEqual([[[":status", "103"]]]);
    expect(content).toEqual(bodyOf(length, place));
    expect(trailers).toEqual([["x-done", String(place)]]);
    tally.put(name, valueOf(fields, ":status") === "200");
  });
}

describe("our client and Node's server", () => {
  it("agree on 100 requests at once, with content, trailers and interim responses", async () => {
    await withNodeServer(nodeServer(), async (port) => {
      const socket = await dial(port);
      const asked = requests(100, 30_000);
      const { driven, responses } = await askAll(socket, asked);
      checkAnswers("client: 100 at once", asked, responses);
      const order = driven.events.flatMap((event) =>
        event.kind === "data" ? [event.streamId] : [],
      );
      const turns = order.filter((id, place) => id !== order[place - 1]).length;
      expect(turns).toBeGreaterThan(100);
      socket.destroy();
    });
  });

  it("agree through windows of one octet in both directions", async () => {
    const server = nodeServer({ settings: { initialWindowSize: 1 } });
    await withNodeServer(server, async (port) => {
      const socket = await dial(port);
      const asked = requests(20, 60);
      const { driven, responses } = await askAll(socket, asked, {
        settings: { initialWindowSize: 1 },
      });
      checkAnswers("client: windows of one octet", asked, responses);
      const sizes = driven.events.flatMap((event) =>
        event.kind === "data" ? [event.data.length] : [],
      );
      expect(Math.max(...sizes)).toBe(1);
      socket.destroy();
    });
  });

  it("agree on a limit of three streams at once, small frames and a table of no size", async () => {
    const server = nodeServer({ settings: { maxConcurrentStreams: 3, headerTableSize: 0 } });
    await withNodeServer(server, async (port) => {
      const socket = await dial(port);
      const asked = requests(30, 3_000);
      const { responses } = await askAll(socket, asked, {
        maxDataSize: 100,
        settings: { headerTableSize: 0, enablePush: false },
      });
      checkAnswers("client: three at once", asked, responses);
      socket.destroy();
    });
  });

  it("agree on pushes, resets and the end", async () => {
    const server = createServer();
    const resets: number[] = [];
    server.on("stream", (stream, headers) => {
      stream.on("error", () => undefined);
      stream.on("close", () => resets.push(stream.rstCode));
      if (headers[":path"] === "/hang") return;
      stream.pushStream({ ":path": "/style.css" }, (error, pushed) => {
        if (error) throw error;
        pushed.respond({ ":status": 200, "content-type": "text/css" });
        pushed.end("pushed");
        stream.respond({ ":status": 204 });
        stream.end();
        stream.session?.goaway(constants.NGHTTP2_NO_ERROR, 1, utf8("bye"));
      });
    });
    await withNodeServer(server, async (port) => {
      const socket = await dial(port);
      const messages = new Map<number, Gathered>();
      const driven = drive(socket, { role: "client" }, (id, message) => messages.set(id, message));
      const get = (path: string): HeaderField[] => [
        [":method", "GET"],
        [":scheme", "http"],
        [":authority", "x"],
        [":path", path],
      ];
      driven.connection.sendHeaders(1, get("/"), { endStream: true });
      driven.connection.sendHeaders(3, get("/hang"), { endStream: true });
      driven.connection.ping(utf8("12345678"));
      driven.flush();
      driven.connection.resetStream(3);
      while (!messages.has(2) || driven.events.every(({ kind }) => kind !== "goaway")) {
        await once(socket, "data");
      }
      driven.flush();
      const push = driven.events.find((event) => event.kind === "push");
      expect(push).toMatchObject({ streamId: 1, promisedStreamId: 2 });
      expect(utf8Text(messages.get(2)!.content)).toBe("pushed");
      expect(driven.events.find(({ kind }) => kind === "pingAck")).toMatchObject({
        data: utf8("12345678"),
      });
      expect(driven.events.find(({ kind }) => kind === "goaway")).toMatchObject({
        debugData: utf8("bye"),
      });
      socket.destroy();
      while (resets.length < 2) await new Promise((resolve) => setImmediate(resolve));
      tally.put(
        "client: push, ping, reset, goaway",
        valueOf(messages.get(1)!.fields, ":status") === "204",
      );
    });
  });
});

/** Our server: says in x-seen what it saw, answers with the content asked for. */
const answerLikeNode = (id: number, message: Gathered, { connection }: Driven): void => {
  const { content, fields, trailers } = message;
  const seen = seenOf({ fields, content: [content], trailers });
  const number = valueOf(fields, "x-number") ?? "0";
  connection.sendHeaders(id, [[":status", "103"]]);
  connection.sendHeaders(id, [
    [":status", "200"],
    ["x-seen", JSON.stringify(seen).replace(/[^ -~]/g, "?")],
  ]);
  const body = bodyOf(answerLength(valueOf(fields, ":path") ?? ""), Number(number));
  connection.sendData(id, body);
  connection.sendHeaders(id, [["x-done", number]], { endStream: true });
};

async function withOurServer<T>(
  options: Omit<ConnectionOptions, "role">,
  nodeOptions: SessionOptions,
  run: (session: ClientHttp2Session, driven: () => Driven) => Promise<T>,
  answer = answerLikeNode,
): Promise<T> {
  const ends: Driven[] = [];
  return withServer(
    (socket) => {
      ends.push(drive(socket, { role: "server", ...options }, answer));
    },
    async (port) => {
      const session = connect(`http://127.0.0.1:${port}`, nodeOptions);
      session.on("error", () => undefined);
      try {
        return await run(session, () => ends[0]!);
      } finally {
        session.destroy();
      }
    },
  );
}

/** One request by Node's client, with everything that came back. */
async function askByNode(session: ClientHttp2Session, { content = [], fields, trailers }: Asked) {
  const options = { waitForTrailers: trailers !== undefined, endStream: content.length === 0 };
  const stream = session.request(Object.fromEntries(fields), options);
  const parts: Buffer[] = [];
  const interim: unknown[] = [];
  let response: IncomingHttpHeaders = {};
  let trailing: IncomingHttpHeaders = {};
  stream.on("headers", (headers: IncomingHttpHeaders) => interim.push(headers[":status"]));
  stream.on("response", (headers) => (response = headers));
  stream.on("trailers", (headers: IncomingHttpHeaders) => (trailing = headers));
  stream.on("data", (part: Buffer) => parts.push(part));
  stream.on("wantTrailers", () => {
    stream.sendTrailers(Object.fromEntries(trailers ?? []));
  });
  if (content.length > 0) {
    for (const part of content) stream.write(part);
    stream.end();
  }
  await once(stream, "close");
  return { response, trailing, interim, content: Buffer.concat(parts) };
}

describe("Node's client and our server", () => {
  const cases: [string, number, number, Omit<ConnectionOptions, "role">, SessionOptions][] = [
    ["100 at once", 100, 30_000, {}, {}],
    [
      "windows of one octet",
      20,
      60,
      { settings: { initialWindowSize: 1 } },
      { settings: { initialWindowSize: 1 } },
    ],
    [
      "three at once",
      30,
      3_000,
      { settings: { maxConcurrentStreams: 3, headerTableSize: 0 }, maxDataSize: 100 },
      { settings: { headerTableSize: 0 } },
    ],
    ["padded by the peer", 12, 3_000, {}, { paddingStrategy: constants.PADDING_STRATEGY_MAX }],
  ];
  it.each(cases)("agree: %s", async (name, count, most, options, nodeOptions) => {
    await withOurServer(options, nodeOptions, async (session) => {
      const asked = requests(count, most);
      // Before it knows our limit a client may open more than we allow, and be refused.
      await once(session, "remoteSettings");
      const answers = await Promise.all(asked.map((request) => askByNode(session, request)));
      answers.forEach(({ content, interim, response, trailing }, place) => {
        const seen = { ...seenOf(asked[place]!), latin: "gr??" };
        expect(JSON.parse(String(response["x-seen"]))).toEqual(
          JSON.parse(JSON.stringify(seen)) as unknown,
        );
        expect(interim).toEqual([103]);
        expect(latin1Text(content)).toBe(
          latin1Text(bodyOf(answerLength(valueOf(asked[place]!.fields, ":path") ?? ""), place)),
        );
        expect(trailing["x-done"]).toBe(String(place));
        tally.put(`server: ${name}`, Number(response[":status"]) === 200);
      });
    });
  });

  it("agree on a rapid reset: the peer hears ENHANCE_YOUR_CALM", async () => {
    const rush = async (session: ClientHttp2Session, driven: () => Driven): Promise<void> => {
      const goaway = once(session, "goaway");
      await once(session, "remoteSettings");
      for (let request = 0; request < 60; request += 1) {
        const stream = session.request({ ":method": "POST", ":path": "/" });
        stream.on("error", () => undefined);
        stream.close(constants.NGHTTP2_CANCEL);
      }
      const [code] = (await goaway) as [number];
      expect(code).toBe(ERROR_CODES.ENHANCE_YOUR_CALM);
      expect(driven().connection.inspect().counts.resets).toBe(51);
      tally.put("server: rapid reset", true);
    };
    // Work that is not done yet when the reset comes: nothing is answered.
    await withOurServer({ limits: { resets: 50 } }, {}, rush, () => undefined);
  });

  it("agree on pushes and a graceful end", async () => {
    await withServer(
      (socket) => {
        drive(socket, { role: "server" }, (id, message, { connection }) => {
          const { fields } = message;
          const promised = fields.map(([name, value]): HeaderField => [
            name,
            name === ":path" ? "/style.css" : value,
          ]);
          connection.pushPromise(id, 2, promised);
          connection.sendHeaders(id, [[":status", "204"]], { endStream: true });
          connection.sendHeaders(2, [[":status", "200"]]);
          connection.sendData(2, utf8("pushed"), { endStream: true });
          connection.goAway(ERROR_CODES.NO_ERROR, { debugData: utf8("bye") });
        });
      },
      async (port) => {
        const session = connect(`http://127.0.0.1:${port}`);
        const pushed: string[] = [];
        session.on("stream", (stream, headers) => {
          stream.on("data", (part: Buffer) =>
            pushed.push(`${headers[":path"]} ${part.toString()}`),
          );
        });
        const goaway = once(session, "goaway") as Promise<[number, number, Buffer]>;
        const { response } = await askByNode(session, {
          fields: [
            [":method", "GET"],
            [":path", "/"],
          ],
        });
        const [code, , debug] = await goaway;
        await once(session, "close");
        expect([Number(response[":status"]), code, debug.toString()]).toEqual([204, 0, "bye"]);
        expect(pushed).toEqual(["/style.css pushed"]);
        tally.put("server: push, goaway", true);
      },
    );
  });
});

describe("the record", () => {
  it("lists every exchange", () => {
    expect(tally.finish({ peer })).toEqual([]);
  });
});
