// The pipe keeps the receiver's windows, serves streams in the stated order, and tells who waits for what.
import { describe, expect, it, test } from "vitest";
import { windowByHand } from "../../../../src/labs/stream-windows/challenges.ts";
import {
  firstOf,
  PIECE,
  replayOf,
  runPipe,
  type Seen,
} from "../../../../src/labs/stream-windows/pipe.ts";
import {
  NO_GRANTS,
  ORDERS,
  START,
  STREAMS,
  WINDOWS,
  type Setup,
} from "../../../../src/labs/stream-windows/setup.ts";
import { createSeeded } from "../../../../src/kit/seeded.ts";
import { createConnection } from "../../../../src/protocols/http2/index.ts";
import { createHttp2Dissector } from "../../../../src/scenarios/http2-dissect.ts";
import type { MessageEvent } from "../../../../src/trace/index.ts";

const dataOf = ({ trace }: Seen): MessageEvent[] =>
  trace.events.filter(
    (event): event is MessageEvent => event.kind === "message" && (event.contentBytes ?? 0) > 0,
  );
const orderOf = (seen: Seen): (number | undefined)[] => dataOf(seen).map(({ stream }) => stream);

const setups: readonly Setup[] = ORDERS.flatMap((order) =>
  WINDOWS.flatMap((window) =>
    (["auto", "hand"] as const).map((credit) => ({ ...START, order, window, credit })),
  ),
);

describe.each(setups)("$order, $window bytes, credit by $credit", (setup) => {
  const seen = runPipe(setup);

  it("sends no more than was granted", () => {
    let connection = 65_535;
    const left = new Map<number, number>(STREAMS.map((id) => [id, setup.window]));
    for (const event of seen.trace.events) {
      if (event.kind !== "message" || event.stream === undefined) continue;
      const increment = event.from === "client" && event.bytes[3] === 8;
      if (increment && (event.arrives ?? Infinity) <= Infinity) {
        const octets = new DataView(event.bytes.slice(9).buffer).getUint32(0);
        if (event.stream === 0) connection += octets;
        else left.set(event.stream, (left.get(event.stream) ?? 0) + octets);
      }
      const sent = event.contentBytes ?? 0;
      connection -= sent;
      left.set(event.stream, (left.get(event.stream) ?? 0) - sent);
      expect(sent).toBeLessThanOrEqual(PIECE);
      if (sent > 0) expect(left.get(event.stream)).toBeGreaterThanOrEqual(0);
      expect(connection).toBeGreaterThanOrEqual(0);
    }
  });

  it("delivers every response whole, or says what it waits for", () => {
    for (const stream of STREAMS) {
      const sent = dataOf(seen)
        .filter((event) => event.stream === stream)
        .reduce((sum, { contentBytes = 0 }) => sum + contentBytes, 0);
      const waits = seen.waits.some((wait) => wait.stream === stream && wait.until === null);
      const complete = seen.completed[stream] !== null;
      expect(complete).toBe(sent === setup.sizes[stream] * 1000);
      expect(waits).toBe(!complete);
    }
    if (setup.credit === "auto") expect(Object.values(seen.completed)).not.toContain(null);
  });
});

test("in turns the streams alternate, one after the other they do not", () => {
  const wide: Setup = { ...START, window: 65_535, sizes: { 1: 8, 3: 8, 5: 8 } };
  expect(orderOf(runPipe(wide))).toEqual([1, 3, 5, 1, 3, 5]);
  expect(orderOf(runPipe({ ...wide, order: "sequential" }))).toEqual([1, 1, 3, 3, 5, 5]);
  expect(orderOf(runPipe({ ...wide, order: "priority" }))).toEqual([5, 5, 1, 1, 3, 3]);
  expect(firstOf(runPipe({ ...wide, order: "priority" }))).toBe(5);
});

test("the connection's window stops all, and one WINDOW_UPDATE on stream 0 lets them go on", () => {
  const stalled = runPipe({ ...START, window: 65_535 });
  expect(stalled.waits[0]?.by).toBe("connection");
  expect(stalled.updates).toBe(0);
  const opened = runPipe({ ...START, window: 65_535, grants: { ...NO_GRANTS, 0: 16 } });
  expect(opened.updates).toBe(1);
  expect(Object.values(opened.completed)).not.toContain(null);
});

test("a WINDOW_UPDATE of nothing, and DATA on a stream that was never asked for, are refused", () => {
  const setup: Setup = { ...START, credit: "auto" };
  const seen = runPipe(setup);
  const dissect = createHttp2Dissector(seen.trace, replayOf(setup));
  const update = seen.trace.events.find(
    (event): event is MessageEvent =>
      event.kind === "message" && event.bytes[3] === 8 && event.stream === 0,
  );
  const [data] = dataOf(seen);
  if (update === undefined || data === undefined) throw new Error("neither credit nor content");
  expect(dissect(update, update.bytes.slice().fill(0, 9))).toMatchObject({
    kind: "fault",
    fault: { code: "PROTOCOL_ERROR", rule: "RFC 9113 §6.9" },
  });
  expect(dissect(data, data.bytes.with(8, 7))).toMatchObject({
    kind: "fault",
    fault: { code: "PROTOCOL_ERROR", rule: "RFC 9113 §5.1" },
  });
});

test.each([1, 2, 3, 4, 5])("the window by hand agrees with the engine, seed %i", (seed) => {
  const { ask, check } = windowByHand.pose(createSeeded(seed));
  const [initial = 0, a = 0, b = 0, , other = 0, , lowered = 0, credit = 0] = [
    ...ask.matchAll(/\d+/g),
  ].map(Number);
  const client = createConnection({
    role: "client",
    settings: { initialWindowSize: initial },
    autoWindowUpdate: false,
  });
  const server = createConnection({ role: "server" });
  const exchange = (): void => {
    server.receive(client.takeBytes());
    client.receive(server.takeBytes());
  };
  for (const id of [1, 3]) {
    const fields = [
      [":method", "GET"],
      [":scheme", "https"],
      [":authority", "parcels.example"],
      [":path", "/"],
    ] as const;
    client.sendHeaders(id, fields, { endStream: true });
  }
  exchange();
  for (const id of [1, 3]) server.sendHeaders(id, [[":status", "200"]]);
  for (const length of [a, b]) server.sendData(1, new Uint8Array(length));
  server.sendData(3, new Uint8Array(other));
  exchange();
  client.updateSettings({ initialWindowSize: lowered });
  client.giveCredit(1, credit);
  exchange();
  const view = server.inspect();
  const stream = view.streams.find(({ id }) => id === 1)?.sendWindow ?? 0;
  const truth = Math.max(0, Math.min(stream, view.sendWindow));
  expect(check?.({ bytes: String(truth) })).toMatchObject({ solved: true });
});
