// A QUIC connection over links: combined handshake, 0-RTT, streams, loss recovery, migration
// (RFC 9000, RFC 9002). One packet a datagram; acknowledgements at once; keys and TLS are stand-ins.
import { concat } from "#wire/index.ts";
import type { QuicPacket } from "#trace/index.ts";
import type { Link, Passage } from "./link.ts";
import {
  createReceivedNumbers,
  DATAGRAM_HEADER_BYTES,
  isAckEliciting,
  PACKET_OVERHEAD,
  SPACES,
  type EncodeFrame,
  type QuicFrame,
  type ReceivedNumbers,
  type Space,
} from "./quic-packets.ts";
import {
  createCongestion,
  createLossDetector,
  createRoundTrip,
  isPersistent,
  type Congestion,
  type LossDetector,
  type RoundTrip,
  type SentPacket,
} from "./quic-recovery.ts";
import {
  createStreamReceiver,
  createStreamSender,
  type Priority,
  type StreamOrder,
  type StreamPiece,
  type StreamReceiver,
  type StreamSender,
} from "./quic-streams.ts";
import type { Scheduler, Timer } from "./scheduler.ts";
import type { Side } from "./tcp.ts";

export interface QuicOptions {
  /** Largest UDP payload in bytes; every path carries 1,200 (RFC 9000 §14). */
  readonly datagram: number;
  readonly order: StreamOrder;
  /** Flow-control credit in bytes, of the connection and of each stream (RFC 9000 §4). */
  readonly limits: { readonly connection: number; readonly stream: number };
  /** TLS messages by flight (RFC 9001 §4.1); their lengths decide how many packets they take. */
  readonly handshake: {
    readonly clientHello: Uint8Array;
    readonly serverHello: Uint8Array;
    readonly serverFlight: Uint8Array;
    readonly clientFinished: Uint8Array;
  };
  /** The client has a ticket and sends application data with its first flight. */
  readonly earlyData: boolean;
  readonly encode: EncodeFrame;
}

/** A packet as it was put on a path; `passage` changes when its path is abandoned under way. */
export interface PacketSeen {
  readonly at: number;
  readonly from: Side;
  readonly packet: QuicPacket;
  readonly frames: readonly QuicFrame[];
  /** The frames as bytes, before protection. */
  readonly payload: Uint8Array;
  readonly retransmission: boolean;
  passage: Passage;
}

export interface QuicEvents {
  /** The side may write application data (the client at once with 0-RTT). */
  readonly opened?: (side: Side) => void;
  readonly received?: (side: Side, streamId: number, bytes: Uint8Array, ended: boolean) => void;
  /** Bytes of a stream arrived but wait for earlier ones of the same stream. */
  readonly stalled?: (side: Side, streamId: number) => void;
  readonly sent?: (seen: PacketSeen) => void;
  readonly lost?: (side: Side, packets: readonly number[]) => void;
}

export interface QuicConnection {
  open(): void;
  write(side: Side, streamId: number, bytes: Uint8Array, end: boolean, priority?: Priority): void;
  /** The client's address changes: what is under way to it is lost, a new path is validated (§9). */
  migrate(): void;
  congestionOf(side: Side): Congestion;
}

interface InFlight extends SentPacket {
  readonly space: Space;
  readonly path: number;
  readonly frames: readonly QuicFrame[];
}

interface NumberSpace {
  next: number;
  readonly detector: LossDetector<InFlight>;
  readonly numbers: ReceivedNumbers;
  readonly crypto: StreamSender;
  readonly cryptoIn: StreamReceiver;
  ackOwed: boolean;
  lastEliciting: number;
  /** Keys to send with: not yet, there, or discarded (RFC 9001 §4.9). */
  keys: "none" | "ready" | "discarded";
}

