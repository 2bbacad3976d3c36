// The mock's two halves as echo endpoints for the Autobahn cases, on a pipe that the test holds.
import { createScheduler } from "../../src/sim/scheduler.ts";
import {
  handshakeKey,
  readHandshakeRequest,
  writeHandshakeRequest,
} from "../../src/protocols/websocket/index.ts";
import { concat } from "../../src/wire/index.ts";
import {
  clockOf,
  createWebSocketMock,
  serve,
  type Pipe,
  type PipeEvents,
} from "../../src/ws-mock/index.ts";
import type { Role, Target } from "./autobahn.ts";

/** A pipe whose other end is the test. */
function heldPipe() {
  const written: Uint8Array[] = [];
  let events: PipeEvents | null = null;
  const pipe: Pipe = {
    attach: (listener) => (events = listener),
    write(bytes) {
      written.push(bytes);
    },
    end: () => undefined,
    abort: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
  };
  return {
    pipe,
    opened: () => events?.opened?.(),
    receive(bytes: Uint8Array) {
      events?.received(bytes);
    },
    takeBytes: () => concat(written.splice(0)),
  };
}

const random = (length: number): Uint8Array => new Uint8Array(length).fill(0x5a);

/** The server half with a script that echoes, its handshake done. */
function serverTarget(): Target {
  const held = heldPipe();
  let failed = false;
  serve(held.pipe, (handshake) => {
    const peer = handshake.accept();
    peer.listen((event) => {
      if (event.kind === "message") peer.send(event.data);
      if (event.kind === "failed") failed = true;
    });
  });
  held.receive(writeHandshakeRequest({ host: "a", key: handshakeKey(random(16)) }));
  held.takeBytes();
  return {
    receive: (bytes) => held.receive(bytes),
    takeBytes: held.takeBytes,
    get failed() {
      return failed;
    },
  };
}

/** The class with handlers that echo, its handshake done. */
function clientTarget(): Target {
  const scheduler = createScheduler();
  const held = heldPipe();
  const run = () => scheduler.run(scheduler.now);
  const { WebSocket: Socket } = createWebSocketMock({
    clock: clockOf(scheduler),
    random,
    dial: () => held.pipe,
  });
  const socket = new Socket("ws://a/");
  socket.binaryType = "arraybuffer";
  let failed = false;
  socket.onmessage = ({ data }) => socket.send(data as string | ArrayBuffer);
  socket.onerror = () => (failed = true);
  held.opened();
  // The server half answers the handshake, so that both halves meet here, too.
  const other = heldPipe();
  serve(other.pipe, (handshake) => void handshake.accept());
  const request = held.takeBytes();
  if (readHandshakeRequest(request).kind !== "done") throw new Error("no handshake was written");
  other.receive(request);
  held.receive(other.takeBytes());
  run();
  return {
    receive(bytes) {
      held.receive(bytes);
      run();
    },
    takeBytes: held.takeBytes,
    get failed() {
      return failed;
    },
  };
}

/** A half of the mock by its role. */
export const mockTarget = (role: Role): Target =>
  role === "server" ? serverTarget() : clientTarget();
