// Events, times and layers of a trace in a reader's words.
import type { Layer, Trace, TraceEvent } from "#trace/index.ts";

/** How layers are called on buttons and in tables. */
export const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  tcp: "TCP",
  tls: "TLS",
  quic: "QUIC",
  http1: "HTTP/1",
  http2: "HTTP/2",
  http3: "HTTP/3",
  sse: "SSE",
  websocket: "WebSocket",
  grpc: "gRPC",
  app: "application",
};

/** Virtual milliseconds with as many digits as can be told apart: "0.4 ms", "12.3 ms", "812 ms". */
export function formatTime(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms >= 100 || Number.isInteger(ms) ? Math.round(ms) : ms.toFixed(1)} ms`;
}

/** The name of an actor; its id where the trace does not know it. */
export const nameOf = (trace: Trace, id: string): string =>
  trace.actors.find((actor) => actor.id === id)?.name ?? id;

/** "412 B", "1 B", or a dash where no bytes travelled. */
export const sizeOf = (event: TraceEvent): string =>
  event.kind === "message" ? `${event.bytes.length} B` : "–";

/** One event as a sentence for the status line. */
export function tell(trace: Trace, event: TraceEvent): string {
  const when = `${formatTime(event.at)}: `;
  const fault = event.fault === undefined ? "" : ` Broken rule: ${event.fault.text}`;
  switch (event.kind) {
    case "message": {
      const way = `${nameOf(trace, event.from)} to ${nameOf(trace, event.to)}`;
      const fate = event.arrives === null ? "lost" : `arrives at ${formatTime(event.arrives)}`;
      return `${when}${event.label}, ${way}, ${sizeOf(event)}, ${fate}.${fault}`;
    }
    case "local":
      return `${when}${nameOf(trace, event.actor)}: ${event.label}.${fault}`;
    case "span":
      return `${when}${event.resource}: ${event.phase} until ${formatTime(event.until)}.${fault}`;
    case "gauge":
      return `${when}${nameOf(trace, event.actor)}: ${event.gauge} is ${event.value}.${fault}`;
  }
}

/** The layers that a trace's messages and local events use, in the order in which they first occur. */
export function layersOf(trace: Trace): readonly Layer[] {
  const found = new Set<Layer>();
  for (const { kind, layer } of trace.events) {
    if (kind === "message" || kind === "local") found.add(layer);
  }
  return [...found];
}
