// Five requests and a server that leaves meanwhile: what the client may send again. RFC 9113 §6.8, §8.7.
import { MAX_WINDOW } from "#protocols/http2/index.ts";
import {
  createHttp2Wire,
  type Http2Wire,
  type Replay,
  type Tamper,
} from "#scenarios/http2-wire.ts";
import type { Trace } from "#trace/index.ts";
import type { Setup } from "./setup.ts";

/** The five requests, one on each odd stream. */
export const REQUESTS = [
  [1, "GET", "/parcels/42"],
  [3, "POST", "/orders"],
  [5, "GET", "/depots"],
  [7, "POST", "/scans"],
  [9, "POST", "/labels"],
] as const;
export type Id = (typeof REQUESTS)[number][0];

/** How a request stands when the connection is gone. */
export type Fate =
  /** It has its answer. */
  | "answered"
  /** Taken up or not, nobody knows; repeating it does no harm. */
  | "idempotent"
  /** Perhaps it was processed, and it must not be twice. */
  | "uncertain"
  /** The server said that it did nothing with it. */
  | "unprocessed";

/** What came of the server's leaving. */
export interface Left {
  readonly scene: "goaway";
  readonly trace: Trace;
  /** Last stream of the last GOAWAY; null without one. */
  readonly last: number | null;
  readonly fates: Readonly<Record<Id, Fate>>;
}

const DELAY = 30;
/** Milliseconds between two requests: all five are under way when GOAWAY arrives. */
const APART = 8;
/** Highest stream there can be: a GOAWAY with it only says that the end is near (§6.8). */
const ANY_STREAM = MAX_WINDOW;

interface Told {
  readonly last: number | null;
  readonly answered: ReadonlySet<number>;
  readonly unprocessed: ReadonlySet<number>;
}

function play(
  { answered: answers, farewell, taken }: Setup,
  tamper?: Tamper,
): ReturnType<Http2Wire["run"]> & Told {
  const answered = new Set<number>();
  const unprocessed = new Set<number>();
  let last: number | null = null;
  let arrived = 0;
  let gone = false;
  const wire = createHttp2Wire(
    {
      title: "A server leaves",
      delay: DELAY,
      client: { settings: { enablePush: false } },
      tamper,
    },
    {
      told(end, event) {
        if (end === "server" && event.kind === "headers" && !gone) {
          arrived += 1;
          if (arrived === taken) leave();
        }
        if (end === "client" && event.kind === "headers") answered.add(event.streamId);
        if (end === "client" && event.kind === "goaway") {
          last = event.lastStreamId;
          for (const id of event.unprocessed) unprocessed.add(id);
        }
      },
    },
  );
  const { server } = wire.ends;
  const lastTaken = 2 * taken - 1;

  function leave(): void {
    gone = true;
    const at = wire.now;
    if (farewell === "two") server.goAway(0, { lastStreamId: ANY_STREAM });
    if (farewell === "one") server.goAway(0, { lastStreamId: Math.max(0, lastTaken) });
    if (farewell === "two") {
      wire.at(at + 2 * DELAY, () => server.goAway(0, { lastStreamId: 9 }));
    }
    if (farewell === "none") {
      wire.at(at + 2 * DELAY, () => wire.note("server", "The connection is cut", "cut"));
    }
    // Under a farewell in two steps there is time to take up and answer all that was under way.
    const count = farewell === "two" ? REQUESTS.length : answers;
    for (let index = 0; index < count; index += 1) {
      const when = at + (farewell === "two" ? 3 * DELAY : 5) + 5 * index;
      wire.at(when, () => {
        wire.headers("server", 2 * index + 1, [[":status", "204"]], { endStream: true });
      });
    }
  }

  const first = wire.opens + 3 * DELAY;
  if (taken === 0) wire.at(first + DELAY - 1, leave);
  REQUESTS.forEach(([id, method, path], index) => {
    wire.at(first + APART * index, () => {
      const fields = [
        [":method", method],
        [":scheme", "https"],
        [":authority", "parcels.example"],
        [":path", path],
        ...(method === "POST" ? [["content-length", "0"] as const] : []),
      ] as const;
      wire.headers("client", id, fields, { endStream: true });
    });
  });
  return { ...wire.run(), answered, unprocessed, last };
}

/** Runs the scene. Without GOAWAY the connection is simply cut after the answers. */
export function leaveWith(setup: Setup): Left {
  const { answered, last, trace, unprocessed } = play(setup);
  const fates = Object.fromEntries(
    REQUESTS.map(([id, method]): [Id, Fate] => {
      if (answered.has(id)) return [id, "answered"];
      if (unprocessed.has(id)) return [id, "unprocessed"];
      return [id, method === "GET" ? "idempotent" : "uncertain"];
    }),
  ) as Record<Id, Fate>;
  return { scene: "goaway", trace, last, fates };
}

/** The same story with other bytes in a message's place. */
export const replayLeaving =
  (setup: Setup): Replay =>
  (tamper) =>
    play(setup, tamper).reaction;
