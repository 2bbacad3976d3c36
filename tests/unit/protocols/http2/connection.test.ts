import { describe, expect, it } from "vitest";
import {
  CLIENT_PREFACE,
  createConnection,
  ERROR_CODES,
} from "../../../../src/protocols/http2/index.ts";
import type { HeaderField } from "../../../../src/protocols/semantics/fields.ts";
import { concat, utf8, utf8Text } from "../../../../src/wire/index.ts";
import { errorIn, framesIn, GET, lone, OK, pair, POST } from "./talk.ts";

const kinds = (events: readonly { kind: string }[]) => events.map(({ kind }) => kind);

describe("the beginning (RFC 9113 §3.4, §6.5.3)", () => {
  it("opens with preface and SETTINGS, and each side acknowledges the other's", () => {
    const client = createConnection({
      role: "client",
      settings: { enablePush: false, initialWindowSize: 1000 },
    });
    const server = createConnection({ role: "server", settings: { maxConcurrentStreams: 100 } });
    const first = client.takeBytes();
    expect(first.subarray(0, 24)).toEqual(CLIENT_PREFACE);
    expect(framesIn(first.subarray(24))).toEqual([
      {
        type: 4,
        flags: 0,
        streamId: 0,
        settings: [
          [2, 0],
          [4, 1000],
        ],
      },
    ]);
    expect(framesIn(server.takeBytes())).toMatchObject([{ type: 4, settings: [[3, 100]] }]);
    expect(client.inspect().unacknowledged).toBe(1);
    expect(kinds(server.receive(first))).toEqual(["settings"]);
    const answer = server.takeBytes();
    expect(framesIn(answer)).toMatchObject([{ type: 4, flags: 1 }]);
    expect(server.inspect().peer).toMatchObject({ enablePush: false, initialWindowSize: 1000 });
    // The server's own SETTINGS were taken above and are lost here: the ACK then comes first.
    expect(errorIn(client.receive(answer))).toBe("connection PROTOCOL_ERROR RFC 9113 §3.4");
  });

  it("holds our settings from their acknowledgement on", () => {
    const { client, news, server } = pair({ settings: { initialWindowSize: 70_000 } });
    expect(client.inspect()).toMatchObject({
      unacknowledged: 0,
      local: { initialWindowSize: 70_000 },
    });
    client.updateSettings({ initialWindowSize: 10, headerTableSize: 0 });
    expect(client.inspect()).toMatchObject({
      unacknowledged: 1,
      local: { initialWindowSize: 70_000 },
    });
    expect(server.receive(client.takeBytes())).toEqual([
      {
        kind: "settings",
        settings: [
          [1, 0],
          [4, 10],
        ],
      },
    ]);
    expect(client.receive(server.takeBytes())).toMatchObject([{ kind: "settingsAck" }]);
    expect(client.inspect().local).toMatchObject({ initialWindowSize: 10, headerTableSize: 0 });
    expect(news("client")).toEqual([]);
  });

  it("works byte by byte as it does whole", () => {
    const client = createConnection({ role: "client" });
    const server = createConnection({ role: "server" });
    client.sendHeaders(1, POST);
    client.sendData(1, utf8("hello"), { endStream: true });
    const bytes = client.takeBytes();
    const apart = createConnection({ role: "server" });
    const whole = server.receive(bytes);
    const pieces = Array.from(bytes, (byte) => apart.receive(Uint8Array.of(byte))).flat();
    expect(pieces).toEqual(whole);
    expect(kinds(whole)).toEqual(["settings", "headers", "data"]);
  });

  it("ignores an acknowledgement of nothing", () => {
    const { feed } = lone("client");
    expect(feed({ type: 4, flags: 1, streamId: 0, settings: [] }).events).toEqual([
      { kind: "settingsAck", settings: [] },
    ]);
  });
});

