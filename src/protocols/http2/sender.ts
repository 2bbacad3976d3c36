// What goes out and when: field blocks in their frames, DATA as the windows allow. RFC 9113 §4.3, §6.9, §6.10.
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { concat } from "#wire/index.ts";
import type { WritableFrame } from "./frame.ts";
import { writeFrame } from "./frame-codec.ts";
import type { HpackEncoder } from "./hpack-encoder.ts";
import { FLAGS, FRAME_TYPES } from "./registry.ts";
import type { Http2Settings } from "./settings.ts";
import { isActive, type StreamSignal } from "./stream-states.ts";
import type { Outgoing, Stream } from "./streams.ts";

/** A field section to send. */
export interface OutgoingSection {
  readonly streamId: number;
  readonly fields: readonly HeaderField[];
  readonly endStream?: boolean;
  readonly neverIndex?: ReadonlySet<number> | undefined;
  /** Present for PUSH_PROMISE. */
  readonly promisedStreamId?: number;
}

/** The outgoing half of a connection. */
export interface Sender {
  /** Octets that the connection's window lets us send. */
  window: number;
  /** Queues one frame behind what was already sent. */
  emit(frame: WritableFrame): void;
  /** Queues raw octets: the client's preface. */
  emitBytes(bytes: Uint8Array): void;
  /** Encodes and queues a section as HEADERS or PUSH_PROMISE with as many CONTINUATIONs as it needs. */
  emitSection(section: OutgoingSection): void;
  /** Puts something behind what waits on the stream; it leaves in {@link take}. */
  enqueue(stream: Stream, item: Outgoing): void;
  /** Forgets what waits on a stream. */
  drop(stream: Stream): void;
  /**
   * Everything that may leave now. Streams that have DATA take turns, one frame each, until their
   * windows or the connection's are empty, or at least `limit` octets are taken.
   */
  take(limit: number): Uint8Array;
}

/** A sender; `signal` moves a stream when its END_STREAM leaves. */
export function createSender({
  encoder,
  peer,
  maxDataSize,
  signal,
}: {
  readonly encoder: HpackEncoder;
  /** The peer's settings at present. */
  readonly peer: () => Http2Settings;
  /** Octets of content in one DATA frame at most, beside the peer's own limit. */
  readonly maxDataSize: number;
  readonly signal: (stream: Stream, signal: StreamSignal) => void;
}): Sender {
  let output: Uint8Array[] = [];
  let size = 0;
  /** Streams with something in their queue, the next one to take its turn first. */
  const waiting = new Set<Stream>();

  const emitBytes = (bytes: Uint8Array): void => {
    output.push(bytes);
    size += bytes.length;
  };
  const emit = (frame: WritableFrame): void => emitBytes(writeFrame(frame));

  const emitSection = (section: OutgoingSection): void => {
    const { endStream, fields, neverIndex, promisedStreamId, streamId } = section;
    const block = encoder.encode(fields, neverIndex === undefined ? {} : { neverIndex });
    const most = peer().maxFrameSize;
    const first = promisedStreamId === undefined ? most : most - 4;
    const last = block.length <= first ? FLAGS.END_HEADERS : 0;
    const flags = last | (endStream === true ? FLAGS.END_STREAM : 0);
    const fragment = block.subarray(0, first);
    if (promisedStreamId === undefined) {
      emit({ type: FRAME_TYPES.HEADERS, flags, streamId, fragment });
    } else {
      emit({ type: FRAME_TYPES.PUSH_PROMISE, flags, streamId, promisedStreamId, fragment });
    }
    for (let at = first; at < block.length; at += most) {
      const end = at + most >= block.length ? FLAGS.END_HEADERS : 0;
      const next = block.subarray(at, at + most);
      emit({ type: FRAME_TYPES.CONTINUATION, flags: end, streamId, fragment: next });
    }
  };

  /** Sends the next frame of a stream; false when its windows do not allow one. */
  const sendNext = (stream: Stream): boolean => {
    const item = stream.queue[0] as Outgoing;
    if (item.kind === "trailers") {
      const { fields, neverIndex } = item;
      stream.queue.shift();
      emitSection({ streamId: stream.id, fields, neverIndex, endStream: true });
      signal(stream, "send END_STREAM");
      return true;
    }
    const left = item.data.length - item.at;
    const room = Math.min(stream.sendWindow, sender.window, peer().maxFrameSize, maxDataSize);
    // An empty frame needs no window (§6.9.1).
    if (left > 0 && room <= 0) return false;
    const length = Math.min(left, Math.max(0, room));
    const data = item.data.subarray(item.at, item.at + length);
    item.at += length;
    stream.sendWindow -= length;
    sender.window -= length;
    const done = length === left;
    const end = done && item.endStream;
    if (done) stream.queue.shift();
    const flags = end ? FLAGS.END_STREAM : 0;
    emit({ type: FRAME_TYPES.DATA, flags, streamId: stream.id, data });
    if (end) signal(stream, "send END_STREAM");
    return true;
  };

  const sender: Sender = {
    window: 65535,
    emit,
    emitBytes,
    emitSection,
    enqueue(stream, item) {
      stream.queue.push(item);
      waiting.add(stream);
    },
    drop(stream) {
      stream.queue.length = 0;
      waiting.delete(stream);
    },
    take(limit) {
      for (let progress = true; progress && size < limit;) {
        progress = false;
        for (const stream of [...waiting]) {
          if (size >= limit) break;
          // A request that waits for a free place (§5.1.2) has sent no HEADERS yet.
          if (!isActive(stream.state) || !sendNext(stream)) continue;
          progress = true;
          waiting.delete(stream);
          if (stream.queue.length > 0) waiting.add(stream);
        }
      }
      const taken = output.length === 1 ? (output[0] as Uint8Array) : concat(output);
      output = [];
      size = 0;
      return taken;
    },
  };
  return sender;
}
