import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CLIENT_PREFACE,
  createConnection,
  writeFrame,
  type WritableFrame,
} from "../../../../src/protocols/http2/index.ts";
import type { HeaderField } from "../../../../src/protocols/semantics/fields.ts";
import { concat, parseHex, utf8 } from "../../../../src/wire/index.ts";
import { mutations } from "../../../support/mutations.ts";
import { anyFrame } from "./any-frame.ts";
import { errorIn, framesIn, GET, lone, OK, pair, POST } from "./talk.ts";

const hex = (text: string): Uint8Array => parseHex(text)!;
const reset = (streamId: number, errorCode = 8): WritableFrame =>
  ({ type: 3, flags: 0, streamId, errorCode }) as const;
const goOn = (streamId: number, flags: number, text = ""): WritableFrame =>
  ({ type: 9, flags, streamId, fragment: hex(text) }) as const;
const promise = (streamId: number, promisedStreamId: number, fragment: Uint8Array): WritableFrame =>
  ({ type: 5, flags: 4, streamId, promisedStreamId, fragment }) as const;
type Server = ReturnType<typeof lone>;

/** Stream 1 is open, 3 is half-closed (remote), 5 was reset by the peer, 7 complete, 9 reset here. */
function busyServer(): Server {
  const server = lone("server");
  const { end, feed, headers } = server;
  feed(headers(1, POST, 4), headers(3, GET), headers(5, POST, 4), reset(5));
  feed(headers(7, GET), headers(9, POST, 4));
  end.sendHeaders(7, OK, { endStream: true });
  end.resetStream(9);
  end.takeBytes();
  return server;
}

describe("frames on a stream that is not in the state for them (RFC 9113 §5.1)", () => {
  it.each<[string, (server: Server) => WritableFrame, string]>([
    ["DATA, idle", ({ data }) => data(11, utf8("x")), "connection PROTOCOL_ERROR RFC 9113 §5.1"],
    ["RST_STREAM, idle", () => reset(11), "connection PROTOCOL_ERROR RFC 9113 §5.1"],
    [
      "DATA, half-closed (remote)",
      ({ data }) => data(3, utf8("x")),
      "stream 3 STREAM_CLOSED RFC 9113 §5.1",
    ],
    [
      "HEADERS, half-closed (remote)",
      ({ headers }) => headers(3, GET),
      "stream 3 STREAM_CLOSED RFC 9113 §5.1",
    ],
    [
      "DATA, reset by the peer",
      ({ data }) => data(5, utf8("x")),
      "connection STREAM_CLOSED RFC 9113 §5.1",
    ],
    [
      "HEADERS, complete",
      ({ headers }) => headers(7, GET),
      "connection STREAM_CLOSED RFC 9113 §5.1",
    ],
    ["DATA, complete", ({ data }) => data(7, utf8("x")), "connection STREAM_CLOSED RFC 9113 §5.1"],
    ["RST_STREAM, complete", () => reset(7), "none"],
    ["DATA, reset here", ({ data }) => data(9, utf8("x")), "none"],
    ["HEADERS, reset here", ({ headers }) => headers(9, GET), "none"],
    [
      "HEADERS, the server's",
      ({ headers }) => headers(2, GET),
      "connection PROTOCOL_ERROR RFC 9113 §5.1.1",
    ],
    [
      "PUSH_PROMISE to a server",
      () => promise(1, 2, hex("82")),
      "connection PROTOCOL_ERROR RFC 9113 §8.4",
    ],
    ["CONTINUATION of nothing", () => goOn(1, 4), "connection PROTOCOL_ERROR RFC 9113 §6.10"],
    [
      "DATA on stream 0",
      ({ data }) => data(0, utf8("x")),
      "connection PROTOCOL_ERROR RFC 9113 §6.1",
    ],
  ])("%s: %#", (_, frame, error) => {
    const server = busyServer();
    expect(errorIn(server.feed(frame(server)).events)).toBe(error);
  });

  it("accepts PRIORITY in every state and tells of it", () => {
    const { feed } = busyServer();
    for (const streamId of [1, 3, 5, 7, 9, 11, 2]) {
      const priority = { exclusive: false, streamDependency: 0, weight: 1 };
      expect(feed({ type: 2, flags: 0, streamId, priority }).events).toEqual([
        { kind: "priority", streamId, priority },
      ]);
    }
  });

  it("refuses an identifier that was skipped", () => {
    const { feed, headers } = lone("server");
    feed(headers(5, GET));
    expect(errorIn(feed(headers(3, GET)).events)).toBe("connection PROTOCOL_ERROR RFC 9113 §5.1.1");
  });

  it("forgets how old streams ended, and then only ignores late frames", () => {
    const { data, end, feed, headers } = lone("server");
    for (let id = 1; id < 1200; id += 2) {
      feed(headers(id, GET));
      end.sendHeaders(id, OK, { endStream: true });
    }
    end.takeBytes();
    expect(feed(data(1, utf8("x"))).events).toEqual([]);
    expect(errorIn(feed(data(1199, utf8("x"))).events)).toContain("STREAM_CLOSED");
  });

  it("accepts nothing on a request of ours that still waits for its place", () => {
    const { end, feed, headers } = lone("client");
    feed({ type: 4, flags: 0, streamId: 0, settings: [[3, 0]] });
    end.sendHeaders(1, GET, { endStream: true });
    expect(errorIn(feed(headers(1, OK)).events)).toBe("connection PROTOCOL_ERROR RFC 9113 §5.1.1");
  });
});

