// Raw TCP over loopback: our bytes to a real peer, and a real peer's bytes to our readers.
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { concat } from "../../src/wire/index.ts";

/** What arrives on a socket, gathered; `closed` resolves when the peer has ended its side. */
export interface Inbox {
  readonly bytes: () => Uint8Array;
  /** Resolves at the next arrival, and with false once nothing more can come. */
  readonly more: () => Promise<boolean>;
}

/** Gathers what a socket receives. */
export function openInbox(socket: Socket): Inbox {
  let all: Uint8Array = new Uint8Array();
  let ended = false;
  let wake: () => void = () => undefined;
  let news = Promise.withResolvers<void>();
  const tell = (): void => {
    wake = news.resolve;
    news = Promise.withResolvers<void>();
    wake();
  };
  socket.on("data", (data) => {
    all = concat([all, data]);
    tell();
  });
  const stop = (): void => {
    ended = true;
    tell();
  };
  socket.on("end", stop).on("close", stop).on("error", stop);
  let seen = 0;
  return {
    bytes: () => all,
    more: async () => {
      while (all.length === seen && !ended) await news.promise;
      const grown = all.length > seen;
      seen = all.length;
      return grown;
    },
  };
}

/** Listens on a free port of 127.0.0.1, runs, and closes whatever is still open. */
export async function withServer<T>(
  onSocket: (socket: Socket) => void,
  run: (port: number) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onSocket(socket);
  });
  try {
    return await run(await listen(server));
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Starts a server on a free port of 127.0.0.1 and returns the port. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Connects to a port of 127.0.0.1. */
export async function dial(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}
