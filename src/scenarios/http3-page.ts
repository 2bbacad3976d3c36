// A page over HTTP/3: our real frames and QPACK over the simulated QUIC (RFC 9114, RFC 9000).
import {
  createHttp3Connection,
  type Http3Connection,
  type Http3Event,
} from "#protocols/http3/index.ts";
import { createQuic, type PacketSeen } from "#sim/quic.ts";
import { createRandom } from "#sim/random.ts";
import { createScheduler } from "#sim/scheduler.ts";
import type { Side } from "#sim/tcp.ts";
import { createRecorder, type MessageHead } from "#trace/index.ts";
import { createStreamTeller, quicLabel } from "./http3-telling.ts";
import {
  contentOf,
  requestFor,
  responseFields,
  type Load,
  type MultiplexedOptions,
  type Resource,
} from "./page.ts";
import { addressChange, createProgress, type Progress } from "./progress.ts";
import type { QuicHandshake } from "./quic-handshake.ts";
import { encodeQuicFrame } from "./quic-frames.ts";
import { ACTORS, CLIENT, openPath, SERVER } from "./tcp-connection.ts";
import { flightsFor } from "./tls-flights.ts";

export interface Http3Options extends MultiplexedOptions {
  /** Bytes of the QPACK dynamic table, 0 for static references only (RFC 9204 §3.2). */
  readonly tableCapacity?: number;
  /** Streams that may wait for the table (RFC 9204 §2.1.2). */
  readonly blockedStreams?: number;
  /** A handshake computed for real; without it its flights are stand-ins and cannot be exported. */
  readonly handshake?: QuicHandshake;
  /** Virtual milliseconds at which the client's address changes (RFC 9000 §9). */
  readonly migrateAt?: number;
}

const CONNECTION = "quic-1";
/** A path of 1,500 bytes, as for TCP; finding that out (RFC 9000 §14.3) is left out. */
const DATAGRAM = 1472;
/** Large enough never to be what limits a run. */
const WINDOW = 2 ** 24;

/** Fetches all resources at once over one connection and tells what crossed the wire. */
export function loadOverHttp3(resources: readonly Resource[], options: Http3Options): Load {
  const { tableCapacity = 0, blockedStreams = 0, network, security, migrateAt } = options;
  const scheduler = createScheduler();
  const random = createRandom(options.seed);
  const recorder = createRecorder(`${resources.length} resources over HTTP/3`, ACTORS);
  recorder.connect({
    id: CONNECTION,
    client: CLIENT,
    server: SERVER,
    transport: "quic",
    protocol: "h3",
    ...(options.handshake === undefined ? {} : { secrets: options.handshake.secrets }),
  });
  const settings = { qpackMaxTableCapacity: tableCapacity, qpackBlockedStreams: blockedStreams };
  const ends: Record<Side, Http3Connection> = {
    client: createHttp3Connection({ role: "client", settings, encoderCapacity: tableCapacity }),
    server: createHttp3Connection({ role: "server", settings, encoderCapacity: tableCapacity }),
  };
  const byStream = new Map<number, Resource>();
  const progress = new Map<string, Progress>(
    resources.map(({ id }) => [id, createProgress(recorder, id, 0)]),
  );
  const completed: Record<string, number> = {};
  const packets: { readonly event: number; readonly seen: PacketSeen }[] = [];
  const heads = new Map<string, MessageHead>();
  const teller = createStreamTeller(recorder, scheduler, CONNECTION, (side, stream) => ({
    resource: byStream.get(stream)?.id,
    head: heads.get(`${side}/${stream}`),
  }));
  const progressOf = (stream: number): Progress | undefined =>
    progress.get(byStream.get(stream)?.id ?? "");

  const quic = createQuic(
    scheduler,
    [openPath(scheduler, random, network), openPath(scheduler, random, network)],
    {
      datagram: DATAGRAM,
      order: options.order,
      limits: { connection: WINDOW, stream: WINDOW },
      // QUIC always secures itself: "none" has no meaning here.
      handshake: options.handshake?.flights ?? flightsFor(security === "none" ? "full" : security),
      earlyData: security === "early",
      encode: encodeQuicFrame,
    },
    {
      opened(side) {
        if (side === "client") resources.forEach(ask);
        flush(side);
      },
      received(side, stream, bytes, ended) {
        if (side === "client") progressOf(stream)?.received(scheduler.now);
        teller.delivered(side === "client" ? "server" : "client", stream, bytes.length);
        for (const event of ends[side].receive(BigInt(stream), bytes, ended)) {
          if (side === "server") onServerEvent(event);
          else onClientEvent(event);
        }
        flush(side);
      },
      stalled(side, stream) {
        if (side === "client") progressOf(stream)?.stalled(scheduler.now);
      },
      sent(seen) {
        const { packet, payload, passage } = seen;
        const [from, to] = seen.from === "client" ? [CLIENT, SERVER] : [SERVER, CLIENT];
        const event = recorder.record({
          kind: "message",
          layer: "quic",
          at: seen.at,
          arrives: passage.arrives,
          from,
          to,
          connection: CONNECTION,
          label: quicLabel(seen),
          bytes: payload,
          format: "quic-frames",
          packet,
          ...(passage.arrives === null ? { mark: "lost" } : {}),
        });
        packets.push({ event, seen });
      },
    },
  );

  function ask(resource: Resource): void {
    const streamId = ends.client.openRequest();
    byStream.set(Number(streamId), resource);
    const { lines, head } = requestFor(resource);
    heads.set(`client/${streamId}`, head);
    ends.client.sendHeaders(streamId, lines, { endStream: true });
    progress.get(resource.id)?.requested(scheduler.now, { started: 0, opened: scheduler.now });
  }

  function flush(side: Side): void {
    for (const { streamId, bytes, fin } of ends[side].takeBytes()) {
      const stream = Number(streamId);
      teller.written(side, stream, bytes);
      quic.write(side, stream, bytes, fin, byStream.get(stream)?.priority);
    }
  }

  function onServerEvent(event: Http3Event): void {
    if (event.kind !== "headers") return;
    const { streamId } = event;
    const resource = byStream.get(Number(streamId));
    if (resource === undefined) return;
    scheduler.schedule(scheduler.now + resource.think, () => {
      const fields = responseFields(resource);
      heads.set(`server/${streamId}`, { kind: "response", status: 200, reason: "", fields });
      const empty = resource.size === 0;
      ends.server.sendHeaders(streamId, [[":status", "200"], ...fields], { endStream: empty });
      if (!empty) ends.server.sendData(streamId, contentOf(resource), { endStream: true });
      // Answers that are ready in the same moment share the packets from the start.
      scheduler.schedule(scheduler.now, () => flush("server"));
    });
  }

  function onClientEvent(event: Http3Event): void {
    if (event.kind === "blocked") progressOf(Number(event.streamId))?.stalled(scheduler.now);
    if (event.kind !== "end") return;
    const resource = byStream.get(Number(event.streamId));
    if (resource === undefined) return;
    completed[resource.id] = scheduler.now;
    progress.get(resource.id)?.completed(scheduler.now);
  }

  quic.open();
  if (migrateAt !== undefined) {
    scheduler.schedule(migrateAt, () => {
      recorder.record(addressChange(migrateAt));
      quic.migrate();
    });
  }
  if (!scheduler.run()) throw new RangeError("the run did not end");
  for (const { event, seen } of packets) recorder.settle(event, seen.passage.arrives);
  return { trace: recorder.trace(), completed, total: Math.max(0, ...Object.values(completed)) };
}
