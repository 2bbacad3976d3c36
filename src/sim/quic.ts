// A QUIC connection over links: combined handshake, 0-RTT, streams, loss recovery, migration
// (RFC 9000, RFC 9002). One packet a datagram; acknowledgements at once; keys and TLS are stand-ins.
import type { Link } from "./link.ts";
import {
  asPiece,
  createEndpoint,
  discard,
  findLosses,
  followPath,
  HANDSHAKE_STREAM,
  type Endpoint,
  type PacketSeen,
  type QuicEvents,
  type QuicOptions,
} from "./quic-endpoint.ts";
import { isAckEliciting, type QuicFrame, type Space } from "./quic-packets.ts";
import type { Congestion } from "./quic-recovery.ts";
import type { StreamPiece } from "./quic-stream-sender.ts";
import { createTransmitter, serverFlightComplete } from "./quic-transmit.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Priority } from "./stream-order.ts";
import type { Side } from "./tcp.ts";

export type { PacketSeen, QuicEvents, QuicOptions } from "./quic-endpoint.ts";

export interface QuicConnection {
  open(): void;
  write(side: Side, streamId: number, bytes: Uint8Array, end: boolean, priority?: Priority): void;
  /** The client's address changes: what is under way to it is lost, a new path is validated (§9). */
  migrate(): void;
  congestionOf(side: Side): Congestion;
}

const AMPLIFICATION = 3;

/** A connection that is not open yet. */
export function createQuic(
  scheduler: Scheduler,
  /** By path, the first being path 0. */
  paths: readonly { readonly up: Link; readonly down: Link }[],
  options: QuicOptions,
  events: QuicEvents,
): QuicConnection {
  const { handshake } = options;
  const ends: Record<Side, Endpoint> = {
    client: createEndpoint("client", options),
    server: createEndpoint("server", options),
  };
  const shared = { scheduler, paths, options, events, ends };
  const { flush } = createTransmitter(shared, receive);

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
    if (end.side === "server" && seen.packet.path > end.path)
      followPath(end, seen.packet.path, options.datagram);
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
    return serverFlightComplete(shared);
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
    findLosses(end, scheduler.now, events);
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
      followPath(ends.client, ends.client.path + 1, options.datagram);
      flush(ends.client);
    },
    congestionOf: (side) => ends[side].congestion,
  };
}
