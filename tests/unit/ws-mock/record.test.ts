// What a trace is told: broken and partial frames, faults, losses, gauges, and whose turn it was.
import { describe, expect, it } from "vitest";
import { createRecorder, type MessageEvent as Told } from "../../../src/trace/index.ts";
import { utf8 } from "../../../src/wire/index.ts";
import { open } from "./harness.ts";
import type { MockOptions } from "../../../src/ws-mock/index.ts";

/** A mock that records, and its trace so far. */
function recorded(options: MockOptions) {
  const recorder = createRecorder("test", [
    { id: "c", name: "page", role: "client" },
    { id: "s", name: "hub", role: "server" },
  ]);
  const record = { recorder, client: "c", server: "s" };
  const opened = open({ record, ...options });
  const messages = () =>
    recorder.trace().events.filter((event): event is Told => event.kind === "message");
  return { ...opened, recorder, record, messages };
}

describe("a recorded connection", () => {
  it("tells frames by what they are, broken ones with the rule", () => {
    const { mock, run, messages, recorder } = recorded({
      server(handshake) {
        const peer = handshake.accept();
        peer.send("x".repeat(40));
        peer.send("zwei Teile", { fragmentSize: 5 });
        peer.send(Uint8Array.of(1));
        peer.ping();
        peer.sendRaw(Uint8Array.of(0x81));
        peer.sendRaw(Uint8Array.of(0x01, 0x41));
        peer.sendRaw(Uint8Array.of(0x83, 0));
      },
    });
    const socket = new mock.WebSocket("ws://a/");
    run();
    expect(socket.readyState).toBe(3);
    const down = messages().filter(({ from }) => from === "s");
    expect(down.map(({ label, format }) => [label, format])).toEqual([
      ["101 Switching Protocols", "http1-response"],
      [`text "${"x".repeat(24)}…"`, "websocket-frame"],
      ["text, 5 bytes, more to come", "websocket-frame"],
      ["continuation, 5 bytes", "websocket-frame"],
      ["binary, 1 byte", "websocket-frame"],
      ["ping, 0 bytes", "websocket-frame"],
      ["part of a frame, 1 byte", "opaque"],
      ["part of a frame, 2 bytes", "opaque"],
      ["broken frame, 2 bytes", "websocket-frame"],
      ["close 1002, Protocol error", "websocket-frame"],
    ]);
    expect(down.at(-2)?.fault?.code).toBe("RESERVED_OPCODE");
    const local = recorder.trace().events.filter(({ kind }) => kind === "local");
    expect(local.map(({ label, fault }) => [label, fault?.rule])).toContainEqual([
      "fails the connection",
      "RFC 6455 §5.2",
    ]);
  });

  it("tells heads with what they say, raw answers as opaque bytes", () => {
    const { mock, run, messages } = recorded({
      server: (handshake) => void handshake.answerRaw(utf8("what?\r\n\r\n")),
    });
    new mock.WebSocket("wss://a.example/x?y");
    run();
    const [request, answer] = messages();
    expect(request?.head).toMatchObject({
      kind: "request",
      method: "GET",
      url: "wss://a.example/x?y",
    });
    expect([answer?.label, answer?.format]).toEqual(["9 raw bytes", "opaque"]);
  });

  it("tells what the server finds broken, and a Close without a code", () => {
    const { mock, run, recorder, messages } = recorded({
      server: (handshake) => void handshake.accept({ maxMessageSize: 3 }),
    });
    const socket = new mock.WebSocket("ws://a/");
    socket.onopen = () => socket.send("four");
    run();
    const { events } = recorder.trace();
    expect(events.some(({ fault }) => fault?.code === "MESSAGE_TOO_BIG")).toBe(true);
    expect(messages().at(-1)?.label).toBe("close 1009, Message Too Big");
    const again = recorded({ server: (handshake) => void handshake.accept().close() });
    new again.mock.WebSocket("ws://a/");
    again.run();
    expect(again.messages().at(-1)?.label).toBe("close without a code");
  });

  it("tells causes and bufferedAmount, and gives each connection an id", () => {
    const { mock, run, recorder } = recorded({
      link: { delay: 5, bandwidth: 8e6 },
      server(handshake) {
        const peer = handshake.accept();
        peer.listen((event) => event.kind === "message" && peer.close(1000));
      },
    });
    for (const _ of [1, 2]) {
      const socket = new mock.WebSocket("ws://a/");
      socket.onopen = () => socket.send("x".repeat(2000));
    }
    run();
    const trace = recorder.trace();
    expect(trace.connections.map(({ id }) => id)).toEqual(["ws1", "ws2"]);
    const first = trace.events.filter(({ connection }) => connection === "ws1");
    expect(first.flatMap((event) => (event.kind === "gauge" ? [event.value] : []))).toEqual([
      2000, 548, 0,
    ]);
    for (const event of first) {
      if (event.cause === undefined) continue;
      const cause = trace.events[event.cause] as Told;
      expect(cause.arrives).toBeLessThanOrEqual(event.at);
      expect(cause.connection).toBe("ws1");
    }
  });

  it("tells what never arrived, and when it arrived late", () => {
    const { mock, run, messages, scheduler } = recorded({
      server(handshake) {
        const peer = handshake.accept();
        scheduler.schedule(scheduler.now + 100, () => {
          peer.send("in flight");
          scheduler.schedule(scheduler.now + 5, () => mock.cut());
          scheduler.schedule(scheduler.now + 1000, () => mock.mend());
        });
        scheduler.schedule(scheduler.now + 3000, () => {
          peer.send("lost");
          scheduler.schedule(scheduler.now + 5, () => socket.close());
          scheduler.schedule(scheduler.now + 6, () => mock.cut());
        });
      },
    });
    const socket = new mock.WebSocket("ws://a/");
    run();
    const [late, lost] = messages().filter(
      ({ from, layer }) => from === "s" && layer === "websocket",
    );
    expect((late?.arrives ?? 0) - (late?.at ?? 0)).toBe(1020);
    expect(lost?.label).toBe('text "lost"');
  });
});
