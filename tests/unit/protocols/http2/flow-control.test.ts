import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Http2Event } from "../../../../src/protocols/http2/index.ts";
import { concat, utf8 } from "../../../../src/wire/index.ts";
import { errorIn, framesIn, GET, lone, OK, pair, POST } from "./talk.ts";

const contentOf = (events: readonly Http2Event[], id: number): Uint8Array =>
  concat(
    events.flatMap((event) => (event.kind === "data" && event.streamId === id ? [event.data] : [])),
  );
const dataIn = (bytes: Uint8Array): [number, number, number][] =>
  framesIn(bytes).flatMap((frame) =>
    frame.type === 0 ? [[frame.streamId, frame.data.length, frame.flags]] : [],
  );
const windowUpdate = (streamId: number, windowSizeIncrement: number) =>
  ({ type: 8, flags: 0, streamId, windowSizeIncrement }) as const;
const settings = (...list: [number, number][]) =>
  ({ type: 4, flags: 0, streamId: 0, settings: list }) as const;

/** A server with one request that it may answer at length. */
function answering(first: readonly [number, number][] = []) {
  const ready = lone("server");
  if (first.length > 0) ready.feed(settings(...first));
  ready.feed(ready.headers(1, GET));
  ready.end.sendHeaders(1, OK);
  ready.end.takeBytes();
  return ready;
}

describe("sending within the windows (RFC 9113 §6.9.1)", () => {
  it("stops where the stream's window ends, and goes on with a WINDOW_UPDATE", () => {
    const { end, feed } = answering([[4, 5]]);
    end.sendData(1, utf8("0123456789"), { endStream: true });
    expect(dataIn(end.takeBytes())).toEqual([[1, 5, 0]]);
    expect(end.inspect().streams[0]).toMatchObject({ queued: 5, blockedBy: "stream window" });
    const { events, sent } = feed(windowUpdate(1, 3));
    expect(events).toEqual([{ kind: "windowUpdate", streamId: 1, increment: 3, window: 3 }]);
    expect(sent).toMatchObject([{ type: 0, data: utf8("567"), flags: 0 }]);
    expect(feed(windowUpdate(1, 100)).sent).toMatchObject([{ data: utf8("89"), flags: 1 }]);
    expect(end.inspect().streams).toEqual([]);
  });

  it("stops where the connection's window ends, whatever the stream's allows", () => {
    const { end, feed } = answering([[4, 1_000_000]]);
    end.sendData(1, new Uint8Array(70_000), { endStream: true });
    expect(dataIn(end.takeBytes()).map(([, length]) => length)).toEqual([
      16384, 16384, 16384, 16383,
    ]);
    expect(end.inspect()).toMatchObject({
      sendWindow: 0,
      streams: [{ queued: 4465, blockedBy: "connection window" }],
    });
    const { events } = feed(windowUpdate(0, 5000));
    expect(events).toEqual([{ kind: "windowUpdate", streamId: 0, increment: 5000, window: 5000 }]);
    expect(end.inspect()).toMatchObject({ sendWindow: 535, streams: [] });
  });

  it("sends an empty last frame without any window", () => {
    const { end } = answering([[4, 0]]);
    end.sendData(1, utf8(""), { endStream: true });
    expect(dataIn(end.takeBytes())).toEqual([[1, 0, 1]]);
  });

  it("sends trailers behind the content that waits, not before", () => {
    const { end, feed } = answering([[4, 1]]);
    end.sendData(1, utf8("ab"));
    end.sendHeaders(1, [["x", "y"]], { endStream: true });
    expect(framesIn(end.takeBytes()).map(({ type }) => type)).toEqual([0]);
    expect(feed(windowUpdate(1, 1)).sent.map(({ flags, type }) => [type, flags])).toEqual([
      [0, 0],
      [1, 5],
    ]);
  });

  it("honours the peer's largest frame", () => {
    const { end } = answering([
      [5, 20_000],
      [4, 40_000],
    ]);
    end.sendData(1, new Uint8Array(30_000));
    expect(dataIn(end.takeBytes()).map(([, length]) => length)).toEqual([20_000, 10_000]);
  });
});

