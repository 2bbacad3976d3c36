// A page over HTTP/1.0 or 1.1: several connections, keep-alive or not, pipelining or not (RFC 9112 §9).
import { writeRequest, writeResponse } from "#protocols/http1/index.ts";
import { createRandom } from "#sim/random.ts";
import { createScheduler } from "#sim/scheduler.ts";
import { createRecorder } from "#trace/index.ts";
import {
  AUTHORITY,
  contentOf,
  requestFields,
  responseFields,
  type Http1Options,
  type Load,
  type Resource,
} from "./page.ts";
import { createProgress, type Progress } from "./progress.ts";
import {
  ACTORS,
  CLIENT,
  openPath,
  openTcp,
  SERVER,
  type RunContext,
  type Wired,
} from "./tcp-connection.ts";

/** A message's stretch of its side's application bytes, and its event in the trace. */
interface Stretch {
  readonly resource: Resource;
  readonly from: number;
  readonly to: number;
  readonly event: number;
}

interface Pooled {
  readonly id: string;
  readonly wired: Wired;
  /** Resources that it was given and that are not complete. */
  outstanding: number;
  readonly waiting: Resource[];
  readonly requests: Stretch[];
  readonly responses: Stretch[];
  /** Answers that are ready at the server, by resource, to be sent in request order (§9.3.2). */
  readonly ready: Set<string>;
  /** The resource that made the connection open. */
  opener: string | null;
  closed: boolean;
}

/** Requests that one connection may have outstanding when pipelining; a browser's choice, not a rule. */
const PIPELINE_DEPTH = 6;