describe("exchanges (RFC 9113 §8.1)", () => {
  it("carries a request with content and trailers, and a response with all of it", () => {
    const { client, news, server, settle } = pair();
    client.sendHeaders(1, [...POST, ["content-length", "5"]]);
    client.sendData(1, utf8("hel"));
    client.sendData(1, utf8("lo"));
    client.sendHeaders(1, [["x-checksum", "1"]], { endStream: true });
    settle();
    expect(news("server")).toMatchObject([
      { kind: "headers", streamId: 1, endStream: false, interim: false },
      { kind: "data", data: utf8("hel"), endStream: false },
      { kind: "data", data: utf8("lo") },
      { kind: "trailers", streamId: 1, fields: [["x-checksum", "1"]] },
    ]);
    expect(server.inspect().streams).toMatchObject([{ id: 1, state: "half-closed (remote)" }]);
    server.sendHeaders(1, [[":status", "103"]]);
    server.sendHeaders(1, OK);
    server.sendData(1, utf8("bye"), { endStream: true });
    settle();
    expect(news("client")).toMatchObject([
      { kind: "headers", interim: true, fields: [[":status", "103"]] },
      { kind: "headers", interim: false },
      { kind: "data", data: utf8("bye"), endStream: true, flowControlled: 3 },
    ]);
    expect(client.inspect().streams).toEqual([]);
    expect(server.inspect().streams).toEqual([]);
  });

  it("gives out stream identifiers and the lines that must stay never-indexed", () => {
    const { client, news, server, settle } = pair();
    expect([client.nextStreamId(), server.nextStreamId()]).toEqual([1, 2]);
    const fields: HeaderField[] = [...GET, ["authorization", "secret"]];
    client.sendHeaders(5, fields, { endStream: true, neverIndex: new Set([4]) });
    settle();
    expect(client.nextStreamId()).toBe(7);
    expect(news("server")).toMatchObject([{ streamId: 5, neverIndexed: new Set([4]) }]);
    expect(server.inspect().decoderTable).toEqual([[":authority", "example.org"]]);
    expect(client.inspect().encoderTable).toEqual([[":authority", "example.org"]]);
  });

  it("splits a section that is larger than a frame, and puts it together again", () => {
    const { client, news, server, settle } = pair({}, { limits: { fieldSection: 100_000 } });
    const fields: HeaderField[] = [...GET, ["cookie", "é".repeat(40_000)]];
    client.sendHeaders(1, fields, { endStream: true });
    const bytes = client.takeBytes();
    expect(framesIn(bytes).map(({ flags, type }) => [type, flags])).toEqual([
      [1, 1],
      [9, 0],
      [9, 4],
    ]);
    expect(server.receive(bytes)).toMatchObject([{ kind: "headers", fields, endStream: true }]);
    settle();
    news("server");
  });

  it("answers a ping, and tells of the answer to its own", () => {
    const { client, news, settle } = pair();
    client.ping(utf8("12345678"));
    client.ping();
    settle();
    expect(news("server")).toEqual([
      { kind: "ping", data: utf8("12345678") },
      { kind: "ping", data: new Uint8Array(8) },
    ]);
    expect(news("client")).toMatchObject([{ kind: "pingAck" }, { kind: "pingAck" }]);
  });

  it("drops what waits on a stream that is reset, from either side", () => {
    const { client, news, server, settle } = pair({ settings: { initialWindowSize: 4 } });
    for (const id of [1, 3]) client.sendHeaders(id, GET, { endStream: true });
    settle();
    for (const id of [1, 3]) {
      server.sendHeaders(id, OK);
      server.sendData(id, utf8("0123456789"));
    }
    client.resetStream(1);
    server.resetStream(3, ERROR_CODES.REFUSED_STREAM);
    settle();
    expect(news("server").filter(({ kind }) => kind === "reset")).toEqual([
      { kind: "reset", streamId: 1, errorCode: 8, retrySafe: false },
    ]);
    expect(news("client").filter(({ kind }) => kind === "reset")).toEqual([
      { kind: "reset", streamId: 3, errorCode: 7, retrySafe: true },
    ]);
    expect(server.inspect().streams).toEqual([]);
    // Closed meanwhile: nothing is sent, and that is no mistake of the caller's.
    expect(server.sendData(1, utf8("late"))).toBe(false);
    expect(server.sendHeaders(3, OK)).toBe(false);
    expect(client.resetStream(1)).toBe(false);
    expect(server.takeBytes()).toEqual(new Uint8Array());
  });

  it("forwards nothing of a tunnel but its octets (RFC 9113 §8.5, RFC 8441)", () => {
    const { client, news, server, settle } = pair(
      {},
      { settings: { enableConnectProtocol: true } },
    );
    const socket: HeaderField[] = [
      [":method", "CONNECT"],
      [":protocol", "websocket"],
      ...GET.slice(1),
      ["content-length", "1"],
    ];
    client.sendHeaders(1, socket);
    client.sendData(1, utf8("frames"));
    settle();
    expect(kinds(news("server"))).toEqual(["headers", "data"]);
    server.sendHeaders(1, OK);
    settle();
    client.sendHeaders(1, [["x", "y"]], { endStream: true });
    settle();
    expect(errorIn(news("server"))).toBe("stream 1 PROTOCOL_ERROR RFC 9113 §8.5");
    const plain = pair();
    expect(() => plain.client.sendHeaders(1, socket)).toThrow("RFC 8441 §4");
  });

  it("treats a refused CONNECT as an ordinary response", () => {
    const { client, news, server, settle } = pair();
    const connect: HeaderField[] = [
      [":method", "CONNECT"],
      [":authority", "example.org:22"],
    ];
    client.sendHeaders(1, connect);
    settle();
    server.sendHeaders(1, [
      [":status", "407"],
      ["content-length", "2"],
    ]);
    server.sendData(1, utf8("no"), { endStream: true });
    settle();
    expect(kinds(news("client"))).toEqual(["headers", "data"]);
  });
});

