// The decoder's dynamic table before each field block of a trace. RFC 7541 §2.2.
import {
  createHpackDecoder,
  FRAME_TYPES,
  readFrame,
  type HpackField,
} from "#protocols/http2/index.ts";
import type { Trace } from "#trace/index.ts";

/** The table before each HEADERS frame, newest entry first, by event id. */
export function tablesBefore(trace: Trace): Map<number, readonly HpackField[]> {
  const decoders = new Map<string, ReturnType<typeof createHpackDecoder>>();
  const tables = new Map<number, readonly HpackField[]>();
  for (const event of trace.events) {
    if (event.kind !== "message" || event.format !== "http2-frame") continue;
    const step = readFrame(event.bytes);
    if (step.kind !== "done" || step.value.type !== FRAME_TYPES.HEADERS) continue;
    if (!("fragment" in step.value)) continue;
    const context = `${event.connection ?? ""}/${event.from}`;
    const decoder = decoders.get(context) ?? createHpackDecoder();
    decoders.set(context, decoder);
    tables.set(event.id, decoder.table());
    decoder.decode(step.value.fragment);
  }
  return tables;
}
