import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import {
  createHttp3Connection,
  describeStreamHeader,
  type Http3Event,
} from "#protocols/http3/index.ts";
import { brief, deliver, get, hex, ok, pair } from "./pair.ts";

describe("opening (RFC 9114 §3.2, §6.2)", () => {
  it("sends SETTINGS and the types of three streams before anything else", () => {
    const client = createHttp3Connection({ role: "client", moreSettings: [[0x21n, 5n]] });
    const streams = client.takeBytes();
    expect(streams.map(({ streamId, bytes }) => [streamId, bytes[0]])).toEqual([
      [2n, 0],
      [6n, 2],
      [10n, 3],
    ]);
    const server = createHttp3Connection({ role: "server" });
    const events = streams.flatMap(({ streamId, bytes }) => server.receive(streamId, bytes));
    expect(events).toEqual([
      {
        kind: "settings",
        settings: [
          [0x01n, 4096n],
          [0x06n, 65_536n],
          [0x07n, 16n],
          [0x21n, 5n],
        ],
      },
    ]);
    expect(describeStreamHeader(hex("00"))).toMatchObject({ value: { text: "control" } });
    expect(server.takeBytes().map(({ streamId }) => streamId)).toEqual([3n, 7n, 11n]);
  });
});

describe("messages (RFC 9114 §4.1)", () => {
  it.each([Infinity, 1, 3])("cross both ways, %d bytes at a time", (portion) => {
    const { client, server } = pair();
    const id = client.openRequest();
    client.sendHeaders(id, [[":method", "POST"], ...get("/p").slice(1), ["content-length", "5"]]);
    client.sendData(id, utf8("hel"));
    client.sendData(id, utf8("lo"));
    client.sendHeaders(id, [["x-sum", "1"]], { endStream: true });
    expect(
      brief(deliver(client, server, portion)).filter((line) => !line.startsWith("data")),
    ).toEqual([
      "header 0 :method=POST :scheme=https :authority=parcels.example :path=/p content-length=5",
      "trailer 0 x-sum=1",
      "end 0",
    ]);
    server.sendHeaders(id, [
      [":status", "103"],
      ["link", "</a>"],
    ]);
    server.sendHeaders(id, [...ok, ["server", "x"]]);
    server.sendData(id, utf8("parcel"), { endStream: true });
    const lines = brief(deliver(server, client, portion));
    expect(lines.slice(0, 2)).toEqual([
      "interim 0 :status=103 link=</a>",
      "header 0 :status=200 server=x",
    ]);
    expect(lines.slice(2, -1).join("").replaceAll("data 0 ", "")).toBe("parcel");
    expect(lines.at(-1)).toBe("end 0");
  });

  it("refer to what earlier messages inserted", () => {
    const { client, server } = pair();
    const lengths: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const id = client.openRequest();
      client.sendHeaders(id, get("/parcels", ["user-agent", "course/1"]), { endStream: true });
      const [request] = client.takeBytes().filter(({ streamId, bytes, fin }) => {
        deliverOne(streamId, bytes, fin);
        return streamId === id;
      });
      lengths.push(request?.bytes.length ?? 0);
      deliver(server, client);
    }
    function deliverOne(streamId: bigint, bytes: Uint8Array, fin: boolean): void {
      const [event] = server.receive(streamId, bytes, fin);
      if (event?.kind === "connection-error") throw new Error(event.fault.text);
    }
    expect(lengths[2]).toBeLessThanOrEqual(lengths[0] ?? 0);
    expect(client.tables.own.entries()).toEqual(server.tables.peer.entries());
    expect(server.tables.peer.insertCount).toBeGreaterThan(0);
  });

  it("wait for insertions that are late, and only their own stream waits (RFC 9204 §2.2.1)", () => {
    const { client, server } = pair();
    const id = client.openRequest();
    client.sendHeaders(id, get("/late"));
    client.sendData(id, utf8("x"), { endStream: true });
    const other = client.openRequest();
    const [instructions, ...requests] = client.takeBytes();
    client.sendHeaders(other, get("/"), { endStream: true });
    const [laterInstructions, simple] = client.takeBytes();
    const events: Http3Event[] = [];
    for (const { streamId, bytes, fin } of requests)
      events.push(...server.receive(streamId, bytes, fin));
    expect(brief(events)).toEqual(["blocked 0"]);
    expect(simple ?? laterInstructions).toMatchObject({ streamId: other, fin: true });
    const late = server.receive(instructions?.streamId ?? 0n, instructions?.bytes ?? hex(""));
    expect(brief(late).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "header 0",
      "data 0",
      "end 0",
    ]);
    // The acknowledgment of the section goes back at once.
    expect(server.takeBytes()).toMatchObject([{ streamId: 11n, bytes: hex("80") }]);
  });

  it("keep the N bit for later hops (RFC 9204 §7.1.3)", () => {
    const { client, server } = pair();
    const id = client.openRequest();
    client.sendHeaders(id, get("/", ["cookie", "a=b"], ["authorization", "x"]), {
      neverIndex: new Set([4]),
    });
    expect(deliver(client, server)).toMatchObject([
      { kind: "headers", neverIndexed: new Set([4, 5]) },
    ]);
  });

  it("to CONNECT become a tunnel of DATA (§4.4)", () => {
    const { client, server } = pair();
    const id = client.openRequest();
    client.sendHeaders(id, [
      [":method", "CONNECT"],
      [":authority", "a.example:443"],
    ]);
    client.sendData(id, utf8("up"));
    expect(() => {
      client.sendHeaders(id, [["x", "y"]]);
    }).toThrow(RangeError);
    expect(brief(deliver(client, server))).toContain("data 0 up");
    server.sendHeaders(id, ok);
    server.sendData(id, utf8("down"));
    expect(brief(deliver(server, client))).toEqual(["header 0 :status=200", "data 0 down"]);
    expect(brief(client.receive(id, hex("01 03 0000d9")))).toEqual([
      "connection-error H3_FRAME_UNEXPECTED RFC 9114 §4.4",
    ]);
  });

  it("answer HEAD and 304 without content whatever Content-Length says (§4.1.2)", () => {
    const { client, server } = pair();
    const head = client.openRequest();
    client.sendHeaders(head, [[":method", "HEAD"], ...get("/").slice(1)], { endStream: true });
    const cached = client.openRequest();
    client.sendHeaders(cached, get("/"), { endStream: true });
    deliver(client, server);
    server.sendHeaders(head, [...ok, ["content-length", "9"]], { endStream: true });
    server.sendHeaders(
      cached,
      [
        [":status", "304"],
        ["content-length", "9"],
      ],
      { endStream: true },
    );
    const kinds = deliver(server, client).map(({ kind }) => kind);
    expect(kinds).toEqual(["headers", "end", "headers", "end"]);
  });

  it("with :protocol need the peer's setting (RFC 9220 §3)", () => {
    const fields: HeaderField[] = [
      [":method", "CONNECT"],
      [":protocol", "websocket"],
      [":scheme", "https"],
      [":authority", "a.example"],
      [":path", "/chat"],
    ];
    const plain = pair();
    const id = plain.client.openRequest();
    expect(() => {
      plain.client.sendHeaders(id, fields);
    }).toThrow(RangeError);
    const open = pair({ settings: { enableConnectProtocol: true } });
    open.client.sendHeaders(open.client.openRequest(), fields);
    expect(brief(deliver(open.client, open.server))[0]).toMatch(/^header 0 :method=CONNECT/);
  });
});