describe("concurrency (RFC 9113 §5.1.2)", () => {
  it("lets requests wait for a free place, in their order, and sends their content after them", () => {
    const { client, news, server, settle } = pair({}, { settings: { maxConcurrentStreams: 2 } });
    for (const id of [1, 3, 5, 7]) {
      client.sendHeaders(id, POST);
      client.sendData(id, utf8(`body ${id}`), { endStream: true });
    }
    settle();
    const began = () =>
      news("server").flatMap((event) => (event.kind === "headers" ? [event.streamId] : []));
    expect(began()).toEqual([1, 3]);
    expect(client.inspect().streams[2]).toMatchObject({
      id: 5,
      state: "idle",
      blockedBy: "concurrency",
    });
    server.sendHeaders(3, OK, { endStream: true });
    settle();
    expect(began()).toEqual([5]);
    // One that nobody has heard of is dropped without a frame.
    client.resetStream(7);
    server.sendHeaders(1, OK, { endStream: true });
    server.sendHeaders(5, OK, { endStream: true });
    settle();
    expect(news("server").filter(({ kind }) => kind !== "data")).toEqual([]);
    expect(client.inspect().streams).toEqual([]);
  });

  it("lets more begin when the limit is raised", () => {
    const { client, news, server, settle } = pair({}, { settings: { maxConcurrentStreams: 0 } });
    client.sendHeaders(1, GET, { endStream: true });
    settle();
    expect(news("server")).toEqual([]);
    server.updateSettings({ maxConcurrentStreams: 1 });
    settle();
    expect(kinds(news("server"))).toEqual(["settingsAck", "headers"]);
  });

  it("refuses a stream beyond the limit so that it may be retried", () => {
    const { feed, headers } = lone("server", { settings: { maxConcurrentStreams: 1 } });
    expect(feed(headers(1, GET, 4)).events).toHaveLength(1);
    const { events, sent } = feed(headers(3, GET));
    expect(errorIn(events)).toBe("stream 3 REFUSED_STREAM RFC 9113 §5.1.2");
    expect(sent).toMatchObject([{ type: 3, streamId: 3, errorCode: 7 }]);
    expect(errorIn(feed(headers(5, GET)).events)).toContain("REFUSED_STREAM");
  });
});

