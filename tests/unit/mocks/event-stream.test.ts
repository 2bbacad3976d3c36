// Event streams of the pretend company in Node: piece by piece, ended, broken off and held open.
import { describe, expect, test } from "vitest";
import { EVENT_STREAM, eventStream, type StreamAnswer } from "../../../src/mocks/event-stream.ts";
import { createSpace, type Space } from "../../../src/mocks/space.ts";
import { utf8, utf8Text } from "../../../src/wire/index.ts";

const ADDRESS = "https://course.example/lab/test/t/scans";
const pieces = ["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"].map((text) => utf8(text));

function serving(answer: Partial<StreamAnswer>): Space {
  let clock = 0;
  const space = createSpace({
    base: "https://course.example/lab/test/t",
    fetch: null,
    now: () => (clock += 1),
  });
  const whole: StreamAnswer = { status: 200, type: EVENT_STREAM, pieces, ending: "end", ...answer };
  space.serve((base) => [eventStream(`${base}/scans`, () => whole)]);
  return space;
}

const readerOf = ({ body }: Response): ReadableStreamDefaultReader<Uint8Array> => {
  if (body === null) throw new Error("no body");
  return body.getReader();
};
const taken = (space: Space): string =>
  utf8Text(space.exchanges()[0]?.response.content ?? utf8("nothing was seen"));

describe("an event stream", () => {
  test("arrives whole, and the record holds what was sent", async () => {
    const space = serving({});
    const response = await space.fetch(ADDRESS);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe("data: 1\n\ndata: 2\n\ndata: 3\n\n");
    expect(taken(space)).toBe("data: 1\n\ndata: 2\n\ndata: 3\n\n");
  });

  test("is answered before it ends, and ends for the service when its reader leaves", async () => {
    const space = serving({ ending: "hold" });
    const leaving = new AbortController();
    const reader = readerOf(await space.fetch(ADDRESS, { signal: leaving.signal }));
    for (const piece of pieces) expect((await reader.read()).value).toEqual(piece);
    const next = reader.read();
    leaving.abort();
    await expect(next).rejects.toMatchObject({ name: "AbortError" });
    expect(taken(space)).toBe("data: 1\n\ndata: 2\n\ndata: 3\n\n");
  });

  test("breaks off as an error of the connection", async () => {
    const reader = readerOf(await serving({ ending: "break" }).fetch(ADDRESS));
    for (const piece of pieces) expect((await reader.read()).value).toEqual(piece);
    await expect(reader.read()).rejects.toThrow("the connection was cut");
  });

  test("a 204 has no content", async () => {
    const response = await serving({ status: 204, type: null }).fetch(ADDRESS);
    expect([response.status, response.body]).toEqual([204, null]);
  });

  test("counts its requests afresh when it is served again", async () => {
    const numbers: number[] = [];
    const space = serving({});
    const serve = (): void => {
      space.serve((base) => [
        eventStream(`${base}/scans`, (_, number) => {
          numbers.push(number);
          return { status: 204, type: null, pieces: [], ending: "end" };
        }),
      ]);
    };
    serve();
    await space.fetch(ADDRESS);
    await space.fetch(ADDRESS);
    serve();
    await space.fetch(ADDRESS);
    expect(numbers).toEqual([1, 2, 1]);
    expect(space.exchanges()).toHaveLength(1);
  });

  test("10,000 events come through whole and in order", async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => utf8(`data: ${index}\n\n`));
    const text = await (await serving({ pieces: many }).fetch(ADDRESS)).text();
    expect(text.match(/\d+/g)?.map(Number)).toEqual(many.map((_, index) => index));
  });
});
