import { describe, expect, it } from "vitest";
import { createRecorder, type MessageEvent, type Trace } from "../../src/trace/index.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { concat, equalBytes, parseHex, utf8 } from "../../src/wire/index.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array();

type Told = Pick<MessageEvent, "connection" | "from" | "at" | "layer" | "format" | "bytes">;

/** Messages with a one-way delay of 20 ms, as a mock without a simulated transport records them. */
function told(
  protocol: "http/1.0" | "http/1.1" | "h2" | "websocket",
  messages: readonly Told[],
): Trace {
  const recorder = createRecorder(`a ${protocol} exchange`, [
    { id: "c", name: "browser", role: "client" },
    { id: "s", name: "parcel service", role: "server" },
  ]);
  recorder.connect({ id: "1", client: "c", server: "s", transport: "tcp", protocol });
  for (const message of messages) {
    recorder.record({
      ...message,
      kind: "message",
      to: message.from === "c" ? "s" : "c",
      arrives: message.at + 20,
      label: message.format,
    });
  }
  return recorder.trace();
}

const message = (
  from: "c" | "s",
  at: number,
  layer: Told["layer"],
  format: Told["format"],
  bytes: Uint8Array,
): Told => ({ connection: "1", from, at, layer, format, bytes });

const http1 = told("http/1.1", [
  message(
    "c",
    60,
    "http1",
    "http1-request",
    utf8("GET /parcels HTTP/1.1\r\nHost: parcels.example\r\n\r\n"),
  ),
  message(
    "s",
    90,
    "http1",
    "http1-response",
    utf8(`HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n${"p".repeat(4000)}`),
  ),
  message(
    "c",
    130,
    "http1",
    "http1-request",
    utf8("DELETE /parcels/7 HTTP/1.1\r\nHost: parcels.example\r\n\r\n"),
  ),
  message("s", 170, "http1", "http1-response", utf8("HTTP/1.1 204 No Content\r\n\r\n")),
]);

/** No persistence: the server's close ends the content. */
const http10 = told("http/1.0", [
  message("c", 40, "http1", "http1-request", utf8("GET /parcels HTTP/1.0\r\n\r\n")),
  message("s", 60, "http1", "http1-response", utf8("HTTP/1.0 200 OK\r\n\r\nparcels")),
]);

const websocket = told("websocket", [
  message(
    "c",
    40,
    "http1",
    "http1-request",
    utf8(
      "GET /chat HTTP/1.1\r\nHost: parcels.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    ),
  ),
  message(
    "s",
    60,
    "http1",
    "http1-response",
    utf8(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
    ),
  ),
  // RFC 6455 §5.7: "Hello" masked, then unmasked.
  message("c", 90, "websocket", "websocket-frame", hex("818537fa213d7f9f4d5158")),
  message("s", 120, "websocket", "websocket-frame", hex("810548656c6c6f")),
]);

const h2 = told("h2", [
  message(
    "c",
    40,
    "http2",
    "http2-preface",
    concat([utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), hex("000000040000000000")]),
  ),
  message("c", 41, "http2", "http2-frame", hex("000003010500000001828684")),
  message("s", 70, "http2", "http2-frame", hex("000000040000000000")),
  message("s", 71, "http2", "http2-frame", hex("00000101050000000188")),
]);

describe.skipIf(!hasTshark)("tshark reads our captures", () => {
  it.each([
    ["HTTP/1.1", http1],
    ["WebSocket", websocket],
    ["HTTP/2", h2],
    ["HTTP/1.0", http10],
  ])("%s without a malformed packet or expert error", async (_, trace) => {
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    expect(
      dissect(
        capture,
        ["frame.number"],
        "tcp.analysis.retransmission or tcp.analysis.lost_segment",
      ),
    ).toEqual([]);
    expect(equalBytes(capture, await exportPcapng(trace))).toBe(true);
  });

  it("sees the same HTTP/1.1 requests and responses", async () => {
    const capture = await exportPcapng(http1);
    const requests = dissect(
      capture,
      ["http.request.method", "http.request.uri", "http.host"],
      "http.request",
    );
    expect(
      requests.map((row) => [row["http.request.method"]?.[0], row["http.request.uri"]?.[0]]),
    ).toEqual([
      ["GET", "/parcels"],
      ["DELETE", "/parcels/7"],
    ]);
    const responses = dissect(
      capture,
      ["http.response.code", "http.content_length"],
      "http.response",
    );
    expect(responses.map((row) => row["http.response.code"]?.[0])).toEqual(["200", "204"]);
    expect(responses[0]?.["http.content_length"]).toEqual(["4000"]);
  });

  it("unmasks the same WebSocket text", async () => {
    const rows = dissect(
      await exportPcapng(websocket),
      ["websocket.opcode", "websocket.mask", "text"],
      "websocket",
    );
    expect(rows.map((row) => row["websocket.opcode"]?.[0])).toEqual(["1", "1"]);
    expect(rows.map((row) => row["websocket.mask"]?.[0])).toEqual(["1", "0"]);
  });

  it("sees the same HTTP/2 frames and fields", async () => {
    const rows = dissect(
      await exportPcapng(h2),
      ["http2.type", "http2.streamid", "http2.header.name", "http2.header.value"],
      "http2",
    );
    expect(rows.flatMap((row) => row["http2.type"] ?? [])).toEqual(["4", "1", "4", "1"]);
    expect(rows.flatMap((row) => row["http2.header.name"] ?? [])).toEqual([
      ":method",
      ":scheme",
      ":path",
      ":status",
    ]);
  });
});

describe("exportPcapng", () => {
  it("refuses a QUIC connection when nothing protects its packets", async () => {
    const recorder = createRecorder("quic", []);
    recorder.connect({ id: "q", client: "c", server: "s", transport: "quic", protocol: "h3" });
    await expect(exportPcapng(recorder.trace())).rejects.toThrow(RangeError);
  });
});