describe("the end (RFC 9113 §6.8)", () => {
  it("names the streams that are safe to retry, and takes no new ones", () => {
    const { client, news, server, settle } = pair({}, { settings: { maxConcurrentStreams: 3 } });
    for (const id of [1, 3, 5, 7]) client.sendHeaders(id, GET, { endStream: true });
    settle();
    news("server");
    server.goAway(ERROR_CODES.NO_ERROR, { lastStreamId: 3, debugData: utf8("deploy") });
    settle();
    expect(news("client")).toEqual([
      {
        kind: "goaway",
        lastStreamId: 3,
        errorCode: 0,
        debugData: utf8("deploy"),
        unprocessed: [5, 7],
      },
    ]);
    expect([client.inspect().state, server.inspect().state]).toEqual(["closing", "closing"]);
    expect(client.sendHeaders(9, GET, { endStream: true })).toBe(false);
    server.sendHeaders(3, OK, { endStream: true });
    settle();
    expect(kinds(news("client"))).toEqual(["headers"]);
  });

  it("shuts down gracefully in two steps and never raises its last stream", () => {
    const { client, news, server, settle } = pair();
    client.sendHeaders(1, GET, { endStream: true });
    server.goAway(ERROR_CODES.NO_ERROR, { lastStreamId: 0x7fffffff });
    settle();
    expect(kinds(news("server"))).toEqual(["headers"]);
    server.goAway();
    server.goAway(ERROR_CODES.NO_ERROR, { lastStreamId: 99 });
    const last = framesIn(server.takeBytes());
    expect(last).toMatchObject([{ lastStreamId: 1 }, { lastStreamId: 1 }]);
  });

  it("ignores streams above the one that its GOAWAY named, but keeps the table in step", () => {
    const { end, feed, headers } = lone("server");
    feed(headers(1, GET));
    end.goAway();
    end.takeBytes();
    expect(feed(headers(3, [...GET, ["x-test", "1"]])).events).toEqual([]);
    expect(end.inspect().decoderTable[0]).toEqual(["x-test", "1"]);
  });

  it("refuses a GOAWAY that raises its last stream", () => {
    const { feed } = lone("client");
    const goaway = { type: 7, flags: 0, streamId: 0, errorCode: 0, debugData: utf8("") } as const;
    expect(errorIn(feed({ ...goaway, lastStreamId: 5 }).events)).toBe("none");
    expect(errorIn(feed({ ...goaway, lastStreamId: 7 }).events)).toBe(
      "connection PROTOCOL_ERROR RFC 9113 §6.8",
    );
  });

  it("is deaf and dumb after a connection error", () => {
    const { data, end, feed, headers } = lone("server");
    feed(headers(1, POST, 4));
    end.sendHeaders(1, OK);
    end.sendData(1, utf8("never sent"));
    end.receive(new Uint8Array(9));
    const [answered, goaway] = framesIn(end.takeBytes());
    expect(answered).toMatchObject({ type: 1 });
    expect(goaway).toMatchObject({ type: 7, lastStreamId: 1, errorCode: 1 });
    expect(utf8Text((goaway as { debugData: Uint8Array }).debugData)).toContain("stream 0");
    expect(feed(data(1, utf8("x"))).events).toEqual([]);
    expect(end.sendHeaders(1, OK)).toBe(false);
    expect(end.sendData(1, utf8("x"))).toBe(false);
    expect(end.resetStream(1)).toBe(false);
    expect(end.pushPromise(1, 2, GET)).toBe(false);
    expect(end.giveCredit(0, 1)).toBe(false);
    end.ping();
    end.goAway();
    end.updateSettings({});
    expect(end.takeBytes()).toEqual(new Uint8Array());
    expect(end.inspect().state).toBe("closed");
  });
});

describe("push (RFC 9113 §8.4)", () => {
  it("promises, answers and delivers", () => {
    const { client, news, server, settle } = pair();
    client.sendHeaders(1, GET, { endStream: true });
    settle();
    news("server");
    expect(server.pushPromise(1, 2, GET)).toBe(true);
    expect(server.inspect().streams[1]).toMatchObject({ id: 2, state: "reserved (local)" });
    server.sendHeaders(1, OK, { endStream: true });
    settle();
    expect(news("client")).toMatchObject([
      { kind: "push", streamId: 1, promisedStreamId: 2, fields: GET },
      { kind: "headers", streamId: 1 },
    ]);
    server.sendHeaders(2, OK);
    server.sendData(2, utf8("pushed"), { endStream: true });
    settle();
    expect(news("client")).toMatchObject([
      { kind: "headers", streamId: 2 },
      { kind: "data", streamId: 2, endStream: true },
    ]);
    expect([client.inspect().streams, server.inspect().streams]).toEqual([[], []]);
  });

  it("is not sent to a client that does not want it, nor by a client", () => {
    const { client, server, settle } = pair({ settings: { enablePush: false } });
    client.sendHeaders(1, GET, { endStream: true });
    settle();
    expect(server.pushPromise(1, 2, GET)).toBe(false);
    expect(() => client.pushPromise(1, 2, GET)).toThrow(RangeError);
  });

  it("waits for a place among the streams that the client allows", () => {
    const { client, news, server, settle } = pair({ settings: { maxConcurrentStreams: 0 } });
    client.sendHeaders(1, GET, { endStream: true });
    settle();
    server.pushPromise(1, 2, GET);
    server.sendHeaders(2, OK);
    server.sendData(2, utf8("x"), { endStream: true });
    settle();
    expect(kinds(news("client"))).toEqual(["push"]);
    expect(server.inspect().streams[1]).toMatchObject({ blockedBy: "concurrency" });
    client.updateSettings({ maxConcurrentStreams: 5 });
    settle();
    expect(kinds(news("client"))).toEqual(["settingsAck", "headers", "data"]);
  });

  it("can be turned down before and after it began", () => {
    const { client, news, server, settle } = pair();
    client.sendHeaders(1, GET, { endStream: true });
    settle();
    server.pushPromise(1, 2, GET);
    server.pushPromise(1, 4, GET);
    settle();
    client.resetStream(2, ERROR_CODES.REFUSED_STREAM);
    server.sendHeaders(4, OK);
    settle();
    expect(news("server").filter(({ kind }) => kind === "reset")).toMatchObject([{ streamId: 2 }]);
    expect(server.sendHeaders(2, OK)).toBe(false);
    expect(() => client.sendData(4, utf8("x"))).toThrow("ended on our side");
    expect(() => server.sendHeaders(6, OK)).toThrow(RangeError);
  });
});

