// A TCP proxy on loopback that makes real connections as slow as the simulator's path: a delay and a
// bandwidth each way, shared by all connections, and the round trip that opening one costs.
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { performance } from "node:perf_hooks";

/** What the path is like. */
export interface SlowPath {
  /** Milliseconds one way. */
  readonly delay: number;
  /** Bits per second, each way. */
  readonly bandwidth: number;
}

export interface SlowProxy {
  readonly port: number;
  close(): void;
}

/** One direction: bytes leave one after the other and arrive a delay later, in order. */
function createWire({ delay, bandwidth }: SlowPath): (from: number, size: number) => number {
  let free = 0;
  return (from, size) => {
    free = Math.max(free, from) + (size * 8000) / bandwidth;
    return free + delay;
  };
}

/** Timers fire late on a busy machine, but never out of order here: each waits for the one before. */
function createDelivery(): (at: number, act: () => void) => void {
  const due: { readonly at: number; readonly act: () => void }[] = [];
  let armed = false;
  const run = (): void => {
    armed = false;
    while (due[0] !== undefined && due[0].at <= performance.now() + 0.5) due.shift()?.act();
    arm();
  };
  const arm = (): void => {
    if (armed || due[0] === undefined) return;
    armed = true;
    setTimeout(run, Math.max(0, due[0].at - performance.now()));
  };
  return (at, act) => {
    due.push({ at, act });
    arm();
  };
}

/** Ethernet, IP and TCP are not seen here; what a packet costs beside its bytes is added for each. */
const HEADERS = 40;
const SEGMENT = 1460;
const onTheWire = (bytes: number): number => bytes + HEADERS * Math.ceil(bytes / SEGMENT);

/** Opens the proxy in front of a server on 127.0.0.1. */
export async function openSlowProxy(port: number, path: SlowPath): Promise<SlowProxy> {
  const wires = { up: createWire(path), down: createWire(path) };
  const deliver = { up: createDelivery(), down: createDelivery() };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port, host: "127.0.0.1", noDelay: true });
    // The kernel opens loopback connections at once; on the path it costs a round trip.
    const opened = performance.now() + 2 * path.delay;
    const pump = (from: Socket, to: Socket, way: "up" | "down"): void => {
      from.on("data", (bytes: Buffer) => {
        const start = Math.max(performance.now(), way === "up" ? opened : 0);
        deliver[way](wires[way](start, onTheWire(bytes.length)), () => to.write(bytes));
      });
      from.on("end", () => {
        deliver[way](wires[way](performance.now(), HEADERS), () => to.end());
      });
      from.on("error", () => to.destroy());
      from.on("close", () => sockets.delete(from));
      sockets.add(from);
    };
    pump(client, upstream, "up");
    pump(upstream, client, "down");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
