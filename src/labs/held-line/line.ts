// Ten minutes of a stream behind a proxy, and tabs that share a host: RFC 10036 §3, WHATWG HTML §9.2.6.
import { writeEvent } from "#protocols/sse/write.ts";
import { createRecorder, type Actor, type Trace } from "#trace/index.ts";
import { concat } from "#wire/index.ts";
import type { Setup } from "./setup.ts";

/** Seconds that are simulated. */
export const SPAN = 600;
/** Seconds after which a client without a retry from the stream connects again: "a few" (§9.2.3). */
export const RECONNECT = 3;
/** Connections to one host that browsers open over HTTP/1.1. */
export const MOST_CONNECTIONS = 6;
/** Streams that HTTP/2 recommends a server to allow at least (RFC 9113 §6.5.2). */
export const LEAST_STREAMS = 100;

/** What one run showed, in numbers and as a trace. */
export interface Seen {
  readonly trace: Trace;
  /** Seconds from the first event to its arrival in the page; null when it did not arrive. */
  readonly delay: number | null;
  /** Events that were complete at the page together with the first. */
  readonly together: number;
  /** Times that the proxy hung up. */
  readonly cuts: number;
  /** Bytes of comments sent as heartbeats. */
  readonly heartbeatBytes: number;
  /** Tabs that show events. */
  readonly live: number;
  /** Whether a POST from the first tab finds a way to the server. */
  readonly saved: boolean;
}

const NOTHING = {
  delay: null,
  together: 0,
  cuts: 0,
  heartbeatBytes: 0,
  live: 0,
  saved: true,
} as const;

const ACTORS: readonly Actor[] = [
  { id: "browser", name: "Browser", role: "client" },
  { id: "proxy", name: "Proxy", role: "intermediary" },
  { id: "server", name: "Server", role: "server" },
];

const STREAM = { kind: "message", layer: "sse", format: "event-stream" } as const;
const HEARTBEAT = writeEvent({ comment: "" });

/** Bytes of a heartbeat: a colon and two line feeds, or a space more. */
export const HEARTBEAT_LENGTH = HEARTBEAT.length;

/** One event of exactly `size` bytes. */
function eventOf(number: number, size: number): Uint8Array {
  const bare = writeEvent({ data: `scan ${number} ` }).length;
  return writeEvent({ data: `scan ${number} ${".".repeat(Math.max(0, size - bare))}` });
}

/** A proxy that forwards only full buffers, unless it is asked not to and understands. */
function simulateBuffer({ size, every, buffer, asks, knows }: Setup): Seen {
  const recorder = createRecorder("A proxy that collects", ACTORS);
  const room = asks && knows ? 0 : buffer * 1024;
  let held: Uint8Array = new Uint8Array();
  let sent = 0;
  let forwarded = 0;
  let delay: number | null = null;
  let together = 0;
  for (let second = every; second <= SPAN; second += every) {
    const at = second * 1000;
    sent += 1;
    const bytes = eventOf(sent, size);
    const cause = recorder.record({
      ...STREAM,
      at,
      arrives: at,
      from: "server",
      to: "proxy",
      label: `event ${sent}`,
      bytes,
    });
    held = concat([held, bytes]);
    if (held.length < room) continue;
    const full = room === 0 ? held.length : held.length - (held.length % room);
    const before = Math.floor(forwarded / size);
    forwarded += full;
    const complete = Math.floor(forwarded / size);
    if (delay === null && complete > 0) {
      delay = second - every;
      together = complete;
    }
    recorder.record({
      ...STREAM,
      at,
      arrives: at,
      from: "proxy",
      to: "browser",
      label: `${full} bytes: events ${before + 1} to ${complete} are complete`,
      bytes: held.subarray(0, full),
      cause,
    });
    held = held.slice(full);
  }
  return { ...NOTHING, trace: recorder.trace(), delay, together };
}

/** A proxy that hangs up when no byte has come for its timeout. */
function simulateIdle({ gap, timeout, heartbeat }: Setup): Seen {
  const recorder = createRecorder("A proxy that hangs up", ACTORS);
  let cuts = 0;
  let heartbeatBytes = 0;
  let number = 0;
  let opened = 0;
  let last = 0;
  let backAt: number | null = null;
  let missed: Uint8Array[] = [];
  for (let second = 1; second <= SPAN; second += 1) {
    const at = second * 1000;
    const happens = second % gap === 0;
    if (happens) number += 1;
    if (backAt !== null) {
      if (happens) missed.push(eventOf(number, 40));
      if (second < backAt) continue;
      const cause = recorder.record({
        kind: "local",
        layer: "app",
        at,
        actor: "browser",
        label: `connects again${missed.length > 0 ? ", and is sent what it missed" : ""}`,
      });
      if (missed.length > 0) {
        const bytes = concat(missed);
        recorder.record({
          ...STREAM,
          at,
          arrives: at,
          from: "server",
          to: "browser",
          label: `event ${number}, late`,
          bytes,
          cause,
        });
      }
      backAt = null;
      missed = [];
      opened = last = second;
      continue;
    }
    // What comes in the very second of the timeout comes too late.
    if (second - last >= timeout) {
      cuts += 1;
      backAt = second + RECONNECT;
      if (happens) missed.push(eventOf(number, 40));
      recorder.record({
        kind: "local",
        layer: "app",
        at,
        actor: "proxy",
        label: `hangs up: no byte for ${timeout} s`,
        mark: `cut ${cuts}`,
      });
      continue;
    }
    const beats = heartbeat > 0 && (second - opened) % heartbeat === 0;
    if (!happens && !beats) continue;
    recorder.record({
      ...STREAM,
      at,
      arrives: at,
      from: "server",
      to: "browser",
      label: happens ? `event ${number}` : "a comment",
      bytes: happens ? eventOf(number, 40) : HEARTBEAT,
    });
    if (!happens) heartbeatBytes += HEARTBEAT.length;
    last = second;
  }
  return { ...NOTHING, trace: recorder.trace(), cuts, heartbeatBytes };
}

/** Tabs of one browser that each want a stream of the same host. */
function simulateSix({ tabs, http2, shared }: Setup): Seen {
  const [browser, , server] = ACTORS as readonly [Actor, Actor, Actor];
  const recorder = createRecorder("Tabs that share a host", [browser, server]);
  const room = http2 ? LEAST_STREAMS : MOST_CONNECTIONS;
  let held = 0;
  let live = 0;
  const tell = (at: number, label: string): void => {
    recorder.record({ kind: "local", layer: "app", at, actor: "browser", label });
  };
  const taken = http2 ? "a stream" : "a connection";
  for (let tab = 1; tab <= tabs; tab += 1) {
    const at = tab * 1000;
    if (held >= room) {
      tell(at, `tab ${tab} waits for ${taken}: not even its page comes`);
      continue;
    }
    live += 1;
    if (!shared || tab === 1) held += 1;
    tell(
      at,
      shared && tab > 1
        ? `tab ${tab} listens to the stream of tab 1`
        : `tab ${tab} loads and keeps ${taken} (${held} of ${room})`,
    );
  }
  const saved = held < room;
  tell((tabs + 1) * 1000, saved ? "the POST of tab 1 is sent" : "the POST of tab 1 waits, too");
  return { ...NOTHING, trace: recorder.trace(), live, saved };
}

const SIMULATIONS = { buffer: simulateBuffer, idle: simulateIdle, six: simulateSix } as const;

/** Runs the chosen trouble. */
export const runLine = (setup: Setup): Seen => SIMULATIONS[setup.trouble](setup);
