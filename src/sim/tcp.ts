// A TCP connection over two links: handshake, in-order delivery, orderly close (RFC 9293).
import type { Link } from "./link.ts";
import type { Scheduler, Timer } from "./scheduler.ts";
import {
  HEADER_BYTES,
  type Side,
  type TcpConnection,
  type TcpEnd,
  type TcpEvents,
  type TcpOptions,
} from "./tcp-events.ts";
import { createSender, type Outgoing, type Sender } from "./tcp-sender.ts";
import type { Segment } from "#trace/index.ts";

export * from "./tcp-events.ts";

interface Half {
  readonly side: Side;
  readonly sender: Sender;
  state: "closed" | "opening" | "open";
  /** Next sequence number expected from the other side. */
  expected: number;
  /** Sequence number of the other side's FIN, once known. */
  finAt: number | null;
  paused: boolean;
  /** In order, not yet read by a paused application. */
  unread: Uint8Array[];
  unreadBytes: number;
  /** Out of order, by sequence number. */
  readonly early: Map<number, Uint8Array>;
  handshakeTimer: Timer | null;
  handshakeTimeout: number;
  /** Segments put on the path, and the acknowledgement that the last of them carried. */
  segments: number;
  lastAck: number;
}

const NOTHING = new Uint8Array();

const SYN_TIMEOUT = 1000; // RFC 6298 §2.1

/** A connection not yet open; `up` carries the client's packets, `down` the server's. */
export function createTcp(
  scheduler: Scheduler,
  links: { readonly up: Link; readonly down: Link },
  options: TcpOptions,
  events: TcpEvents,
): TcpConnection {
  const linkOf = (side: Side): Link => (side === "client" ? links.up : links.down);
  const other = (side: Side): Side => (side === "client" ? "server" : "client");

  const halfFor = (side: Side): Half => ({
    side,
    sender: createSender(scheduler, options, (outgoing) => sendData(side, outgoing)),
    state: "closed",
    expected: 0,
    finAt: null,
    paused: false,
    unread: [],
    unreadBytes: 0,
    early: new Map(),
    handshakeTimer: null,
    handshakeTimeout: SYN_TIMEOUT,
    segments: 0,
    lastAck: 0,
  });
  const halves: Record<Side, Half> = { client: halfFor("client"), server: halfFor("server") };

  const windowOf = (half: Half): number => Math.max(0, options.receiveBuffer - half.unreadBytes);

  function put(side: Side, segment: Segment, payload: Uint8Array, retransmission: boolean): void {
    halves[side].segments += 1;
    halves[side].lastAck = segment.ack;
    const passage = linkOf(side).send(HEADER_BYTES + payload.length, () =>
      receive(halves[other(side)], segment, payload),
    );
    events.sent?.({ from: side, segment, payload, retransmission, passage });
  }

  function sendData(side: Side, { seq, payload, fin, retransmission }: Outgoing): void {
    const half = halves[side];
    const last = seq + payload.length >= half.sender.unacknowledged + half.sender.pending;
    const flags: Segment["flags"] = [
      ...(fin ? (["FIN"] as const) : []),
      ...(payload.length > 0 && last ? (["PSH"] as const) : []),
      "ACK",
    ];
    put(side, { seq, ack: half.expected, flags, window: windowOf(half) }, payload, retransmission);
  }

  /** An acknowledgement alone; its sequence number is where the sender's stream stands. */
  function sendAck(half: Half): void {
    const { expected: ack, sender } = half;
    put(
      half.side,
      { seq: sender.next, ack, flags: ["ACK"], window: windowOf(half) },
      NOTHING,
      false,
    );
  }

  function sendSyn(half: Half, retransmission: boolean): void {
    const flags: Segment["flags"] = half.side === "client" ? ["SYN"] : ["SYN", "ACK"];
    put(
      half.side,
      { seq: 0, ack: half.expected, flags, window: windowOf(half) },
      NOTHING,
      retransmission,
    );
    half.handshakeTimer = scheduler.schedule(scheduler.now + half.handshakeTimeout, () => {
      half.handshakeTimeout *= 2;
      sendSyn(half, true);
    });
  }

  function becomeOpen(half: Half, window: number): void {
    if (half.state === "open") return;
    half.state = "open";
    if (half.handshakeTimer !== null) scheduler.cancel(half.handshakeTimer);
    half.sender.open(window);
    events.opened?.(half.side);
  }

  function receive(half: Half, segment: Segment, payload: Uint8Array): void {
    if (segment.flags.includes("SYN")) {
      half.expected = Math.max(half.expected, 1);
      if (half.side === "server") {
        if (half.state !== "closed") return;
        half.state = "opening";
        sendSyn(half, false);
      } else {
        sendAck(half);
        becomeOpen(half, segment.window);
      }
      return;
    }
    if (half.state === "opening" && segment.ack >= 1) becomeOpen(half, segment.window);
    const fin = segment.flags.includes("FIN");
    const unacknowledged = half.sender.unacknowledged;
    half.sender.acknowledge(segment.ack, segment.window, payload.length === 0 && !fin);
    if (half.sender.unacknowledged > unacknowledged) events.progressed?.(half.side);
    if (payload.length === 0 && !fin) return;
    if (fin) half.finAt = segment.seq + payload.length;
    const before = half.segments;
    accept(half, segment.seq, payload);
    // An application that answered at once has carried the acknowledgement already.
    if (half.segments === before || half.lastAck !== half.expected) sendAck(half);
  }

  /** Takes what fits the window, delivers what is in order and keeps the rest. */
  function accept(half: Half, seq: number, payload: Uint8Array): void {
    if (seq > half.expected) {
      if (seq + payload.length <= half.expected + windowOf(half) && payload.length > 0) {
        half.early.set(seq, payload);
        events.stalled?.(half.side, seq, payload.length);
      }
      return;
    }
    deliver(half, payload.subarray(half.expected - seq));
    for (;;) {
      const found = [...half.early].find(([at]) => at <= half.expected);
      if (found === undefined) break;
      half.early.delete(found[0]);
      deliver(half, found[1].subarray(half.expected - found[0]));
    }
    if (half.finAt === half.expected) {
      half.expected += 1;
      events.ended?.(half.side);
    }
  }

  function deliver(half: Half, bytes: Uint8Array): void {
    const taken = bytes.subarray(0, windowOf(half));
    if (taken.length === 0) return;
    half.expected += taken.length;
    if (!half.paused) {
      events.received?.(half.side, taken);
      return;
    }
    half.unread.push(taken);
    half.unreadBytes += taken.length;
  }

  const endOf = (half: Half): TcpEnd => ({
    sender: half.sender,
    pause() {
      half.paused = true;
    },
    resume() {
      half.paused = false;
      const { unread } = half;
      half.unread = [];
      half.unreadBytes = 0;
      for (const bytes of unread) events.received?.(half.side, bytes);
      if (unread.length > 0) sendAck(half);
    },
  });

  return {
    client: endOf(halves.client),
    server: endOf(halves.server),
    open() {
      if (halves.client.state !== "closed")
        throw new RangeError("the connection was opened before");
      halves.client.state = "opening";
      sendSyn(halves.client, false);
    },
  };
}
