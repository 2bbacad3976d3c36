// Two ways to carry gRPC bytes to a server over loopback: Node's http2, and our own HTTP/2 connection.
import { once } from "node:events";
import { connect as connectHttp2, type ClientHttp2Session } from "node:http2";
import { connect as connectTcp, type Socket } from "node:net";
import { createConnection, type Http2Connection, type Http2Event } from "#protocols/http2/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { concat } from "#wire/index.ts";

/** Everything that came back on one stream. */
export interface CallEnd {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly content: Uint8Array;
  readonly trailers: readonly HeaderField[] | null;
  /** The RST_STREAM code that ended it, or null. */
  readonly reset: number | null;
}

/** One stream. */
export interface Stream {
  /** Sends one DATA frame (or more, as windows allow). */
  send(bytes: Uint8Array, endStream?: boolean): void;
  reset(code: number): void;
  /** Called for every piece of content. */
  onData: (bytes: Uint8Array) => void;
  readonly end: Promise<CallEnd>;
}

/** One HTTP/2 connection as a client. */
export interface Transport {
  open(fields: readonly HeaderField[]): Stream;
  close(): void;
}

interface Collected {
  headers: HeaderField[];
  parts: Uint8Array[];
  trailers: HeaderField[] | null;
}

const concluded = ({ headers, parts, trailers }: Collected, reset: number | null): CallEnd => ({
  status: Number(headers.find(([name]) => name === ":status")?.[1] ?? 0),
  headers: headers.filter(([name]) => !name.startsWith(":")),
  content: concat(parts),
  trailers,
  reset,
});

const pairs = (raw: readonly string[]): HeaderField[] =>
  Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index]!, raw[2 * index + 1]!]);

/** Carried by Node's http2 client. */
export async function nodeTransport(port: number): Promise<Transport> {
  const session: ClientHttp2Session = connectHttp2(`http://127.0.0.1:${port}`);
  session.on("error", () => {});
  await once(session, "connect");
  return {
    close: () => session.destroy(),
    open(fields) {
      const headers: Record<string, string[]> = {};
      for (const [name, value] of fields) (headers[name] ??= []).push(value);
      const one = Object.entries(headers).map(([name, values]) => [
        name,
        name.startsWith(":") ? values[0] : values,
      ]);
      const request = session.request(Object.fromEntries(one) as Record<string, string>, {
        endStream: false,
      });
      const collected: Collected = { headers: [], parts: [], trailers: null };
      const stream: Stream = {
        send(bytes, endStream = false) {
          if (endStream) request.end(bytes);
          else request.write(bytes);
        },
        reset: (code) => request.close(code),
        onData: () => {},
        end: new Promise((resolve) => {
          request.on("response", (_headers, _flags, raw: string[]) => {
            collected.headers = pairs(raw);
          });
          request.on("trailers", (_headers, _flags, raw: string[]) => {
            collected.trailers = pairs(raw);
          });
          request.on("data", (bytes: Buffer) => {
            collected.parts.push(new Uint8Array(bytes));
            stream.onData(new Uint8Array(bytes));
          });
          request.on("error", () => {});
          request.on("close", () => {
            const ended = request.rstCode === 0 && collected.headers.length > 0;
            resolve(concluded(collected, ended ? null : request.rstCode));
          });
        }),
      };
      return stream;
    },
  };
}

/** What our own connection keeps per stream. */
interface OwnStream {
  readonly stream: Stream;
  readonly take: (event: Http2Event) => void;
}

/** Moves bytes between a socket and a connection; answers how to send what is waiting. */
export function pump(
  socket: Socket,
  connection: Http2Connection,
  take: (event: Http2Event) => void,
): () => void {
  const flush = () => {
    const bytes = connection.takeBytes();
    if (bytes.length > 0 && !socket.destroyed) socket.write(bytes);
  };
  socket.on("data", (bytes: Buffer) => {
    for (const event of connection.receive(new Uint8Array(bytes))) take(event);
    flush();
  });
  socket.setNoDelay(true);
  socket.on("error", () => {});
  flush();
  return flush;
}

/** Carried by our own HTTP/2 connection on a plain socket. */
export async function ownTransport(port: number): Promise<Transport> {
  const socket = connectTcp(port, "127.0.0.1");
  await once(socket, "connect");
  const connection = createConnection({ role: "client" });
  const streams = new Map<number, OwnStream>();
  const flush = pump(socket, connection, (event) => {
    if ("streamId" in event) streams.get(event.streamId)?.take(event);
  });
  return {
    close: () => socket.destroy(),
    open(fields) {
      const streamId = connection.nextStreamId();
      const done = Promise.withResolvers<CallEnd>();
      const collected: Collected = { headers: [], parts: [], trailers: null };
      const stream: Stream = {
        send(bytes, endStream = false) {
          connection.sendData(streamId, bytes, { endStream });
          flush();
        },
        reset(code) {
          connection.resetStream(streamId, code);
          flush();
          done.resolve(concluded(collected, code));
        },
        onData: () => {},
        end: done.promise,
      };
      const take = (event: Http2Event) => {
        if (event.kind === "headers" && !event.interim) {
          collected.headers = event.fields.map(([name, value]) => [name, value]);
          if (event.endStream) done.resolve(concluded(collected, null));
        } else if (event.kind === "data") {
          collected.parts.push(event.data);
          stream.onData(event.data);
          if (event.endStream) done.resolve(concluded(collected, null));
        } else if (event.kind === "trailers") {
          collected.trailers = event.fields.map(([name, value]) => [name, value]);
          done.resolve(concluded(collected, null));
        } else if (event.kind === "reset" || event.kind === "streamError") {
          done.resolve(concluded(collected, event.errorCode));
        }
      };
      streams.set(streamId, { stream, take });
      connection.sendHeaders(streamId, fields);
      flush();
      return stream;
    },
  };
}
