// DATA that arrives: the windows that it uses up, the message that it belongs to. RFC 9113 §6.1, §6.9.
import type { ConnectionState } from "./connection-state.ts";
import type { DataFrame } from "./frame.ts";
import { takeContent } from "./message.ts";
import { broken, meet } from "./reception.ts";
import { FLAGS } from "./registry.ts";
import type { Stream } from "./streams.ts";

/** Takes a DATA frame. */
export function takeData(state: ConnectionState, frame: DataFrame): void {
  const { data, streamId } = frame;
  const endStream = (frame.flags & FLAGS.END_STREAM) !== 0;
  const octets = data.length + (frame.padLength === undefined ? 0 : 1 + frame.padLength);
  // Counted before anything else, even when the frame is in error (§6.9).
  state.grant.receiveWindow -= octets;
  if (state.grant.receiveWindow < 0) {
    const text = `DATA of ${octets} octets goes beyond the connection's window`;
    state.connectionError(broken(state, "FLOW_CONTROL_ERROR", "RFC 9113 §6.9.1", text));
    return;
  }
  const stream = meet(state, streamId, "DATA");
  const delivered = stream !== null && acceptData(state, stream, data, octets, endStream);
  if (state.dead) return;
  if (delivered) {
    const event = { kind: "data", streamId, data, endStream, flowControlled: octets } as const;
    state.events.push(event);
    if (endStream) state.move(stream, "receive END_STREAM");
    if (state.autoWindowUpdate) stream.consumed += octets;
  }
  // Octets that nobody sees are done with at once, whoever gives credit for the others.
  if (state.autoWindowUpdate || !delivered) state.grant.consumed += octets;
  state.returnCredit(stream);
}

function acceptData(
  state: ConnectionState,
  stream: Stream,
  data: Uint8Array,
  octets: number,
  endStream: boolean,
): boolean {
  stream.receiveWindow -= octets;
  if (stream.receiveWindow < 0) {
    const text = `DATA of ${octets} octets goes beyond the window of stream ${stream.id}`;
    state.streamError(stream, broken(state, "FLOW_CONTROL_ERROR", "RFC 9113 §6.9.1", text));
    return false;
  }
  const problem = takeContent(stream.received, data.length, endStream);
  if (problem !== null) {
    state.streamError(stream, broken(state, "PROTOCOL_ERROR", problem.rule, problem.text));
    return false;
  }
  if (data.length > 0 || endStream) {
    state.calm.renew("emptyFrames");
    return true;
  }
  return state.tolerate("emptyFrames");
}
