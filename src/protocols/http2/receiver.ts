// Bytes that arrive, from the preface to one frame after another. RFC 9113 §3.4, §4.1, §4.2, §5.5, §6.
import { utf8, type Fault } from "#wire/index.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { Frame } from "./frame.ts";
import { readFrame } from "./frame-codec.ts";
import { HEADER_LENGTH, readFrameHeader, type FrameHeader } from "./frame-header.ts";
import { createInbox } from "./inbox.ts";
import {
  takeGoaway,
  takePing,
  takeReset,
  takeSettings,
  takeWindowUpdate,
} from "./receive-control.ts";
import { takeData } from "./receive-data.ts";
import { beginBlock, continueBlock } from "./receive-section.ts";
import { FLAGS, FRAME_LAYOUTS, FRAME_TYPES, frameTypeName } from "./registry.ts";

/** The 24 octets that a client sends first (§3.4). */
export const CLIENT_PREFACE: Uint8Array = utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** Acts on one frame. */
function takeFrame(state: ConnectionState, frame: Frame): void {
  switch (frame.type) {
    case FRAME_TYPES.DATA:
      takeData(state, frame);
      return;
    case FRAME_TYPES.HEADERS:
    case FRAME_TYPES.PUSH_PROMISE:
      beginBlock(state, frame);
      return;
    case FRAME_TYPES.PRIORITY: {
      // Deprecated (§5.3.2), and allowed in every state of a stream.
      const { priority, streamId } = frame;
      state.events.push({ kind: "priority", streamId, priority });
      return;
    }
    case FRAME_TYPES.RST_STREAM:
      takeReset(state, frame);
      return;
    case FRAME_TYPES.SETTINGS:
      takeSettings(state, frame);
      return;
    case FRAME_TYPES.PING:
      takePing(state, frame);
      return;
    case FRAME_TYPES.GOAWAY:
      takeGoaway(state, frame);
      return;
    case FRAME_TYPES.WINDOW_UPDATE:
      takeWindowUpdate(state, frame);
      return;
    case FRAME_TYPES.CONTINUATION:
      continueBlock(state, frame);
      return;
    default:
      state.events.push({ kind: "unknown", frame });
  }
}

/** The reading end of a connection: takes bytes in pieces of any size. */
export function createReceiver(state: ConnectionState): (bytes: Uint8Array) => void {
  const inbox = createInbox();
  let prefaceLeft = state.role === "server" ? CLIENT_PREFACE.length : 0;
  let settingsSeen = false;

  /** True when the whole client preface is there; a wrong octet ends the connection (§3.4). */
  const takePreface = (): boolean => {
    while (prefaceLeft > 0 && inbox.has(1)) {
      const expected = CLIENT_PREFACE[CLIENT_PREFACE.length - prefaceLeft];
      if (inbox.bytes[inbox.at] !== expected) {
        const text = "the connection does not begin with the client preface";
        const at = inbox.offset;
        state.connectionError({ code: "PROTOCOL_ERROR", at, rule: "RFC 9113 §3.4", text });
        return false;
      }
      inbox.advance(1);
      prefaceLeft -= 1;
    }
    return prefaceLeft === 0;
  };

  /** Rules about the order of frames, which the header alone can break. */
  const orderFault = ({ flags, streamId, type }: FrameHeader): Fault | null => {
    const at = inbox.offset;
    const code = "PROTOCOL_ERROR";
    const open = state.block?.frame.streamId;
    if (!settingsSeen && (type !== FRAME_TYPES.SETTINGS || flags & FLAGS.ACK)) {
      const text = `the first frame is ${frameTypeName(type)}, not SETTINGS`;
      return { code, at, rule: "RFC 9113 §3.4", text };
    }
    if (open !== undefined && (type !== FRAME_TYPES.CONTINUATION || streamId !== open)) {
      const text = `${frameTypeName(type)} interrupts the field block of stream ${open}`;
      return { code, at, rule: "RFC 9113 §6.10", text };
    }
    return null;
  };

  /** A frame that cannot be read: an error of its stream alone where §4.2 lets it be one. */
  const takeUnreadable = ({ length, streamId, type }: FrameHeader, fault: Fault): void => {
    const stream = state.streams.open.get(streamId);
    const mild = fault.code === "FRAME_SIZE_ERROR" && FRAME_LAYOUTS[type]?.sizeError === "stream";
    if (!mild || stream === undefined || stream.state === "idle") {
      state.connectionError(fault);
      return;
    }
    if (type === FRAME_TYPES.DATA) {
      state.grant.receiveWindow -= length;
      state.grant.consumed += length;
    }
    if (state.grant.receiveWindow < 0) {
      state.connectionError({ ...fault, code: "FLOW_CONTROL_ERROR", rule: "RFC 9113 §6.9.1" });
      return;
    }
    state.streamError(stream, fault);
    inbox.skip(HEADER_LENGTH + length);
    state.returnCredit(null);
  };

  /** Takes the next frame; false when it is not there yet, or nothing is taken any more. */
  const takeNext = (): boolean => {
    if (state.dead || !inbox.has(HEADER_LENGTH)) return false;
    const head = readFrameHeader(inbox.bytes, inbox.at);
    if (head.kind !== "done") return false;
    const outOfOrder = orderFault(head.value);
    if (outOfOrder !== null) {
      state.connectionError(outOfOrder);
      return false;
    }
    const { maxFrameSize } = state.local;
    const read = readFrame(inbox.bytes, inbox.at, { maxFrameSize });
    if (read.kind === "more") return inbox.has(HEADER_LENGTH + head.value.length);
    state.frameAt = inbox.offset;
    if (read.kind === "fault") {
      takeUnreadable(head.value, { ...read.fault, at: state.frameAt + read.fault.at - inbox.at });
      return true;
    }
    settingsSeen = true;
    inbox.advance(read.next - inbox.at);
    takeFrame(state, read.value);
    return true;
  };

  return (bytes) => {
    if (state.dead) return;
    inbox.push(bytes);
    if (!takePreface()) return;
    while (takeNext());
  };
}