describe("what a client refuses", () => {
  const asked = (options = {}) => {
    const client = lone("client", options);
    client.end.sendHeaders(1, GET, { endStream: true });
    client.end.takeBytes();
    return client;
  };
  it.each<[string, (client: Server) => readonly WritableFrame[], string]>([
    [
      "a response on an even stream",
      ({ headers }) => [headers(2, OK)],
      "connection PROTOCOL_ERROR RFC 9113 §5.1.1",
    ],
    [
      "a response that nobody asked for",
      ({ headers }) => [headers(3, OK)],
      "connection PROTOCOL_ERROR RFC 9113 §5.1.1",
    ],
    [
      "content before the response",
      ({ data }) => [data(1, utf8("x"))],
      "stream 1 PROTOCOL_ERROR RFC 9113 §8.1",
    ],
    [
      "an interim response that ends",
      ({ headers }) => [headers(1, [[":status", "100"]])],
      "stream 1 PROTOCOL_ERROR RFC 9113 §8.1",
    ],
    [
      "a response without a status",
      ({ headers }) => [headers(1, [["a", "b"]])],
      "stream 1 PROTOCOL_ERROR RFC 9113 §8.3.2",
    ],
    [
      "a server that enables push",
      () => [{ type: 4, flags: 0, streamId: 0, settings: [[2, 1]] }],
      "connection PROTOCOL_ERROR RFC 9113 §6.5.2",
    ],
    [
      "a promise on a stream that is none",
      ({ encoder }) => [promise(3, 2, encoder.encode(GET))],
      "connection PROTOCOL_ERROR RFC 9113 §5.1",
    ],
    [
      "a promise of a stream that is not idle",
      ({ encoder }) => [promise(1, 4, encoder.encode(GET)), promise(1, 2, encoder.encode(GET))],
      "connection PROTOCOL_ERROR RFC 9113 §6.6",
    ],
    [
      "a promised POST",
      ({ encoder }) => [promise(1, 2, encoder.encode(POST))],
      "stream 2 PROTOCOL_ERROR RFC 9113 §8.4",
    ],
    [
      "a promised request with content",
      ({ encoder }) => [promise(1, 2, encoder.encode([...GET, ["content-length", "1"]]))],
      "stream 2 PROTOCOL_ERROR RFC 9113 §8.4",
    ],
    [
      "a malformed promise",
      ({ encoder }) => [promise(1, 2, encoder.encode(OK))],
      "stream 2 PROTOCOL_ERROR RFC 9113 §8.3",
    ],
    [
      "content on a promised stream",
      ({ data, encoder }) => [promise(1, 2, encoder.encode(GET)), data(2, utf8("x"))],
      "connection PROTOCOL_ERROR RFC 9113 §5.1",
    ],
    [
      "credit for a promised stream",
      ({ encoder }) => [
        promise(1, 2, encoder.encode(GET)),
        { type: 8, flags: 0, streamId: 2, windowSizeIncrement: 1 },
      ],
      "connection PROTOCOL_ERROR RFC 9113 §5.1",
    ],
    [
      "a promise on a promised stream",
      ({ encoder }) => [promise(1, 2, encoder.encode(GET)), promise(2, 4, encoder.encode(GET))],
      "connection PROTOCOL_ERROR RFC 9113 §6.6",
    ],
  ])("%s", (_, frames, error) => {
    const client = asked();
    expect(errorIn(client.feed(...frames(client)).events)).toBe(error);
  });

  it("refuses a promise when push is switched off and that was acknowledged", () => {
    const client = asked({ settings: { enablePush: false } });
    expect(errorIn(client.feed(promise(1, 2, client.encoder.encode(GET))).events)).toBe(
      "connection PROTOCOL_ERROR RFC 9113 §6.6",
    );
  });

  it("still reserves what was promised on a stream that it has reset", () => {
    const client = asked();
    client.end.resetStream(1);
    const { events } = client.feed(promise(1, 2, client.encoder.encode(GET)));
    expect(events).toMatchObject([{ kind: "push", promisedStreamId: 2 }]);
  });

  it("counts HEAD, 204 and 304 as without content, whatever content-length says (§8.1.1)", () => {
    const length: HeaderField = ["content-length", "5"];
    for (const [method, status] of [
      ["HEAD", "200"],
      ["GET", "204"],
      ["GET", "304"],
    ] as const) {
      const client = lone("client");
      client.end.sendHeaders(1, [[":method", method], ...GET.slice(1)], { endStream: true });
      client.end.takeBytes();
      const response: HeaderField[] = [[":status", status], length];
      expect(errorIn(client.feed(client.headers(1, response)).events)).toBe("none");
      client.end.sendHeaders(3, [[":method", method], ...GET.slice(1)], { endStream: true });
      const { events } = client.feed(client.headers(3, response, 4), client.data(3, utf8("12345")));
      expect(errorIn(events)).toBe("stream 3 PROTOCOL_ERROR RFC 9113 §8.1.1");
    }
  });
});

