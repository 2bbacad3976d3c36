import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatExtensions,
  parseExtensions,
  readDeflateParameters,
} from "#protocols/websocket/index.ts";

const token = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/);
const lists = fc.array(
  fc.record({
    name: token,
    params: fc.array(fc.tuple(token, fc.option(token)), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);

describe("extension lists", () => {
  it("parse back to what was formatted", () => {
    fc.assert(
      fc.property(lists, (extensions) => {
        expect(parseExtensions(formatExtensions(extensions))).toEqual(extensions);
      }),
    );
  });

  it("read white space, quoted tokens and empty elements", () => {
    expect(parseExtensions(' , mux ; max = "4" ;\tflow-control,, deflate-stream,')).toEqual([
      {
        name: "mux",
        params: [
          ["max", "4"],
          ["flow-control", null],
        ],
      },
      { name: "deflate-stream", params: [] },
    ]);
    expect(parseExtensions('a;b="\\x\\y"')).toEqual([{ name: "a", params: [["b", "xy"]] }]);
  });

  it.each([
    ["", 0],
    [", ,", 3],
    ["a b", 2],
    ["a;", 2],
    ["a;=b", 2],
    ["a;b=", 4],
    ['a;b=""', 6],
    ['a;b="c d"', 9],
    ["a,;", 2],
  ])("refuse %j", (text, at) => {
    expect(parseExtensions(text)).toMatchObject({ code: "BAD_EXTENSIONS", at });
  });

  it("never throw", () => {
    const texts = fc.string({ unit: fc.constantFrom(...'ab;,=" \\\t\r'), maxLength: 20 });
    fc.assert(
      fc.property(texts, (text) => {
        const read = parseExtensions(text);
        if (Array.isArray(read)) expect(read.length).toBeGreaterThan(0);
        else expect(read.at).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("permessage-deflate parameters", () => {
  const read = (text: string, side: "offer" | "answer") => {
    const [extension] = parseExtensions(`permessage-deflate; ${text}`.replace(/; $/, "")) as {
      name: string;
      params: [string, string | null][];
    }[];
    if (!extension) throw new Error("no extension");
    return readDeflateParameters(extension, side);
  };

  it("are read with their defaults", () => {
    expect(read("", "offer")).toEqual({
      serverNoContextTakeover: false,
      clientNoContextTakeover: false,
      serverMaxWindowBits: 15,
      clientMaxWindowBits: null,
    });
    expect(
      read(
        "server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits",
        "offer",
      ),
    ).toEqual({
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      serverMaxWindowBits: 10,
      clientMaxWindowBits: 15,
    });
    expect(read("client_max_window_bits=8", "answer")).toMatchObject({ clientMaxWindowBits: 8 });
  });

  it.each([
    ["foo", "offer"],
    ["server_no_context_takeover=1", "offer"],
    ["server_max_window_bits", "offer"],
    ["server_max_window_bits=7", "offer"],
    ["server_max_window_bits=16", "offer"],
    ["server_max_window_bits=08", "offer"],
    ["client_max_window_bits", "answer"],
    ["server_max_window_bits=9; server_max_window_bits=9", "offer"],
  ] as const)("refuse %s in an %s", (text, side) => {
    expect(read(text, side)).toMatchObject({ code: "BAD_DEFLATE_PARAMETERS" });
  });
});
