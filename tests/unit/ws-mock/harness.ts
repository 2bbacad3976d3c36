// A mock on a virtual clock for the tests of this folder, and what a socket of it fires.
import { createRandom } from "../../../src/sim/random.ts";
import { createScheduler } from "../../../src/sim/scheduler.ts";
import {
  clockOf,
  createWebSocketMock,
  type MockOptions,
  type MockPeer,
} from "../../../src/ws-mock/index.ts";

/** A mock with a link of 20 ms; `run` lets everything happen, or everything until a time. */
export function open(options: MockOptions = {}) {
  const scheduler = createScheduler();
  const random = createRandom(7);
  const mock = createWebSocketMock({
    clock: clockOf(scheduler),
    random: (length) => random.bytes(length),
    link: { delay: 20 },
    origin: "https://course.example",
    base: "https://course.example/lessons/18",
    ...options,
  });
  return { mock, scheduler, run: (until?: number) => scheduler.run(until) };
}

/** Every event of a socket with the virtual time at which it was fired. */
export function listenTo(socket: WebSocket, now: () => number): unknown[][] {
  const seen: unknown[][] = [];
  socket.addEventListener("open", () => seen.push([now(), "open", socket.protocol]));
  socket.addEventListener("message", ({ data }) => seen.push([now(), "message", data]));
  socket.addEventListener("error", () => seen.push([now(), "error", socket.readyState]));
  socket.addEventListener("close", ({ code, reason, wasClean }) =>
    seen.push([now(), "close", code, reason, wasClean]),
  );
  return seen;
}

/** A socket that is open, and its peer. */
export function opened(options: MockOptions = {}, url = "ws://parcels.example/") {
  const peers: MockPeer[] = [];
  const { mock, scheduler, run } = open({
    server: (handshake) => void peers.push(handshake.accept({ protocol: handshake.protocols[0] })),
    ...options,
  });
  const socket = new mock.WebSocket(url);
  const seen = listenTo(socket, () => scheduler.now);
  run(scheduler.now + 10_000);
  const [peer] = peers;
  if (!peer) throw new Error("the handshake did not come through");
  return { mock, socket, peer, scheduler, run, seen };
}

/** The name of the DOMException that `act` throws, or the name of any other error. */
export function thrownBy(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error || error instanceof DOMException ? error.name : "no error";
  }
  return "nothing";
}