describe("ending", () => {
  it("GOAWAY stops new requests and rejects those beyond it (§5.2)", () => {
    const { client, server } = pair();
    const first = client.openRequest();
    const second = client.openRequest();
    server.goAway(4n);
    expect(() => {
      server.goAway(8n);
    }).toThrow(RangeError);
    expect(() => {
      server.goAway(1n);
    }).toThrow(RangeError);
    client.sendHeaders(first, get("/"), { endStream: true });
    client.sendHeaders(second, get("/"), { endStream: true });
    const lines = brief(deliver(client, server));
    expect(lines.at(-1)).toBe("stream-error 4 H3_REQUEST_REJECTED RFC 9114 §5.2");
    expect(brief(deliver(server, client))).toEqual(["goaway 4"]);
    expect(() => client.openRequest()).toThrow(RangeError);
    client.goAway(0n);
    expect(brief(deliver(client, server))).toEqual(["goaway 0"]);
  });

  it("a reset stream is reported once and its sections are given up", () => {
    const { client, server } = pair();
    const id = client.openRequest();
    client.sendHeaders(id, get("/new"));
    const [instructions, request] = client.takeBytes();
    expect(brief(server.receive(id, request?.bytes ?? hex("")))).toEqual(["blocked 0"]);
    expect(brief(server.receiveReset(id, 0x10cn))).toEqual(["reset 0 268"]);
    expect(server.receiveReset(id, 0x10cn)).toEqual([]);
    expect(server.receive(id, hex("00"))).toEqual([]);
    expect(brief(server.receive(6n, instructions?.bytes ?? hex("")))).toEqual([]);
    // Stream Cancellation, then the increment for what was inserted.
    expect(server.takeBytes()[0]?.bytes[0]).toBe(0x40);
  });

  it("an abandoned stream neither reads nor writes any more", () => {
    const { client, server } = pair();
    const id = client.openRequest();
    client.sendHeaders(id, get("/"));
    client.abandon(id);
    client.abandon(id);
    expect(client.takeBytes().map(({ streamId }) => streamId)).not.toContain(id);
    expect(client.receive(id, hex("0103 0000d9"), true)).toEqual([]);
    expect(() => {
      client.sendData(id, utf8("x"));
    }).toThrow(RangeError);
    server.abandon(40n);
  });

  it("nothing happens after a connection error", () => {
    const { client, server } = pair();
    expect(brief(server.receive(0n, hex("0000")))).toHaveLength(1);
    expect(server.receive(0n, hex("00"))).toEqual([]);
    expect(server.receiveReset(0n, 0n)).toEqual([]);
    expect(() => {
      server.sendHeaders(0n, ok);
    }).toThrow(RangeError);
    expect(() => server.openRequest()).toThrow(RangeError);
    expect(() => pair().server.openRequest()).toThrow(RangeError);
    expect(client.openRequest()).toBe(0n);
  });

  it("refuses to send what no peer would take", () => {
    const { client } = pair();
    const wrong = (act: () => void): void => {
      expect(act).toThrow(RangeError);
    };
    wrong(() => {
      client.sendHeaders(0n, get("/"));
    });
    const id = client.openRequest();
    wrong(() => {
      client.sendData(id, utf8("x"));
    });
    wrong(() => {
      client.sendHeaders(id, [["X", "upper"]]);
    });
    wrong(() => {
      client.sendHeaders(1n, get("/"));
    });
    client.sendHeaders(id, get("/"), { endStream: true });
    wrong(() => {
      client.sendData(id, utf8("x"));
    });
  });
});

