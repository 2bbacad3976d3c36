// The scripted server: every answer to a handshake, and everything a peer can do.
import { describe, expect, it } from "vitest";
import { latin1Text, utf8, utf8Text } from "../../../src/wire/index.ts";
import { serve, type MockPeer, type MockServer, type Pipe } from "../../../src/ws-mock/index.ts";
import type { PipeEvents } from "../../../src/ws-mock/index.ts";
import { writeFrame, type WsEvent } from "../../../src/protocols/websocket/index.ts";
import { listenTo, open, opened, thrownBy } from "./harness.ts";

const REQUEST = [
  "GET /chat HTTP/1.1",
  "Host: a",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
  "",
  "",
].join("\r\n");

/** The server half on a pipe that the test holds. */
function served(script: MockServer) {
  const written: string[] = [];
  const attached: PipeEvents[] = [];
  const pipe: Pipe = {
    attach: (listener) => void attached.push(listener),
    write: (bytes) => void written.push(latin1Text(bytes)),
    end: () => void written.push("<end>"),
    abort: () => void written.push("<abort>"),
    pause: () => void written.push("<pause>"),
    resume: () => void written.push("<resume>"),
  };
  serve(pipe, script);
  const [events] = attached;
  if (!events) throw new Error("nobody listens");
  return { written, events };
}

const masked = (opcode: number, text = "") =>
  writeFrame({ opcode, payload: utf8(text) }, { maskingKey: Uint8Array.of(1, 2, 3, 4) });

