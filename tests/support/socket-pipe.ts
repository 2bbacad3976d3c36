// A TCP socket as a pipe of the WebSocket mock, so that either half can talk to a real peer.
import { connect, type Socket } from "node:net";
import type { Pipe, PipeEvents } from "../../src/ws-mock/index.ts";

/** Wraps a socket that is connected, or is being connected. */
export function pipeOf(socket: Socket): Pipe {
  let events: PipeEvents | null = null;
  let over = false;
  const lose = () => {
    if (over) return;
    over = true;
    events?.lost();
  };
  socket.allowHalfOpen = true;
  socket.setNoDelay(true);
  socket.on("connect", () => events?.opened?.());
  socket.on("data", (data) => events?.received(new Uint8Array(data)));
  socket.on("end", () => events?.ended());
  socket.on("error", lose);
  socket.on("close", (broken) => {
    if (broken) lose();
  });
  return {
    attach: (listener) => (events = listener),
    write(bytes, passage) {
      if (over) return;
      passage?.leaves(0, 0);
      socket.write(bytes, () => events?.left?.(bytes.length));
    },
    end: () => void socket.end(),
    abort() {
      over = true;
      socket.resetAndDestroy();
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
}

/** Connects to the port of an address on this machine. */
export const dialTcp = (url: URL): Pipe =>
  pipeOf(connect({ port: Number(url.port), host: "127.0.0.1", allowHalfOpen: true }));
