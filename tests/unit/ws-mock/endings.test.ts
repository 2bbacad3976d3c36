// What meets at the end of a connection, and permessage-deflate: the class on a pipe that the test holds.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  readFrame,
  writeFrame,
  type PermessageDeflate,
} from "../../../src/protocols/websocket/index.ts";
import { createScheduler } from "../../../src/sim/scheduler.ts";
import { concat, utf8 } from "../../../src/wire/index.ts";
import {
  clockOf,
  createWebSocketMock,
  serve,
  type MockServer,
  type Pipe,
  type PipeEvents,
} from "../../../src/ws-mock/index.ts";
import { listenTo, open, opened } from "./harness.ts";

/** An open socket whose peer is the test: bytes go in by `receive`, frames come out of `sent`. */
function held() {
  const scheduler = createScheduler();
  const written: Uint8Array[] = [];
  const attached: PipeEvents[] = [];
  const ends: string[] = [];
  const pipe: Pipe = {
    attach: (listener) => void attached.push(listener),
    write: (bytes) => void written.push(bytes),
    end: () => void ends.push("end"),
    abort: () => void ends.push("abort"),
    pause: () => undefined,
    resume: () => undefined,
  };
  const { WebSocket: Socket } = createWebSocketMock({
    clock: clockOf(scheduler),
    random: (length) => new Uint8Array(length),
    dial: () => pipe,
  });
  const socket = new Socket("ws://a/");
  const seen = listenTo(socket, () => scheduler.now);
  const [events] = attached;
  if (!events) throw new Error("nobody listens");
  events.opened?.();
  const answer: Uint8Array[] = [];
  const server: PipeEvents[] = [];
  serve(
    {
      ...pipe,
      attach: (listener) => void server.push(listener),
      write: (b) => void answer.push(b),
    },
    (handshake) => void handshake.accept(),
  );
  server[0]?.received(concat(written.splice(0)));
  events.received(concat(answer));
  scheduler.run(scheduler.now);
  /** Opcodes and texts of the frames sent since the last call. */
  const sent = () => {
    const bytes = concat(written.splice(0));
    events.left?.(bytes.length);
    const frames: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const step = readFrame(bytes, at);
      if (step.kind !== "done") throw new Error("our own frame is broken");
      const { opcode, payload } = step.value;
      frames.push(`${opcode} ${[...payload].join(".")}`);
      at = step.next;
    }
    return frames;
  };
  return { socket, seen, events, ends, sent, scheduler, run: () => scheduler.run(scheduler.now) };
}

const text = (data: string) => writeFrame({ opcode: 1, payload: utf8(data) });
const close = (...payload: number[]) =>
  writeFrame({ opcode: 8, payload: Uint8Array.from(payload) });

describe("in one piece with the end", () => {
  it("messages are answered before the Close that came behind them", () => {
    const { socket, events, sent, run, seen } = held();
    socket.onmessage = ({ data }) => socket.send(data as string);
    events.received(concat([text("a"), text("b"), close(3, 232)]));
    events.ended();
    expect(sent()).toEqual([]);
    run();
    expect(sent()).toEqual(["1 97", "1 98", "8 3.232"]);
    expect(seen.map(([, kind]) => kind)).toEqual(["open", "message", "message", "close"]);
    expect(seen.at(-1)?.slice(2)).toEqual([1000, "", true]);
  });

  it("messages are answered before broken bytes end it, and nothing behind them is read", () => {
    const { socket, events, sent, run, seen, ends } = held();
    socket.onmessage = ({ data }) => socket.send(data as string);
    events.received(concat([text("a"), Uint8Array.of(0x83, 0)]));
    events.received(text("never"));
    run();
    expect(sent()).toEqual(["1 97", "8 3.234"]);
    run();
    expect(seen.map(([, kind]) => kind)).toEqual(["open", "message", "error", "close"]);
    expect(ends).toEqual(["end"]);
  });

  it("a message handler that closes is not answered twice", () => {
    const { socket, events, sent, run, seen } = held();
    socket.onmessage = () => socket.close(3000);
    events.received(concat([text("a"), close(3, 232)]));
    run();
    expect(sent()).toEqual(["8 3.232"]);
    events.ended();
    run();
    expect(seen.at(-1)?.slice(1)).toEqual(["close", 1000, "", true]);
  });

  it("TCP that is lost fails the connection once, whatever comes after", () => {
    const { events, run, seen, socket } = held();
    events.lost();
    events.ended();
    events.received(text("late"));
    events.opened?.();
    socket.close();
    run();
    expect(seen.slice(1).map((event) => event.slice(1))).toEqual([
      ["error", 3],
      ["close", 1006, "", false],
    ]);
  });

  it("both sides may close at once: each sees the other's code", () => {
    const { peer, socket, run, seen } = opened();
    const heard: unknown[] = [];
    peer.listen((event) => heard.push(event));
    socket.close(3001, "mine");
    peer.close(4001, "yours");
    run();
    expect(heard).toEqual([{ kind: "close", code: 3001, reason: "mine" }]);
    expect(seen.at(-1)?.slice(1)).toEqual(["close", 4001, "yours", true]);
  });

  it("what is written before a close leaves before it, however slow the wire", () => {
    const { peer, socket, run, seen, scheduler } = opened({ link: { bandwidth: 8000 } });
    const heard: unknown[] = [];
    peer.listen((event) => heard.push(event.kind === "message" ? event.data.length : event.kind));
    const start = scheduler.now;
    socket.send("x".repeat(30_000));
    socket.close(1000);
    run();
    // 30 seconds of data: the wait for the peer's Close begins when ours has left.
    expect(heard).toEqual([30_000, "close"]);
    expect(seen.at(-1)?.slice(1)).toEqual(["close", 1000, "", true]);
    expect(scheduler.now - start).toBeGreaterThan(30_000);
  });
});