describe("malformed messages (RFC 9113 §8.1.1)", () => {
  const five: HeaderField[] = [...POST, ["content-length", "5"]];
  it.each<[string, (server: Server) => readonly WritableFrame[], string]>([
    [
      "less content than announced",
      ({ data, headers }) => [headers(1, five, 4), data(1, utf8("1234"), 1)],
      "RFC 9113 §8.1.1",
    ],
    [
      "more content than announced",
      ({ data, headers }) => [headers(1, five, 4), data(1, utf8("123456"))],
      "RFC 9113 §8.1.1",
    ],
    ["no content where it was announced", ({ headers }) => [headers(1, five)], "RFC 9113 §8.1.1"],
    [
      "trailers too early",
      ({ headers }) => [headers(1, five, 4), headers(1, [["a", "b"]])],
      "RFC 9113 §8.1.1",
    ],
    [
      "a content-length that is no number",
      ({ headers }) => [headers(1, [...POST, ["content-length", "five"]], 4)],
      "RFC 9113 §8.1.1",
    ],
    [
      "a second header section",
      ({ headers }) => [headers(1, POST, 4), headers(1, [["a", "b"]], 4)],
      "RFC 9113 §8.1",
    ],
    [
      "a pseudo-field in trailers",
      ({ headers }) => [headers(1, POST, 4), headers(1, GET)],
      "RFC 9113 §8.3",
    ],
    ["upper case", ({ headers }) => [headers(1, [...GET, ["X", "y"]])], "RFC 9113 §8.2.1"],
    [
      "connection",
      ({ headers }) => [headers(1, [...GET, ["connection", "close"]])],
      "RFC 9113 §8.2.2",
    ],
  ])("%s", (_, frames, rule) => {
    const server = lone("server");
    const { events, sent } = server.feed(...frames(server));
    expect(errorIn(events)).toBe(`stream 1 PROTOCOL_ERROR ${rule}`);
    expect(sent.at(-1)).toMatchObject({ type: 3, streamId: 1, errorCode: 1 });
    // Only the stream is gone.
    expect(errorIn(server.feed(server.headers(3, GET)).events)).toBe("none");
  });
});

