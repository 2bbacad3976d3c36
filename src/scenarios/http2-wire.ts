// Two HTTP/2 ends and a wire between them that keeps order and loses nothing; each frame is told as it leaves.
import {
  createConnection,
  CLIENT_PREFACE,
  FRAME_TYPES,
  readFrame,
  type ConnectionOptions,
  type HpackField,
  type Http2Connection,
  type Http2Event,
} from "#protocols/http2/index.ts";
import { createScheduler } from "#sim/scheduler.ts";
import { createRecorder, type Actor, type MessageHead, type Trace } from "#trace/index.ts";
import type { Fault } from "#wire/index.ts";
import { labelOf } from "./http2-labels.ts";
import { framesOf, headOf, textOf } from "./http2-messages.ts";

/** The two ends; they are the actors' ids in the trace, too. */
export type End = "client" | "server";
export const otherEnd = (end: End): End => (end === "client" ? "server" : "client");

/** Bytes that arrive in the place of those that a message of the trace was sent with. */
export interface Tamper {
  /** The message's event id. */
  readonly event: number;
  readonly bytes: Uint8Array;
}

/** What the receiver made of tampered bytes. */
export interface Reaction {
  readonly events: readonly Http2Event[];
  /** Bytes that it had received before them: faults count from the connection's first byte. */
  readonly before: number;
}

/** Runs a story again with other bytes in a message's place; null when that message never arrives. */
export type Replay = (tamper: Tamper) => Reaction | null;

/** The broken rule that a receiver answered with an error, its place counted within the message. */
export function faultOf({ events, before }: Reaction, length: number): Fault | null {
  for (const event of events) {
    if (event.kind !== "connectionError" && event.kind !== "streamError") continue;
    const at = Math.min(Math.max(0, event.fault.at - before), Math.max(0, length - 1));
    return { ...event.fault, at };
  }
  return null;
}

export interface WireOptions {
  readonly title: string;
  /** Names of the ends, "Browser" and "Server" unless told. */
  readonly names?: Readonly<Record<End, string>>;
  readonly client?: Omit<ConnectionOptions, "role">;
  readonly server?: Omit<ConnectionOptions, "role">;
  /** Milliseconds from one end to the other. */
  readonly delay: number;
  /** Bytes a millisecond that the wire takes from the server; from the client it takes no time. */
  readonly pace?: number;
  /** Stops the run once these bytes have been received. */
  readonly tamper?: Tamper | undefined;
}

/** What the owner of a wire does at its ends. */
export interface WireHooks {
  /** An end was told something by its connection. */
  readonly told?: (end: End, event: Http2Event) => void;
  /** The wire is free and the end's connection has nothing to send: give it more, or do not. */
  readonly idle?: (end: End) => void;
}

/** A wire at work. */
export interface Http2Wire {
  /** Virtual milliseconds; the ends begin at {@link opens}, when TCP's handshake is over. */
  readonly now: number;
  readonly opens: number;
  readonly ends: Readonly<Record<End, Http2Connection>>;
  /** Does something at a virtual time and sends what comes of it. */
  at(time: number, act: () => void): void;
  /** Sends a request, a response or trailers, and keeps the head for exports. */
  headers(
    end: End,
    streamId: number,
    fields: readonly HpackField[],
    options?: { readonly endStream?: boolean; readonly neverIndex?: ReadonlySet<number> },
  ): boolean;
  /** Tells something that happened at an end without bytes; `mark` makes it a place to jump to. */
  note(end: End, label: string, mark?: string): void;
  /** Tells a number that changed at an end. */
  gauge(end: End, gauge: string, value: number): void;
  run(): { readonly trace: Trace; readonly reaction: Reaction | null };
}

