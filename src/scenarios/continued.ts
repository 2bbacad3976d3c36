// A page load that its network breaks off, and the one that goes on from there, as one trace.
// TCP names a connection by both addresses (RFC 9293 §3.3.1): with a new one nothing of it is left.
import { createRecorder, type Phase, type Trace, type TraceEvent } from "#trace/index.ts";
import type { Load, Resource } from "./page.ts";
import { addressChange } from "./progress.ts";

/** What the run had as the last word on a resource before it was broken off. */
function standingOf(
  trace: Trace,
  resource: string,
): { readonly phase: Phase; readonly at: number } {
  let at = 0;
  let asked = false;
  for (const event of trace.events) {
    if (event.kind === "span" && event.resource === resource) at = Math.max(at, event.until);
    if (event.kind === "message" && event.resource === resource && event.head !== undefined) {
      asked = true;
    }
  }
  return { phase: asked ? "waiting" : "queued", at };
}

/** What was still under way went to the old address. */
const cutOff = (event: TraceEvent, moment: number): TraceEvent =>
  event.kind === "message" && (event.arrives ?? 0) > moment ? { ...event, arrives: null } : event;

const moved = (event: TraceEvent, by: number, eventsBefore: number): TraceEvent => {
  const shifted = {
    ...event,
    at: event.at + by,
    ...(event.connection === undefined ? {} : { connection: again(event.connection) }),
    ...(event.cause === undefined ? {} : { cause: event.cause + eventsBefore }),
  };
  if (shifted.kind === "message" && shifted.arrives !== null) {
    return { ...shifted, arrives: shifted.arrives + by };
  }
  return shifted.kind === "span" ? { ...shifted, until: shifted.until + by } : shifted;
};

const again = (connection: string): string => `${connection} again`;

/** Resources that a load did not complete. */
export const leftOf = (resources: readonly Resource[], load: Load): readonly Resource[] =>
  resources.filter(({ id }) => load.completed[id] === undefined);

/**
 * `before` was run until virtual millisecond `moment`; `after` fetched what was left, on connections
 * of its own, from then on. The times of `after` count from 0.
 */
export function continueLoad(before: Load, after: Load, moment: number): Load {
  const { title, actors, connections, events } = before.trace;
  const recorder = createRecorder(title, actors);
  for (const connection of connections) recorder.connect(connection);
  for (const connection of after.trace.connections) {
    recorder.connect({ ...connection, id: again(connection.id) });
  }
  for (const event of events) recorder.record(cutOff(event, moment));
  recorder.record(addressChange(moment));
  let count = events.length + 1;
  for (const resource of Object.keys(after.completed)) {
    const { phase, at } = standingOf(before.trace, resource);
    if (at >= moment) continue;
    count += 1;
    recorder.record({
      kind: "span",
      layer: "app",
      label: phase,
      resource,
      phase,
      at,
      until: moment,
    });
  }
  for (const event of after.trace.events) recorder.record(moved(event, moment, count));
  const completed = { ...before.completed };
  for (const [id, at] of Object.entries(after.completed)) completed[id] = at + moment;
  return { trace: recorder.trace(), completed, total: Math.max(0, ...Object.values(completed)) };
}