describe("field blocks (RFC 9113 §4.3, §6.10)", () => {
  it("are taken together from any number of frames, and nothing may come between", () => {
    const { feed, headers } = lone("server");
    const whole = headers(1, GET).fragment;
    const start = { type: 1, flags: 1, streamId: 1, fragment: whole.subarray(0, 1) } as const;
    const rest = { type: 9, flags: 4, streamId: 1, fragment: whole.subarray(1) } as const;
    expect(feed(start, goOn(1, 0), rest).events).toMatchObject([{ kind: "headers", fields: GET }]);
    const between: WritableFrame[] = [
      {
        type: 2,
        flags: 0,
        streamId: 1,
        priority: { exclusive: false, streamDependency: 0, weight: 1 },
      },
      { type: 33, flags: 0, streamId: 1, payload: hex("") },
      goOn(3, 4),
      { type: 6, flags: 0, streamId: 0, opaqueData: new Uint8Array(8) },
    ];
    for (const frame of between) {
      expect(errorIn(lone("server").feed(start, frame).events)).toBe(
        "connection PROTOCOL_ERROR RFC 9113 §6.10",
      );
    }
  });

  it("end the connection when they cannot be decoded", () => {
    const { feed } = lone("server");
    const { events, sent } = feed({ type: 1, flags: 5, streamId: 1, fragment: hex("8280") });
    expect(errorIn(events)).toBe("connection COMPRESSION_ERROR RFC 7541 §6.1");
    expect(sent).toMatchObject([{ type: 7, errorCode: 9 }]);
  });

  it("must begin with a size update once a lower table size was acknowledged (§4.3.1)", () => {
    const { feed, headers } = lone("server", { settings: { headerTableSize: 0 } });
    expect(errorIn(feed(headers(1, GET)).events)).toBe(
      "connection COMPRESSION_ERROR RFC 9113 §4.3.1",
    );
    const obedient = lone("server", { settings: { headerTableSize: 0 } });
    obedient.encoder.setMaxTableSize(0);
    expect(errorIn(obedient.feed(obedient.headers(1, GET)).events)).toBe("none");
  });
});

describe("frames that cannot be read (RFC 9113 §4.2)", () => {
  it("are errors of their stream where they change nothing else", () => {
    const server = lone("server");
    const { data, end, feed, headers } = server;
    feed(headers(1, POST, 4), headers(3, POST, 4));
    const large = data(1, new Uint8Array(20_000));
    const priority = { type: 2, flags: 0, streamId: 3, payload: hex("00") };
    const { events, sent } = feed(large, priority, headers(5, GET));
    expect(events.map(({ kind }) => kind)).toEqual(["streamError", "streamError", "headers"]);
    expect(sent).toMatchObject([
      { type: 3, streamId: 1, errorCode: 6 },
      { type: 3, streamId: 3, errorCode: 6 },
    ]);
    expect(end.inspect().receiveWindow).toBe(65_535 - 20_000);
  });

  it("are skipped in whatever pieces they arrive", () => {
    const { data, end, feed, headers } = lone("server");
    feed(headers(1, POST, 4));
    const bytes = concat([
      writeFrame(data(1, new Uint8Array(17_000))),
      writeFrame(headers(3, GET)),
    ]);
    const events = [];
    for (let at = 0; at < bytes.length; at += 1000) {
      events.push(...end.receive(bytes.subarray(at, at + 1000)));
    }
    expect(events.map(({ kind }) => kind)).toEqual(["streamError", "headers"]);
  });

  it("end the connection otherwise", () => {
    const { feed, headers } = lone("server");
    const large = { type: 1, flags: 4, streamId: 1, payload: new Uint8Array(20_000) };
    expect(errorIn(feed(large).events)).toBe("connection FRAME_SIZE_ERROR RFC 9113 §4.2");
    const other = lone("server");
    const unheard = { type: 2, flags: 0, streamId: 1, payload: hex("00") };
    expect(errorIn(other.feed(unheard).events)).toBe("connection FRAME_SIZE_ERROR RFC 9113 §6.3");
    const drained = lone("server", { autoWindowUpdate: false });
    drained.feed(headers(1, POST, 4));
    const flood = { type: 0, flags: 0, streamId: 1, payload: new Uint8Array(70_000) };
    expect(errorIn(drained.feed(flood).events)).toBe(
      "connection FLOW_CONTROL_ERROR RFC 9113 §6.9.1",
    );
  });
});

