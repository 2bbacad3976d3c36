// Our HTTP/2 connection on a real socket: a client that gathers responses, a server that answers by a handler.
import { once } from "node:events";
import type { Duplex } from "node:stream";
import {
  createConnection,
  type ConnectionOptions,
  type Http2Connection,
  type Http2Event,
} from "../../src/protocols/http2/index.ts";
import type { HeaderField } from "../../src/protocols/semantics/fields.ts";
import { concat } from "../../src/wire/index.ts";

/** A message as it arrived, whole. */
export interface Gathered {
  readonly fields: readonly HeaderField[];
  readonly interim: readonly (readonly HeaderField[])[];
  readonly content: Uint8Array;
  readonly trailers: readonly HeaderField[];
}

interface Collecting {
  fields: readonly HeaderField[];
  readonly interim: (readonly HeaderField[])[];
  readonly parts: Uint8Array[];
  trailers: readonly HeaderField[];
}

/** A connection tied to a socket; `flush` sends what is ready. */
export interface Driven {
  readonly connection: Http2Connection;
  readonly events: Http2Event[];
  readonly flush: () => void;
}

/** Puts a connection on a socket. `onMessage` hears of each message that has arrived whole. */
export function drive(
  socket: Duplex,
  options: ConnectionOptions,
  onMessage: (streamId: number, message: Gathered, driven: Driven) => void,
): Driven {
  const connection = createConnection(options);
  const events: Http2Event[] = [];
  const open = new Map<number, Collecting>();
  const flush = (): void => {
    const bytes = connection.takeBytes();
    if (bytes.length > 0 && !socket.writableEnded) socket.write(bytes);
  };
  const driven = { connection, events, flush };
  const collecting = (id: number): Collecting => {
    const known = open.get(id) ?? { fields: [], interim: [], parts: [], trailers: [] };
    open.set(id, known);
    return known;
  };
  const take = (event: Http2Event): void => {
    events.push(event);
    if (event.kind !== "headers" && event.kind !== "data" && event.kind !== "trailers") return;
    const message = collecting(event.streamId);
    if (event.kind === "trailers") message.trailers = event.fields;
    else if (event.kind === "data") message.parts.push(event.data);
    else if (event.interim) message.interim.push(event.fields);
    else message.fields = event.fields;
    if (event.kind !== "trailers" && !event.endStream) return;
    open.delete(event.streamId);
    const { parts, ...rest } = message;
    onMessage(event.streamId, { ...rest, content: concat(parts) }, driven);
  };
  socket.on("data", (bytes: Uint8Array) => {
    for (const event of connection.receive(bytes)) take(event);
    flush();
    if (connection.inspect().state === "closed") socket.end();
  });
  socket.on("error", () => undefined);
  flush();
  return driven;
}

/** A request to send. */
export interface Asked {
  readonly fields: readonly HeaderField[];
  /** Pieces of content; none ends the stream with the header section. */
  readonly content?: readonly Uint8Array[];
  readonly trailers?: readonly HeaderField[];
}

/**
 * Waits for the peer's SETTINGS, sends all requests at once over a socket and resolves with the
 * responses, in the same order. A reset, an error or an early end rejects.
 */
export async function askAll(
  socket: Duplex,
  asked: readonly Asked[],
  options: Omit<ConnectionOptions, "role"> = {},
): Promise<{ readonly responses: readonly Gathered[]; readonly driven: Driven }> {
  const responses: Gathered[] = [];
  let left = asked.length;
  const whole = Promise.withResolvers<void>();
  const ids: number[] = [];
  const driven = drive(socket, { role: "client", ...options }, (id, message) => {
    responses[ids.indexOf(id)] = message;
    left -= 1;
    if (left === 0) whole.resolve();
  });
  const { connection, events, flush } = driven;
  const fail = (): void => {
    whole.reject(new Error(`no answer: ${JSON.stringify(events.slice(-3))}`));
  };
  socket.on("close", fail).on("data", () => {
    if (events.some(({ kind }) => kind === "reset" || kind.endsWith("Error"))) fail();
  });
  while (!events.some(({ kind }) => kind === "settings")) {
    await Promise.race([once(socket, "data"), whole.promise]);
  }
  for (const { content = [], fields, trailers } of asked) {
    const id = connection.nextStreamId();
    ids.push(id);
    const endStream = content.length === 0 && trailers === undefined;
    connection.sendHeaders(id, fields, { endStream });
    content.forEach((part, place) => {
      const last = trailers === undefined && place === content.length - 1;
      connection.sendData(id, part, { endStream: last });
    });
    if (trailers !== undefined) connection.sendHeaders(id, trailers, { endStream: true });
  }
  flush();
  await whole.promise;
  return { responses, driven };
}
