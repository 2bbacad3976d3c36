// Traces for the tests of the views: from a list of times, and of any shape.
import fc from "fast-check";
import {
  createRecorder,
  PHASES,
  type Layer,
  type MessageEvent,
  type Trace,
} from "../../../src/trace/index.ts";

const ACTORS = [
  { id: "browser", name: "browser", role: "client" },
  { id: "server", name: "parcel service", role: "server" },
] as const;

const message = (at: number, arrives: number | null, layer: Layer = "http1") =>
  ({
    kind: "message",
    at,
    arrives,
    layer,
    from: "browser",
    to: "server",
    label: `message at ${at}`,
    bytes: new Uint8Array(4),
    format: "opaque",
  }) as const satisfies Omit<MessageEvent, "id">;

/** One message at each time, all there by `end`; marks by position. */
export function traceOf(
  times: readonly number[],
  end: number,
  marks: Readonly<Record<number, string>> = {},
): Trace {
  const recorder = createRecorder("messages", ACTORS);
  times.forEach((at, index) => {
    const mark = marks[index];
    recorder.record({ ...message(at, end), ...(mark === undefined ? {} : { mark }) });
  });
  return recorder.trace();
}

/** Up to 40 events of all kinds between 0 and 150 ms. */
export const traces: fc.Arbitrary<Trace> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 100 }),
      takes: fc.integer({ min: 0, max: 50 }),
      lost: fc.boolean(),
      up: fc.boolean(),
      kind: fc.constantFrom("message", "local", "span", "gauge"),
      layer: fc.constantFrom<Layer>("tcp", "http1", "app"),
      phase: fc.constantFrom(...PHASES),
      resource: fc.constantFrom("a", "b", "c"),
      mark: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((drafts) => {
    const recorder = createRecorder("any", ACTORS);
    for (const draft of drafts.toSorted((a, b) => a.at - b.at)) {
      const { at, takes, layer, resource, phase } = draft;
      const base = { at, layer, label: "x", ...(draft.mark ? { mark: "turn" } : {}) };
      if (draft.kind === "span") {
        recorder.record({ ...base, kind: "span", resource, phase, until: at + takes });
      } else if (draft.kind === "local") {
        recorder.record({ ...base, kind: "local", actor: "browser" });
      } else if (draft.kind === "gauge") {
        recorder.record({ ...base, kind: "gauge", actor: "browser", gauge: "g", value: takes });
      } else {
        const [from, to] = draft.up ? ["browser", "server"] : ["server", "browser"];
        recorder.record({
          ...message(at, draft.lost ? null : at + takes, layer),
          ...base,
          from,
          to,
        });
      }
    }
    return recorder.trace();
  });
