// A TCP connection of a trace as the segments that captures on both machines would hold.
import { tcpPacket, type Endpoint } from "./packets.ts";
import type { Captured } from "./pcapng.ts";
import type { Connection, MessageEvent, Segment, Trace } from "./trace.ts";

/** RFC 9293 §3.7.1 with an Ethernet MTU of 1,500 bytes. */
const MSS = 1460;
const WINDOW = 2 ** 20;
/** Fixed, so that two exports of one trace are the same bytes. */
const INITIAL_SEQUENCE = { client: 0x10000000, server: 0x20000000 } as const;

/** The layers whose bytes are TCP payload; those above them are told again inside these. */
const WIRE_LAYERS: Readonly<Record<Connection["protocol"], readonly string[]>> = {
  "http/1.0": ["http1"],
  "http/1.1": ["http1"],
  h2: ["http2"],
  h3: [],
  websocket: ["http1", "websocket"],
};

type Side = "client" | "server";

/** A segment with the virtual time at which it leaves. */
interface Planned {
  readonly from: Side;
  readonly at: number;
  readonly segment: Segment;
  readonly payload: Uint8Array;
}

/** The ports and addresses of a connection; the first client port is 49152 (RFC 6335 §6). */
export interface Addresses {
  readonly client: Endpoint;
  readonly server: Endpoint;
}

const isMessageOf =
  (connection: Connection) =>
  (event: Trace["events"][number]): event is MessageEvent =>
    event.kind === "message" && event.connection === connection.id;

/** A sequence number as if the handshake stretches had never been sent. */
function withoutHandshake(connection: Connection, side: Side, seq: number): number {
  const left = (connection.handshake?.[side] ?? []).map(([from, to]) =>
    Math.max(0, Math.min(seq, to) - from),
  );
  return seq - left.reduce((sum, length) => sum + length, 0);
}

/** A segment without its TLS handshake bytes; null when nothing else was in it. */
function inClear(connection: Connection, planned: Planned): Planned | null {
  const { from, segment, payload } = planned;
  const ranges = connection.handshake?.[from] ?? [];
  const kept = payload.filter((_, index) => {
    const seq = segment.seq + index;
    return !ranges.some(([start, end]) => seq >= start && seq < end);
  });
  if (kept.length === 0 && payload.length > 0 && !segment.flags.includes("FIN")) return null;
  const other: Side = from === "client" ? "server" : "client";
  const seq = withoutHandshake(connection, from, segment.seq);
  const ack = withoutHandshake(connection, other, segment.ack);
  return { ...planned, payload: kept, segment: { ...segment, seq, ack } };
}

/** Segments that the simulator itself made. */
function recorded(connection: Connection, events: readonly MessageEvent[]): Planned[] {
  return events.flatMap((event) =>
    event.segment === undefined
      ? []
      : [
          {
            from: event.from === connection.client ? ("client" as const) : ("server" as const),
            at: event.at,
            segment: event.segment,
            payload: event.bytes,
          },
        ],
  );
}

interface Chunk {
  readonly from: Side;
  readonly at: number;
  readonly arrives: number;
  readonly payload: Uint8Array;
  readonly flags: Segment["flags"];
}

