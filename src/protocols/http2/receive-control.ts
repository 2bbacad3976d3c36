// Frames that steer the connection or a stream: RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE. RFC 9113 §6.4–§6.9.
import type { Fault } from "#wire/index.ts";
import type { ConnectionState } from "./connection-state.ts";
import type {
  GoawayFrame,
  PingFrame,
  RstStreamFrame,
  SettingsFrame,
  WindowUpdateFrame,
} from "./frame.ts";
import { broken, meet } from "./reception.ts";
import { ERROR_CODES, FLAGS, FRAME_TYPES, SETTING_IDS } from "./registry.ts";
import { applySettings, MAX_WINDOW } from "./settings.ts";

/** Octets of dynamic table that we use for sending at most, however much the peer allows. */
const ENCODER_TABLE_CAP = 65_536;

/** Takes RST_STREAM (§6.4). */
export function takeReset(state: ConnectionState, { errorCode, streamId }: RstStreamFrame): void {
  const stream = meet(state, streamId, "RST_STREAM");
  if (stream === null) return;
  const retrySafe = errorCode === ERROR_CODES.REFUSED_STREAM;
  state.events.push({ kind: "reset", streamId, errorCode, retrySafe });
  state.move(stream, "receive RST_STREAM");
  // Only who opens streams and resets them costs us work; our own requests are ours to lose.
  if (!stream.local) state.tolerate("resets");
}

/** Takes SETTINGS (§6.5): applies the values in their order, then acknowledges them. */
export function takeSettings(state: ConnectionState, frame: SettingsFrame): void {
  if (frame.flags & FLAGS.ACK) {
    takeAcknowledgement(state);
    return;
  }
  for (const [place, setting] of frame.settings.entries()) {
    const next = applySettings(state.peer, [setting], state.role === "client");
    if ("code" in next) {
      state.connectionError({ ...next, at: state.frameAt + next.at + 6 * place });
      return;
    }
    const delta = next.initialWindowSize - state.peer.initialWindowSize;
    state.peer = next;
    if (setting[0] === SETTING_IDS.HEADER_TABLE_SIZE) {
      state.encoder.setMaxTableSize(Math.min(next.headerTableSize, ENCODER_TABLE_CAP));
    }
    if (!openSendWindows(state, delta)) return;
  }
  state.sender.emit({ type: FRAME_TYPES.SETTINGS, flags: FLAGS.ACK, streamId: 0, settings: [] });
  state.events.push({ kind: "settings", settings: frame.settings });
  state.beginStreams();
  state.tolerate("replies");
}

/** Moves every stream's window by the change of the setting (§6.9.2); false when one overflows. */
function openSendWindows(state: ConnectionState, delta: number): boolean {
  if (delta === 0) return true;
  for (const stream of state.streams.open.values()) {
    stream.sendWindow += delta;
    if (stream.sendWindow <= MAX_WINDOW) continue;
    const text = `SETTINGS_INITIAL_WINDOW_SIZE opens stream ${stream.id} beyond ${MAX_WINDOW}`;
    state.connectionError(broken(state, "FLOW_CONTROL_ERROR", "RFC 9113 §6.9.2", text));
    return false;
  }
  return true;
}

/** Our oldest settings hold from here on (§6.5.3). */
function takeAcknowledgement(state: ConnectionState): void {
  const oldest = state.unacknowledged.shift();
  state.events.push({ kind: "settingsAck", settings: oldest?.list ?? [] });
  if (oldest === undefined) return;
  const { values } = oldest;
  const delta = values.initialWindowSize - state.local.initialWindowSize;
  if (values.headerTableSize !== state.local.headerTableSize) {
    state.decoder.setMaxTableSize(values.headerTableSize);
  }
  state.local = values;
  state.decoder.setMaxFieldSectionSize(
    Math.min(state.limits.fieldSection, values.maxHeaderListSize),
  );
  for (const stream of state.streams.open.values()) {
    stream.receiveWindow += delta;
    // A smaller window makes less consumption worth a WINDOW_UPDATE: else both sides might wait.
    state.returnCredit(stream);
  }
}

/** Takes PING (§6.7). */
export function takePing(state: ConnectionState, { flags, opaqueData }: PingFrame): void {
  if (flags & FLAGS.ACK) {
    state.events.push({ kind: "pingAck", data: opaqueData });
    return;
  }
  state.sender.emit({ type: FRAME_TYPES.PING, flags: FLAGS.ACK, streamId: 0, opaqueData });
  state.events.push({ kind: "ping", data: opaqueData });
  state.tolerate("replies");
}

/** Takes GOAWAY (§6.8). */
export function takeGoaway(state: ConnectionState, frame: GoawayFrame): void {
  const { debugData, errorCode, lastStreamId } = frame;
  const before = state.goawayReceived ?? Infinity;
  if (lastStreamId > before) {
    const text = `GOAWAY raises its last stream from ${before} to ${lastStreamId}`;
    state.connectionError(broken(state, "PROTOCOL_ERROR", "RFC 9113 §6.8", text));
    return;
  }
  state.goawayReceived = lastStreamId;
  const unprocessed: number[] = [];
  for (const stream of state.streams.open.values()) {
    if (!stream.local) continue;
    if (stream.id <= lastStreamId && !state.unbegun.has(stream.id)) continue;
    unprocessed.push(stream.id);
    state.abandon(stream);
  }
  state.events.push({ kind: "goaway", lastStreamId, errorCode, debugData, unprocessed });
}

/** Takes WINDOW_UPDATE (§6.9). */
export function takeWindowUpdate(state: ConnectionState, frame: WindowUpdateFrame): void {
  const { streamId, windowSizeIncrement: increment } = frame;
  const stream = streamId === 0 ? null : meet(state, streamId, "WINDOW_UPDATE");
  if (streamId !== 0 && stream === null) return;
  const fail = (fault: Fault): void => {
    if (stream === null) state.connectionError(fault);
    else state.streamError(stream, fault);
  };
  if (increment === 0) {
    const text = "WINDOW_UPDATE gives no credit";
    fail(broken(state, "PROTOCOL_ERROR", "RFC 9113 §6.9", text));
    return;
  }
  const window = (stream?.sendWindow ?? state.sender.window) + increment;
  if (window > MAX_WINDOW) {
    const text = `WINDOW_UPDATE opens a window to ${window} octets, beyond ${MAX_WINDOW}`;
    fail(broken(state, "FLOW_CONTROL_ERROR", "RFC 9113 §6.9.1", text));
    return;
  }
  if (stream === null) state.sender.window = window;
  else stream.sendWindow = window;
  state.events.push({ kind: "windowUpdate", streamId, increment, window });
}
