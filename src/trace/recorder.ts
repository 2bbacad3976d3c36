// Collects the events of a run as they happen and puts them in order.
import type { Actor, Connection, Trace, TraceEvent } from "./trace.ts";

/** An event before the recorder has given it its place; the id is returned by `record`. */
export type Unplaced = TraceEvent extends infer E
  ? E extends TraceEvent
    ? Omit<E, "id">
    : never
  : never;

/** Collects events as they happen. */
export interface Recorder {
  /**
   * Adds an event and returns its id. Ids are handed out in call order and stay valid as causes;
   * a time before the last one throws RangeError (spans may start earlier: they are sorted in).
   */
  record(event: Unplaced): number;
  /** Says when a message has arrived after all, or, with null, that it never will. */
  settle(id: number, arrives: number | null): void;
  /** The trace so far, sorted by time, ids renumbered to positions and causes with them. */
  trace(): Trace;
}

/** Opens a recorder for a run between `actors` over `connections` (more may be added as they open). */
export function createRecorder(
  title: string,
  actors: readonly Actor[],
): Recorder & {
  connect(connection: Connection): void;
} {
  const connections: Connection[] = [];
  const events: Unplaced[] = [];
  /** When a message arrived after all, by id. */
  const settled = new Map<number, number | null>();
  let now = 0;
  return {
    connect(connection) {
      connections.push(connection);
    },
    record(event) {
      if (event.kind !== "span") {
        if (event.at < now) throw new RangeError(`event at ${event.at} after one at ${now}`);
        now = event.at;
      }
      events.push(event);
      return events.length - 1;
    },
    settle(id, arrives) {
      const event = events[id];
      if (event?.kind !== "message") throw new RangeError(`event ${id} is not a message`);
      settled.set(id, arrives);
    },
    trace() {
      const order = events.map((_, index) => index);
      order.sort((a, b) => (events[a]?.at ?? 0) - (events[b]?.at ?? 0) || a - b);
      const place = new Array<number>(events.length);
      order.forEach((from, to) => {
        place[from] = to;
      });
      const placed = order.map((from, id): TraceEvent => {
        const event = events[from] as Unplaced;
        const cause = event.cause === undefined ? undefined : place[event.cause];
        const own: TraceEvent = cause === undefined ? { ...event, id } : { ...event, id, cause };
        const arrives = settled.get(from);
        return arrives === undefined || own.kind !== "message" ? own : { ...own, arrives };
      });
      return { title, actors, connections: [...connections], events: placed };
    },
  };
}
