// Our QUIC packets, TLS messages and HTTP/3 frames as Wireshark's dissectors decrypt and read them.
import { spawnSync } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { parseHex, utf8 } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import {
  createHttp3Connection,
  streamFrame,
  type CipherSuite,
  type Http3Connection,
  type ProtectedKind,
  type QuicFrame,
  type TlsHandshake,
} from "#protocols/http3/index.ts";
import { udpPacket } from "#trace/packets.ts";
import { writePcapng, type Captured } from "#trace/pcapng.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { frames, openFrames } from "../unit/protocols/http3/quic/frame-examples.ts";
import { createQuicProtector, type QuicProtectorOptions } from "../support/quic-protector.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const ends = { client: { host: 1, port: 49152 }, server: { host: 2, port: 443 } };

type Side = "client" | "server";

/** A connection in the making: packets in the order in which they are sent. */
interface Stage {
  send(side: Side, kind: ProtectedKind, frames: readonly QuicFrame[]): Promise<void>;
  readonly handshake: TlsHandshake;
  /** Every frame sent so far. */
  readonly sent: readonly QuicFrame[];
  capture(): Uint8Array;
}

function counter(): (length: number) => Uint8Array {
  let next = 0;
  return (length) => Uint8Array.from({ length }, () => (next = (next * 5 + 3) & 0xff));
}

async function open(more: Partial<QuicProtectorOptions> = {}): Promise<Stage> {
  const limits = {
    initial_max_data: 1 << 20,
    initial_max_stream_data_bidi_local: 65_536,
    initial_max_stream_data_bidi_remote: 65_536,
    initial_max_stream_data_uni: 65_536,
    initial_max_streams_bidi: 100,
    initial_max_streams_uni: 3,
  };
  const protector = await createQuicProtector({
    random: counter(),
    serverName: "parcels.example",
    transportParameters: { client: limits, server: limits },
    ...more,
  });
  const captured: Captured[] = [];
  const sent: QuicFrame[] = [];
  return {
    handshake: protector.handshake,
    sent,
    async send(side, kind, carried) {
      const packet = await protector.packet(side, kind, carried);
      const other = side === "client" ? "server" : "client";
      sent.push(...carried);
      captured.push({ at: captured.length, bytes: udpPacket(ends[side], ends[other], packet) });
    },
    capture: () => writePcapng("HTTP/3", captured, protector.handshake.keyLog),
  };
}

const cryptoFrame = (data: Uint8Array, offset = 0n): QuicFrame => ({
  type: 0x06n,
  name: "CRYPTO",
  offset,
  data,
});
const acknowledge = (largest: bigint): QuicFrame => ({
  type: 0x02n,
  name: "ACK",
  ackDelay: 0n,
  ranges: [{ smallest: 0n, largest }],
});

/** The packets of the handshake, up to HANDSHAKE_DONE. */
async function shakeHands(stage: Stage): Promise<void> {
  const { handshake } = stage;
  if (handshake.secrets.early === null)
    await stage.send("client", "initial", [cryptoFrame(handshake.clientHello)]);
  await stage.send("server", "initial", [acknowledge(0n), cryptoFrame(handshake.serverHello)]);
  await stage.send("server", "handshake", [cryptoFrame(handshake.serverFlight)]);
  await stage.send("client", "initial", [acknowledge(0n)]);
  await stage.send("client", "handshake", [acknowledge(0n), cryptoFrame(handshake.clientFinished)]);
  await stage.send("server", "one-rtt", [{ type: 0x1en, name: "HANDSHAKE_DONE" }]);
}

/** Sends what one side has to say as STREAM frames and lets the other side read it. */
function talk(
  offsets: Map<bigint, bigint>,
  from: Http3Connection,
  to: Http3Connection,
): QuicFrame[] {
  return from.takeBytes().map(({ streamId, bytes, fin }) => {
    const offset = offsets.get(streamId) ?? 0n;
    offsets.set(streamId, offset + BigInt(bytes.length));
    for (const event of to.receive(streamId, bytes, fin)) {
      if (event.kind === "connection-error") throw new Error(event.fault.text);
    }
    return streamFrame(streamId, bytes, { offset, fin });
  });
}

const get = (path: string): HeaderField[] => [
  [":method", "GET"],
  [":scheme", "https"],
  [":authority", "parcels.example"],
  [":path", path],
  ["user-agent", "course/1"],
];

/** All values of a field in the order of the packets. */
const column = (rows: ReturnType<typeof dissect>, field: string): string[] =>
  rows.flatMap((row) => row[field] ?? []);
let cases = 0;

