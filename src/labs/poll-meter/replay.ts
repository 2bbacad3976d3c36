// The same scans once more over a WebSocket, on virtual time and with every byte on record. RFC 6455 §4, §5.
import { HEARTBEAT, scanText, type TimedScan } from "#mocks/scan-feed.ts";
import { createScheduler } from "#sim/scheduler.ts";
import { createRecorder, type Trace } from "#trace/index.ts";
import { clockOf, createWebSocketMock, type MockPeer } from "#ws-mock/index.ts";
import { DATE, type Browser } from "./message-size.ts";
import { DURATION } from "./setup.ts";
import { browserFields } from "./socket-way.ts";

/** Milliseconds one way: some wire, so that a ladder has a slope. */
const DELAY = 20;

/** The trace of one connection; its milliseconds are those of the depot. */
export function replaySocket(
  scans: readonly TimedScan[],
  browser: Browser,
  random: (length: number) => Uint8Array,
): Trace {
  const scheduler = createScheduler();
  const clock = clockOf(scheduler);
  const recorder = createRecorder("Scans over a WebSocket", [
    { id: "browser", name: "browser", role: "client" },
    { id: "depot", name: "depot", role: "server" },
  ]);

  /** Sends the scan at `place` when it is due, or a ping after a silence, and goes on from there. */
  function tell(peer: MockPeer, place: number): void {
    const scan = scans[place];
    const now = clock.now();
    const due = (scan?.at ?? Infinity) * 1000;
    const at = Math.min(due, now + HEARTBEAT * 1000);
    if (at > DURATION * 1000) return;
    clock.after(at - now, () => {
      if (scan !== undefined && at === due) peer.send(scanText(scan));
      else peer.ping();
      tell(peer, at === due ? place + 1 : place);
    });
  }

  const { WebSocket } = createWebSocketMock({
    clock,
    random,
    link: { delay: DELAY },
    record: { recorder, client: "browser", server: "depot" },
    origin: new URL(browser.page).origin,
    base: browser.page,
    fields: browserFields(browser).slice(1),
    server: (handshake) => tell(handshake.accept({ fields: [["date", DATE]] }), 0),
  });
  new WebSocket(`wss://${browser.host}/scans/socket`);
  scheduler.run((DURATION + 1) * 1000);
  return recorder.trace();
}
