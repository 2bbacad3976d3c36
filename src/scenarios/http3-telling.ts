// HTTP/3 streams and QUIC packets as events of a trace: each frame with its bytes and its arrival.
import { http3FrameName, readHttp3FrameHeader } from "#protocols/http3/index.ts";
import type { PacketSeen } from "#sim/quic.ts";
import type { QuicFrame } from "#sim/quic-packets.ts";
import type { Scheduler } from "#sim/scheduler.ts";
import type { Side } from "#sim/tcp.ts";
import type { Format, MessageHead, Recorder } from "#trace/index.ts";
import { CLIENT, SERVER } from "./tcp-connection.ts";

const nameOf = (frame: QuicFrame): string =>
  frame.type === "stream"
    ? `STREAM ${frame.streamId}`
    : frame.type.toUpperCase().replaceAll("-", "_");

/** "application 7: ACK, STREAM 4". */
export const quicLabel = ({ packet, frames, retransmission }: PacketSeen): string =>
  `${packet.space} ${packet.number}: ${frames.map(nameOf).join(", ")}${retransmission ? ", again" : ""}`;

export interface StreamTeller {
  /** A side wrote bytes to a stream: whole frames, or instructions of a QPACK stream. */
  written(side: Side, stream: number, bytes: Uint8Array): void;
  /** Bytes that this side sent were handed over in order at the other end. */
  delivered(sender: Side, stream: number, length: number): void;
}

interface StreamState {
  written: number;
  delivered: number;
  readonly flying: { readonly to: number; readonly event: number }[];
}

interface Told {
  readonly label: string;
  readonly format: Format;
  readonly contentBytes?: number;
  readonly head?: MessageHead;
}

/** Unidirectional streams that each side opens, in order of opening (RFC 9114 §6.2, RFC 9204 §4.2). */
const UNIDIRECTIONAL = ["control", "QPACK encoder", "QPACK decoder"] as const;

/** Follows all streams of a connection. */
export function createStreamTeller(
  recorder: Recorder,
  scheduler: Scheduler,
  connection: string,
  about: (
    side: Side,
    stream: number,
  ) => { readonly resource: string | undefined; readonly head: MessageHead | undefined },
): StreamTeller {
  const streams = new Map<string, StreamState>();
  const stateOf = (side: Side, stream: number): StreamState => {
    const key = `${side}/${stream}`;
    const state = streams.get(key) ?? { written: 0, delivered: 0, flying: [] };
    streams.set(key, state);
    return state;
  };

  function tell(side: Side, stream: number, bytes: Uint8Array, told: Told): void {
    const state = stateOf(side, stream);
    const { resource } = about(side, stream);
    const event = recorder.record({
      kind: "message",
      layer: "http3",
      at: scheduler.now,
      arrives: null,
      from: side === "client" ? CLIENT : SERVER,
      to: side === "client" ? SERVER : CLIENT,
      connection,
      stream,
      bytes,
      ...(resource === undefined ? {} : { resource }),
      ...told,
    });
    state.written += bytes.length;
    state.flying.push({ to: state.written, event });
  }

  function tellFrames(side: Side, stream: number, bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const header = readHttp3FrameHeader(rest);
      if (header.kind !== "done") throw new RangeError("our own frame cannot be read");
      const name = http3FrameName(header.value.type);
      const length = header.next + Number(header.value.length);
      const { head } = about(side, stream);
      tell(side, stream, rest.subarray(0, length), {
        label: `${name} on ${stream}`,
        format: "http3-frame",
        contentBytes: name === "DATA" ? Number(header.value.length) : 0,
        ...(name === "HEADERS" && head !== undefined ? { head } : {}),
      });
      rest = rest.subarray(length);
    }
  }

  return {
    written(side, stream, bytes) {
      if (bytes.length === 0) return;
      // RFC 9000 §2.1: the second bit of an id says unidirectional.
      if ((stream & 2) === 0) {
        tellFrames(side, stream, bytes);
        return;
      }
      const use = UNIDIRECTIONAL[stream >> 2] ?? "control";
      let rest = bytes;
      if (stateOf(side, stream).written === 0) {
        const label = `${use} stream opens`;
        tell(side, stream, bytes.subarray(0, 1), { label, format: "http3-stream-type" });
        rest = bytes.subarray(1);
      }
      if (use === "control") tellFrames(side, stream, rest);
      else if (rest.length > 0) {
        const format = use === "QPACK encoder" ? "qpack-encoder" : "qpack-decoder";
        tell(side, stream, rest, { label: `${use} instructions`, format });
      }
    },
    delivered(sender, stream, length) {
      const state = stateOf(sender, stream);
      state.delivered += length;
      while (state.flying[0] !== undefined && state.flying[0].to <= state.delivered) {
        recorder.settle(state.flying[0].event, scheduler.now);
        state.flying.shift();
      }
    },
  };
}
