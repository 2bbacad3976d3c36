// A fold with the views of a trace inside: they and the engines that read its bytes load when it is first open.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Layer, Trace } from "#trace/index.ts";
import type { Dissect } from "./edited.ts";
import type { TraceView } from "./TraceView.tsx";
import "./trace-fold.css";

interface Props {
  readonly summary: string;
  readonly trace: Trace;
  /** Beginning of exported files' names, and unique on the page. */
  readonly name: string;
  /** Loads what reads the bytes of the trace. */
  readonly loadDissect: () => Promise<Dissect>;
  /** Layers shown at first; all but the transport where missing. */
  readonly layers?: readonly Layer[];
  /** Whether it is open from the start. */
  readonly open?: boolean;
}

interface Loaded {
  readonly View: typeof TraceView;
  readonly dissect: Dissect;
}

/** Draws nothing of the trace while it is closed. */
export function TraceFold(props: Props): JSX.Element {
  const { summary, trace, name, loadDissect, layers, open = false } = props;
  const [opened, setOpened] = useState(open);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    if (!opened || loaded !== null) return;
    setTrouble(false);
    Promise.all([import("./TraceView.tsx"), loadDissect()]).then(
      ([{ TraceView: View }, dissect]) => setLoaded({ View, dissect }),
      () => setTrouble(true),
    );
  }, [opened, loaded, loadDissect]);
  return (
    <details
      class="trace-fold"
      open={opened}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary>{summary}</summary>
      {opened && loaded !== null && (
        <loaded.View
          trace={trace}
          dissect={loaded.dissect}
          name={name}
          {...(layers === undefined ? {} : { layers })}
        />
      )}
      {opened && trouble && (
        <p role="alert">
          The views could not be loaded: the network did not answer. Close and open this again once
          the page is online.
        </p>
      )}
    </details>
  );
}
