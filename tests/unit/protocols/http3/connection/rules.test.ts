import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "#wire/index.ts";
import {
  createHttp3Connection,
  createQpackEncoder,
  writeHttp3Frame,
  writeHttp3StreamHeader,
  readHttp3StreamHeader,
  describeStreamHeader,
  type Http3Event,
} from "#protocols/http3/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { describeTiled, readThreeWays } from "../../../../support/three-ways.ts";
import { brief, get, hex, ok, pair } from "./pair.ts";

/** HEADERS with static references and literals alone. */
const headers = (...fields: HeaderField[]): Uint8Array =>
  writeHttp3Frame({ type: 1n, encodedFieldSection: createQpackEncoder().encode(0n, fields) });
const request = headers(...get("/"));
const response = headers(...ok);
const data = hex("0001 61");
const unknown = hex("21 02 ffff");

const server = (...portions: [streamId: bigint, bytes: Uint8Array, fin?: boolean][]): string[] => {
  const side = createHttp3Connection({ role: "server" });
  const events: Http3Event[] = [];
  for (const [streamId, bytes, fin] of portions) events.push(...side.receive(streamId, bytes, fin));
  return brief(events);
};
const client = (
  portions: [streamId: bigint, bytes: Uint8Array, fin?: boolean][],
  maxPushId?: bigint,
): string[] => {
  const side = createHttp3Connection({
    role: "client",
    ...(maxPushId === undefined ? {} : { maxPushId }),
  });
  side.sendHeaders(side.openRequest(), get("/"), { endStream: true });
  const events: Http3Event[] = [];
  for (const [streamId, bytes, fin] of portions) events.push(...side.receive(streamId, bytes, fin));
  return brief(events);
};

describe("the order of frames in a message (RFC 9114 §4.1)", () => {
  it.each<[string, Uint8Array[], string]>([
    ["DATA first", [data], "RFC 9114 §4.1"],
    ["DATA after trailers", [request, data, headers(["x", "1"]), data], "RFC 9114 §4.1"],
    [
      "HEADERS after trailers",
      [request, headers(["x", "1"]), headers(["x", "1"])],
      "RFC 9114 §4.1",
    ],
    ["SETTINGS", [hex("0400")], "RFC 9114 §7.2.4"],
    ["GOAWAY", [hex("070100")], "RFC 9114 §7.2.6"],
    ["CANCEL_PUSH", [hex("030100")], "RFC 9114 §7.2.3"],
    ["MAX_PUSH_ID", [hex("0d0100")], "RFC 9114 §7.2.7"],
    ["PUSH_PROMISE from a client", [request, hex("0503000000")], "RFC 9114 §7.2.5"],
    ["a frame of HTTP/2", [request, hex("0600")], "RFC 9114 §7.2.8"],
  ])("%s is unexpected", (_, frames, rule) => {
    const lines = server([0n, concat(frames)]);
    expect(lines.at(-1)).toBe(`connection-error H3_FRAME_UNEXPECTED ${rule}`);
  });

  it("frames of unknown type may stand anywhere and are skipped (§7.2.8, §9)", () => {
    const all = [unknown, request, unknown, data, unknown, headers(["x", "1"]), unknown];
    expect(server([0n, concat(all), true])).toEqual([
      "unknown-frame 0 33 2",
      "header 0 :method=GET :scheme=https :authority=parcels.example :path=/",
      "unknown-frame 0 33 2",
      "data 0 a",
      "unknown-frame 0 33 2",
      "trailer 0 x=1",
      "unknown-frame 0 33 2",
      "end 0",
    ]);
  });

  it("content passes through before its frame is whole, however long", () => {
    const endless = hex("00 ffffffffffffffff 61");
    expect(server([0n, request], [0n, endless], [0n, hex("62")]).slice(1)).toEqual([
      "data 0 a",
      "data 0 b",
    ]);
    const skipped = hex("21 ffffffffffffffff 61");
    expect(server([0n, skipped], [0n, hex("6263")])).toEqual([
      `unknown-frame 0 33 ${(1n << 62n) - 1n}`,
    ]);
  });

  it("an empty DATA frame is a frame, without content", () => {
    expect(server([0n, concat([request, hex("0000")]), true])).toHaveLength(2);
    expect(server([0n, hex("0000")])[0]).toContain("H3_FRAME_UNEXPECTED");
  });

  it("a stream must not end inside a frame (§7.1)", () => {
    expect(server([0n, concat([request, hex("0002 61")]), true]).at(-1)).toBe(
      "connection-error H3_FRAME_ERROR RFC 9114 §7.1",
    );
  });

  it("a field section larger than anyone reads is refused by its length (§10.5)", () => {
    expect(server([0n, hex("01 80100000")])).toEqual([
      "connection-error H3_EXCESSIVE_LOAD RFC 9114 §10.5",
    ]);
  });
});