describe.skipIf(!hasTshark)("Wireshark reads a connection", () => {
  it.each<CipherSuite>(["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"])(
    "under %s",
    async (suite) => {
      const stage = await open({ suite });
      await shakeHands(stage);
      const client = createHttp3Connection({ role: "client" });
      const server = createHttp3Connection({ role: "server" });
      const offsets = { client: new Map<bigint, bigint>(), server: new Map<bigint, bigint>() };
      const clientSays = (): Promise<void> =>
        stage.send("client", "one-rtt", talk(offsets.client, client, server));
      const serverSays = (): Promise<void> =>
        stage.send("server", "one-rtt", talk(offsets.server, server, client));
      await clientSays();
      await serverSays();
      for (const path of ["/", "/parcels/42"]) {
        const id = client.openRequest();
        client.sendHeaders(id, get(path), { endStream: true });
        await clientSays();
        server.sendHeaders(id, [
          [":status", "200"],
          ["content-type", "text/plain"],
        ]);
        server.sendData(id, utf8("a parcel"), { endStream: true });
        await serverSays();
      }
      server.goAway(8n);
      await serverSays();
      const capture = stage.capture();
      expect(complaints(capture)).toEqual([]);
      const rows = dissect(
        capture,
        [
          "quic.decryption_failed",
          "quic.long.packet_type",
          "quic.packet_number",
          "quic.stream.stream_id",
          "tls.handshake.type",
          "tls.handshake.extensions_alpn_str",
          "http3.stream_type",
          "http3.frame_type",
          "http3.settings.id",
        ],
        "quic",
      );
      expect(column(rows, "quic.decryption_failed")).toEqual([]);
      expect(column(rows, "quic.long.packet_type")).toEqual(["0", "0", "2", "0", "2"]);
      expect(column(rows, "tls.handshake.type")).toEqual(["1", "2", "8", "11", "15", "20", "20"]);
      expect(new Set(column(rows, "tls.handshake.extensions_alpn_str"))).toEqual(new Set(["h3"]));
      expect(column(rows, "http3.stream_type")).toEqual(["0", "2", "3", "0", "2", "3"]);
      expect(column(rows, "quic.stream.stream_id")).toEqual(
        stage.sent.flatMap((frame) => (frame.name === "STREAM" ? [String(frame.streamId)] : [])),
      );
      // Packet numbers run on in each of the five spaces in use.
      expect(column(rows, "quic.packet_number").join()).toBe("0,0,0,1,0,0,0,1,1,2,2,3,4");
      // SETTINGS both ways, then a request and a response of HEADERS and DATA twice, then GOAWAY.
      expect(column(rows, "http3.frame_type").join()).toBe("4,4,1,1,0,1,1,0,7");
      expect(column(rows, "http3.settings.id").join()).toBe("1,6,7,1,6,7");
      cases += 1;
    },
  );

  it("with early data on a resumed session", async () => {
    const preSharedKey = hex("77".repeat(32));
    const stage = await open({
      resumption: { ticket: utf8("a ticket"), preSharedKey, early: true },
    });
    const client = createHttp3Connection({ role: "client" });
    const server = createHttp3Connection({ role: "server" });
    const id = client.openRequest();
    client.sendHeaders(id, get("/early"), { endStream: true });
    await stage.send("client", "initial", [cryptoFrame(stage.handshake.clientHello)]);
    await stage.send("client", "zero-rtt", talk(new Map(), client, server));
    await shakeHands(stage);
    const capture = stage.capture();
    expect(complaints(capture)).toEqual([]);
    const fields = [
      "quic.decryption_failed",
      "quic.long.packet_type",
      "tls.handshake.type",
      "http3.frame_type",
    ];
    const rows = dissect(capture, fields, "quic");
    expect(column(rows, "quic.decryption_failed")).toEqual([]);
    expect(column(rows, "quic.long.packet_type")).toEqual(["0", "1", "0", "2", "0", "2"]);
    expect(column(rows, "tls.handshake.type")).toEqual(["1", "2", "8", "20", "20"]);
    expect(rows[1]?.["http3.frame_type"]).toEqual(["4", "1"]);
    cases += 1;
  });

  it("with a packet for every frame of RFC 9000 §19", async () => {
    const stage = await open();
    await shakeHands(stage);
    const all = [...frames, ...openFrames].map(([, frame]) => frame);
    for (const frame of all) await stage.send("server", "one-rtt", [frame]);
    const capture = stage.capture();
    expect(complaints(capture)).toEqual([]);
    const types = dissect(capture, ["quic.frame_type"], "quic").map(
      (row) => row["quic.frame_type"],
    );
    // The last packets are ours; PADDING (0) follows where a frame alone is too short to protect.
    expect(types.slice(-all.length).map((row) => row?.[0])).toEqual(
      all.map(({ type }) => String(type)),
    );
    cases += 1;
  });
});

afterAll(() => {
  const version = hasTshark ? spawnSync("tshark", ["--version"], { encoding: "utf8" }).stdout : "";
  const peer = /TShark \(Wireshark\) ([\d.]+)/.exec(version)?.[1] ?? "absent";
  recordSuite({
    suite: "peer: tshark (QUIC and HTTP/3)",
    engine: "http3",
    cases,
    agree: cases,
    deviations: [],
    peer: `TShark ${peer} decrypts and reads whole connections`,
    ran: hasTshark,
  });
});
