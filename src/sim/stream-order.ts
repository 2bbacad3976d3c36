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

function rank(order: StreamOrder, { id, priority, turn }: Candidate): readonly number[] {
  if (order === "sequential") return [id];
  if (order === "round-robin") return [turn, id];
  const { urgency, incremental } = priority;
  return incremental ? [urgency, 1, turn, id] : [urgency, 0, id];
}

/** Whether `a` is served before `b`. */
export function isSooner(order: StreamOrder, a: Candidate, b: Candidate): boolean {
  const [left, right] = [rank(order, a), rank(order, b)];
  const index = left.findIndex((value, place) => value !== right[place]);
  return index !== -1 && (left[index] ?? 0) < (right[index] ?? 0);
}