describe("our own mistakes", () => {
  const ended = () => {
    const both = pair();
    both.client.sendHeaders(1, GET, { endStream: true });
    both.settle();
    return both;
  };
  it.each<[string, () => unknown]>([
    ["a server that opens a stream", () => pair().server.sendHeaders(1, OK)],
    ["a client that uses an even stream", () => pair().client.sendHeaders(2, GET)],
    ["stream 0", () => pair().client.sendHeaders(0, GET)],
    ["an identifier beyond 31 bits", () => pair().client.sendHeaders(2 ** 31 + 1, GET)],
    [
      "an identifier that was skipped",
      () => {
        const { client } = pair();
        client.sendHeaders(5, GET);
        client.sendHeaders(3, GET);
      },
    ],
    ["upper case", () => pair().client.sendHeaders(1, [...GET, ["X-A", "1"]])],
    ["a request without a path", () => pair().client.sendHeaders(1, GET.slice(0, 3))],
    ["DATA after the end", () => ended().client.sendData(1, utf8("x"))],
    ["HEADERS after the end", () => ended().client.sendHeaders(1, [], { endStream: true })],
    ["DATA on a stream that never was", () => ended().client.sendData(3, utf8("x"))],
    ["DATA before HEADERS", () => ended().server.sendData(1, utf8("x"))],
    ["RST_STREAM on an idle stream", () => ended().server.resetStream(3)],
    [
      "a second section that does not end",
      () => {
        const { server } = ended();
        server.sendHeaders(1, OK);
        server.sendHeaders(1, [["a", "b"]]);
      },
    ],
    [
      "a pseudo-field in trailers",
      () => {
        const { server } = ended();
        server.sendHeaders(1, OK);
        server.sendHeaders(1, OK, { endStream: true });
      },
    ],
    [
      "an interim response that ends",
      () => {
        ended().server.sendHeaders(1, [[":status", "100"]], { endStream: true });
      },
    ],
    ["a response without a status", () => ended().server.sendHeaders(1, [])],
    [
      "a push on a pushed stream",
      () => {
        const { server } = ended();
        server.pushPromise(1, 2, GET);
        server.pushPromise(2, 4, GET);
      },
    ],
    ["a promise that is odd", () => ended().server.pushPromise(1, 3, GET)],
    [
      "a ping of 7 octets",
      () => {
        pair().client.ping(new Uint8Array(7));
      },
    ],
    ["a credit of nothing", () => pair().client.giveCredit(0, 0)],
    ["a credit beyond the largest window", () => pair().client.giveCredit(0, 0x7fffffff)],
    [
      "a frame size that is too small",
      () => createConnection({ role: "client", settings: { maxFrameSize: 16383 } }),
    ],
    [
      "a server that enables push",
      () => createConnection({ role: "server", settings: { enablePush: true } }),
    ],
  ])("%s throws RangeError", (_, act) => {
    expect(act).toThrow(RangeError);
  });

  it("adds no octets for empty content that does not end the stream", () => {
    const { client, settle, news } = pair();
    client.sendHeaders(1, POST);
    client.sendData(1, concat([]));
    settle();
    expect(kinds(news("server"))).toEqual(["headers"]);
  });
});
