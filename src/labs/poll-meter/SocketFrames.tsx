// The WebSocket of a run, frame by frame: loaded when it is asked for.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Seen } from "./measured.ts";
import { thisBrowser } from "./page.ts";
import { replaySocket } from "./replay.ts";

/** The engines that read the bytes of a trace. */
const loadTools = () => import("#scenarios/dissect-websocket.ts");

/** Replays the run's scans over the course's WebSocket and opens its trace. */
export function SocketFrames({ scans }: Pick<Seen, "scans">): JSX.Element {
  const trace = useMemo(
    () =>
      replaySocket(scans, thisBrowser(), (length) =>
        crypto.getRandomValues(new Uint8Array(length)),
      ),
    [scans],
  );
  return (
    <TraceFold
      open
      summary="The same scans over the course’s WebSocket, byte by byte"
      trace={trace}
      name="poll-meter-socket"
      load={loadTools}
    />
  );
}