describe("malformed messages (RFC 9114 §4.1.2)", () => {
  const rules = (fields: HeaderField[], ...rest: Uint8Array[]): string | undefined =>
    server([0n, concat([headers(...fields), ...rest]), true]).at(-1);

  it.each<[string, HeaderField[], Uint8Array[], string]>([
    ["upper case", get("/", ["X", "1"]), [], "RFC 9114 §10.3"],
    ["connection-specific", get("/", ["connection", "close"]), [], "RFC 9114 §4.2"],
    ["no path", get("/").slice(0, 3), [], "RFC 9114 §4.3.1"],
    ["a pseudo-field in trailers", get("/"), [headers([":path", "/"])], "RFC 9114 §4.3"],
    ["a second request", get("/"), [request], "RFC 9114 §4.3"],
    ["too little content", get("/", ["content-length", "2"]), [data], "RFC 9114 §4.1.2"],
    ["too much content", get("/", ["content-length", "0"]), [data], "RFC 9114 §4.1.2"],
    [
      "two lengths",
      get("/", ["content-length", "1"], ["content-length", "2"]),
      [],
      "RFC 9114 §4.1.2",
    ],
  ])("%s", (_, fields, rest, rule) => {
    expect(rules(fields, ...rest)).toBe(`stream-error 0 H3_MESSAGE_ERROR ${rule}`);
  });

  it("a request that ends too early is incomplete (§4.1)", () => {
    expect(server([0n, unknown, true]).at(-1)).toBe(
      "stream-error 0 H3_REQUEST_INCOMPLETE RFC 9114 §4.1",
    );
    expect(client([[0n, headers([":status", "103"]), true]]).at(-1)).toBe(
      "stream-error 0 H3_MESSAGE_ERROR RFC 9114 §4.1",
    );
    expect(client([[0n, concat([headers([":status", "103"]), data])]]).at(-1)).toContain(
      "H3_FRAME_UNEXPECTED",
    );
  });

  it("a section beyond the announced size (§4.2.2)", () => {
    const side = createHttp3Connection({ role: "server", settings: { maxFieldSectionSize: 100 } });
    expect(brief(side.receive(0n, request))).toEqual([
      "stream-error 0 H3_MESSAGE_ERROR RFC 9114 §4.2.2",
    ]);
  });

  it("end their own stream alone, with a Stream Cancellation", () => {
    const side = createHttp3Connection({ role: "server" });
    side.takeBytes();
    expect(brief(side.receive(0n, headers(["x", "1"])))).toHaveLength(1);
    expect(side.receive(0n, data)).toEqual([]);
    expect(side.takeBytes()).toMatchObject([{ streamId: 11n, bytes: hex("40") }]);
    expect(brief(side.receive(4n, request, true))).toHaveLength(2);
  });
});

