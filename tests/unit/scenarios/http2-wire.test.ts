// The wire keeps order, tells every frame once, and gives edited bytes to a receiver in its true state.
import { describe, expect, it } from "vitest";
import { readFrame } from "../../../src/protocols/http2/index.ts";
import { createHttp2Dissector } from "../../../src/scenarios/http2-dissect.ts";
import { createHttp2Wire, type Http2Wire, type Tamper } from "../../../src/scenarios/http2-wire.ts";
import type { MessageEvent, Trace } from "../../../src/trace/index.ts";
import { concat, findUntiled } from "../../../src/wire/index.ts";

const GET = [
  [":method", "GET"],
  [":scheme", "https"],
  [":authority", "parcels.example"],
  [":path", "/parcels/42"],
] as const;
const CONTENT = new Uint8Array(3000).fill(0x61);

/** One request and an answer of three DATA frames at 100 bytes a millisecond. */
function exchange(tamper?: Tamper): ReturnType<Http2Wire["run"]> {
  const wire = createHttp2Wire(
    { title: "one exchange", delay: 10, pace: 100, server: { maxDataSize: 1000 }, tamper },
    {
      told(end, event) {
        if (end !== "server" || event.kind !== "headers") return;
        wire.headers("server", 1, [[":status", "200"]]);
        wire.ends.server.sendData(1, CONTENT, { endStream: true });
      },
    },
  );
  wire.at(50, () => wire.headers("client", 1, GET, { endStream: true }));
  return wire.run();
}

const messages = ({ events }: Trace): MessageEvent[] =>
  events.filter((event): event is MessageEvent => event.kind === "message");
const { trace } = exchange();
const frames = messages(trace);
const answer = frames.filter(({ from, stream }) => from === "server" && stream === 1);

describe("the wire", () => {
  it("tells each frame once, with what it says", () => {
    expect(frames.map(({ from, label }) => `${from}: ${label}`)).toEqual([
      "client: Connection preface",
      "client: SETTINGS",
      "server: SETTINGS",
      "server: SETTINGS ACK",
      "client: SETTINGS ACK",
      "client: HEADERS on 1, END_STREAM: GET /parcels/42",
      "server: HEADERS on 1: 200",
      "server: DATA on 1, 1000 bytes",
      "server: DATA on 1, 1000 bytes",
      "server: DATA on 1, 1000 bytes, END_STREAM",
    ]);
    expect(frames.every(({ arrives }) => arrives !== null)).toBe(true);
    expect(concat(answer.slice(1).map(({ bytes }) => bytes.subarray(9)))).toEqual(CONTENT);
  });

  it("takes the server's frames one after the other, and a delay besides", () => {
    const [head, ...data] = answer;
    expect(head?.at).toBe(60);
    let free = 60 + (head?.bytes.length ?? 0) / 100;
    for (const frame of data) {
      expect(frame.at).toBeCloseTo(free, 9);
      free += frame.bytes.length / 100;
      expect(frame.arrives).toBeCloseTo(free + 10, 9);
    }
  });

  it("runs the same twice", () => {
    expect(exchange().trace).toEqual(trace);
  });
});

describe("edited bytes", () => {
  const dissect = createHttp2Dissector(trace, (tamper) => exchange(tamper).reaction);
  const edited = (event: MessageEvent | undefined, at: number, byte: number) =>
    dissect(event as MessageEvent, (event as MessageEvent).bytes.with(at, byte));

  it("are read as they stand while nothing is broken", () => {
    for (const event of frames) {
      const step = dissect(event);
      expect(step.kind).toBe("done");
      if (step.kind === "done") expect(findUntiled(step.value)).toBeNull();
    }
  });

  it("meet the receiver's state, not only the frame's form", () => {
    // Stream 3 was never opened by this client.
    expect(edited(answer[1], 8, 3)).toMatchObject({
      kind: "fault",
      fault: { code: "PROTOCOL_ERROR", rule: "RFC 9113 §5.1" },
    });
    // An index beyond both tables.
    expect(edited(answer[0], 9, 0xff)).toMatchObject({
      kind: "fault",
      fault: { code: "COMPRESSION_ERROR" },
    });
    // Settings may not be acknowledged with a payload.
    expect(edited(frames[4], 2, 6).kind).not.toBe("done");
  });

  it("wait where a longer frame is announced", () => {
    expect(edited(answer[1], 1, 0x04)).toMatchObject({ kind: "more" });
  });

  it("change what is read where nothing forbids it", () => {
    const step = edited(answer[1], 9, 0x62);
    expect(step).toMatchObject({ kind: "done" });
    expect(readFrame((answer[1] as MessageEvent).bytes).kind).toBe("done");
  });

  it("of the preface end the connection", () => {
    expect(edited(frames[0], 3, 0x21)).toMatchObject({ kind: "fault", fault: { at: 3 } });
  });
});
