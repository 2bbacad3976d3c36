// The bench's one effect: an EventSource of the package `eventsource` at the feed, until the story is over.
import type { Observe } from "#kit/lab.ts";
import type { PageWatch } from "#kit/page-watch.ts";
import type { Reach, Space } from "#mocks/index.ts";
import type { Exchange } from "#trace/index.ts";
import { openFeed, type Served } from "./feed.ts";
import { MOST_REQUESTS, type Setup } from "./setup.ts";

/** How a run ended: connected, given up by the client, or reconnecting until the lab hung up. */
export type End = "open" | "closed" | "again";

/** A request and what the page heard because of it. */
export interface Visit extends Served {
  /** Data of the events that the page heard on this connection. */
  readonly heard: readonly string[];
  /** Milliseconds since the connection before was lost; null for the first. */
  readonly waited: number | null;
}

/** What one run showed. */
export interface Seen {
  readonly reach: Reach;
  readonly visits: readonly Visit[];
  readonly end: End;
  readonly exchanges: readonly Exchange[];
  /** What happened to the page meanwhile, in sentences. */
  readonly happened: readonly string[];
}

/** What the bench is given from outside. */
export interface Surroundings {
  readonly open: () => Promise<Space>;
  readonly watchPage: () => PageWatch;
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

interface Counted {
  readonly served: Served;
  readonly heard: string[];
  readonly waited: number | null;
}

/** Observes in the given space. */
export const observeIn =
  ({ open, watchPage, now }: Surroundings): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const [space, { eventStream }, { EventSource }] = await Promise.all([
      open(),
      import("#mocks/event-stream.ts"),
      import("eventsource"),
    ]);
    const feed = openFeed(setup);
    const counted: Counted[] = [];
    let lostAt: number | null = null;
    const watch = watchPage();
    space.serve((base) => [
      eventStream(`${base}/scans`, (request) => {
        watch.alive();
        const { served, answer } = feed.serve(request.headers.get("last-event-id"));
        counted.push({ served, heard: [], waited: lostAt === null ? null : now() - lostAt });
        return answer;
      }),
    ]);

    const source = new EventSource(`${space.base}/scans`, {
      fetch: (address, init) => space.fetch(address, init),
    });
    const over = new Promise<End>((resolve) => {
      /** A held connection says no more once everything that was sent has been heard. */
      const look = (): void => {
        watch.alive();
        const last = counted.at(-1);
        if (last?.served.answer === "hold" && last.heard.length === last.served.sent.length) {
          resolve("open");
        }
      };
      source.addEventListener("open", look);
      source.addEventListener("message", ({ data }) => {
        counted.at(-1)?.heard.push(String(data));
        look();
      });
      source.addEventListener("error", () => {
        watch.alive();
        lostAt = now();
        if (source.readyState === source.CLOSED) resolve("closed");
        else if (counted.length >= MOST_REQUESTS) resolve("again");
      });
    });
    try {
      const end = await Promise.race([over, watch.lost]);
      const visits = counted.map(({ served, heard, waited }) => ({ ...served, heard, waited }));
      return {
        reach: space.streams,
        visits,
        end,
        exchanges: space.exchanges(),
        happened: watch.stop(),
      };
    } finally {
      source.close();
      watch.stop();
    }
  };