describe("a handshake", () => {
  it("is read in any pieces and shown with its rules", () => {
    let seen: unknown;
    const { events } = served((handshake) => {
      const { target, origin, protocols, faults, request } = handshake;
      seen = { target, origin, protocols, faults, fields: request.fields.length };
    });
    for (const byte of utf8(REQUEST)) events.received(Uint8Array.of(byte));
    expect(seen).toEqual({
      target: "/chat",
      origin: undefined,
      protocols: [],
      faults: [],
      fields: 5,
    });
  });

  it("that breaks a rule says which", () => {
    const codes: string[] = [];
    const { events } = served(({ faults }) => codes.push(...faults.map(({ code }) => code)));
    events.received(utf8(REQUEST.replace("13", "8").replace("Host: a\r\n", "")));
    expect(codes).toEqual(["HOST_MISSING", "VERSION_UNSUPPORTED"]);
  });

  it("is accepted with the accept value of RFC 6455 §1.3, a subprotocol and further fields", () => {
    const { events, written } = served((handshake) => {
      handshake.accept({ protocol: "chat", fields: [["Set-Cookie", "a=1"]] });
    });
    events.received(utf8(REQUEST));
    expect(written).toEqual([
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
        "Sec-WebSocket-Protocol: chat\r\nSet-Cookie: a=1\r\n\r\n",
    ]);
  });

  it.each([
    [undefined, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"],
    [
      { status: 302, fields: [["Location", "/b"]] as const },
      "HTTP/1.1 302 Found\r\nLocation: /b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    ],
    [
      { status: 429, reason: "Slow down", content: "später" },
      "HTTP/1.1 429 Slow down\r\nConnection: close\r\nContent-Length: 7\r\n\r\nspäter",
    ],
    [
      { status: 299, fields: [["connection", "keep-alive"]] as const, content: utf8("x") },
      "HTTP/1.1 299 \r\nconnection: keep-alive\r\nContent-Length: 1\r\n\r\nx",
    ],
  ])("is refused with %j", (answer, bytes) => {
    const { events, written } = served((handshake) => handshake.refuse(answer));
    events.received(utf8(REQUEST));
    expect(written).toEqual([latin1Text(utf8(bytes)), "<end>"]);
  });

  it("is answered once", () => {
    for (const second of ["accept", "refuse", "drop"] as const) {
      let thrown = "";
      const { events } = served((handshake) => {
        handshake.accept();
        thrown = thrownBy(() => handshake[second]());
        expect(thrownBy(() => handshake.answerRaw(utf8("x")))).toBe("RangeError");
      });
      events.received(utf8(REQUEST));
      expect(thrown).toBe("RangeError");
    }
  });

  it("that is no HTTP is answered 400", () => {
    const { events, written } = served(() => expect.unreachable());
    events.received(utf8("hello\r\n\r\n"));
    events.received(utf8("more"));
    expect(written[0]).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(written).toHaveLength(2);
  });

  it("may be answered later; frames that came before wait", () => {
    let answer: () => void = () => undefined;
    const heard: WsEvent[] = [];
    const { events, written } = served((handshake) => {
      answer = () => handshake.accept().listen((event) => heard.push(event));
    });
    events.received(utf8(REQUEST));
    events.received(masked(1, "early"));
    expect(written).toEqual([]);
    answer();
    events.received(masked(1, "late"));
    expect(heard.map((event) => event.kind === "message" && event.data)).toEqual(["early", "late"]);
  });

  it("answered when the client is gone opens nothing", () => {
    let peer: MockPeer | null = null;
    let answer: () => void = () => undefined;
    const { events, written } = served((handshake) => {
      answer = () => (peer = handshake.accept());
    });
    events.received(utf8(REQUEST));
    events.lost();
    answer();
    expect(peer!.state).toBe("closed");
    expect(peer!.send("x")).toBe(false);
    expect(written).toHaveLength(2); // the 101 and the end, into the void
  });

  it("that ends before it is whole ends the answer, too", () => {
    const { events, written } = served(() => expect.unreachable());
    events.received(utf8("GET / HT"));
    events.ended();
    expect(written).toEqual(["<end>"]);
  });

  it("may be dropped", () => {
    const { events, written } = served((handshake) => handshake.drop());
    events.received(utf8(REQUEST));
    expect(written).toEqual(["<abort>"]);
  });
});

describe("a peer", () => {
  it("hears pings and pongs and can send both", () => {
    const heard: string[] = [];
    const { events, written } = served((handshake) => {
      const peer = handshake.accept();
      peer.listen((event) => {
        if ("data" in event && typeof event.data !== "string") {
          heard.push(`${event.kind} ${utf8Text(event.data)}`);
        }
      });
      peer.ping(utf8("a"));
      peer.pong(utf8("b"));
      peer.ping();
      expect(() => peer.ping(new Uint8Array(126))).toThrow(RangeError);
    });
    events.received(utf8(REQUEST));
    events.received(masked(9, "one"));
    events.received(masked(10, "two"));
    expect(heard).toEqual(["ping one", "pong two"]);
    expect(written.slice(1)).toEqual(["\x89\x01a", "\x8a\x01b", "\x89\x00", "\x8a\x03one"]);
  });

  it("sends in fragments, frames by hand and raw bytes", () => {
    const { events, written } = served((handshake) => {
      const peer = handshake.accept();
      peer.send("abcde", { fragmentSize: 2 });
      peer.send(Uint8Array.of(0x41));
      peer.sendFrame({ opcode: 3, rsv: 1, fin: false });
      peer.sendRaw(utf8("raw"));
      peer.sendRaw(new Uint8Array(0));
    });
    events.received(utf8(REQUEST));
    expect(written.slice(1)).toEqual([
      "\x01\x02ab\x00\x02cd\x80\x01e",
      "\x82\x01A",
      "\x13\x00",
      "raw",
    ]);
  });

  it("answers what came with a Close before the Close, and ends TCP first", () => {
    const { events, written } = served((handshake) => {
      const peer = handshake.accept();
      peer.listen((event) => event.kind === "message" && peer.send(event.data));
    });
    events.received(utf8(REQUEST));
    events.received(new Uint8Array([...masked(1, "x"), ...masked(8)]));
    expect(written.slice(1)).toEqual(["\x81\x01x\x88\x00", "<end>"]);
  });

  it("stops listening when asked, and says where it stands", () => {
    const { peer, socket, run, mock } = opened();
    const heard: string[] = [];
    const stop = peer.listen((event) => heard.push(event.kind));
    socket.send("one");
    run();
    stop();
    socket.send("two");
    run();
    expect(heard).toEqual(["message"]);
    expect([peer.state, peer.protocol, peer.queued]).toEqual(["open", "", 0]);
    mock.cut();
    peer.send("12345");
    expect(peer.queued).toBe(7);
    mock.mend();
    run();
    expect(peer.queued).toBe(0);
    peer.close(1000);
    expect([peer.state, peer.close(1000), peer.send("x"), peer.ping()]).toEqual([
      "closing",
      false,
      false,
      false,
    ]);
    run();
    expect(peer.state).toBe("closed");
    expect(peer.handshake.target).toBe("/");
  });

  it("stalls: nothing is answered and bufferedAmount grows, until it resumes", () => {
    const { peer, socket, run, scheduler } = opened({ link: { delay: 1, receiveBuffer: 1000 } });
    const heard: string[] = [];
    peer.listen((event) => event.kind === "message" && heard.push(String(event.data).slice(0, 1)));
    peer.stall();
    socket.send("a".repeat(900));
    socket.send("b".repeat(900));
    run(scheduler.now + 50);
    expect([socket.bufferedAmount, heard]).toEqual([900, []]);
    peer.resume();
    run();
    expect([socket.bufferedAmount, heard]).toEqual([0, ["a", "b"]]);
  });

  it("fails on the client's broken bytes and says why", () => {
    const heard: WsEvent[] = [];
    const { events, written } = served((handshake) => {
      handshake.accept().listen((event) => heard.push(event));
    });
    events.received(utf8(REQUEST));
    events.received(writeFrame({ opcode: 1, payload: utf8("unmasked") }));
    expect(heard).toMatchObject([{ kind: "failed", code: 1002, fault: { code: "MASK_MISSING" } }]);
    expect(written.slice(1)).toEqual(["\x88\x02\x03\xea", "<end>"]);
  });

  it("hears 1006 once when TCP is over, whoever ended it", () => {
    for (const end of ["ended", "lost"] as const) {
      const heard: WsEvent[] = [];
      const { events } = served((handshake) => {
        handshake.accept().listen((event) => heard.push(event));
      });
      events.received(utf8(REQUEST));
      events[end]();
      events[end]();
      expect(heard).toEqual([{ kind: "close", code: 1006, reason: "" }]);
    }
    for (const how of ["reset", "end"] as const) {
      const heard: WsEvent[] = [];
      const { events, written } = served((handshake) => {
        const peer = handshake.accept();
        peer.listen((event) => heard.push(event));
        peer.drop(how);
        peer.sendRaw(utf8("too late"));
      });
      events.received(utf8(REQUEST));
      expect(written.slice(1)).toEqual([how === "reset" ? "<abort>" : "<end>"]);
      expect(heard).toEqual([{ kind: "close", code: 1006, reason: "" }]);
    }
  });
});

describe("the client's waits", () => {
  it("gives up a handshake that is never answered", () => {
    const { mock, scheduler, run } = open({ server: () => undefined, patience: { open: 5000 } });
    const seen = listenTo(new mock.WebSocket("ws://a/"), () => scheduler.now);
    run();
    expect(seen).toEqual([
      [5000, "error", 3],
      [5000, "close", 1006, "", false],
    ]);
  });

  it("gives up a server that does not answer its Close: 1006, not clean, but no failure", () => {
    const { peer, socket, seen, run, scheduler } = opened();
    peer.stall();
    const start = scheduler.now;
    socket.close(1000);
    run();
    expect(seen.slice(1)).toEqual([[start + 10_000, "close", 1006, "", false]]);
  });

  it("waits for the end of TCP, and closes cleanly without it", () => {
    const { peer, seen, run, scheduler } = opened({ link: { delay: 0 } });
    const start = scheduler.now;
    // A Close by hand: the peer's own endpoint knows nothing of it and does not end TCP.
    peer.stall();
    peer.sendFrame({ opcode: 8, payload: Uint8Array.of(3, 232) });
    run();
    expect(seen.slice(1)).toEqual([[start + 2000, "close", 1000, "", true]]);
  });

  it("never gives up where patience is infinite", () => {
    const { mock, scheduler, run } = open({
      server: () => undefined,
      patience: { open: Infinity },
    });
    const seen = listenTo(new mock.WebSocket("ws://a/"), () => scheduler.now);
    run();
    expect(seen).toEqual([]);
  });

  it("passes over interim answers", () => {
    const { mock, scheduler, run } = open({
      server(handshake) {
        const key = handshake.request.fields.find(([name]) => /key$/i.test(name))?.[1] ?? "";
        expect(key).toHaveLength(24);
        handshake.answerRaw(utf8("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 503 Busy\r\n\r\n"));
      },
    });
    const seen = listenTo(new mock.WebSocket("ws://a/"), () => scheduler.now);
    run();
    expect(seen.map(([, kind]) => kind)).toEqual(["error", "close"]);
  });

  it("reads an answer that comes byte by byte", () => {
    const { mock, run } = open({
      link: { delay: 1, down: { bandwidth: 8000 } },
      server: (handshake) => void handshake.accept(),
    });
    const socket = new mock.WebSocket("ws://a/");
    run();
    expect(socket.readyState).toBe(1);
  });
});
