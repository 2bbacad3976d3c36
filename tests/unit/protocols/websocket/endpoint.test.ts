import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createEndpoint,
  readFrame,
  writeFrame,
  type WsEndpoint,
} from "#protocols/websocket/index.ts";
import { concat, utf8 } from "#wire/index.ts";

const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const random = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => 11 * index + 5);
const client = (size?: number) => createEndpoint({ role: "client", random, maxMessageSize: size });
const server = (size?: number) => createEndpoint({ role: "server", maxMessageSize: size });
type Frame = Parameters<typeof writeFrame>[0];
/** What a client puts on the wire. */
const fromClient = (...frames: readonly Frame[]) =>
  concat(frames.map((frame) => writeFrame(frame, { maskingKey: key })));

/** What an endpoint has to send, as "opcode payload" lines. */
function sent(endpoint: WsEndpoint): string[] {
  const bytes = endpoint.takeBytes();
  const lines: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = readFrame(bytes, at);
    if (step.kind !== "done") throw new Error("our own frame does not read");
    const { opcode, fin, payload } = step.value;
    const code =
      opcode === 8 && payload.length ? ` ${(payload[0] ?? 0) * 256 + (payload[1] ?? 0)}` : "";
    lines.push(`${opcode}${fin ? "" : "…"}${code || ` ${String.fromCharCode(...payload)}`}`.trim());
    at = step.next;
  }
  return lines;
}

describe("messages", () => {
  it("sends whole and fragmented text and binary, masked by a client only", () => {
    for (const [from, to] of [
      [client(), server()],
      [server(), client()],
    ] as const) {
      from.sendText("Päckchen");
      from.sendText("abcdef", { fragmentSize: 4 });
      from.sendBinary(Uint8Array.of(1, 2, 3, 4), { fragmentSize: 2 });
      from.sendText("");
      expect(to.receive(from.takeBytes())).toEqual([
        { kind: "message", binary: false, data: "Päckchen" },
        { kind: "message", binary: false, data: "abcdef" },
        { kind: "message", binary: true, data: Uint8Array.of(1, 2, 3, 4) },
        { kind: "message", binary: false, data: "" },
      ]);
      expect(from.takeBytes()).toHaveLength(0);
    }
    const cut = server();
    cut.sendText("abcdef", { fragmentSize: 4 });
    expect(sent(cut)).toEqual(["1… abcd", "0 ef"]);
  });

  it("takes a fresh key for every frame", () => {
    const asked: number[] = [];
    const endpoint = createEndpoint({
      role: "client",
      random: (length) => {
        asked.push(length);
        return new Uint8Array(length).fill(asked.length);
      },
    });
    endpoint.sendText("abcd", { fragmentSize: 2 });
    endpoint.ping();
    expect(asked).toEqual([4, 4, 4]);
  });

  it("hears the same however the bytes are cut", () => {
    const bytes = fromClient(
      { opcode: 1, fin: false, payload: utf8("Zustellung 𝄞").subarray(0, 13) },
      { opcode: 9, payload: utf8("there?") },
      { opcode: 0, fin: false },
      { opcode: 10, payload: utf8("yes") },
      { opcode: 0, payload: utf8("Zustellung 𝄞").subarray(13) },
      { opcode: 2, payload: new Uint8Array(700).fill(9) },
      { opcode: 8, payload: Uint8Array.of(3, 0xe8) },
    );
    const whole = server().receive(bytes);
    expect(whole.map(({ kind }) => kind)).toEqual(["ping", "pong", "message", "message", "close"]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        const endpoint = server();
        const events = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          events.push(...endpoint.receive(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(events).toEqual(whole);
        expect(sent(endpoint)).toEqual(["10 there?", "8 1000"]);
      }),
    );
  });

  it("keeps nothing of the caller's buffer", () => {
    const endpoint = server();
    const bytes = fromClient({ opcode: 2, payload: Uint8Array.of(1, 2, 3) });
    const [event] = endpoint.receive(bytes);
    bytes.fill(0);
    expect(event).toEqual({ kind: "message", binary: true, data: Uint8Array.of(1, 2, 3) });
  });
});

