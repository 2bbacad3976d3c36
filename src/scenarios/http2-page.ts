// A page over HTTP/2: one connection of our real frames and HPACK over the simulated TCP (RFC 9113).
import {
  createConnection,
  FRAME_TYPES,
  frameTypeName,
  readFrameHeader,
  type Http2Connection,
  type Http2Event,
} from "#protocols/http2/index.ts";
import { createRandom } from "#sim/random.ts";
import { createScheduler } from "#sim/scheduler.ts";
import { DEFAULT_PRIORITY, isSooner, type Candidate } from "#sim/stream-order.ts";
import type { Side } from "#sim/tcp.ts";
import { createRecorder, type MessageHead } from "#trace/index.ts";
import {
  contentOf,
  requestFor,
  responseFields,
  type Load,
  type MultiplexedOptions,
  type Resource,
} from "./page.ts";
import { createProgress, type Progress } from "./progress.ts";
import { ACTORS, CLIENT, openPath, openTcp, SERVER, type RunContext } from "./tcp-connection.ts";

const CONNECTION = "tcp-1";
/**
 * Content goes to the connection in pieces, so that the order can change between them: frames that
 * fill a segment where streams take turns, the largest allowed ones (RFC 9113 §4.2) otherwise.
 */
const PIECES = { "round-robin": 1460 - 9, priority: 1460 - 9, sequential: 16_384 } as const;
/** Bytes that may wait in TCP: more would fix the order of what has not even been sent. */
const LOW_WATER = 2 * 1460;
/** Large enough never to be what limits a run; the lab on windows sets its own. */
const WINDOW = 2 ** 24;

/** A frame on its way: its end in the sender's stream, its event, the resource that it belongs to. */
interface Flying {
  readonly from: number;
  readonly to: number;
  readonly event: number;
  readonly resource: string | undefined;
}

interface Answer extends Candidate {
  readonly resource: Resource;
  readonly content: Uint8Array;
  sent: number;
  turn: number;
}