describe("the beginning", () => {
  it.each<[string, Uint8Array, number]>([
    ["another protocol", utf8("GET / HTTP/1.1\r\n\r\n"), 0],
    ["a preface with a slip", utf8("PRI * HTTP/2.1\r\n\r\nSM\r\n\r\n"), 13],
    [
      "a preface that another frame follows",
      concat([CLIENT_PREFACE, hex("0000080600000000000000000000000000")]),
      24,
    ],
    [
      "a preface that an acknowledgement follows",
      concat([CLIENT_PREFACE, hex("000000040100000000")]),
      24,
    ],
  ])("%s", (_, bytes, at) => {
    const end = createConnection({ role: "server" });
    expect(end.receive(bytes)).toMatchObject([
      { kind: "connectionError", errorCode: 1, fault: { at, rule: "RFC 9113 §3.4" } },
    ]);
    expect(framesIn(end.takeBytes())).toMatchObject([{ type: 4 }, { type: 7, lastStreamId: 0 }]);
  });

  it("counts offsets of faults from the first octet received", () => {
    const { end } = lone("server");
    const before = CLIENT_PREFACE.length + 18;
    end.receive(hex("000004080000000000"));
    const events = end.receive(hex("00000000"));
    expect(events).toMatchObject([{ fault: { at: before } }]);
    const settings = lone("server").end.receive(
      hex("00000c 04 00 00000000 000900000001 000500000001"),
    );
    expect(settings).toMatchObject([{ fault: { at: before + 9 + 6, rule: "RFC 9113 §6.5.2" } }]);
  });

  it.each<[string, [number, number][], string]>([
    ["ENABLE_PUSH 2", [[2, 2]], "connection PROTOCOL_ERROR RFC 9113 §6.5.2"],
    ["INITIAL_WINDOW_SIZE 2³¹", [[4, 2 ** 31]], "connection FLOW_CONTROL_ERROR RFC 9113 §6.5.2"],
    ["MAX_FRAME_SIZE 16383", [[5, 16383]], "connection PROTOCOL_ERROR RFC 9113 §6.5.2"],
    ["MAX_FRAME_SIZE 2²⁴", [[5, 2 ** 24]], "connection PROTOCOL_ERROR RFC 9113 §6.5.2"],
    ["ENABLE_CONNECT_PROTOCOL 2", [[8, 2]], "connection PROTOCOL_ERROR RFC 8441 §3"],
    [
      "ENABLE_CONNECT_PROTOCOL withdrawn",
      [
        [8, 1],
        [8, 0],
      ],
      "connection PROTOCOL_ERROR RFC 8441 §3",
    ],
    [
      "unknown settings",
      [
        [7, 1],
        [0xffff, 1],
        [6, 1],
        [1, 0],
      ],
      "none",
    ],
  ])("%s", (_, settings, error) => {
    const { events } = lone("server").feed({ type: 4, flags: 0, streamId: 0, settings });
    expect(errorIn(events)).toBe(error);
  });
});

describe("any bytes", () => {
  it("never throw, and are answered with frames that a peer can read", () => {
    const frames = fc.array(anyFrame, { maxLength: 12 });
    const roles = fc.constantFrom<"client" | "server">("client", "server");
    fc.assert(
      fc.property(frames, roles, (list, role) => {
        const { end, feed } = lone(role);
        if (role === "client") end.sendHeaders(1, GET);
        feed(...list);
        end.inspect();
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), roles, (bytes, role) => {
        lone(role).feed(bytes);
        createConnection({ role }).receive(bytes);
      }),
      { numRuns: 10_000 },
    );
  });

  it("never throw when a sound conversation is damaged", () => {
    const { client, server } = pair();
    client.sendHeaders(1, [...POST, ["content-length", "5"]]);
    client.sendData(1, utf8("hello"));
    client.sendHeaders(1, [["x", "y"]], { endStream: true });
    client.ping();
    const bytes = client.takeBytes();
    expect(errorIn(server.receive(bytes))).toBe("none");
    for (const damaged of mutations(bytes)) {
      const { end } = lone("server");
      end.receive(damaged);
      framesIn(end.takeBytes());
    }
  });
});
