// Streams opened and reset at once, and the counter that ends it. RFC 9113 §5.1.2, §10.5.
import {
  createHttp2Wire,
  type Http2Wire,
  type Replay,
  type Tamper,
} from "#scenarios/http2-wire.ts";
import type { Trace } from "#trace/index.ts";
import type { Setup } from "./setup.ts";

/** Streams that the server allows at once; the attack never comes near it. */
export const CONCURRENT = 100;

/** How one client's connection went. */
export interface Session {
  readonly trace: Trace;
  /** Requests that the server began to work on. */
  readonly begun: number;
  /** Most streams that were open at the server at once. */
  readonly open: number;
  /** Code of the server's error for the connection; null when it bore everything. */
  readonly ended: string | null;
}

/** What came of the attack, and beside it of a browser that gives up a page's requests. */
export interface Reset {
  readonly scene: "reset";
  readonly trace: Trace;
  readonly attack: Session;
  readonly browser: Session;
}

const DELAY = 10;
/** Milliseconds between two pairs of HEADERS and RST_STREAM. */
const APART = 1;

type Played = ReturnType<Http2Wire["run"]> & Omit<Session, "trace">;

/** Opens `count` streams; resets each at once, or all together once they are open. */
function play(count: number, limit: number, together: boolean, tamper?: Tamper): Played {
  let begun = 0;
  let open = 0;
  let ended: string | null = null;
  const wire = createHttp2Wire(
    {
      title: together ? "A browser leaves a page" : "Rapid reset",
      names: { client: together ? "Browser" : "Attacker", server: "Server" },
      delay: DELAY,
      client: { settings: { enablePush: false } },
      server: { settings: { maxConcurrentStreams: CONCURRENT }, limits: { resets: limit } },
      tamper,
    },
    {
      told(end, event) {
        if (end !== "server") return;
        if (event.kind === "headers") {
          begun += 1;
          open = Math.max(open, server.inspect().streams.length);
        }
        if (event.kind === "reset" || event.kind === "connectionError") {
          wire.gauge("server", "unfinished streams", server.inspect().counts.resets);
        }
        if (event.kind === "connectionError") ended = event.fault.code;
      },
    },
  );
  const { client, server } = wire.ends;
  const first = wire.opens + 3 * DELAY;
  const ids = Array.from({ length: count }, (_, index) => 2 * index + 1);
  const ask = (id: number): void => {
    // Once the server has said GOAWAY no request leaves any more.
    if (client.inspect().state !== "open") return;
    const fields = [
      [":method", "GET"],
      [":scheme", "https"],
      [":authority", "parcels.example"],
      [":path", together ? `/map/${id}` : "/search"],
    ] as const;
    wire.headers("client", id, fields, { endStream: true });
  };
  const giveUp = (id: number): void => {
    if (client.inspect().streams.some((stream) => stream.id === id)) client.resetStream(id);
  };
  ids.forEach((id, index) => {
    wire.at(first + APART * index, () => {
      ask(id);
      if (!together) giveUp(id);
    });
  });
  if (together && count > 0) wire.at(first + APART * count, () => ids.forEach(giveUp));
  return { ...wire.run(), begun, open, ended };
}

/** Runs both clients against servers with the same limit. */
export function resetMany({ attack, burst, limit }: Setup): Reset {
  const attacked = play(attack, limit, false);
  return {
    scene: "reset",
    trace: attacked.trace,
    attack: attacked,
    browser: play(burst, limit, true),
  };
}

/** The attack's story with other bytes in a message's place. */
export const replayAttack =
  ({ attack, limit }: Setup): Replay =>
  (tamper) =>
    play(attack, limit, false, tamper).reaction;