interface Endpoint {
  readonly side: Side;
  readonly spaces: Readonly<Record<Space, NumberSpace>>;
  readonly streams: StreamSender;
  readonly streamsIn: StreamReceiver;
  /** Control frames of the application space that wait to be sent. */
  control: QuicFrame[];
  congestion: Congestion;
  trip: RoundTrip;
  path: number;
  probes: number;
  timer: Timer | null;
  /** Server only: bytes received and sent before the client's address is validated (§8.1). */
  validated: boolean;
  credit: number;
  granted: { connection: number; readonly streams: Map<number, number> };
}

/** RFC 9002 §6.2: probes go out even when the congestion window is full. */
type Sending = "normal" | "probe";

/** Handshake bytes are a stream without an id or an end (RFC 9000 §19.6). */
const HANDSHAKE_STREAM = 0;
const asPiece = ({ offset, data }: Extract<QuicFrame, { type: "crypto" }>): StreamPiece => ({
  streamId: HANDSHAKE_STREAM,
  offset,
  data,
  fin: false,
});

const NO_LIMIT = { connection: Infinity, stream: Infinity };
const AMPLIFICATION = 3;

export function createQuic(
  scheduler: Scheduler,
  /** By path, the first being path 0. */
  paths: readonly { readonly up: Link; readonly down: Link }[],
  options: QuicOptions,
  events: QuicEvents,
): QuicConnection {
  const { handshake, encode } = options;
  let clientPath = 0;

  const createSpace = (): NumberSpace => ({
    next: 0,
    detector: createLossDetector<InFlight>(),
    numbers: createReceivedNumbers(),
    crypto: createStreamSender("sequential", NO_LIMIT),
    cryptoIn: createStreamReceiver(),
    ackOwed: false,
    lastEliciting: 0,
    keys: "none",
  });
  const createEndpoint = (side: Side): Endpoint => ({
    side,
    spaces: { initial: createSpace(), handshake: createSpace(), application: createSpace() },
    streams: createStreamSender(options.order, options.limits),
    streamsIn: createStreamReceiver(),
    control: [],
    congestion: createCongestion(options.datagram),
    trip: createRoundTrip(),
    path: 0,
    probes: 0,
    timer: null,
    validated: side === "client",
    credit: 0,
    granted: { connection: options.limits.connection, streams: new Map() },
  });
  const ends: Record<Side, Endpoint> = {
    client: createEndpoint("client"),
    server: createEndpoint("server"),
  };

  /** The header that application data travels under: 0-RTT until the server's flight is complete. */
  const headerOf = (end: Endpoint, space: Space): QuicPacket["space"] =>
    space === "application" && end.side === "client" && !serverFlightComplete() ? "0-rtt" : space;
  const serverFlightComplete = (): boolean =>
    ends.client.spaces.handshake.cryptoIn.delivered >= handshake.serverFlight.length;

  function framesFor(end: Endpoint, space: Space, room: number, full: boolean): QuicFrame[] {
    const own = end.spaces[space];
    const frames: QuicFrame[] = [];
    let left = room;
    const add = (frame: QuicFrame): void => {
      frames.push(frame);
      left -= encode(frame).length;
    };
    if (own.ackOwed && headerOf(end, space) !== "0-rtt") {
      add({ type: "ack", ranges: own.numbers.ranges });
      own.ackOwed = false;
    }
    if (full) return frames;
    for (;;) {
      const piece = own.crypto.take(left - 8);
      if (piece === null) break;
      add({ type: "crypto", offset: piece.offset, data: piece.data });
    }
    if (space !== "application") return frames;
    while (end.control[0] !== undefined && left > 40) add(end.control.shift() as QuicFrame);
    for (;;) {
      // Type, stream id, offset and length take at most 1 + 4 + 4 + 2 bytes in our runs.
      const piece = end.streams.take(left - 11);
      if (piece === null) break;
      add({ type: "stream", ...piece });
    }
    return frames;
  }

  function put(end: Endpoint, space: Space, frames: QuicFrame[], retransmission: boolean): void {
    const own = end.spaces[space];
    const header = headerOf(end, space);
    const eliciting = frames.some(isAckEliciting);
    // RFC 9000 §14.1: datagrams with ack-eliciting Initial packets are at least 1,200 bytes.
    const bare = PACKET_OVERHEAD[header] + concat(frames.map(encode)).length;
    if (space === "initial" && (eliciting || end.side === "client") && bare < 1200) {
      frames.push({ type: "padding", length: 1200 - bare });
    }
    const payload = concat(frames.map(encode));
    const size = PACKET_OVERHEAD[header] + payload.length;
    const packet: QuicPacket = { space: header, number: own.next, path: end.path };
    own.next += 1;
    if (eliciting) {
      const { now } = scheduler;
      own.detector.sent({ number: packet.number, at: now, size, space, path: end.path, frames });
      own.lastEliciting = now;
      end.congestion.sent(size);
    }
    end.credit -= size;
    const path = paths[end.path];
    if (path === undefined) throw new RangeError(`there is no path ${end.path}`);
    const link = end.side === "client" ? path.up : path.down;
    const seen: PacketSeen = {
      at: scheduler.now,
      from: end.side,
      packet,
      frames,
      payload,
      retransmission,
      passage: { ordinal: -1, arrives: null, lostTo: null },
    };
    seen.passage = link.send(DATAGRAM_HEADER_BYTES + size, () => {
      if (end.side === "server" && packet.path !== clientPath) {
        seen.passage = { ...seen.passage, arrives: null, lostTo: "loss" };
      } else {
        receive(ends[end.side === "client" ? "server" : "client"], space, seen, size);
      }
    });
    events.sent?.(seen);
  }

  const mayAmplify = (end: Endpoint): boolean => end.validated || end.credit >= 1200;

  /** Sends all that keys, windows and the amplification limit allow; a probe sends at least one. */
  function flush(end: Endpoint, sending: Sending = "normal", probeSpace?: Space): void {
    for (const space of SPACES) {
      if (end.spaces[space].keys !== "ready") continue;
      let probing = sending === "probe" && space === probeSpace;
      for (;;) {
        if (!mayAmplify(end)) break;
        const full = end.congestion.inFlight + options.datagram > end.congestion.window;
        const room = options.datagram - PACKET_OVERHEAD[headerOf(end, space)];
        const frames = framesFor(end, space, room, full && !probing);
        if (probing && !frames.some(isAckEliciting)) frames.push({ type: "ping" });
        if (frames.length === 0) break;
        put(end, space, frames, probing);
        probing = false;
      }
    }
    arm(end);
  }

  /** RFC 9002 §6.2.1, §6.2.2.1: when to look for losses or to probe. */
  function arm(end: Endpoint): void {
    if (end.timer !== null) scheduler.cancel(end.timer);
    end.timer = null;
    let due = Infinity;
    for (const space of SPACES) {
      const { detector, lastEliciting } = end.spaces[space];
      if (detector.outstanding.size === 0) continue;
      const probe = lastEliciting + end.trip.probeTimeout(0) * 2 ** end.probes;
      due = Math.min(due, detector.nextLoss(end.trip) ?? probe);
    }
    // A client whose packets were all acknowledged keeps probing, or a lost server flight under
    // the amplification limit would leave both sides waiting.
    if (due === Infinity && end.side === "client" && end.spaces.handshake.keys !== "discarded") {
      due = scheduler.now + end.trip.probeTimeout(0) * 2 ** end.probes;
    }
    if (due !== Infinity) {
      end.timer = scheduler.schedule(Math.max(due, scheduler.now), () => onTimer(end));
    }
  }

  function onTimer(end: Endpoint): void {
    end.timer = null;
    if (findLosses(end)) {
      flush(end);
      return;
    }
    end.probes += 1;
    const space =
      SPACES.find((name) => end.spaces[name].detector.outstanding.size > 0) ??
      (end.spaces.handshake.keys === "ready" ? "handshake" : "initial");
    const oldest = end.spaces[space].detector.outstanding.values().next().value;
    if (oldest !== undefined) requeue(end, oldest);
    flush(end, "probe", space);
  }

  /** What a lost packet carried waits to be sent again, where it still matters (RFC 9000 §13.3). */
  function requeue(end: Endpoint, packet: InFlight): void {
    for (const frame of packet.frames) {
      if (frame.type === "stream") end.streams.lose(frame);
      else if (frame.type === "crypto") {
        end.spaces[packet.space].crypto.lose(asPiece(frame));
      } else if (isAckEliciting(frame) && frame.type !== "ping") end.control.push(frame);
    }
  }

  function findLosses(end: Endpoint): boolean {
    const all = SPACES.flatMap((space) =>
      end.spaces[space].detector.detect(scheduler.now, end.trip),
    );
    if (all.length === 0) return false;
    events.lost?.(
      end.side,
      all.map(({ number }) => number),
    );
    const current = all.filter(({ path }) => path === end.path);
    end.congestion.lost(current, scheduler.now);
    if (isPersistent(current, end.trip.probeTimeout(0) * 3)) end.congestion.collapse();
    for (const packet of all) requeue(end, packet);
    return true;
  }

  function discard(end: Endpoint, space: Space): void {
    const own = end.spaces[space];
    if (own.keys === "discarded") return;
    own.keys = "discarded";
    end.congestion.forget(own.detector.discard());
    end.probes = 0;
  }

  function receive(end: Endpoint, space: Space, seen: PacketSeen, size: number): void {
    const own = end.spaces[space];
    end.credit += AMPLIFICATION * size;
    // Without keys to read it, a packet is dropped; its sender will find it lost.
    const early = seen.packet.space === "0-rtt" && end.spaces.initial.cryptoIn.delivered === 0;
    if (own.keys === "discarded" || early || !mayRead(end, space)) return;
    if (end.side === "server" && space === "handshake") {
      end.validated = true;
      discard(end, "initial");
    }
    if (end.side === "server" && seen.packet.path > end.path) followPath(end, seen.packet.path);
    if (seen.frames.some(isAckEliciting)) own.ackOwed = true;
    if (own.numbers.add(seen.packet.number)) {
      for (const frame of seen.frames) take(end, space, frame);
    }
    flush(end);
  }

  const mayRead = (end: Endpoint, space: Space): boolean => {
    if (space === "initial") return true;
    if (end.side === "server")
      return end.spaces.initial.cryptoIn.delivered >= handshake.clientHello.length;
    if (space === "handshake")
      return end.spaces.initial.cryptoIn.delivered >= handshake.serverHello.length;
    return serverFlightComplete();
  };

  function take(end: Endpoint, space: Space, frame: QuicFrame): void {
    switch (frame.type) {
      case "ack":
        onAck(end, space, frame.ranges);
        return;
      case "crypto":
        end.spaces[space].cryptoIn.receive(asPiece(frame));
        onCrypto(end, space);
        return;
      case "stream":
        onStream(end, frame);
        return;
      case "max-data":
        end.streams.allow({ connection: frame.limit });
        return;
      case "max-stream-data":
        end.streams.allow({ streamId: frame.streamId, limit: frame.limit });
        return;
      case "path-challenge":
        end.control.push({ type: "path-response", data: frame.data });
        return;
      case "handshake-done":
        discard(end, "handshake");
        return;
      case "path-response":
      case "padding":
      case "ping":
        return;
    }
  }

  function onAck(
    end: Endpoint,
    space: Space,
    ranges: Extract<QuicFrame, { type: "ack" }>["ranges"],
  ): void {
    const { acknowledged, roundTrip } = end.spaces[space].detector.acknowledged(
      ranges,
      scheduler.now,
    );
    if (acknowledged.length === 0) return;
    if (roundTrip !== null) end.trip.sample(roundTrip);
    for (const packet of acknowledged) {
      if (packet.path === end.path) end.congestion.acknowledged(packet);
      for (const frame of packet.frames) {
        if (frame.type === "stream") end.streams.acknowledge(frame);
        else if (frame.type === "crypto") end.spaces[space].crypto.acknowledge(asPiece(frame));
      }
    }
    end.probes = 0;
    findLosses(end);
  }

  const send = (end: Endpoint, space: Space, bytes: Uint8Array): void => {
    end.spaces[space].keys = "ready";
    end.spaces[space].crypto.write(HANDSHAKE_STREAM, bytes, false);
  };

  /** The handshake as a table of what completes what (RFC 9001 §4.1). */
  function onCrypto(end: Endpoint, space: Space): void {
    const have = end.spaces[space].cryptoIn.delivered;
    const { initial, handshake: second, application } = end.spaces;
    if (end.side === "server") {
      if (space === "initial" && have >= handshake.clientHello.length && initial.keys === "none") {
        send(end, "initial", handshake.serverHello);
        send(end, "handshake", handshake.serverFlight);
        application.keys = "ready";
        events.opened?.("server");
      } else if (space === "handshake" && have >= handshake.clientFinished.length) {
        if (second.keys === "discarded") return;
        end.control.push({ type: "handshake-done" });
        discard(end, "handshake");
      }
      return;
    }
    if (space === "initial" && have >= handshake.serverHello.length && second.keys === "none") {
      second.keys = "ready";
    } else if (space === "handshake" && have >= handshake.serverFlight.length) {
      if (initial.keys === "discarded") return;
      // The first Handshake packet of the client ends its Initial keys (RFC 9001 §4.9.1).
      flush(end);
      discard(end, "initial");
      send(end, "handshake", handshake.clientFinished);
      application.keys = "ready";
      if (!options.earlyData) events.opened?.("client");
    }
  }

  function onStream(end: Endpoint, piece: StreamPiece): void {
    const got = end.streamsIn.receive(piece);
    if (got === null) {
      events.stalled?.(end.side, piece.streamId);
      return;
    }
    // Credit is renewed when half of it is used (RFC 9000 §4.2 leaves the moment open).
    const { connection, stream } = options.limits;
    const { granted } = end;
    if (granted.connection - end.streamsIn.delivered < connection / 2) {
      granted.connection = end.streamsIn.delivered + connection;
      end.control.push({ type: "max-data", limit: granted.connection });
    }
    const { streamId } = piece;
    const delivered = end.streamsIn.deliveredOf(streamId);
    if (!got.ended && (granted.streams.get(streamId) ?? stream) - delivered < stream / 2) {
      granted.streams.set(streamId, delivered + stream);
      end.control.push({ type: "max-stream-data", streamId, limit: delivered + stream });
    }
    if (got.bytes.length > 0 || got.ended) {
      events.received?.(end.side, streamId, got.bytes, got.ended);
    }
  }

  /** A new path starts with fresh estimates (RFC 9000 §9.4); what was in flight is sent again. */
  function followPath(end: Endpoint, path: number): void {
    end.path = path;
    for (const packet of end.spaces.application.detector.discard()) requeue(end, packet);
    end.congestion = createCongestion(options.datagram);
    end.trip = createRoundTrip();
    end.probes = 0;
    end.control.push({ type: "path-challenge", data: new Uint8Array(8).fill(path) });
  }

  return {
    open() {
      const { client } = ends;
      if (client.spaces.initial.keys !== "none")
        throw new RangeError("the connection was opened before");
      send(client, "initial", handshake.clientHello);
      if (options.earlyData) {
        client.spaces.application.keys = "ready";
        events.opened?.("client");
      }
      flush(client);
    },
    write(side, streamId, bytes, end, priority) {
      ends[side].streams.write(streamId, bytes, end, priority);
      if (ends[side].spaces.initial.keys !== "none") flush(ends[side]);
    },
    migrate() {
      clientPath += 1;
      followPath(ends.client, clientPath);
      flush(ends.client);
    },
    congestionOf: (side) => ends[side].congestion,
  };
}
