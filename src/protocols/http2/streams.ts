// The streams of one connection: which exist, which once did, and who may open the next. RFC 9113 §5.1.
import { createMessage, type Message } from "./message.ts";
import { isActive, nextState, type StreamSignal, type StreamState } from "./stream-states.ts";

/** Something that waits in a stream's queue for the windows: content, or the trailer section. */
export type Outgoing =
  | { readonly kind: "data"; readonly data: Uint8Array; at: number; readonly endStream: boolean }
  | {
      readonly kind: "trailers";
      readonly fields: readonly (readonly [string, string])[];
      readonly neverIndex: ReadonlySet<number> | undefined;
    };

/** One stream that is not closed. */
export interface Stream {
  readonly id: number;
  readonly local: boolean;
  state: StreamState;
  /** Octets that we may send; negative after a peer lowered its setting (§6.9.2). */
  sendWindow: number;
  /** Octets that the peer may send, and those consumed since our last WINDOW_UPDATE. */
  receiveWindow: number;
  consumed: number;
  readonly queue: Outgoing[];
  /** Whether we queued or sent everything that we will. */
  finished: boolean;
  /** Whether our own header section (a final one, for a response) is out. */
  headersSent: boolean;
  readonly received: Message;
}

/** How a stream came to be closed; it decides what late frames mean. */
export type Ending = "complete" | "reset by peer" | "reset here";

/** What is known of a stream that is not in the table. */
export type Absent =
  /** Nobody has opened it yet. */
  | "idle"
  /** It was skipped: a higher one was opened first (§5.1.1). */
  | "skipped"
  /** Closed so long ago that how is forgotten. */
  | "forgotten"
  | Ending;

/** The streams of one connection. */
export interface StreamTable {
  /** Streams that are not closed, in the order in which they began. */
  readonly open: ReadonlyMap<number, Stream>;
  /** Highest stream that the peer, or we, ever opened or reserved. */
  readonly lastPeerId: number;
  readonly lastLocalId: number;
  /** Streams that count toward the limits (§5.1.2), by who opened them. */
  readonly activePeer: number;
  readonly activeLocal: number;
  isLocal(id: number): boolean;
  /** Creates an idle stream with a new identifier; the caller has checked it. */
  create(id: number, sendWindow: number, receiveWindow: number): Stream;
  /** What is known of a stream that `open` does not have. */
  absent(id: number): Absent;
  /** Closes a stream that the peer will never process, or never heard of (§6.8). */
  discard(stream: Stream): void;
  /** Moves a stream along §5.1; true when it is closed now. */
  signal(stream: Stream, signal: StreamSignal): boolean;
}

/** Closed streams whose ending is remembered. */
const MEMORY = 512;

/** An empty table; clients own the odd identifiers, servers the even ones (§5.1.1). */
export function createStreamTable(role: "client" | "server"): StreamTable {
  const open = new Map<number, Stream>();
  const endings = new Map<number, Ending>();
  const last = { peer: 0, local: 0 };
  const active = { peer: 0, local: 0 };
  /** Streams up to here may have been forgotten, by who opened them. */
  const forgotten = { peer: 0, local: 0 };
  const isLocal = (id: number): boolean => (id % 2 === 1) === (role === "client");
  const side = (id: number): "local" | "peer" => (isLocal(id) ? "local" : "peer");

  const remember = (id: number, ending: Ending): void => {
    endings.set(id, ending);
    if (endings.size <= MEMORY) return;
    const [oldest] = endings.keys() as Iterable<number> as [number];
    endings.delete(oldest);
    forgotten[side(oldest)] = Math.max(forgotten[side(oldest)], oldest);
  };

  return {
    open,
    get lastPeerId() {
      return last.peer;
    },
    get lastLocalId() {
      return last.local;
    },
    get activePeer() {
      return active.peer;
    },
    get activeLocal() {
      return active.local;
    },
    isLocal,
    create(id, sendWindow, receiveWindow) {
      const stream: Stream = {
        id,
        local: isLocal(id),
        state: "idle",
        sendWindow,
        receiveWindow,
        consumed: 0,
        queue: [],
        finished: false,
        headersSent: false,
        received: createMessage(),
      };
      open.set(id, stream);
      last[side(id)] = Math.max(last[side(id)], id);
      return stream;
    },
    absent(id) {
      if (id > last[side(id)]) return "idle";
      return endings.get(id) ?? (id > forgotten[side(id)] ? "skipped" : "forgotten");
    },
    discard(stream) {
      active[side(stream.id)] -= Number(isActive(stream.state));
      stream.state = "closed";
      open.delete(stream.id);
      remember(stream.id, "reset by peer");
    },
    signal(stream, signal) {
      const before = isActive(stream.state);
      stream.state = nextState(stream.state, signal);
      const after = isActive(stream.state);
      active[side(stream.id)] += Number(after) - Number(before);
      if (stream.state !== "closed") return false;
      open.delete(stream.id);
      const ending =
        signal === "send RST_STREAM"
          ? "reset here"
          : signal === "receive RST_STREAM"
            ? "reset by peer"
            : "complete";
      remember(stream.id, ending);
      return true;
    },
  };
}
