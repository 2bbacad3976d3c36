// What reads the bytes of an HTTP/2 story and judges an edited one: loaded when somebody opens its views.
import type { Trace } from "#trace/index.ts";
import type { DissectHttp2 } from "./http2-dissect.ts";
import type { Replay } from "./http2-wire.ts";

/** A loader for the story that `replay` tells again; an edited message is taken by its receiver in the state that it was in. */
export const loadHttp2Tools =
  (replay: Replay) =>
  async (): Promise<{ readonly createDissector: (trace: Trace) => DissectHttp2 }> => {
    const { createHttp2Dissector } = await import("./http2-dissect.ts");
    return { createDissector: (trace) => createHttp2Dissector(trace, replay) };
  };
