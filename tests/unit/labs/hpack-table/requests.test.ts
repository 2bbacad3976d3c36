// Real field blocks: what each choice costs, what the table holds behind each request, and what lengths tell.
import { describe, expect, it, test } from "vitest";
import { linesOf } from "../../../../src/labs/hpack-table/lines.ts";
import {
  costOf,
  guessLengths,
  nearly,
  sendAll,
  sizeOf,
  tells,
} from "../../../../src/labs/hpack-table/requests.ts";
import { CHOICES, START, TABLES, type Setup } from "../../../../src/labs/hpack-table/setup.ts";
import { createHpackDecoder, createHpackEncoder } from "../../../../src/protocols/http2/index.ts";
import { formatHex } from "../../../../src/wire/index.ts";

const setups: readonly Setup[] = CHOICES.flatMap((secret) =>
  TABLES.flatMap((table) => [true, false].map((huffman) => ({ ...START, secret, table, huffman }))),
);

test("the encoder writes the specification's own example (RFC 7541 Appendix C.4.1)", () => {
  const block = createHpackEncoder().encode([
    [":method", "GET"],
    [":scheme", "http"],
    [":path", "/"],
    [":authority", "www.example.com"],
  ]);
  expect(formatHex(block)).toBe("828684418cf1e3c2e5f23a6ba0ab90f4ff");
});

describe.each(setups)("$secret, $table table, Huffman $huffman", (setup) => {
  const seen = sendAll(setup);

  it("sends blocks that a decoder reads back, line by line", () => {
    const decoder = createHpackDecoder();
    for (const request of seen.requests) {
      const { block, table } = request;
      const decoded = decoder.decode(block);
      expect(decoded).toMatchObject({ kind: "done" });
      expect(decoder.table()).toEqual(table);
      const bytes = linesOf(request).reduce((sum, line) => sum + line.bytes.length, 0);
      expect(bytes).toBe(block.length);
      expect(sizeOf(table)).toBeLessThanOrEqual(setup.table === "none" ? 0 : 4096);
    }
  });

  it("accounts for every entry that comes and goes", () => {
    let before = 0;
    for (const { added, evicted, table } of seen.requests) {
      expect(before + added - evicted.length).toBe(table.length);
      before = table.length;
    }
  });

  it("tells guesses apart only where the PIN is in the table", () => {
    const [wrong, right] = seen.requests
      .filter(({ own }) => !own)
      .map((request) => linesOf(request).at(-1)?.form);
    expect(wrong).not.toBe("Indexed field");
    expect(tells(seen, setup)).toBe(right === "Indexed field");
    if (setup.secret !== "index" || setup.table === "none") {
      expect(tells(seen, setup)).toBe(false);
      const [first, second] = guessLengths(seen);
      if (setup.table !== "crowded") expect(first).toBe(second);
    }
  });
});

test("with a table the second of two equal requests is one byte a field", () => {
  expect(sendAll(START).requests[1]?.block.length).toBe(6);
});

test("a guess that is nearly right is as long as any other", () => {
  expect(nearly(2749)).toBe(2794);
  const own = (secret: Setup["secret"]): number => costOf(sendAll({ ...START, secret }));
  expect(own("never")).toBeGreaterThan(own("index"));
});

test("an entry that was pushed out does not answer a guess", () => {
  const setup: Setup = { ...START, table: "crowded" };
  expect(tells(sendAll(setup), setup)).toBe(false);
});

test("one entry more, and a crowded table loses its oldest", () => {
  const { requests } = sendAll({ ...START, table: "crowded" });
  expect(requests.map(({ evicted }) => evicted.map(([name]) => name))).toEqual([
    [],
    [],
    [":authority"],
    [":path", "x-pin", "cookie", "user-agent"],
    [":authority"],
  ]);
});
