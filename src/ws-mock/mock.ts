// The mock itself: a WebSocket class on one side, a server to script on the other, a link in between.
import type { HandshakeFields, PermessageDeflate } from "#protocols/websocket/index.ts";
import { createClient } from "./client.ts";
import type { Patience } from "./client-types.ts";
import { createRealClock, type WsClock } from "./clock.ts";
import { createLink, pathsOf, type Link, type LinkOptions } from "./link.ts";
import type { Pipe } from "./pipe.ts";
import { recordConnection, type RecordOptions } from "./record.ts";
import { serve } from "./server.ts";
import type { MockServer } from "./server-types.ts";
import { createSocketClass } from "./socket-class.ts";

/** How a mock is set up; everything has a default. */
export interface MockOptions {
  /** The other side. Without one every handshake is answered 404. */
  readonly server?: MockServer;
  /** Delay, bandwidth and buffer of each connection; by default none, no limit, 64 KiB. */
  readonly link?: LinkOptions;
  /** Default: the clock on the wall. Mocks that meet should share one. */
  readonly clock?: WsClock;
  /** Source of keys and masks; default: the platform's. */
  readonly random?: (length: number) => Uint8Array;
  /** Records every byte; nothing is recorded by default. */
  readonly record?: RecordOptions | null;
  /** Origin that the handshake names; default: the page's, or none. */
  readonly origin?: string;
  /** Base of relative addresses; default: the page's. */
  readonly base?: string;
  /** Further fields of each request: cookies, for instance. */
  readonly fields?: HandshakeFields;
  /** Codec of permessage-deflate without memory between messages; with it the client offers it. */
  readonly compression?: PermessageDeflate;
  /** Longest message that the client takes, in bytes; default 1 GiB. */
  readonly maxMessageSize?: number;
  /** Most bytes that may wait in a socket; default no limit. */
  readonly sendBuffer?: number;
  /** Milliseconds that the client waits; default 240,000 to open, 10,000 to close, 2,000 to end. */
  readonly patience?: Partial<Patience>;
  /** Opens a pipe elsewhere instead of the in-memory link; `server` and `link` are then not used. */
  readonly dial?: (url: URL) => Pipe;
}

/** A mock. */
export interface WebSocketMock {
  /** Has the interface of the browser's class; each mock has its own. */
  readonly WebSocket: typeof WebSocket;
  /** Changes the link of the connections there are and of those to come. */
  setLink(link: LinkOptions): void;
  /** Cuts the wire: nothing moves and nobody is told. What waits goes on after {@link mend}. */
  cut(): void;
  mend(): void;
}

/** As Chromium keeps them. */
const PATIENCE: Patience = { open: 240_000, close: 10_000, end: 2000 };

const nobody: MockServer = (handshake) =>
  handshake.refuse({ status: 404, content: "No server is scripted here." });

/** The platform's random bytes, fetched in bulk: each call of its own would cost as much as a frame. */
function createPlatformRandom(): (length: number) => Uint8Array {
  const pool = new Uint8Array(4096);
  let next = pool.length;
  return (length) => {
    if (length > pool.length) return crypto.getRandomValues(new Uint8Array(length));
    if (next + length > pool.length) {
      crypto.getRandomValues(pool);
      next = 0;
    }
    next += length;
    return pool.slice(next - length, next);
  };
}

/** Makes a mock. A link that cannot be built throws RangeError. */
export function createWebSocketMock(options: MockOptions = {}): WebSocketMock {
  const { server = nobody, clock = createRealClock(), random = createPlatformRandom() } = options;
  const { compression, maxMessageSize, record = null, fields = [] } = options;
  const patience = { ...PATIENCE, ...options.patience };
  const links = new Set<Link>();
  let linkOptions = options.link ?? {};
  pathsOf(linkOptions);
  let alive = true;

  const dialMemory = (told: ReturnType<typeof recordConnection> | null): Pipe => {
    const link = createLink(clock, linkOptions, {
      accept: (pipe) => serve(pipe, server, { compression, record: told }),
      gone: () => links.delete(link),
    });
    links.add(link);
    if (!alive) link.setAlive(false);
    return link.client;
  };

  return {
    WebSocket: createSocketClass({
      clock,
      base: () => options.base ?? (globalThis as { location?: Location }).location?.href,
      sendBuffer: options.sendBuffer ?? Infinity,
      connect(url, protocols, events) {
        const told = record === null ? null : recordConnection(record, clock);
        const client = createClient(
          {
            ...{ url, protocols, fields, clock, random, patience, compression, maxMessageSize },
            pipe: options.dial ? options.dial(url) : dialMemory(told),
            origin: options.origin ?? (globalThis as { origin?: string }).origin,
            record: told,
          },
          events,
        );
        return {
          ...client,
          tell: (label) => told?.happened("client", "app", label),
          gauge: (amount) => told?.gauge("bufferedAmount", amount),
        };
      },
    }),
    setLink(next) {
      pathsOf(next);
      linkOptions = next;
      for (const link of links) link.setOptions(next);
    },
    cut() {
      alive = false;
      for (const link of links) link.setAlive(false);
    },
    mend() {
      alive = true;
      for (const link of links) link.setAlive(true);
    },
  };
}