describe("faults", () => {
  const cases: readonly (readonly [string, Uint8Array, number, string, number])[] = [
    ["an unmasked frame from a client", writeFrame({ opcode: 1 }), 1002, "MASK_MISSING", 1],
    ["RSV2", fromClient({ opcode: 1, rsv: 2 }), 1002, "RESERVED_BITS", 0],
    ["opcode 3", fromClient({ opcode: 3 }), 1002, "RESERVED_OPCODE", 0],
    ["nothing to continue", fromClient({ opcode: 0 }), 1002, "CONTINUATION_UNEXPECTED", 0],
    [
      "two messages mixed",
      fromClient({ opcode: 1, fin: false }, { opcode: 2 }),
      1002,
      "MESSAGE_INTERLEAVED",
      6,
    ],
    [
      "a close of one byte",
      fromClient({ opcode: 8, payload: Uint8Array.of(3) }),
      1002,
      "CLOSE_BODY_TOO_SHORT",
      6,
    ],
    [
      "code 1005",
      fromClient({ opcode: 8, payload: Uint8Array.of(3, 0xed) }),
      1002,
      "CLOSE_CODE_INVALID",
      6,
    ],
    [
      "a bad reason",
      fromClient({ opcode: 8, payload: Uint8Array.of(3, 0xe8, 0xff) }),
      1007,
      "INVALID_UTF8",
      8,
    ],
    [
      "bad text",
      fromClient({ opcode: 1, payload: Uint8Array.of(0x61, 0xff, 0x61) }),
      1007,
      "INVALID_UTF8",
      7,
    ],
    [
      "half a character",
      fromClient({ opcode: 1, payload: Uint8Array.of(0xc3) }),
      1007,
      "INVALID_UTF8",
      6,
    ],
    [
      "over the limit",
      fromClient({ opcode: 2, payload: new Uint8Array(101) }),
      1009,
      "MESSAGE_TOO_BIG",
      1,
    ],
    [
      "over the limit in fragments",
      fromClient(
        { opcode: 2, fin: false, payload: new Uint8Array(60) },
        { opcode: 0, payload: new Uint8Array(41) },
      ),
      1009,
      "MESSAGE_TOO_BIG",
      67,
    ],
  ];

  it.each(cases)("%s", (_, bytes, code, name, at) => {
    for (const pieces of [[bytes], Array.from(bytes, (byte) => Uint8Array.of(byte))]) {
      const endpoint = server(100);
      const before = fromClient({ opcode: 10 });
      expect(endpoint.receive(before)).toHaveLength(1);
      const events = pieces.flatMap((piece) => endpoint.receive(piece));
      // Offsets count from the first byte that the endpoint ever received.
      const fault = expect.objectContaining({ code: name, at: before.length + at }) as unknown;
      expect(events).toEqual([{ kind: "failed", code, fault }]);
      expect(sent(endpoint)).toEqual([`8 ${code}`]);
      expect(endpoint.state).toBe("closed");
      expect(endpoint.receive(fromClient({ opcode: 1 }))).toEqual([]);
      expect(endpoint.end()).toEqual([]);
    }
  });

  it("fails a client on a masked frame", () => {
    expect(client().receive(fromClient({ opcode: 1 }))).toMatchObject([
      { kind: "failed", code: 1002, fault: { code: "MASK_FORBIDDEN" } },
    ]);
  });

  it("fails on bad UTF-8 before the frame is whole", () => {
    const endpoint = server();
    const bytes = fromClient({ opcode: 1, fin: false, payload: utf8("κόσμ\u{10FFFF}") });
    const bad = bytes.slice();
    bad[bytes.length - 3] = 0x90 ^ (key[(bytes.length - 6 - 3) & 3] ?? 0);
    expect(endpoint.receive(bad.subarray(0, bytes.length - 3))).toEqual([]);
    expect(endpoint.receive(bad.subarray(bytes.length - 3, bytes.length - 2))).toMatchObject([
      { kind: "failed", code: 1007 },
    ]);
  });

  it("fails on size from the header alone, without reserving the memory", () => {
    const endpoint = client();
    const header = Uint8Array.of(0x82, 0x7f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    expect(endpoint.receive(header)).toMatchObject([{ kind: "failed", code: 1009 }]);
    expect(
      client(65_536).receive(writeFrame({ opcode: 2, payload: new Uint8Array(65_536) })),
    ).toHaveLength(1);
  });
});

describe("closing", () => {
  it("echoes the peer's close and is done", () => {
    const endpoint = server();
    const events = endpoint.receive(
      fromClient(
        { opcode: 8, payload: concat([Uint8Array.of(0x0f, 0xa0), utf8("genug")]) },
        { opcode: 1 },
      ),
    );
    expect(events).toEqual([{ kind: "close", code: 4000, reason: "genug" }]);
    expect(endpoint.state).toBe("closed");
    expect(endpoint.sendText("too late")).toBe(false);
    expect(endpoint.ping()).toBe(false);
    expect(endpoint.close(1000)).toBe(false);
    expect(sent(endpoint)).toEqual(["8 4000"]);
  });

  it("answers an empty close with an empty one", () => {
    const endpoint = server();
    expect(endpoint.receive(fromClient({ opcode: 8 }))).toEqual([
      { kind: "close", code: 1005, reason: "" },
    ]);
    expect(sent(endpoint)).toEqual(["8"]);
  });

  it("starts the handshake, still listens, sends nothing more", () => {
    const endpoint = server();
    expect(endpoint.close(1001, "deploy")).toBe(true);
    expect(endpoint.state).toBe("closing");
    expect(endpoint.sendText("late")).toBe(false);
    const events = endpoint.receive(
      fromClient(
        { opcode: 1, payload: utf8("on its way") },
        { opcode: 9 },
        { opcode: 8, payload: Uint8Array.of(3, 0xe9) },
      ),
    );
    expect(events.map(({ kind }) => kind)).toEqual(["message", "ping", "close"]);
    expect(endpoint.sendText("late")).toBe(false);
    expect(sent(endpoint)).toEqual(["8 1001"]);
    expect(endpoint.state).toBe("closed");
  });

  it("does not close twice when the peer breaks a rule after our close", () => {
    const endpoint = server();
    endpoint.close();
    expect(endpoint.receive(fromClient({ opcode: 3 }))).toMatchObject([{ kind: "failed" }]);
    expect(sent(endpoint)).toEqual(["8"]);
  });

  it("lets the application answer messages that came in one piece with the end", () => {
    for (const [last, close] of [
      [{ opcode: 8, payload: Uint8Array.of(3, 0xe8) }, "8 1000"],
      [{ opcode: 3 }, "8 1002"],
    ] as const) {
      const endpoint = server();
      endpoint.receive(fromClient({ opcode: 1, payload: utf8("last words") }, last));
      expect(endpoint.sendText("heard")).toBe(true);
      expect(sent(endpoint)).toEqual(["1 heard", close]);
      expect(endpoint.sendText("late")).toBe(false);
      expect(sent(endpoint)).toEqual([]);
    }
  });

  it("reports 1006 when the transport ends first", () => {
    const endpoint = client();
    endpoint.close();
    expect(endpoint.end()).toEqual([{ kind: "close", code: 1006, reason: "" }]);
    expect(endpoint.end()).toEqual([]);
    expect(endpoint.state).toBe("closed");
  });
});

describe("pings", () => {
  it("are answered in order with the same data; pongs are not", () => {
    const endpoint = server();
    endpoint.receive(
      fromClient(
        { opcode: 9, payload: utf8("1") },
        { opcode: 10, payload: utf8("x") },
        { opcode: 9, payload: utf8("2") },
      ),
    );
    expect(sent(endpoint)).toEqual(["10 1", "10 2"]);
    endpoint.ping(utf8("p"));
    endpoint.pong(utf8("q"));
    endpoint.pong();
    expect(sent(endpoint)).toEqual(["9 p", "10 q", "10"]);
  });
});

describe("permessage-deflate", () => {
  // A pretend codec: it turns bits round, so that its work is visible; 0xff does not "inflate".
  const turn = (data: Uint8Array) => data.map((byte) => byte ^ 0x20);
  const inflate = (data: Uint8Array) => (data[0] === 0xff ? null : turn(data));
  const open = (role: "client" | "server", deflate?: (data: Uint8Array) => Uint8Array) =>
    createEndpoint({
      role,
      random,
      maxMessageSize: 10,
      extensions: { permessageDeflate: { inflate, deflate } },
    });

  it("marks the first frame only and undoes the codec", () => {
    const from = open("client", turn);
    from.sendText("abcd", { fragmentSize: 3 });
    const bytes = from.takeBytes();
    expect([bytes[0], bytes[9]]).toEqual([0x41, 0x80]);
    expect(open("server").receive(bytes)).toEqual([
      { kind: "message", binary: false, data: "abcd" },
    ]);
    const plain = open("client");
    plain.sendText("abcd");
    expect(open("server").receive(plain.takeBytes())).toMatchObject([{ data: "abcd" }]);
  });

  it.each([
    ["RSV1 on a ping", [{ opcode: 9, rsv: 4 }], 1002, "COMPRESSED_BIT_MISPLACED"],
    [
      "RSV1 on a later fragment",
      [
        { opcode: 1, fin: false },
        { opcode: 0, rsv: 4 },
      ],
      1002,
      "COMPRESSED_BIT_MISPLACED",
    ],
    ["RSV3", [{ opcode: 1, rsv: 5 }], 1002, "RESERVED_BITS"],
    [
      "no DEFLATE data",
      [{ opcode: 1, rsv: 4, payload: Uint8Array.of(0xff) }],
      1007,
      "INVALID_COMPRESSION",
    ],
    [
      "bad UTF-8 inside",
      [{ opcode: 1, rsv: 4, payload: Uint8Array.of(0xdf) }],
      1007,
      "INVALID_UTF8",
    ],
  ] as const)("refuses %s", (_, frames, code, name) => {
    expect(open("server").receive(fromClient(...frames))).toMatchObject([
      { kind: "failed", code, fault: { code: name } },
    ]);
  });

  it("measures the message after inflating", () => {
    const wide = { permessageDeflate: { inflate: () => new Uint8Array(11) } };
    const endpoint = createEndpoint({ role: "server", maxMessageSize: 10, extensions: wide });
    expect(endpoint.receive(fromClient({ opcode: 2, rsv: 4 }))).toMatchObject([{ code: 1009 }]);
  });
});

describe("misuse and noise", () => {
  it("refuses what no frame can carry", () => {
    expect(() => server().ping(new Uint8Array(126))).toThrow(RangeError);
    expect(() => server().close(1006)).toThrow(RangeError);
    expect(() => server().sendText("", { fragmentSize: 0 })).toThrow(RangeError);
    expect(() => createEndpoint({ role: "client" }).sendText("")).toThrow(RangeError);
  });

  it("never throws on random bytes, and says nothing after the end", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (bytes, size) => {
          for (const endpoint of [client(50), server(50)]) {
            let over = false;
            for (let at = 0; at < bytes.length; at += size) {
              const events = endpoint.receive(bytes.subarray(at, at + size));
              if (over) expect(events).toEqual([]);
              over ||= events.some(({ kind }) => kind === "close" || kind === "failed");
            }
            sent(endpoint);
          }
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it("survives every mutation of a good conversation", () => {
    const good = fromClient(
      { opcode: 1, fin: false, payload: utf8("Zustell") },
      { opcode: 9, payload: utf8("?") },
      { opcode: 0, payload: utf8("ung ✔") },
      { opcode: 8, payload: Uint8Array.of(3, 0xe8) },
    );
    for (let bit = 0; bit < 8 * good.length; bit += 1) {
      const flipped = good.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      const inserted = concat([
        good.subarray(0, bit >> 3),
        Uint8Array.of(bit & 0xff),
        good.subarray(bit >> 3),
      ]);
      for (const bytes of [flipped, inserted, good.subarray(0, bit >> 3)]) {
        const endpoint = server();
        endpoint.receive(bytes);
        sent(endpoint);
      }
    }
  });
});