describe("any delivery", () => {
  it("brings every message whole, in any order of streams and portions", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "b", "/", "1", "é"), maxLength: 12 });
    const message = fc.record({
      path: value,
      agent: value,
      content: fc.uint8Array({ maxLength: 60 }),
    });
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 40 })), { maxLength: 60 }),
        fc.constantFrom(0, 200, 4096),
        fc.nat(3),
        (messages, order, qpackMaxTableCapacity, qpackBlockedStreams) => {
          const settings = { qpackMaxTableCapacity, qpackBlockedStreams };
          const { client, server } = pair({ settings });
          const transit = new Map<bigint, { bytes: number[]; fin: boolean }>();
          const collect = (): void => {
            for (const { streamId, bytes, fin } of client.takeBytes()) {
              const stream = transit.get(streamId) ?? { bytes: [], fin: false };
              stream.bytes.push(...bytes);
              transit.set(streamId, { ...stream, fin });
            }
          };
          const events: Http3Event[] = [];
          const arrive = (streamId: bigint, count: number): void => {
            const stream = transit.get(streamId);
            if (stream === undefined) return;
            const bytes = Uint8Array.from(stream.bytes.splice(0, count));
            const last = stream.bytes.length === 0;
            if (last) transit.delete(streamId);
            events.push(...server.receive(streamId, bytes, last && stream.fin));
          };
          messages.forEach(({ path, agent, content }, at) => {
            const id = client.openRequest();
            client.sendHeaders(id, get(`/${encodeURI(path)}`, ["user-agent", agent]));
            client.sendData(id, content, { endStream: true });
            collect();
            const [pick, count] = order[at] ?? [0, 1];
            arrive([...transit.keys()][pick % transit.size] ?? 0n, count);
          });
          for (const [pick, count] of order) {
            if (transit.size === 0) break;
            arrive([...transit.keys()][pick % transit.size] ?? 0n, count);
          }
          for (const id of [...transit.keys()]) arrive(id, Infinity);
          messages.forEach(({ path, agent, content }, at) => {
            const streamId = BigInt(4 * at);
            const mine = events.filter(
              (event) => "streamId" in event && event.streamId === streamId,
            );
            expect(mine.find(({ kind }) => kind === "headers")).toMatchObject({
              fields: get(`/${encodeURI(path)}`, ["user-agent", agent]),
            });
            const data = mine.flatMap((event) => (event.kind === "data" ? [...event.data] : []));
            expect(data).toEqual([...content]);
            expect(mine.at(-1)?.kind).toBe("end");
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("10,000 random inputs are read or refused, never thrown at", () => {
    const streamId = fc.constantFrom(0n, 1n, 2n, 3n, 4n, 6n, 7n, 10n, 11n, 14n, 15n);
    const portion = fc.tuple(streamId, fc.uint8Array({ maxLength: 24 }), fc.boolean());
    const start = fc.constantFrom("", "00 0400", "02", "03", "0100", "01 03 0000d1");
    fc.assert(
      fc.property(
        fc.boolean(),
        start,
        fc.array(portion, { maxLength: 5 }),
        (isClient, first, portions) => {
          const side = createHttp3Connection({
            role: isClient ? "client" : "server",
            maxPushId: 4n,
          });
          if (isClient) {
            side.sendHeaders(side.openRequest(), get("/"));
            side.openRequest();
          }
          portions.forEach(([id, bytes, fin], at) => {
            const events = side.receive(id, at === 0 ? hex(first) : bytes, at > 0 && fin);
            for (const event of events) {
              if (event.kind === "connection-error") expect(event.errorCode).toBeGreaterThan(0n);
            }
          });
          side.takeBytes();
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
