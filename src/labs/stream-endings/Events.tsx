// The connection that ends, event by event: loaded when somebody opens it.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { TraceView } from "#kit/TraceView.tsx";
import { createHttp2Dissector } from "#scenarios/http2-dissect.ts";
import type { Replay } from "#scenarios/http2-wire.ts";
import type { Trace } from "#trace/index.ts";

interface Props {
  readonly trace: Trace;
  /** Runs the trace's story again, to judge an edited byte; the same function for the same run. */
  readonly replay: Replay;
  /** Beginning of exported files' names. */
  readonly name: string;
}

/** All views of the trace; an edited message is taken by its receiver in the state that it was in. */
export function Events({ trace, replay, name }: Props): JSX.Element {
  const dissect = useMemo(() => createHttp2Dissector(trace, replay), [trace, replay]);
  return <TraceView trace={trace} dissect={dissect} name={name} />;
}
