// A stream of bytes in both directions, seen from one end: what the halves of the mock run on.
// The in-memory link is one, a TCP socket can be another (README, "On a real socket").

/** What a pipe tells the half that holds it. */
export interface PipeEvents {
  /** The pipe stands: bytes may be written. */
  opened?(): void;
  received(bytes: Uint8Array): void;
  /** The other side has sent its last byte (TCP FIN). */
  ended(): void;
  /** The pipe is gone without an orderly end (TCP RST, or never opened). */
  lost(): void;
  /** So many bytes of those written have been put on the wire. */
  left?(count: number): void;
}

/** Where written bytes are on their way; times in milliseconds of the clock. */
export interface Passage {
  /** The first byte is being put on the wire, the last one should arrive at `arrives`. */
  leaves(at: number, arrives: number): void;
  /** The last byte has arrived. */
  arrived(at: number): void;
  /** They will never arrive. */
  lost(): void;
}

/** One end of a pipe. What is written after `end` or `abort` is dropped. */
export interface Pipe {
  /** Says who listens; called once, before anything happens. */
  attach(events: PipeEvents): void;
  write(bytes: Uint8Array, passage?: Passage): void;
  /** Ends this direction behind what was written (TCP FIN). */
  end(): void;
  /** Breaks both directions at once (TCP RST). */
  abort(): void;
  /** Stops reading: bytes wait, and once the receive buffer is full the peer's cannot leave. */
  pause(): void;
  resume(): void;
}
