// A depot's scans as they happen, to be asked for, waited for or listened to: one source, three ways over HTTP.
import { http } from "msw/http";
import { openLiveStream } from "./live-stream.ts";
import { answer, json } from "./resource.ts";
import { HEARTBEAT, scanText, type DepotClock, type TimedScan } from "./scan-feed.ts";
import type { Service } from "./space.ts";

/** What the depot tells and how. */
export interface Depot {
  readonly scans: readonly TimedScan[];
  readonly clock: DepotClock;
  /** Seconds that a request for the next scan is held. */
  readonly hold: number;
  /** Seconds of silence after which a proxy on the way gives up on an answer; null for none. */
  readonly patience: number | null;
  /** Whether an answer holds the newest scan alone instead of all since the cursor. */
  readonly newestOnly: boolean;
}

const noStore = [["cache-control", "no-store"]] as const;

/**
 * GET /scans?after=7 answers at once, GET /scans/next?after=7 when there is something or the hold is
 * over, both with 204 for nothing new; GET /scans/stream goes on as an event stream. Without `after`
 * the depot tells only what happens from now on.
 */
export const scanService =
  ({ scans, clock, hold, patience, newestOnly }: Depot): Service =>
  (base) => {
    const happened = (after: number): readonly TimedScan[] => {
      const now = clock.now();
      const fresh = scans.filter(({ id, at }) => id > after && at <= now);
      return newestOnly ? fresh.slice(-1) : fresh;
    };
    const newest = (): number => happened(0).at(-1)?.id ?? 0;
    const cursorOf = (request: Request): number => {
      const after = new URL(request.url).searchParams.get("after");
      return after === null ? newest() : Number(after);
    };
    const tell = (fresh: readonly TimedScan[]): Response =>
      fresh.length === 0
        ? answer(204, null, null, noStore)
        : json(200, { scans: fresh.map((scan) => JSON.parse(scanText(scan)) as unknown) }, noStore);

    return [
      http.get(`${base}/scans`, ({ request }) => tell(happened(cursorOf(request)))),
      http.get(`${base}/scans/next`, async ({ request }) => {
        const after = cursorOf(request);
        const due = scans.find(({ id }) => id > after)?.at ?? Infinity;
        const held = Math.min(hold, patience ?? Infinity);
        const end = clock.now() + held;
        await clock.until(Math.min(due, end));
        const fresh = happened(after);
        return fresh.length > 0 || patience === null || hold < patience
          ? tell(fresh)
          : answer(504, null, null, [
              ["proxy-status", "proxy.parcels.example; error=http_response_timeout"],
            ]);
      }),
      http.get(`${base}/scans/stream`, ({ request }) => {
        const stream = openLiveStream();
        const from = request.headers.get("last-event-id");
        void pour(from === null ? cursorOf(request) : Number(from));
        return stream.response;

        async function pour(after: number): Promise<void> {
          let place = scans.filter(({ id }) => id <= after).length;
          let spoken = clock.now();
          while (stream.isOpen && !clock.isStopped()) {
            await clock.until(Math.min(scans[place]?.at ?? Infinity, spoken + HEARTBEAT));
            if (clock.isStopped()) break;
            spoken = clock.now();
            const from = place;
            for (
              let scan = scans[place];
              scan !== undefined && scan.at <= spoken;
              scan = scans[place]
            ) {
              stream.send({ id: String(scan.id), data: scanText(scan) });
              place += 1;
            }
            if (place === from) stream.send({ comment: "" });
          }
          stream.end();
        }
      }),
    ];
  };
