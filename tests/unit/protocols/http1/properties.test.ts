// Properties: what is written is read, and no input throws or hangs.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeRequest,
  describeResponse,
  readRequest,
  readResponse,
  writeRequest,
  writeResponse,
} from "../../../../src/protocols/http1/index.ts";
import { findUntiled, latin1 } from "../../../../src/wire/index.ts";

const letters = [..."abcXYZ019-_.~!#$%&'*+^`|"];
const token = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 });
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 30,
});
const value = fc
  .string({ unit: fc.constantFrom("a", "Z", " ", "\t", ",", '"', "\xe9", "\xff"), maxLength: 20 })
  .map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ""));
const framingName = /^(content-length|transfer-encoding)$/i;
const fields = fc.array(
  fc.tuple(
    token.filter((name) => !framingName.test(name)),
    value,
  ),
  { maxLength: 6 },
);
const content = fc.uint8Array({ maxLength: 200 });

const framed = fc
  .record({
    fields,
    content,
    trailers: fields,
    framing: fc.constantFrom("none", "length", "chunked"),
  })
  .map(({ framing, ...rest }) => {
    if (framing === "none") return { ...rest, framing, content: new Uint8Array(), trailers: [] };
    const extra: [string, string] =
      framing === "length"
        ? ["Content-Length", String(rest.content.length)]
        : ["Transfer-Encoding", "chunked"];
    const trailers = framing === "chunked" ? rest.trailers : [];
    return { ...rest, framing, trailers, fields: [...rest.fields, extra] };
  });
const version = fc.constantFrom("1.1", "1.2");
const request = fc
  .tuple(framed, fc.record({ method: token, target: visible, version }))
  .map(([message, start]) => ({ ...message, ...start }));
const response = fc
  .tuple(framed, fc.record({ status: fc.integer({ min: 200, max: 999 }), reason: value, version }))
  .filter(([, { status }]) => status !== 204 && status !== 304)
  .map(([message, start]) => ({ ...message, ...start }));

describe("read(write(x)) = x", () => {
  it("for requests, whatever the chunk size", () => {
    fc.assert(
      fc.property(request, fc.integer({ min: 1, max: 50 }), (message, chunkSize) => {
        const bytes = writeRequest(message, { chunkSize });
        expect(readRequest(bytes)).toEqual({ kind: "done", value: message, next: bytes.length });
        const tree = describeRequest(bytes);
        expect(tree.kind === "done" && findUntiled(tree.value)).toBeNull();
      }),
    );
  });
  it("for responses", () => {
    fc.assert(
      fc.property(response, (message) => {
        const bytes = writeResponse(message);
        const method = message.framing === "none" ? "HEAD" : "GET";
        const step = readResponse(bytes, { method });
        expect(step).toEqual({ kind: "done", value: message, next: bytes.length });
      }),
    );
  });
});

/** Bytes that look like HTTP often enough to reach every corner. */
const pieces = fc.constantFrom(
  ...'GET |POST |/|* |http://a|HTTP/1.1|HTTP/1.0|HTTP/1.1 200 OK|200 |\r\n|\r\n\r\n|\r|\n|\0| |\t|:|: |;|=|"|\\|5|0|a|ffffffffffffff|Host: a|Content-Length: |Transfer-Encoding: |chunked|gzip, |,|Connection: close|\xff'.split(
    "|",
  ),
);
const soup = fc.array(pieces, { maxLength: 40 }).map((parts) => latin1(parts.join("")));
const anything = fc.oneof(fc.uint8Array({ maxLength: 300 }), soup);

it("answers 10,000 random inputs without a throw, and its tree agrees with its value", () => {
  fc.assert(
    fc.property(anything, fc.boolean(), (bytes, ended) => {
      for (const [value, tree] of [
        [readRequest(bytes), describeRequest(bytes)],
        [readResponse(bytes, { ended }), describeResponse(bytes, 0, { ended })],
      ] as const) {
        expect(tree.kind).toBe(value.kind);
        if (value.kind === "done") expect(value.next).toBeLessThanOrEqual(bytes.length);
        if (value.kind === "fault") expect(value.fault.at).toBeLessThanOrEqual(bytes.length);
        if (value.kind === "more") expect(value.missing).toBeGreaterThanOrEqual(1);
        if (tree.kind === "done") expect(findUntiled(tree.value)).toBeNull();
      }
    }),
    { numRuns: 10_000 },
  );
});

it("reads a megabyte of tiny chunks, long lines and many fields in linear time", () => {
  const chunks = `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${"1\r\na\r\n".repeat(170_000)}0\r\n\r\n`;
  expect(readRequest(latin1(chunks))).toMatchObject({ kind: "done" });
  const open = latin1("GET /".padEnd(1_000_000, "x"));
  expect(readRequest(open)).toMatchObject({ fault: { code: "REQUEST_LINE_TOO_LONG" } });
  const members = latin1(
    `GET / HTTP/1.1\r\nTransfer-Encoding: ${"a,".repeat(30_000)}chunked\r\n\r\n0\r\n\r\n`,
  );
  expect(readRequest(members)).toMatchObject({ kind: "done" });
  const quotes = latin1(
    `GET / HTTP/1.1\r\nTransfer-Encoding: a;b="${"\\\\".repeat(30_000)}\r\n\r\n`,
  );
  expect(readRequest(quotes)).toMatchObject({ fault: { code: "BAD_TRANSFER_ENCODING" } });
});