const CONNECTION = "tcp-1";
/** Joins two ends; nothing happens before `run`. */
export function createHttp2Wire(options: WireOptions, hooks: WireHooks = {}): Http2Wire {
  const { delay, tamper } = options;
  const names = options.names ?? { client: "Browser", server: "Server" };
  const actors: readonly Actor[] = [
    { id: "client", name: names.client, role: "client" },
    { id: "server", name: names.server, role: "server" },
  ];
  const opens = 2 * delay;
  const scheduler = createScheduler();
  const recorder = createRecorder(options.title, actors);
  recorder.connect({
    id: CONNECTION,
    client: "client",
    server: "server",
    transport: "tcp",
    protocol: "h2",
  });
  const ends: Record<End, Http2Connection> = {
    client: createConnection({ ...options.client, role: "client" }),
    server: createConnection({ ...options.server, role: "server" }),
  };
  const heads: Record<End, Map<number, MessageHead>> = { client: new Map(), server: new Map() };
  /** Frames that have left their connection and wait for the wire. */
  const waiting: Record<End, Uint8Array[]> = { client: [], server: [] };
  const busy: Record<End, boolean> = { client: false, server: false };
  const received: Record<End, number> = { client: 0, server: 0 };
  let greeted = false;
  let reaction: Reaction | null = null;

  function send(end: End, bytes: Uint8Array): void {
    const preface = bytes === CLIENT_PREFACE;
    const step = preface ? null : readFrame(bytes, 0, { maxFrameSize: 0xffffff });
    const frame = step?.kind === "done" ? step.value : null;
    const head = frame?.type === FRAME_TYPES.HEADERS ? heads[end].get(frame.streamId) : undefined;
    if (head !== undefined && frame !== null) heads[end].delete(frame.streamId);
    const said = head === undefined ? "" : `: ${textOf(head)}`;
    const event = recorder.record({
      kind: "message",
      layer: "http2",
      at: scheduler.now,
      arrives: null,
      from: end,
      to: otherEnd(end),
      connection: CONNECTION,
      bytes,
      format: preface ? "http2-preface" : "http2-frame",
      label: frame === null ? "Connection preface" : labelOf(frame) + said,
      ...(frame === null ? {} : { stream: frame.streamId }),
      ...(frame?.type === FRAME_TYPES.DATA ? { contentBytes: frame.data.length } : {}),
      ...(head === undefined ? {} : { head }),
    });
    const took = end === "server" && options.pace !== undefined ? bytes.length / options.pace : 0;
    if (took > 0) {
      busy[end] = true;
      scheduler.schedule(scheduler.now + took, () => {
        busy[end] = false;
        pump(end);
      });
    }
    scheduler.schedule(scheduler.now + took + delay, () => {
      land(otherEnd(end), event, bytes);
    });
  }

  /** Sends frame after frame as long as the wire is free and the end has one. */
  function pump(end: End): void {
    while (!busy[end] && reaction === null) {
      if (waiting[end].length === 0) refill(end);
      const next = waiting[end].shift();
      if (next === undefined) return;
      send(end, next);
    }
  }

  function refill(end: End): void {
    let bytes = ends[end].takeBytes(1);
    if (bytes.length === 0) {
      hooks.idle?.(end);
      bytes = ends[end].takeBytes(1);
    }
    if (end === "client" && !greeted) {
      greeted = true;
      waiting[end].push(CLIENT_PREFACE);
      bytes = bytes.subarray(CLIENT_PREFACE.length);
    }
    waiting[end].push(...framesOf(bytes));
  }

  function land(end: End, event: number, sent: Uint8Array): void {
    if (reaction !== null) return;
    recorder.settle(event, scheduler.now);
    const tampered = tamper?.event === event;
    const bytes = tampered ? tamper.bytes : sent;
    const before = received[end];
    received[end] += bytes.length;
    const events = ends[end].receive(bytes);
    if (tampered) {
      reaction = { events, before };
      return;
    }
    for (const each of events) hooks.told?.(end, each);
    pump(end);
  }

  scheduler.schedule(opens, () => {
    pump("client");
    pump("server");
  });

  return {
    get now() {
      return scheduler.now;
    },
    opens,
    ends,
    at(time, act) {
      scheduler.schedule(time, () => {
        if (reaction !== null) return;
        act();
        pump("client");
        pump("server");
      });
    },
    headers(end, streamId, fields, sending = {}) {
      const head = headOf(fields);
      if (head !== null) heads[end].set(streamId, head);
      return ends[end].sendHeaders(streamId, fields, sending);
    },
    note(end, label, mark) {
      recorder.record({
        kind: "local",
        layer: "http2",
        at: scheduler.now,
        actor: end,
        label,
        ...(mark === undefined ? {} : { mark }),
      });
    },
    gauge(end, gauge, value) {
      const label = `${gauge}: ${value}`;
      const layer = "http2";
      recorder.record({ kind: "gauge", layer, at: scheduler.now, actor: end, gauge, value, label });
    },
    run() {
      if (!scheduler.run()) throw new RangeError("the run did not end");
      return { trace: recorder.trace(), reaction };
    },
  };
}
