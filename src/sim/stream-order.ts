// Who goes next when several streams have something to send: turn by turn, one by one, or RFC 9218.

/** Order in which streams with waiting bytes share packets. */
export type StreamOrder =
  /** One piece of a stream after the other's, turn by turn. */
  | "round-robin"
  /** The stream with the lowest id until it is done. */
  | "sequential"
  /** RFC 9218 §10: lower urgency first; within it non-incremental by id, incremental turn by turn. */
  | "priority";

/** RFC 9218 §4: urgency 0–7, lower is sooner, 3 by default; incremental false by default. */
export interface Priority {
  readonly urgency: number;
  readonly incremental: boolean;
}

export const DEFAULT_PRIORITY: Priority = { urgency: 3, incremental: false };

/** What the order looks at; `turn` says when the stream was last served, as a growing count. */
export interface Candidate {
  readonly id: number;
  readonly priority: Priority;
  readonly turn: number;
}

const inTurn = (a: Candidate, b: Candidate): boolean =>
  a.turn === b.turn ? a.id < b.id : a.turn < b.turn;

/** Whether `a` is served before `b`. Asked for every stream of every packet: it makes no objects. */
export function isSooner(order: StreamOrder, a: Candidate, b: Candidate): boolean {
  if (order === "sequential") return a.id < b.id;
  if (order === "round-robin") return inTurn(a, b);
  if (a.priority.urgency !== b.priority.urgency) return a.priority.urgency < b.priority.urgency;
  if (a.priority.incremental !== b.priority.incremental) return b.priority.incremental;
  return a.priority.incremental ? inTurn(a, b) : a.id < b.id;
}
