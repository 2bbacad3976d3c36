// A WebSocket on a stream of HTTP/2: the setting, the extended CONNECT and what happens without either. RFC 8441.
import { describe, expect, test } from "vitest";
import { bootstrap, dissectFrame } from "../../../../src/labs/handshake-builder/http2.ts";
import { START, type Setup } from "../../../../src/labs/handshake-builder/setup.ts";
import {
  createHpackDecoder,
  FLAGS,
  FRAME_TYPES,
  readFrame,
} from "../../../../src/protocols/http2/index.ts";
import type { MessageEvent } from "../../../../src/trace/index.ts";
import { findUntiled } from "../../../../src/wire/index.ts";

const run = (change: Partial<Setup>) => bootstrap({ ...START, scene: "http2", ...change });

const messagesOf = (seen: ReturnType<typeof run>): readonly MessageEvent[] =>
  seen.trace.events.filter((event): event is MessageEvent => event.kind === "message");

const framesOf = (seen: ReturnType<typeof run>) =>
  messagesOf(seen)
    .filter(({ format }) => format === "http2-frame")
    .map((event) => {
      const step = readFrame(event.bytes);
      if (step.kind !== "done" || step.next !== event.bytes.length) throw new Error("no frame");
      return { from: event.from, frame: step.value };
    });

describe("announced and awaited", () => {
  const seen = run({ asked: "scans.v2, scans.v1" });

  test("opens with a 200", () => {
    expect(seen.outcome).toBe("200");
    expect(messagesOf(seen).map(({ from, label }) => `${from}: ${label}`)).toEqual([
      "client: connection preface",
      "client: SETTINGS: ENABLE_PUSH = 0",
      "server: SETTINGS: ENABLE_CONNECT_PROTOCOL = 1",
      "client: SETTINGS ACK",
      "client: HEADERS: CONNECT, :protocol websocket",
      "server: SETTINGS ACK",
      "server: HEADERS: 200",
      "server: DATA: a text message",
      "server: a text message",
      "client: DATA: a text message, masked",
      "client: a text message, masked",
      "client: DATA: Close 1000, masked",
      "client: Close 1000, masked",
      "server: DATA with END_STREAM: Close 1000",
      "server: Close 1000",
      "client: DATA with END_STREAM",
    ]);
  });

  test("asks only after the setting has arrived", () => {
    const messages = messagesOf(seen);
    const setting = messages.find(({ label }) => label.includes("ENABLE_CONNECT_PROTOCOL"));
    const asked = messages.find(({ label }) => label.startsWith("HEADERS: CONNECT"));
    expect(asked?.at).toBeGreaterThanOrEqual(setting?.arrives ?? Infinity);
  });

  test("carries the fields of RFC 8441 §5 and none of the upgrade", () => {
    const headers = framesOf(seen).flatMap(({ frame }) =>
      frame.type === FRAME_TYPES.HEADERS && "fragment" in frame ? [frame.fragment] : [],
    );
    const decode = (block: Uint8Array | undefined) =>
      createHpackDecoder().decode(block ?? new Uint8Array());
    expect(decode(headers[0])).toEqual({
      kind: "done",
      value: [
        [":method", "CONNECT"],
        [":protocol", "websocket"],
        [":scheme", "https"],
        [":path", "/scans"],
        [":authority", "parcels.example"],
        ["sec-websocket-version", "13"],
        ["origin", "https://app.parcels.example"],
        ["sec-websocket-protocol", "scans.v2, scans.v1"],
      ],
    });
    expect(decode(headers[1])).toEqual({
      kind: "done",
      value: [
        [":status", "200"],
        ["sec-websocket-protocol", "scans.v2"],
      ],
    });
  });

  test("puts each WebSocket frame into DATA as it is, and ends both ways", () => {
    const data = framesOf(seen).flatMap(({ frame }) =>
      frame.type === FRAME_TYPES.DATA && "data" in frame ? [frame] : [],
    );
    const inside = messagesOf(seen).filter(({ format }) => format === "websocket-frame");
    expect(data.slice(0, -1).map((frame) => frame.data)).toEqual(inside.map(({ bytes }) => bytes));
    expect(data.map(({ flags }) => flags & FLAGS.END_STREAM)).toEqual([0, 0, 0, 1, 1]);
    expect(data.every(({ streamId }) => streamId === 1)).toBe(true);
  });

  test("is read down to the last byte", () => {
    for (const event of messagesOf(seen)) {
      if (event.format !== "http2-frame") continue;
      const step = dissectFrame(event);
      expect(step.kind).toBe("done");
      if (step.kind === "done") expect(findUntiled(step.value)).toBeNull();
    }
  });
});

test.each<readonly [Partial<Setup>, string]>([
  [{ extra: "yes" }, "RFC 9113 §8.2.2"],
  [{ setting: "ignored" }, "RFC 8441 §4"],
])("%o is malformed: the server resets the stream", (change, rule) => {
  const seen = run(change);
  expect(seen.outcome).toBe("reset");
  expect(seen.fault?.rule).toBe(rule);
  expect(framesOf(seen).at(-1)).toMatchObject({
    from: "server",
    frame: { type: FRAME_TYPES.RST_STREAM, streamId: 1, errorCode: 1 },
  });
});

test("without the setting an obedient client asks over HTTP/1.1", () => {
  const seen = run({ setting: "missing", asked: "scans.v1" });
  expect(seen.outcome).toBe("fallback");
  expect(seen.fields).toContain("sec-websocket-key");
  expect(seen.fields).not.toContain(":protocol");
  expect(seen.trace.connections.map(({ protocol }) => protocol)).toEqual(["h2", "websocket"]);
  expect(framesOf(seen).every(({ frame }) => frame.type === FRAME_TYPES.SETTINGS)).toBe(true);
});