describe("a window that SETTINGS moves (RFC 9113 §6.9.2)", () => {
  it("becomes negative and stays so until credit makes it positive", () => {
    const { end, feed } = answering([[4, 6]]);
    end.sendData(1, utf8("0123456789"));
    end.takeBytes();
    feed(settings([4, 2]));
    expect(end.inspect().streams[0]).toMatchObject({ sendWindow: -4 });
    expect(feed(windowUpdate(1, 4)).sent).toEqual([]);
    expect(feed(windowUpdate(1, 1)).sent).toMatchObject([{ data: utf8("6") }]);
    expect(feed(settings([4, 3])).sent).toMatchObject([{ type: 4, flags: 1 }, { data: utf8("7") }]);
  });

  it("leaves the connection's window alone", () => {
    const { end, feed } = answering();
    feed(settings([4, 1]));
    expect(end.inspect().sendWindow).toBe(65_535);
  });

  it("may not pass 2³¹ − 1 on any stream", () => {
    const { feed } = answering();
    feed(windowUpdate(1, 1));
    expect(errorIn(feed(settings([4, 0x7fffffff])).events)).toBe(
      "connection FLOW_CONTROL_ERROR RFC 9113 §6.9.2",
    );
  });

  it("takes several values in one frame in their order", () => {
    const { end, feed } = answering();
    feed(settings([4, 0], [4, 100], [4, 7]));
    expect(end.inspect().streams[0]).toMatchObject({ sendWindow: 7 });
  });
});

describe("wrong credit (RFC 9113 §6.9, §6.9.1)", () => {
  it.each<[string, number, number, string]>([
    ["nothing on a stream", 1, 0, "stream 1 PROTOCOL_ERROR RFC 9113 §6.9"],
    ["nothing on the connection", 0, 0, "connection PROTOCOL_ERROR RFC 9113 §6.9"],
    ["too much on a stream", 1, 0x7fffffff, "stream 1 FLOW_CONTROL_ERROR RFC 9113 §6.9.1"],
    ["too much on the connection", 0, 0x7fffffff, "connection FLOW_CONTROL_ERROR RFC 9113 §6.9.1"],
    ["an idle stream", 3, 1, "connection PROTOCOL_ERROR RFC 9113 §5.1"],
  ])("%s", (_, id, increment, error) => {
    expect(errorIn(answering().feed(windowUpdate(id, increment)).events)).toBe(error);
  });
});

describe("receiving", () => {
  it("refuses DATA beyond the stream's and the connection's window", () => {
    const small = lone("server", { settings: { initialWindowSize: 4 } });
    small.feed(small.headers(1, POST, 4));
    const { events, sent } = small.feed(small.data(1, utf8("12345")));
    expect(errorIn(events)).toBe("stream 1 FLOW_CONTROL_ERROR RFC 9113 §6.9.1");
    expect(sent).toMatchObject([{ type: 3, streamId: 1, errorCode: 3 }]);
    const whole = lone("server", {
      settings: { initialWindowSize: 100_000, maxFrameSize: 100_000 },
      autoWindowUpdate: false,
    });
    whole.feed(whole.headers(1, POST, 4), whole.data(1, new Uint8Array(65_535)));
    expect(errorIn(whole.feed(whole.data(1, utf8("1"))).events)).toBe(
      "connection FLOW_CONTROL_ERROR RFC 9113 §6.9.1",
    );
  });

  it("counts padding, and opens the windows again when half is used", () => {
    const { end, feed, headers } = lone("server", { settings: { initialWindowSize: 10 } });
    feed(headers(1, POST, 4));
    const padded = { type: 0, flags: 0, streamId: 1, data: utf8("ab"), padLength: 1 } as const;
    const first = feed(padded);
    expect(first.events).toMatchObject([{ data: utf8("ab"), flowControlled: 4 }]);
    expect(first.sent).toEqual([]);
    expect(end.inspect().streams[0]).toMatchObject({ receiveWindow: 6 });
    expect(feed(padded).sent).toEqual([windowUpdate(1, 8)]);
    expect(end.inspect().streams[0]).toMatchObject({ receiveWindow: 10 });
  });

  it("gives no more credit to a stream that has ended, but to the connection", () => {
    const { data, end, feed, headers } = lone("server", {
      settings: { initialWindowSize: 20_000 },
    });
    feed(headers(1, POST, 4), data(1, new Uint8Array(9_000)));
    expect(feed(data(1, new Uint8Array(9_000), 1)).sent).toEqual([]);
    feed(headers(3, POST, 4), data(3, new Uint8Array(9_000)));
    const { sent } = feed(data(3, new Uint8Array(9_000), 1));
    expect(sent).toEqual([windowUpdate(0, 36_000)]);
    expect(end.inspect().receiveWindow).toBe(65_535);
  });

  it("leaves the credit to its owner when told", () => {
    const { end, feed, headers, data } = lone("server", { autoWindowUpdate: false });
    feed(headers(1, POST, 4));
    for (let frame = 0; frame < 3; frame += 1) feed(data(1, new Uint8Array(16_384)));
    expect(end.takeBytes()).toEqual(new Uint8Array());
    expect(end.inspect()).toMatchObject({ receiveWindow: 16_383 });
    expect(end.giveCredit(1, 49_152)).toBe(true);
    expect(end.giveCredit(0, 1)).toBe(true);
    expect(framesIn(end.takeBytes())).toEqual([windowUpdate(1, 49_152), windowUpdate(0, 1)]);
    end.resetStream(1);
    expect(end.giveCredit(1, 1)).toBe(false);
    // Nobody will see these octets, so the connection gets them back by itself.
    end.giveCredit(0, 49_151);
    end.takeBytes();
    const late = Array.from({ length: 2 }, () => data(1, new Uint8Array(16_384)));
    expect(feed(...late).sent).toEqual([windowUpdate(0, 32_768)]);
  });

  it("grants a larger connection window at the start", () => {
    const { client, server } = pair({ connectionWindowSize: 1_000_000 });
    expect(client.inspect().receiveWindow).toBe(1_000_000);
    expect(server.inspect().sendWindow).toBe(1_000_000);
  });

  it("does not stall when a lower setting is acknowledged late", () => {
    const { client, news, server, settle } = pair();
    client.sendHeaders(1, POST);
    settle();
    client.sendData(1, new Uint8Array(30_000));
    settle();
    server.updateSettings({ initialWindowSize: 1000 });
    client.sendData(1, new Uint8Array(50_000), { endStream: true });
    settle();
    expect(contentOf(news("server"), 1)).toHaveLength(80_000);
  });
});