const tail = Uint8Array.of(0, 0, 0xff, 0xff);
const compression: PermessageDeflate = {
  inflate: (data, maxLength) => {
    try {
      return inflateRawSync(concat([data, tail]), {
        finishFlush: 2,
        maxOutputLength: maxLength + 1,
      });
    } catch {
      return null;
    }
  },
  deflate: (data) => deflateRawSync(data, { finishFlush: 2 }).subarray(0, -4),
};

const echoing =
  (compress: boolean): MockServer =>
  (handshake) => {
    const peer = handshake.accept({ compress });
    peer.listen((event) => event.kind === "message" && peer.send(event.data));
  };

describe("permessage-deflate", () => {
  const PARAMETERS = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  it.each([
    ["offered and used", { compression, server: echoing(true) }, PARAMETERS],
    ["offered and declined", { compression, server: echoing(false) }, ""],
    ["not offered", { server: echoing(true) }, ""],
  ])("%s", (_, options, extensions) => {
    const { mock, run, scheduler } = open({ link: { bandwidth: 80_000 }, ...options });
    const socket = new mock.WebSocket("ws://a/");
    const seen = listenTo(socket, () => scheduler.now);
    run();
    socket.binaryType = "arraybuffer";
    expect(socket.extensions).toBe(extensions);
    const start = scheduler.now;
    socket.send("ab".repeat(5000));
    socket.send(new Uint8Array(5000));
    expect(socket.bufferedAmount).toBe(15_000);
    run();
    expect(socket.bufferedAmount).toBe(0);
    expect(seen.slice(1).map(([, , data]) => data)).toEqual([
      "ab".repeat(5000),
      new ArrayBuffer(5000),
    ]);
    // 30,000 bytes there and back at 10 bytes a millisecond, or next to nothing.
    const took = (seen.at(-1)?.[0] as number) - start;
    if (extensions === "") expect(took).toBeGreaterThan(1900);
    else expect(took).toBeLessThan(100);
  });

  it("used by a server that was not asked to, or wrongly, fails the handshake", () => {
    for (const answer of ["permessage-deflate", "x-other", "bad extension;;"]) {
      for (const options of [{}, { compression }]) {
        const { seen } = fields(answer, options);
        const fine = answer === "permessage-deflate" && "compression" in options;
        expect(seen[0]?.[1]).toBe(fine ? "open" : "error");
      }
    }
  });
});

/** A server that names an extension of its own accord. */
function fields(answer: string, options: { compression?: PermessageDeflate }) {
  const scheduler = createScheduler();
  const mock = createWebSocketMock({
    ...options,
    clock: clockOf(scheduler),
    server: (handshake) =>
      void handshake.accept({ fields: [["Sec-WebSocket-Extensions", answer]] }),
  });
  const seen = listenTo(new mock.WebSocket("ws://a/"), () => scheduler.now);
  scheduler.run();
  return { seen };
}
