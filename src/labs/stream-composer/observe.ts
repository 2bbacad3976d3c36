// The composer's one effect: sends the stream through the pretend company and listens to its end.
import type { Observe } from "#kit/lab.ts";
import type { PageWatch } from "#kit/page-watch.ts";
import type { Space } from "#mocks/index.ts";
import { listenToEnd, type OpenSource } from "./listen.ts";
import { readStream, type Heard, type Seen } from "./reading.ts";
import { bytesOf, piecesOf, type Setup } from "./stream.ts";

/** The types to listen for: a class has no listener for all of them. */
const typesIn = (bytes: Uint8Array): readonly string[] =>
  readStream(bytes).events.map(({ type }) => type);

/** Observes in the given space; `native` is the browser's class, used where the worker is in between. */
export const observeIn =
  (
    open: () => Promise<Space>,
    native: OpenSource,
    watchPage: () => PageWatch,
  ): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const space = await open();
    const { EVENT_STREAM, eventStream } = await import("#mocks/event-stream.ts");
    const pieces = piecesOf(setup);
    space.serve((base) => [
      eventStream(`${base}/scans`, () => {
        return { status: 200, type: EVENT_STREAM, pieces, ending: "end" };
      }),
    ]);
    const bytes = bytesOf(setup);
    const source = space.streams === "engine" ? native : await packageSource(space);
    const watch = watchPage();
    let heard: readonly Heard[];
    try {
      heard = await listenToEnd(source, `${space.base}/scans`, typesIn(bytes), watch);
    } finally {
      watch.stop();
    }
    const exchanges = space.exchanges();
    const taken = exchanges[0]?.response.content.length ?? 0;
    if (taken < bytes.length) {
      throw new Error(
        `the stream was broken off after ${taken} of ${bytes.length} bytes. Run it again.`,
      );
    }
    return { reach: space.streams, heard, exchanges, happened: watch.stop() };
  };

/** The package, on the space's own way to its handlers. */
async function packageSource(space: Space): Promise<OpenSource> {
  const { EventSource } = await import("eventsource");
  return (address) => new EventSource(address, { fetch: (url, init) => space.fetch(url, init) });
}