describe("taking turns", () => {
  const three = (options = {}) => {
    const both = pair({}, options);
    for (const id of [1, 3, 5]) both.client.sendHeaders(id, GET, { endStream: true });
    both.settle();
    for (const id of [1, 3, 5]) {
      both.server.sendHeaders(id, OK);
      both.server.sendData(id, new Uint8Array(4), { endStream: true });
    }
    return both.server;
  };

  it("interleaves the streams frame by frame", () => {
    expect(dataIn(three({ maxDataSize: 2 }).takeBytes()).map(([id]) => id)).toEqual([
      1, 3, 5, 1, 3, 5,
    ]);
  });

  it("stops behind the limit and goes on with the next stream", () => {
    const server = three({ maxDataSize: 2 });
    const first = server.takeBytes(1);
    expect(dataIn(first)).toEqual([]);
    expect(dataIn(server.takeBytes(12)).map(([id]) => id)).toEqual([1, 3]);
    expect(dataIn(server.takeBytes(1)).map(([id]) => id)).toEqual([5]);
    expect(dataIn(server.takeBytes()).map(([id]) => id)).toEqual([1, 3, 5]);
  });
});

describe("any sizes of windows, frames and pieces", () => {
  it("deliver what was sent, in order, on every stream", () => {
    const size = fc.constantFrom(1, 2, 7, 100, 65_535);
    const body = fc.uint8Array({ maxLength: 300 });
    const plan = fc.array(fc.array(body, { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(plan, size, size, (bodies, window, maxDataSize) => {
        const options = { settings: { initialWindowSize: window }, maxDataSize };
        const { client, news, server, settle } = pair(options, options);
        bodies.forEach((parts, place) => {
          client.sendHeaders(2 * place + 1, POST);
          for (const part of parts) client.sendData(2 * place + 1, part);
          client.sendData(2 * place + 1, utf8(""), { endStream: true });
        });
        settle();
        const events = news("server");
        bodies.forEach((parts, place) => {
          expect(contentOf(events, 2 * place + 1)).toEqual(concat(parts));
        });
        expect(errorIn(events)).toBe("none");
        expect(server.inspect().streams.map(({ state }) => state)).toEqual(
          bodies.map(() => "half-closed (remote)"),
        );
      }),
      { numRuns: 60 },
    );
  });
});
