// What a QUIC side puts on the path and when: packets, the amplification limit, timers
// (RFC 9000 §8.1, §12–14; RFC 9002 §6.2).
import { concat } from "#wire/index.ts";
import type { QuicPacket } from "#trace/index.ts";
import type { Link } from "./link.ts";
import {
  findLosses,
  requeue,
  type Endpoint,
  type PacketSeen,
  type QuicEvents,
  type QuicOptions,
} from "./quic-endpoint.ts";
import {
  DATAGRAM_HEADER_BYTES,
  isAckEliciting,
  PACKET_OVERHEAD,
  SPACES,
  type QuicFrame,
  type Space,
} from "./quic-packets.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Side } from "./tcp.ts";

/** RFC 9002 §6.2: probes go out even when the congestion window is full. */
type Sending = "normal" | "probe";

/** A packet in the making. */
interface Draft {
  readonly frames: QuicFrame[];
  readonly parts: Uint8Array[];
  length: number;
}

/** What both sides of a connection share. */
export interface Shared {
  readonly scheduler: Scheduler;
  /** By path, the first being path 0. */
  readonly paths: readonly { readonly up: Link; readonly down: Link }[];
  readonly options: QuicOptions;
  readonly events: QuicEvents;
  readonly ends: Readonly<Record<Side, Endpoint>>;
}

/** Whether the client has the keys for 1-RTT packets (RFC 9001 §4.1.4). */
export const serverFlightComplete = ({ ends, options }: Shared): boolean =>
  ends.client.spaces.handshake.cryptoIn.delivered >= options.handshake.serverFlight.length;

/** The sending half; `deliver` hands a packet that arrived to its receiver. */
export function createTransmitter(
  shared: Shared,
  deliver: (end: Endpoint, space: Space, seen: PacketSeen, size: number) => void,
): { readonly flush: (end: Endpoint) => void } {
  const { scheduler, paths, options, events, ends } = shared;
  const { encode } = options;

  /** The header that application data travels under: 0-RTT until the server's flight is complete. */
  const headerOf = (end: Endpoint, space: Space): QuicPacket["space"] =>
    space === "application" && end.side === "client" && !serverFlightComplete(shared)
      ? "0-rtt"
      : space;
  /** What the next packet of a space carries; the bytes of each frame are made once. */
  function draftFor(end: Endpoint, space: Space, room: number, full: boolean): Draft {
    const own = end.spaces[space];
    const draft: Draft = { frames: [], parts: [], length: 0 };
    const add = (frame: QuicFrame): void => {
      append(draft, frame);
    };
    if (own.ackOwed && headerOf(end, space) !== "0-rtt") {
      add({ type: "ack", ranges: own.numbers.ranges });
      own.ackOwed = false;
    }
    if (full) return draft;
    for (;;) {
      const piece = own.crypto.take(room - draft.length - 8);
      if (piece === null) break;
      add({ type: "crypto", offset: piece.offset, data: piece.data });
    }
    if (space !== "application") return draft;
    while (end.control[0] !== undefined && room - draft.length > 40) {
      add(end.control.shift() as QuicFrame);
    }
    for (;;) {
      // Type, stream id, offset and length take at most 1 + 4 + 4 + 2 bytes in our runs.
      const piece = end.streams.take(room - draft.length - 11);
      if (piece === null) break;
      add({ type: "stream", ...piece });
    }
    return draft;
  }

  function append(draft: Draft, frame: QuicFrame): void {
    const bytes = encode(frame);
    draft.frames.push(frame);
    draft.parts.push(bytes);
    draft.length += bytes.length;
  }

  function put(end: Endpoint, space: Space, draft: Draft, retransmission: boolean): void {
    const own = end.spaces[space];
    const header = headerOf(end, space);
    const { frames } = draft;
    const eliciting = frames.some(isAckEliciting);
    // RFC 9000 §14.1: datagrams with ack-eliciting Initial packets are at least 1,200 bytes.
    const short = 1200 - PACKET_OVERHEAD[header] - draft.length;
    if (space === "initial" && (eliciting || end.side === "client") && short > 0) {
      append(draft, { type: "padding", length: short });
    }
    const payload = concat(draft.parts);
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
      if (end.side === "server" && packet.path !== ends.client.path) {
        seen.passage = { ...seen.passage, arrives: null, lostTo: "loss" };
      } else {
        deliver(ends[end.side === "client" ? "server" : "client"], space, seen, size);
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
        const datagram = end.validated ? options.datagram : Math.min(options.datagram, end.credit);
        const room = datagram - PACKET_OVERHEAD[headerOf(end, space)];
        const draft = draftFor(end, space, room, full && !probing);
        if (probing && !draft.frames.some(isAckEliciting)) append(draft, { type: "ping" });
        if (draft.frames.length === 0) break;
        put(end, space, draft, probing);
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
    if (findLosses(end, scheduler.now, events)) {
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

  return {
    flush: (end) => {
      flush(end);
    },
  };
}
