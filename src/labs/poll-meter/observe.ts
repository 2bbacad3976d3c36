// The meter's one effect: the same scans fetched in four ways at once, until the depot's clock has run its course.
import type { Observe } from "#kit/lab.ts";
import { createSeeded } from "#kit/seeded.ts";
import type { Space } from "#mocks/index.ts";
import type { TimedScan } from "#mocks/scan-feed.ts";
import { createDepotClock, type Mainspring, type PausableClock } from "./depot-clock.ts";
import { WAYS, type Seen, type Way } from "./measured.ts";
import type { Browser } from "./message-size.ts";
import { DURATION, SPEED, type Setup } from "./setup.ts";
import { converse } from "./socket-way.ts";
import { finish, listen, longPoll, shortPoll, startNotes, type Notes } from "./ways.ts";

/** Seconds behind the last scan and the last poll, so that their answers arrive. */
const TAIL = 4;
/** Exchanges of each way that are kept for the wire panel. */
const KEPT = 40;

/** A run while it is under way. */
export interface Session {
  readonly clock: PausableClock;
  /** Ends the run with this reason; the lab goes back to the committed prediction. */
  readonly stop: (why: string) => void;
  readonly notes: Readonly<Record<Way, Notes>>;
}

/** What a run is given from outside. */
export interface Surroundings {
  readonly open: () => Promise<Space>;
  readonly spring: Mainspring;
  readonly browser: () => Browser;
  readonly random: (length: number) => Uint8Array;
  /** Told when a run begins, and with null when it is over. */
  readonly watch?: (session: Session | null) => void;
}

/** As many scans as the rate gives, each at a random moment: a Poisson stream of known length. */
export function scansOf({ rate, stream }: Pick<Setup, "rate" | "stream">): readonly TimedScan[] {
  const chance = createSeeded(stream * 7919 + rate);
  const count = Math.round((rate * DURATION) / 60);
  return Array.from({ length: count }, () => chance.between(1, DURATION * 1000 - 1000) / 1000)
    .sort((one, other) => one - other)
    .map((at, index) => ({ id: index + 1, at }));
}

/** Observes in the given surroundings: a page's own, or virtual ones. */
export const observeIn =
  ({ open, spring, browser, random, watch }: Surroundings): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const [space, { scanService }] = await Promise.all([open(), import("#mocks/scans.ts")]).catch(
      () => {
        throw new Error(
          "the depot could not be loaded: the network seems to be away. Run again, or reload the page when it is back.",
        );
      },
    );
    const clock = createDepotClock(SPEED, spring);
    const leaving = new AbortController();
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const scans = scansOf(setup);
    const notes: Readonly<Record<Way, Notes>> = {
      short: startNotes(),
      long: startNotes(),
      stream: startNotes(),
      socket: startNotes(),
    };
    const road = {
      clock,
      browser: browser(),
      random,
      signal: leaving.signal,
      fetch: (target: string, init: RequestInit) => space.fetch(space.base + target, init),
    };
    space.serve(
      scanService({
        scans,
        clock,
        hold: setup.hold,
        patience: setup.proxy === 0 ? null : setup.proxy,
        newestOnly: setup.newest,
      }),
    );
    watch?.({ clock, notes, stop: (why) => reject(new Error(why)) });
    const ways = [
      shortPoll(road, notes.short, setup),
      longPoll(road, notes.long, setup),
      listen(road, notes.stream),
      converse(road, notes.socket, scans),
    ];
    try {
      await Promise.race([clock.until(DURATION + TAIL), stopped]);
    } finally {
      clock.stop();
      leaving.abort();
      watch?.(null);
    }
    await Promise.all(ways);
    const exchanges = space.exchanges();
    const keep = (path: RegExp) =>
      exchanges.filter(({ request }) => path.test(request.target)).slice(0, KEPT);
    return {
      reach: space.streams,
      scans,
      runs: Object.fromEntries(WAYS.map((way) => [way, finish(notes[way])])) as Seen["runs"],
      exchanges: [...keep(/^\/scans\?/), ...keep(/^\/scans\/next/), ...keep(/stream/)],
      standstills: clock.standstills(),
    };
  };
