// A trace behind a fold: its views, the engines that read its bytes and its exporters load when it is opened.
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ProtectQuic } from "#trace/export-pcapng.ts";
import type { Layer, Trace } from "#trace/index.ts";
import type { Dissect } from "./edited.ts";
import type { TraceView, View } from "./TraceView.tsx";

/** What reads a trace's bytes and, for QUIC, what writes them protected; a module that exports these is one. */
export interface TraceTools {
  readonly createDissector: (trace: Trace) => Dissect;
  readonly protectQuic?: ProtectQuic;
}

interface OpenProps {
  readonly trace: Trace;
  /** Beginning of exported files' names, and unique on the page. */
  readonly name: string;
  /** Layers shown at first; all but the transport where missing. */
  readonly layers?: readonly Layer[];
  /** The view that is shown first: the table unless told. */
  readonly first?: View;
  /** Loads the tools; the same function for the same tools, or they are loaded again. */
  readonly load: () => Promise<TraceTools>;
}

interface Props extends OpenProps {
  readonly summary: string;
  /** Whether it is open from the start. */
  readonly open?: boolean;
}

interface Loaded {
  readonly View: typeof TraceView;
  readonly tools: TraceTools;
}

/** Draws nothing of the trace while it is closed. */
export function TraceFold({ summary, open = false, ...shown }: Props): JSX.Element {
  const [opened, setOpened] = useState(open);
  return (
    <details
      class="lab-more"
      open={opened}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary>{summary}</summary>
      {opened && <Opened {...shown} />}
    </details>
  );
}

function Opened({ trace, load, ...shown }: OpenProps): JSX.Element | null {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    Promise.all([import("./TraceView.tsx"), load()]).then(
      ([{ TraceView: View }, tools]) => setLoaded({ View, tools }),
      () => setTrouble(true),
    );
  }, [load]);
  const tools = loaded?.tools;
  const dissect = useMemo(() => tools?.createDissector(trace), [tools, trace]);
  if (loaded !== null && dissect !== undefined) {
    const { protectQuic } = loaded.tools;
    const protect = protectQuic === undefined ? {} : { protectQuic };
    return <loaded.View trace={trace} dissect={dissect} {...shown} {...protect} />;
  }
  return trouble ? (
    <p role="alert">
      The views could not be loaded: the network did not answer. Close and open this again once the
      page is online.
    </p>
  ) : null;
}