describe("control streams (RFC 9114 §6.2.1)", () => {
  const control = (text: string): Uint8Array => hex(`00 ${text}`);

  it.each([
    ["070100", "H3_MISSING_SETTINGS", "RFC 9114 §6.2.1"],
    ["2100", "H3_MISSING_SETTINGS", "RFC 9114 §6.2.1"],
    ["0400 0400", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.4"],
    ["0400 0000", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.1"],
    ["0400 0100", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.2"],
    ["0400 050100", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.5"],
    ["0400 0200", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.8"],
    ["04020201", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4.1"],
    ["0404 06010602", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4"],
    ["0400 0d0105 0d0104", "H3_ID_ERROR", "RFC 9114 §7.2.7"],
    ["0400 030100", "H3_ID_ERROR", "RFC 9114 §7.2.3"],
    ["0400 070105 070106", "H3_ID_ERROR", "RFC 9114 §5.2"],
    ["0400 07020500", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["04 80010000", "H3_EXCESSIVE_LOAD", "RFC 9114 §10.5"],
  ])("%s is %s at a server", (text, code, rule) => {
    expect(server([2n, control(text)]).at(-1)).toBe(`connection-error ${code} ${rule}`);
  });

  it("carry GOAWAY, MAX_PUSH_ID and frames to be ignored", () => {
    expect(server([2n, control("0400 070105 2101ff 0d0105 0d0105")])).toEqual([
      "settings 0",
      "goaway 5",
      "unknown-frame 2 33 1",
      "max-push-id 5",
      "max-push-id 5",
    ]);
  });

  it("of a server name request streams in GOAWAY and no MAX_PUSH_ID (§7.2.6, §7.2.7)", () => {
    expect(client([[3n, control("0400 070101")]]).at(-1)).toContain("H3_ID_ERROR RFC 9114 §7.2.6");
    expect(client([[3n, control("0400 0d0101")]]).at(-1)).toContain("RFC 9114 §7.2.7");
    expect(client([[3n, control("0400 030101")]], 0n).at(-1)).toContain("RFC 9114 §7.2.3");
    expect(client([[3n, control("0400 030100")]], 0n)).toEqual(["settings 0", "cancel-push 0"]);
  });
});

describe("unidirectional streams (RFC 9114 §6.2)", () => {
  it.each([
    ["00", "RFC 9114 §6.2.1"],
    ["02", "RFC 9204 §4.2"],
    ["03", "RFC 9204 §4.2"],
  ])("there is one of type %s", (type, rule) => {
    expect(server([2n, hex(type)], [6n, hex(type)]).at(-1)).toBe(
      `connection-error H3_STREAM_CREATION_ERROR ${rule}`,
    );
  });

  it.each(["00 0400", "02", "03"])("%s must not be closed", (text) => {
    const code = "connection-error H3_CLOSED_CRITICAL_STREAM RFC 9114 §6.2.1";
    expect(server([2n, hex(text), true]).at(-1)).toBe(code);
    const side = createHttp3Connection({ role: "server" });
    side.receive(2n, hex(text));
    expect(brief(side.receiveReset(2n, 0x100n))).toEqual([code]);
  });

  it("of unknown type are reported once and discarded", () => {
    expect(server([2n, hex("21 ff")], [2n, hex("ff"), true], [6n, hex("4021")])).toEqual([
      "unknown-stream 2 33",
      "unknown-stream 6 33",
    ]);
  });

  it("may end or be reset before they say what they are", () => {
    expect(server([2n, hex(""), true], [6n, hex("40"), true], [6n, hex("00")])).toEqual([]);
    const side = createHttp3Connection({ role: "server" });
    expect(brief(side.receiveReset(2n, 1n))).toEqual(["reset 2 1"]);
  });

  it("carry instructions that must be right (RFC 9204 §4.3, §4.4)", () => {
    expect(server([2n, hex("02 3fffffff7f")]).at(-1)).toBe(
      "connection-error QPACK_ENCODER_STREAM_ERROR RFC 9204 §4.3.1",
    );
    expect(server([2n, hex("03 80")]).at(-1)).toBe(
      "connection-error QPACK_DECODER_STREAM_ERROR RFC 9204 §4.4.1",
    );
    expect(server([0n, hex("0103 0000ff")]).at(-1)).toMatch("QPACK_DECOMPRESSION_FAILED");
  });

  it("in the wrong direction are errors of the transport below", () => {
    expect(server([3n, hex("00")]).at(-1)).toContain("H3_GENERAL_PROTOCOL_ERROR");
    expect(client([[2n, hex("00")]]).at(-1)).toContain("H3_GENERAL_PROTOCOL_ERROR");
    expect(client([[4n, response]]).at(-1)).toContain("H3_GENERAL_PROTOCOL_ERROR");
  });

  it("bidirectional ones are opened by clients alone (§6.1)", () => {
    expect(client([[1n, response]]).at(-1)).toBe(
      "connection-error H3_STREAM_CREATION_ERROR RFC 9114 §6.1",
    );
  });

  it("have headers that read, describe and write", () => {
    for (const [text, type, pushId] of [
      ["00", 0n, undefined],
      ["01 05", 1n, 5n],
      ["02", 2n, undefined],
      ["40 54", 0x54n, undefined],
      ["21", 0x21n, undefined],
    ] as const) {
      expect(readThreeWays(readHttp3StreamHeader, hex(text))).toMatchObject({ type });
      describeTiled(describeStreamHeader, hex(text));
      expect(writeHttp3StreamHeader(type, pushId)).toEqual(hex(text));
    }
    expect(describeStreamHeader(hex("01")).kind).toBe("more");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const step = readHttp3StreamHeader(bytes);
        expect(describeStreamHeader(bytes).kind).toBe(step.kind);
      }),
      { numRuns: 10_000 },
    );
    expect(() => writeHttp3StreamHeader(1n)).toThrow(RangeError);
    expect(() => writeHttp3StreamHeader(0n, 1n)).toThrow(RangeError);
  });
});

describe("server push (RFC 9114 §4.6)", () => {
  const promise = (pushId: bigint): Uint8Array => {
    const encodedFieldSection = createQpackEncoder().encode(0n, get("/style"));
    return writeHttp3Frame({ type: 5n, pushId, encodedFieldSection });
  };

  it("is taken where it was allowed", () => {
    const pushed = concat([hex("0101"), response, data]);
    const lines = client(
      [
        [0n, promise(1n)],
        [15n, pushed.subarray(0, 4)],
        [15n, pushed.subarray(4), true],
      ],
      1n,
    );
    expect(lines).toEqual([
      "push-promise 0 1",
      "push-stream 15 1",
      "header 15 :status=200",
      "data 15 a",
      "end 15",
    ]);
    const side = createHttp3Connection({ role: "client", maxPushId: 1n });
    expect(side.takeBytes()[0]?.bytes.slice(-3)).toEqual(hex("0d0101"));
  });

  it.each<[string, [bigint, Uint8Array][], bigint | undefined, string]>([
    ["a promise without leave", [[0n, promise(0n)]], undefined, "H3_ID_ERROR RFC 9114 §7.2.5"],
    ["a promise beyond the limit", [[0n, promise(2n)]], 1n, "H3_ID_ERROR RFC 9114 §7.2.5"],
    ["a stream without leave", [[15n, hex("0100")]], undefined, "H3_ID_ERROR RFC 9114 §4.6"],
    ["a stream beyond the limit", [[15n, hex("0102")]], 1n, "H3_ID_ERROR RFC 9114 §4.6"],
    [
      "one ID twice",
      [
        [15n, hex("0101")],
        [19n, hex("0101")],
      ],
      1n,
      "H3_ID_ERROR RFC 9114 §6.2.2",
    ],
    [
      "a promise on a push stream",
      [[15n, concat([hex("0101"), promise(0n)])]],
      1n,
      "H3_FRAME_UNEXPECTED RFC 9114 §7.2.5",
    ],
  ])("%s", (_, portions, maxPushId, error) => {
    expect(client(portions, maxPushId).at(-1)).toBe(`connection-error ${error}`);
  });

  it("comes from servers alone", () => {
    expect(server([2n, hex("0100")]).at(-1)).toBe(
      "connection-error H3_STREAM_CREATION_ERROR RFC 9114 §6.2.2",
    );
  });

  it("of a malformed request is a malformed message", () => {
    const encodedFieldSection = createQpackEncoder().encode(0n, ok);
    const frame = writeHttp3Frame({ type: 5n, pushId: 0n, encodedFieldSection });
    expect(client([[0n, frame]], 0n).at(-1)).toBe("stream-error 0 H3_MESSAGE_ERROR RFC 9114 §4.3");
  });

  it("may wait for the table like any section", () => {
    const { client: receiver } = pair({ maxPushId: 1n });
    receiver.sendHeaders(receiver.openRequest(), get("/"));
    const encoder = createQpackEncoder({ maxTableCapacity: 4096, maxBlockedStreams: 1 });
    const encodedFieldSection = encoder.encode(0n, get("/new"));
    const frame = writeHttp3Frame({ type: 5n, pushId: 1n, encodedFieldSection });
    expect(brief(receiver.receive(0n, frame))).toEqual(["blocked 0"]);
    const late = receiver.receive(7n, encoder.takeEncoderStream());
    expect(brief(late)).toEqual(["push-promise 0 1"]);
  });
});