/** Fetches all resources at once over one connection and tells what crossed the wire. */
export function loadOverHttp2(resources: readonly Resource[], options: MultiplexedOptions): Load {
  const scheduler = createScheduler();
  const random = createRandom(options.seed);
  const recorder = createRecorder(`${resources.length} resources over HTTP/2`, ACTORS);
  const path = openPath(scheduler, random, options.network);
  const context: RunContext = { scheduler, random, recorder, path };
  const settings = { initialWindowSize: WINDOW, maxConcurrentStreams: 1000 };
  const ends: Record<Side, Http2Connection> = {
    client: createConnection({
      role: "client",
      settings: { ...settings, enablePush: false },
      connectionWindowSize: WINDOW,
    }),
    server: createConnection({ role: "server", settings, connectionWindowSize: WINDOW }),
  };
  const flying: Record<Side, Flying[]> = { client: [], server: [] };
  const byStream = new Map<number, Resource>();
  const progress = new Map<string, Progress>(
    resources.map(({ id }) => [id, createProgress(recorder, id, 0)]),
  );
  const answers: Answer[] = [];
  const heads = new Map<string, MessageHead>();
  const completed: Record<string, number> = {};
  let turns = 0;
  let greeted = false;

  const wired = openTcp(context, CONNECTION, "h2", options.security, {
    ready() {
      resources.forEach(ask);
      flush("client");
    },
    received(side, bytes, total) {
      land(side === "client" ? "server" : "client", total);
      for (const event of ends[side].receive(bytes)) {
        if (side === "server") onServerEvent(event);
        else onClientEvent(event);
      }
      flush(side);
    },
    stalled(side, from, to) {
      if (side !== "client") return;
      for (const frame of flying.server) {
        if (frame.from < to && frame.to > from && frame.resource !== undefined) {
          progress.get(frame.resource)?.stalled(scheduler.now);
        }
      }
    },
    progressed(side) {
      if (side === "server") feed();
    },
  });

  function ask(resource: Resource): void {
    const streamId = ends.client.nextStreamId();
    byStream.set(streamId, resource);
    const { lines, head } = requestFor(resource);
    heads.set(`client/${streamId}`, head);
    ends.client.sendHeaders(streamId, lines, { endStream: true });
    progress.get(resource.id)?.requested(scheduler.now, wired.moments);
  }

  /** Writes what a side has to say, a frame a write, and tells each in the trace. */
  function flush(side: Side): void {
    let bytes = ends[side].takeBytes();
    if (side === "client" && !greeted) {
      greeted = true;
      const preface = bytes.subarray(0, 24);
      tell(side, preface, { label: "connection preface", format: "http2-preface" });
      bytes = bytes.subarray(24);
    }
    while (bytes.length > 0) {
      const header = readFrameHeader(bytes);
      if (header.kind !== "done") throw new RangeError("our own frame cannot be read");
      const { length, type, streamId } = header.value;
      const frame = bytes.subarray(0, 9 + length);
      const head = type === FRAME_TYPES.HEADERS ? heads.get(`${side}/${streamId}`) : undefined;
      const label = streamId === 0 ? frameTypeName(type) : `${frameTypeName(type)} on ${streamId}`;
      tell(side, frame, {
        label,
        format: "http2-frame",
        stream: streamId,
        contentBytes: type === FRAME_TYPES.DATA ? length : 0,
        ...(head === undefined ? {} : { head }),
      });
      bytes = bytes.subarray(9 + length);
    }
  }

  interface Told {
    readonly label: string;
    readonly format: "http2-preface" | "http2-frame";
    readonly stream?: number;
    readonly contentBytes?: number;
    readonly head?: MessageHead;
  }

  function tell(side: Side, bytes: Uint8Array, told: Told): void {
    const resource = byStream.get(told.stream ?? 0)?.id;
    const event = recorder.record({
      kind: "message",
      layer: "http2",
      at: scheduler.now,
      arrives: null,
      from: side === "client" ? CLIENT : SERVER,
      to: side === "client" ? SERVER : CLIENT,
      connection: CONNECTION,
      bytes,
      ...(resource === undefined ? {} : { resource }),
      ...told,
    });
    const [from, to] = wired.write(side, bytes);
    flying[side].push({ from, to, event, resource });
  }

  /** Frames whose last byte has arrived have arrived. */
  function land(sender: Side, total: number): void {
    const frames = flying[sender];
    while (frames[0] !== undefined && frames[0].to <= total) {
      recorder.settle(frames[0].event, scheduler.now);
      frames.shift();
    }
    const next = frames[0];
    if (sender === "server" && next?.resource !== undefined && next.from < total) {
      progress.get(next.resource)?.received(scheduler.now);
    }
  }

  function onServerEvent(event: Http2Event): void {
    if (event.kind !== "headers") return;
    const resource = byStream.get(event.streamId);
    if (resource === undefined) return;
    scheduler.schedule(scheduler.now + resource.think, () => {
      const fields = responseFields(resource);
      heads.set(`server/${event.streamId}`, { kind: "response", status: 200, reason: "", fields });
      ends.server.sendHeaders(event.streamId, [[":status", "200"], ...fields], {
        endStream: resource.size === 0,
      });
      answers.push({
        id: event.streamId,
        resource,
        content: contentOf(resource),
        priority: resource.priority ?? DEFAULT_PRIORITY,
        sent: 0,
        turn: 0,
      });
      // Answers that are ready in the same moment share the connection from the start.
      scheduler.schedule(scheduler.now, () => {
        flush("server");
        feed();
      });
    });
  }

  /** Gives TCP the next piece of content whenever it has room, in the stated order. */
  function feed(): void {
    while (wired.unsent("server") < LOW_WATER) {
      const waiting = answers.filter(({ sent, content }) => sent < content.length);
      const [first, ...others] = waiting;
      if (first === undefined) return;
      const next = others.reduce(
        (best, answer) => (isSooner(options.order, answer, best) ? answer : best),
        first,
      );
      turns += 1;
      next.turn = turns;
      const piece = next.content.subarray(next.sent, next.sent + PIECES[options.order]);
      next.sent += piece.length;
      ends.server.sendData(next.id, piece, { endStream: next.sent === next.content.length });
      flush("server");
    }
  }

  function onClientEvent(event: Http2Event): void {
    if (event.kind !== "headers" && event.kind !== "data") return;
    const resource = byStream.get(event.streamId);
    if (resource === undefined) return;
    const own = progress.get(resource.id);
    own?.received(scheduler.now);
    if (!event.endStream) return;
    completed[resource.id] = scheduler.now;
    own?.completed(scheduler.now);
  }

  if (!scheduler.run(options.until)) throw new RangeError("the run did not end");
  return { trace: recorder.trace(), completed, total: Math.max(0, ...Object.values(completed)) };
}
