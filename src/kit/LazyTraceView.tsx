// A trace behind a fold: its views, its engines and its exporters are loaded when somebody opens it.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ProtectQuic } from "#trace/export-pcapng.ts";
import type { Layer, Trace } from "#trace/index.ts";
import type { Dissect } from "./edited.ts";
import { late } from "./late.tsx";

/** What reads a trace's bytes and, for QUIC, what writes them protected. */
interface TraceTools {
  readonly createDissector: (trace: Trace) => Dissect;
  readonly protectQuic?: ProtectQuic;
}

interface OpenProps {
  readonly trace: Trace;
  /** Beginning of exported files' names, and unique on the page. */
  readonly name: string;
  /** Layers shown at first; all but the transport where missing. */
  readonly layers?: readonly Layer[];
}

interface Props extends OpenProps {
  /** The words that open it. */
  readonly title: string;
  /** Loads the tools; the same function for the same tools, or they are loaded again. */
  readonly tools: () => Promise<TraceTools>;
}

const made = new Map<Props["tools"], ReturnType<typeof viewWith>>();

const viewWith = (tools: Props["tools"]) =>
  late<OpenProps>(async () => {
    const [{ TraceView }, { createDissector, protectQuic }] = await Promise.all([
      import("./TraceView.tsx"),
      tools(),
    ]);
    const protect = protectQuic === undefined ? {} : { protectQuic };
    return function Opened({ trace, ...shown }: OpenProps): JSX.Element {
      const dissect = useMemo(() => createDissector(trace), [trace]);
      return <TraceView trace={trace} dissect={dissect} {...shown} {...protect} />;
    };
  });

/** Shows one line until it is opened. */
export function LazyTraceView({ title, tools, ...shown }: Props): JSX.Element {
  const [opened, setOpened] = useState(false);
  const View = made.get(tools) ?? viewWith(tools);
  made.set(tools, View);
  return (
    <details class="lab-more" onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>{title}</summary>
      {opened && <View {...shown} />}
    </details>
  );
}
