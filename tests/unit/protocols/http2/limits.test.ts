import { describe, expect, it } from "vitest";
import {
  createConnection,
  type Http2Limits,
  type WritableFrame,
} from "../../../../src/protocols/http2/index.ts";
import { utf8 } from "../../../../src/wire/index.ts";
import { errorIn, GET, lone, OK, POST } from "./talk.ts";

const CALM = "connection ENHANCE_YOUR_CALM RFC 9113 §10.5";
const server = (limits: Partial<Http2Limits>) => lone("server", { limits });
const reset = (streamId: number): WritableFrame =>
  ({ type: 3, flags: 0, streamId, errorCode: 8 }) as const;

describe("bounds on work that costs the peer nothing (RFC 9113 §10.5)", () => {
  it("stops a rapid reset", () => {
    const { end, feed, headers } = server({ resets: 3 });
    const errors = [1, 3, 5, 7].map((id) => errorIn(feed(headers(id, GET), reset(id)).events));
    expect(errors).toEqual(["none", "none", "none", CALM]);
    expect(end.inspect()).toMatchObject({ state: "closed", counts: { resets: 4 } });
  });

  it("counts resets that malformed requests provoke, too", () => {
    const { feed, headers } = server({ resets: 2 });
    const bad = [...GET, ["x y", "z"] as const];
    const errors = [1, 3, 5].map((id) => feed(headers(id, bad)).events.map(({ kind }) => kind));
    expect(errors).toEqual([["streamError"], ["streamError"], ["streamError", "connectionError"]]);
  });

  it("sets completed streams against resets, and starts again when its owner says so", () => {
    const { end, feed, headers } = server({ resets: 2 });
    for (let id = 1; id < 40; id += 4) {
      expect(errorIn(feed(headers(id, GET), reset(id), headers(id + 2, GET)).events)).toBe("none");
      end.sendHeaders(id + 2, OK, { endStream: true });
    }
    expect(end.inspect().counts.resets).toBe(0);
    feed(headers(41, GET), reset(41), headers(43, GET), reset(43));
    expect(end.inspect().counts.resets).toBe(2);
    end.renewLimits();
    expect(errorIn(feed(headers(45, GET), reset(45)).events)).toBe("none");
  });

  it("does not hold it against a server that it ends our requests", () => {
    const { end, feed, headers } = lone("client", { limits: { resets: 0 } });
    for (const id of [1, 3, 5]) end.sendHeaders(id, POST);
    const refused = { type: 3, flags: 0, streamId: 1, errorCode: 7 } as const;
    const malformed = headers(5, [["a", "b"]]);
    const { events } = feed(refused, reset(3), malformed);
    expect(events.map(({ kind }) => kind)).toEqual(["reset", "reset", "streamError"]);
  });

  it("counts refused streams only against who knows the limit", () => {
    const settings = { maxConcurrentStreams: 0 };
    const informed = lone("server", { settings, limits: { resets: 1 } });
    const errors = [1, 3].map((id) => errorIn(informed.feed(informed.headers(id, GET)).events));
    expect(errors[1]).toContain("REFUSED_STREAM");
    expect(informed.end.inspect().state).toBe("closed");
    const unaware = createConnection({ role: "server", settings, limits: { resets: 1 } });
    const client = createConnection({ role: "client" });
    for (const id of [1, 3, 5]) client.sendHeaders(id, GET, { endStream: true });
    const kinds = unaware.receive(client.takeBytes()).map(({ kind }) => kind);
    expect(kinds).toEqual(["settings", "streamError", "streamError", "streamError"]);
  });

  it("follows a changed limit of the section once it is acknowledged", () => {
    const { end, feed, headers } = lone("server");
    end.updateSettings({ maxHeaderListSize: 100 });
    expect(errorIn(feed(headers(1, GET)).events)).toBe("none");
    feed({ type: 4, flags: 1, streamId: 0, settings: [] });
    expect(errorIn(feed(headers(3, GET)).events)).toContain("§10.5.1");
  });

  it("bounds the CONTINUATIONs and the octets of one field block", () => {
    const goOn = (size = 0): WritableFrame =>
      ({ type: 9, flags: 0, streamId: 1, fragment: new Uint8Array(size) }) as const;
    const open = { type: 1, flags: 0, streamId: 1, fragment: new Uint8Array() } as const;
    const many = server({ continuations: 2 });
    expect(errorIn(many.feed(open, goOn(), goOn()).events)).toBe("none");
    expect(errorIn(many.feed(goOn()).events)).toBe(CALM);
    const large = server({ fieldBlock: 100 });
    expect(errorIn(large.feed(open, goOn(100)).events)).toBe("none");
    expect(errorIn(large.feed(goOn(1)).events)).toBe(CALM);
  });

  it("refuses a section that is too large, and only that", () => {
    const { end, feed, headers } = server({ fieldSection: 300 });
    const long = [...GET, ["x-long", "v".repeat(300)] as const];
    expect(errorIn(feed(headers(1, long)).events)).toBe("stream 1 PROTOCOL_ERROR RFC 9113 §10.5.1");
    // The table was kept in step all the same.
    expect(end.inspect().decoderTable[0]?.[0]).toBe("x-long");
    expect(errorIn(feed(headers(3, GET)).events)).toBe("none");
    const announced = lone("server", { settings: { maxHeaderListSize: 100 } });
    expect(errorIn(announced.feed(announced.headers(1, GET)).events)).toContain("§10.5.1");
    const client = lone("client", { limits: { fieldSection: 100 } });
    client.end.sendHeaders(1, GET);
    const fragment = client.encoder.encode(GET);
    const promise = { type: 5, flags: 4, streamId: 1, promisedStreamId: 2, fragment } as const;
    expect(errorIn(client.feed(promise).events)).toBe("stream 2 PROTOCOL_ERROR RFC 9113 §10.5.1");
  });

  it("bounds the answers that wait to be taken", () => {
    const ping = { type: 6, flags: 0, streamId: 0, opaqueData: new Uint8Array(8) } as const;
    const settings = { type: 4, flags: 0, streamId: 0, settings: [] } as const;
    const { feed } = server({ replies: 2 });
    for (let round = 0; round < 5; round += 1) {
      expect(errorIn(feed(ping, settings).events)).toBe("none");
    }
    expect(errorIn(feed(ping, ping, settings).events)).toBe(CALM);
    expect(errorIn(server({ replies: 2 }).feed(ping, ping, ping).events)).toBe(CALM);
  });

  it("bounds empty DATA frames in a row", () => {
    const { data, feed, headers } = server({ emptyFrames: 2 });
    const empty = data(1, utf8(""));
    feed(headers(1, POST, 4));
    expect(errorIn(feed(empty, empty, data(1, utf8("x")), empty, empty).events)).toBe("none");
    expect(errorIn(feed(empty).events)).toBe(CALM);
  });

  it("bounds promised streams that have not begun", () => {
    const { encoder, end, feed } = lone("client", { limits: { promises: 1 } });
    end.sendHeaders(1, GET, { endStream: true });
    const promise = (promisedStreamId: number): WritableFrame =>
      ({
        type: 5,
        flags: 4,
        streamId: 1,
        promisedStreamId,
        fragment: encoder.encode(GET),
      }) as const;
    expect(errorIn(feed(promise(2)).events)).toBe("none");
    expect(errorIn(feed(promise(4)).events)).toBe("stream 4 ENHANCE_YOUR_CALM RFC 9113 §10.5");
  });
});