/** Handshake, messages cut at the MSS, acknowledgements and an orderly end, as plain chunks. */
function chunksOf(connection: Connection, events: readonly MessageEvent[]): Chunk[] {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return [];
  const delay = first.arrives === null ? 0 : first.arrives - first.at;
  const none = new Uint8Array();
  const control = (from: Side, at: number, flags: Segment["flags"]): Chunk => ({
    from,
    at,
    arrives: at + delay,
    payload: none,
    flags,
  });
  const start = first.at - 2 * delay;
  const chunks = [
    control("client", start, ["SYN"]),
    control("server", start + delay, ["SYN", "ACK"]),
    control("client", first.at, ["ACK"]),
  ];
  let end = first.at;
  for (const event of events) {
    if (event.arrives === null || event.bytes.length === 0) continue;
    const from = event.from === connection.client ? "client" : "server";
    for (let at = 0; at < event.bytes.length; at += MSS) {
      const payload = event.bytes.subarray(at, at + MSS);
      const flags: Segment["flags"] = at + MSS < event.bytes.length ? ["ACK"] : ["PSH", "ACK"];
      chunks.push({ from, at: event.at, arrives: event.arrives, payload, flags });
    }
    chunks.push(control(from === "client" ? "server" : "client", event.arrives, ["ACK"]));
    end = Math.max(end, event.arrives + delay);
  }
  // HTTP/1.0 marks the end of content by closing, so there the server closes first.
  const closer: Side = connection.protocol === "http/1.0" ? "server" : "client";
  const other: Side = closer === "client" ? "server" : "client";
  return [
    ...chunks,
    control(closer, end, ["FIN", "ACK"]),
    control(other, end + delay, ["FIN", "ACK"]),
    control(closer, end + 2 * delay, ["ACK"]),
  ];
}

const sequenceLength = (flags: Segment["flags"], payload: Uint8Array): number =>
  payload.length + (flags.includes("SYN") || flags.includes("FIN") ? 1 : 0);

/** Numbers the chunks: what a side acknowledges is all that had arrived in order when it sent. */
function numbered(chunks: readonly Chunk[]): Planned[] {
  const sent: Record<Side, number> = { client: 0, server: 0 };
  const seen: Record<Side, number> = { client: 0, server: 0 };
  const inFlight: Record<Side, { readonly arrives: number; readonly end: number }[]> = {
    client: [],
    server: [],
  };
  return [...chunks]
    .sort((a, b) => a.at - b.at)
    .map((chunk) => {
      const { from, at, arrives, payload, flags } = chunk;
      const other: Side = from === "client" ? "server" : "client";
      const coming = inFlight[other];
      while (coming[0] !== undefined && coming[0].arrives <= at) {
        seen[other] = coming.shift()?.end ?? seen[other];
      }
      const segment = { seq: sent[from], ack: seen[other], flags, window: WINDOW };
      sent[from] += sequenceLength(flags, payload);
      inFlight[from].push({ arrives, end: sent[from] });
      return { from, at, segment, payload };
    });
}

/**
 * A repeated segment is captured without its payload, which the capture holds already: Wireshark 4.0
 * takes bytes that repeat a part of a message it has put together for a reassembly error.
 */
const headersOnly = ({ at, bytes }: Captured, payload: number): Captured => ({
  at,
  bytes: bytes.subarray(0, bytes.length - payload),
  length: bytes.length,
});

/**
 * What captures on both machines hold together of one TCP connection: each segment when it leaves,
 * lost ones included, so that a dissector sees every stream in order and retransmissions as such.
 * Where the trace has no segments (a model of messages), segments are made around its messages.
 */
export function captureTcp(
  trace: Trace,
  connection: Connection,
  { client, server }: Addresses,
): Captured[] {
  const events = trace.events.filter(isMessageOf(connection));
  const segments = recorded(connection, events);
  const layers = WIRE_LAYERS[connection.protocol];
  const planned =
    segments.length > 0
      ? segments.flatMap((segment) => inClear(connection, segment) ?? [])
      : numbered(
          chunksOf(
            connection,
            events.filter((event) => layers.includes(event.layer)),
          ),
        );
  const seen: Record<Side, number> = { client: 0, server: 0 };
  return planned.map(({ from, at, segment, payload }) => {
    const [own, peer] = from === "client" ? [client, server] : [server, client];
    const other: Side = from === "client" ? "server" : "client";
    const absolute = {
      ...segment,
      seq: INITIAL_SEQUENCE[from] + segment.seq,
      ack: INITIAL_SEQUENCE[other] + segment.ack,
    };
    const packet = { at, bytes: tcpPacket(own, peer, absolute, payload) };
    const repeated = payload.length > 0 && segment.seq + payload.length <= seen[from];
    seen[from] = Math.max(seen[from], segment.seq + payload.length);
    return repeated ? headersOnly(packet, payload.length) : packet;
  });
}
