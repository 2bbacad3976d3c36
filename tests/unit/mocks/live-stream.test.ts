// A stream that stays open: what is sent arrives in order, either side may end it, and the space has it on record.
import fc from "fast-check";
import { http } from "msw/http";
import { describe, expect, test } from "vitest";
import { openLiveStream, type LiveStream } from "../../../src/mocks/live-stream.ts";
import { createSpace } from "../../../src/mocks/space.ts";
import { createEventStreamParser, writeEvent } from "../../../src/protocols/sse/index.ts";
import { concat, utf8 } from "../../../src/wire/index.ts";

const read = async (response: Response): Promise<Uint8Array> =>
  new Uint8Array(await response.arrayBuffer());

const numbered = (count: number): { id: string; data: string }[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), data: `event ${index}` }));

describe("the service's end", () => {
  test("sends in order, joins what one turn sends, and ends", async () => {
    const stream = openLiveStream();
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream");
    const reader = stream.response.body!.getReader();
    stream.send({ data: "a" });
    stream.send({ data: "b" });
    const first = await reader.read();
    expect(first.value).toEqual(concat([writeEvent({ data: "a" }), writeEvent({ data: "b" })]));
    stream.send({ data: "c" });
    stream.write(utf8(": raw\n"));
    stream.end();
    expect((await reader.read()).value).toEqual(writeEvent({ data: "c" }));
    expect((await reader.read()).value).toEqual(utf8(": raw\n"));
    expect((await reader.read()).done).toBe(true);
    expect(await stream.ended).toBe("service");
  });

  test("knows when nobody listens any more", async () => {
    const stream = openLiveStream();
    await stream.response.body!.cancel();
    expect(await stream.ended).toBe("client");
    expect([stream.isOpen, stream.send({ data: "x" }), stream.write(utf8("x"))]).toEqual([
      false,
      false,
      false,
    ]);
    stream.end();
    stream.cut();
  });

  test("a cut is an error for the reader", async () => {
    const stream = openLiveStream();
    stream.send({ data: "a" });
    stream.cut();
    await expect(read(stream.response)).rejects.toThrow("cut");
  });

  test("whatever is sent in whatever turns is what the parser finds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { maxLength: 12 }), async (turns) => {
        const stream = openLiveStream();
        const events = numbered(turns.reduce((sum, size) => sum + size, 0));
        let at = 0;
        for (const size of turns) {
          for (const event of events.slice(at, at + size)) stream.send(event);
          at += size;
          await Promise.resolve();
        }
        stream.end();
        const found = createEventStreamParser().push(await read(stream.response));
        expect(found.map(({ lastEventId, data }) => ({ id: lastEventId, data }))).toEqual(events);
      }),
    );
  });
});

describe("in a space", () => {
  const openHere = (): { space: ReturnType<typeof createSpace>; streams: LiveStream[] } => {
    const streams: LiveStream[] = [];
    let clock = 0;
    const space = createSpace({
      base: "https://course.example/lab/t",
      fetch: null,
      now: () => (clock += 1),
    });
    space.serve((base) => [
      http.get(`${base}/stream`, () => {
        const stream = openLiveStream();
        streams.push(stream);
        return stream.response;
      }),
      http.get(`${base}/never`, () => new Promise<Response>(() => undefined)),
    ]);
    return { space, streams };
  };

  test("the response is there before its content, and the record grows as it is read", async () => {
    const { space, streams } = openHere();
    const response = await space.fetch(`${space.base}/stream?after=3`);
    streams[0]!.send({ id: "4", data: "x" });
    const reader = response.body!.getReader();
    await reader.read();
    expect(space.exchanges()).toMatchObject([
      {
        number: 1,
        request: { method: "GET", target: "/stream?after=3" },
        response: { status: 200, content: writeEvent({ id: "4", data: "x" }) },
      },
    ]);
    streams[0]!.end();
    expect((await reader.read()).done).toBe(true);
    space.serve(() => []);
    expect(space.exchanges()).toEqual([]);
  });

  test("a signal ends the wait for an answer, and a stream that is being read", async () => {
    const { space, streams } = openHere();
    const patience = new AbortController();
    const { signal } = patience;
    const waiting = space.fetch(`${space.base}/never`, { signal });
    patience.abort();
    await expect(waiting).rejects.toThrow("abort");
    await expect(space.fetch(`${space.base}/stream`, { signal })).rejects.toThrow("abort");
    const reading = new AbortController();
    const response = await space.fetch(`${space.base}/stream`, { signal: reading.signal });
    reading.abort();
    await expect(read(response)).rejects.toThrow("abort");
    expect(await streams.at(-1)!.ended).toBe("client");
  });
});
