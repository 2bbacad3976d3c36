// What the log needs from outside: storage, clock, ids, and where they exist other tabs and locks.
import type { EventStore } from "./event-store.ts";
import type { Shelf } from "./shelf.ts";
import type { Locks } from "./writer-lock.ts";

/** Other tabs of this browser. */
export interface Channel {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
  close(): void;
}

/** Everything from outside that the log needs. */
export interface LearnerPorts {
  openStore(): Promise<EventStore>;
  /** UTC milliseconds. */
  clock(): number;
  /** Minutes that local time is ahead of UTC. */
  zone(): number;
  /** A new unique id. */
  id(): string;
  readonly channel?: Channel;
  readonly locks?: Locks;
  readonly shelf?: Shelf;
}