/** Fetches all resources, in their order, and tells what crossed the wire. */
export function loadOverHttp1(resources: readonly Resource[], options: Http1Options): Load {
  const scheduler = createScheduler();
  const random = createRandom(options.seed);
  const version = `HTTP/${options.version}`;
  const recorder = createRecorder(`${resources.length} resources over ${version}`, ACTORS);
  const path = openPath(scheduler, random, options.network);
  const context: RunContext = { scheduler, random, recorder, path };
  const keepAlive = options.version === "1.1";
  const depth = options.pipelining && keepAlive ? PIPELINE_DEPTH : 1;
  const queue = [...resources];
  const pool: Pooled[] = [];
  const completed: Record<string, number> = {};
  const progress = new Map<string, Progress>(
    resources.map(({ id }) => [id, createProgress(recorder, id, 0)]),
  );

  /** Hands queued resources to connections with room, and opens connections while they help. */
  function assign(): void {
    for (const pooled of pool) {
      while (!pooled.closed && pooled.wired.moments.ready >= 0 && pooled.outstanding < depth) {
        const next = queue.shift();
        if (next === undefined) return;
        give(pooled, next);
      }
    }
    while (queue.length > 0 && pool.filter(({ closed }) => !closed).length < options.connections) {
      const first = queue.shift();
      if (first !== undefined) open(first);
    }
  }

  function open(first: Resource): void {
    const id = `tcp-${pool.length + 1}`;
    const protocol = keepAlive ? "http/1.1" : "http/1.0";
    const pooled: Pooled = {
      id,
      wired: openTcp(context, id, protocol, options.security, {
        ready: () => {
          for (const resource of pooled.waiting.splice(0)) send(pooled, resource);
          assign();
        },
        received: (side, _, total) => {
          if (side === "server") onRequestBytes(pooled, total);
          else onResponseBytes(pooled, total);
        },
        stalled: (side, from, to) => {
          if (side === "client") onStall(pooled, from, to);
        },
        ended: (side) => {
          if (side !== "client") return;
          pooled.wired.end("client");
          pooled.closed = true;
          assign();
        },
      }),
      outstanding: 0,
      waiting: [],
      requests: [],
      responses: [],
      ready: new Set(),
      opener: first.id,
      closed: false,
    };
    pool.push(pooled);
    give(pooled, first);
  }

  function give(pooled: Pooled, resource: Resource): void {
    pooled.outstanding += 1;
    if (pooled.wired.moments.ready >= 0) send(pooled, resource);
    else pooled.waiting.push(resource);
  }

  function send(pooled: Pooled, resource: Resource): void {
    const fields = [["host", AUTHORITY], ...requestFields(resource)] as const;
    const { moments } = pooled.wired;
    const bytes = writeRequest({
      method: "GET",
      target: resource.path,
      version: options.version,
      fields,
    });
    const { now } = scheduler;
    const opener = pooled.opener === resource.id;
    progress.get(resource.id)?.requested(now, opener ? moments : undefined);
    const event = recorder.record({
      kind: "message",
      layer: "http1",
      at: now,
      arrives: null,
      from: CLIENT,
      to: SERVER,
      connection: pooled.id,
      resource: resource.id,
      label: `GET ${resource.path}`,
      bytes,
      format: "http1-request",
      contentBytes: 0,
      head: { kind: "request", method: "GET", url: `https://${AUTHORITY}${resource.path}`, fields },
    });
    const [from, to] = pooled.wired.write("client", bytes);
    pooled.requests.push({ resource, from, to, event });
  }

  function onRequestBytes(pooled: Pooled, total: number): void {
    for (const { resource, to, event } of pooled.requests) {
      if (to > total || pooled.ready.has(resource.id) || answered(pooled, resource)) continue;
      if (thinking.has(event)) continue;
      thinking.add(event);
      recorder.settle(event, scheduler.now);
      scheduler.schedule(scheduler.now + resource.think, () => {
        pooled.ready.add(resource.id);
        answer(pooled);
      });
    }
  }
  const thinking = new Set<number>();
  const answered = (pooled: Pooled, resource: Resource): boolean =>
    pooled.responses.some((response) => response.resource.id === resource.id);

  /** Sends what is ready, but never ahead of an earlier request's answer. */
  function answer(pooled: Pooled): void {
    for (;;) {
      const next = pooled.requests[pooled.responses.length];
      if (next === undefined || !pooled.ready.has(next.resource.id)) return;
      const { resource } = next;
      const fields = keepAlive
        ? responseFields(resource)
        : [...responseFields(resource), ["connection", "close"] as const];
      const bytes = writeResponse({
        status: 200,
        reason: "OK",
        version: options.version,
        fields,
        content: contentOf(resource),
      });
      const event = recorder.record({
        kind: "message",
        layer: "http1",
        at: scheduler.now,
        arrives: null,
        from: SERVER,
        to: CLIENT,
        connection: pooled.id,
        resource: resource.id,
        cause: next.event,
        label: `200 ${resource.path}`,
        bytes,
        format: "http1-response",
        contentBytes: resource.size,
        head: { kind: "response", status: 200, reason: "OK", fields },
      });
      const [from, to] = pooled.wired.write("server", bytes);
      pooled.responses.push({ resource, from, to, event });
      if (!keepAlive) pooled.wired.end("server");
    }
  }

  function onResponseBytes(pooled: Pooled, total: number): void {
    for (const { resource, from, to, event } of pooled.responses) {
      if (completed[resource.id] !== undefined || total <= from) continue;
      const own = progress.get(resource.id);
      own?.received(scheduler.now);
      if (total < to) continue;
      recorder.settle(event, scheduler.now);
      completed[resource.id] = scheduler.now;
      own?.completed(scheduler.now);
      pooled.outstanding -= 1;
      if (keepAlive) assign();
    }
  }

  function onStall(pooled: Pooled, from: number, to: number): void {
    for (const response of pooled.responses) {
      if (response.from < to && response.to > from) {
        progress.get(response.resource.id)?.stalled(scheduler.now);
      }
    }
  }

  assign();
  if (!scheduler.run(options.until)) throw new RangeError("the run did not end");
  const total = Math.max(0, ...Object.values(completed));
  return { trace: recorder.trace(), completed, total };
}
