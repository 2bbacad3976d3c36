// The stream that a frame meets when it arrives, and the error when it may not. RFC 9113 §5.1.
import type { Fault } from "#wire/index.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { ErrorCodeName } from "./registry.ts";
import { STREAM_RECEPTION, type Reception, type StreamFrameName } from "./stream-states.ts";
import type { Stream } from "./streams.ts";

/** A fault of the frame in hand. */
export const broken = (
  state: ConnectionState,
  code: ErrorCodeName,
  rule: string,
  text: string,
): Fault => ({ code, at: state.frameAt, rule, text });

/** What a frame on a stream that does not exist is answered with. */
function receptionOfAbsent(
  absent: ReturnType<ConnectionState["streams"]["absent"]>,
  name: StreamFrameName,
): Reception {
  switch (absent) {
    case "idle":
    case "skipped": {
      // Whether HEADERS may open the stream was decided before; here it may not.
      const rule = name === "HEADERS" ? "RFC 9113 §5.1.1" : "RFC 9113 §5.1";
      return { scope: "connection", code: "PROTOCOL_ERROR", rule };
    }
    case "reset here":
    case "forgotten":
      return "ignore";
    case "complete":
    case "reset by peer":
      return STREAM_RECEPTION.closed[name];
  }
}

/**
 * The stream that a frame of this type may act on; null when the frame was dropped or answered with
 * an error, which has happened by then.
 */
export function meet(state: ConnectionState, id: number, name: StreamFrameName): Stream | null {
  const { streams } = state;
  const known = streams.open.get(id);
  // One of ours that waits for a free place is idle to the peer.
  const stream = known?.state === "idle" ? undefined : known;
  const absent = known === undefined ? streams.absent(id) : "idle";
  const reception =
    stream === undefined ? receptionOfAbsent(absent, name) : STREAM_RECEPTION[stream.state][name];
  if (reception === "accept") return stream ?? null;
  if (reception === "ignore") return null;
  const shown = stream?.state ?? (absent === "idle" ? absent : `closed (${absent})`);
  const text = `${name} on stream ${id}, which is ${shown}`;
  const fault = broken(state, reception.code, reception.rule, text);
  if (reception.scope === "stream" && stream !== undefined) state.streamError(stream, fault);
  else state.connectionError(fault);
  return null;
}
