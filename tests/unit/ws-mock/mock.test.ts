// The mock from its door: a script on either side, on a virtual clock.
import { describe, expect, it } from "vitest";
import { createRecorder, type MessageEvent as Told } from "../../../src/trace/index.ts";
import type { MockPeer } from "../../../src/ws-mock/index.ts";
import { listenTo, open } from "./harness.ts";

describe("createWebSocketMock", () => {
  it("talks to a scripted server and closes cleanly", () => {
    const heard: unknown[] = [];
    const { mock, scheduler, run } = open({
      server(handshake) {
        heard.push(handshake.target, handshake.origin, handshake.protocols);
        const peer = handshake.accept({ protocol: "chat.v1" });
        peer.listen((event) => {
          heard.push(event);
          if (event.kind === "message") peer.send(event.data);
        });
      },
    });
    const socket = new mock.WebSocket("ws://parcels.example/chat?room=1", ["chat.v2", "chat.v1"]);
    const seen = listenTo(socket, () => scheduler.now);
    socket.addEventListener("open", () => {
      socket.send("Sendung 4711 ✔");
      socket.close(3001, "done");
    });
    run();
    // TCP's round trip, the handshake's, the echo's: 40 ms each. A Close echoes the code alone.
    expect(seen).toEqual([
      [80, "open", "chat.v1"],
      [120, "close", 3001, "", true],
    ]);
    expect(heard).toEqual([
      "/chat?room=1",
      "https://course.example",
      ["chat.v2", "chat.v1"],
      { kind: "message", binary: false, data: "Sendung 4711 ✔" },
      { kind: "close", code: 3001, reason: "done" },
    ]);
    expect(socket.readyState).toBe(3);
  });

  it("lets a server push, and drains bufferedAmount at the speed of the link", () => {
    let peer: MockPeer | null = null;
    const { mock, scheduler, run } = open({
      link: { delay: 5, bandwidth: 80_000 },
      server: (handshake) => (peer = handshake.accept()),
    });
    const socket = new mock.WebSocket("wss://parcels.example/feed");
    socket.binaryType = "arraybuffer";
    const seen = listenTo(socket, () => scheduler.now);
    run();
    peer!.send(Uint8Array.of(1, 2, 3));
    run();
    expect(seen.at(-1)?.[2]).toEqual(Uint8Array.of(1, 2, 3).buffer);
    // 10 bytes a millisecond: 20,000 bytes of data need two seconds.
    const start = scheduler.now;
    socket.send("x".repeat(20_000));
    expect(socket.bufferedAmount).toBe(20_000);
    run(start + 1000);
    expect(socket.bufferedAmount).toBeGreaterThan(8000);
    expect(socket.bufferedAmount).toBeLessThan(12_000);
    run();
    expect(socket.bufferedAmount).toBe(0);
  });

  it("records the handshake and every frame with its bytes and times", () => {
    const recorder = createRecorder("chat", [
      { id: "page", name: "page", role: "client" },
      { id: "hub", name: "hub", role: "server" },
    ]);
    const { mock, run } = open({
      record: { recorder, client: "page", server: "hub" },
      server(handshake) {
        const peer = handshake.accept();
        peer.listen((event) => event.kind === "message" && peer.close(1000));
      },
    });
    const socket = new mock.WebSocket("ws://parcels.example/");
    socket.onopen = () => socket.send("hello");
    run();
    const { events, connections } = recorder.trace();
    expect(connections).toHaveLength(1);
    const messages = events.filter((event): event is Told => event.kind === "message");
    expect(messages.map(({ at, arrives, from, label }) => [at, arrives, from, label])).toEqual([
      [40, 60, "page", "GET /"],
      [60, 80, "hub", "101 Switching Protocols"],
      [80, 100, "page", 'text "hello"'],
      [100, 120, "hub", "close 1000, Normal Closure"],
      [120, 140, "page", "close 1000, Normal Closure"],
    ]);
    expect(
      events.flatMap((event) =>
        event.kind === "local" && event.layer === "app" ? [event.label] : [],
      ),
    ).toEqual(["open event", "close event: 1000, clean"]);
  });

  it("answers 404 where no server is scripted: an error, then 1006", () => {
    const { mock, scheduler, run } = open();
    const seen = listenTo(new mock.WebSocket("ws://parcels.example/"), () => scheduler.now);
    run();
    expect(seen).toEqual([
      [80, "error", 3],
      [80, "close", 1006, "", false],
    ]);
  });
});
