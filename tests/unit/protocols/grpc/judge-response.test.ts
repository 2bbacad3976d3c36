import { describe, expect, it } from "vitest";
import {
  judgeResponse,
  judgeWebResponse,
  statusFields,
  writeMessage,
  writeWebFrame,
  type ArrivedResponse,
  type CallExpectation,
} from "#protocols/grpc/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { concat, utf8, utf8Text } from "#wire/index.ts";

const ok = statusFields({ code: 0 });
const headers: readonly HeaderField[] = [
  ["content-type", "application/grpc"],
  ["x-depot", "Ulm"],
];
const one: CallExpectation = { responses: "one" };
const many: CallExpectation = { responses: "many" };
const content = (...texts: readonly string[]) =>
  concat(texts.map((text) => writeMessage(utf8(text))));
const response = (more: Partial<ArrivedResponse>): ArrivedResponse => ({
  status: 200,
  headers,
  content: content("a"),
  trailers: ok,
  ...more,
});
/** A pretend encoding: every byte turned; an empty message is no message of it. */
const turned: Partial<CallExpectation> = {
  encodings: ["turn"],
  decompress: (_, data) => (data.length ? data.map((byte) => byte ^ 1) : null),
};
const compressed = (text: string) => writeMessage(utf8(text), { compressed: true });
const encoded = (name: string): readonly HeaderField[] => [...headers, ["grpc-encoding", name]];

describe("a gRPC response", () => {
  it("hands over messages, metadata and outcome", () => {
    const judged = judgeResponse(
      response({ content: content("a", "", "b"), trailers: [...ok, ["x-cost", "1"]] }),
      many,
    );
    expect(judged.messages.map(utf8Text)).toEqual(["a", "", "b"]);
    expect(judged.headers).toEqual([["x-depot", "Ulm"]]);
    expect(judged.trailers).toEqual([["x-cost", "1"]]);
    expect(judged.outcome).toEqual({ code: 0, name: "OK", message: "" });
  });

  it("counts all metadata of a Trailers-Only response as trailers", () => {
    const alone = response({
      headers: [...headers, ...statusFields({ code: 5, message: "gone" })],
      content: new Uint8Array(0),
      trailers: null,
    });
    expect(judgeResponse(alone, one)).toEqual({
      messages: [],
      headers: [],
      trailers: [["x-depot", "Ulm"]],
      outcome: { code: 5, name: "NOT_FOUND", message: "gone" },
    });
  });

  it.each<[string, ArrivedResponse, CallExpectation, string]>([
    ["one response", response({}), one, "OK"],
    [
      "no response where one is due",
      response({ content: new Uint8Array(0) }),
      one,
      "UNIMPLEMENTED",
    ],
    ["two where one is due", response({ content: content("a", "b") }), one, "UNIMPLEMENTED"],
    ["none where many may come", response({ content: new Uint8Array(0) }), many, "OK"],
    ["half a message", response({ content: content("abc").subarray(0, 6) }), many, "INTERNAL"],
    ["a bad flag", response({ content: Uint8Array.of(9) }), many, "INTERNAL"],
    [
      "a message over the limit",
      response({ content: content("abc") }),
      { ...one, maxMessageSize: 2 },
      "RESOURCE_EXHAUSTED",
    ],
    ["a flag without an encoding", response({ content: compressed("a") }), one, "INTERNAL"],
    [
      "a flag with identity",
      response({ headers: encoded("identity"), content: compressed("a") }),
      one,
      "INTERNAL",
    ],
    [
      "an unknown encoding",
      response({ headers: encoded("foo"), content: compressed("a") }),
      one,
      "INTERNAL",
    ],
    ["an unknown encoding, unused", response({ headers: encoded("foo") }), one, "OK"],
    [
      "a known encoding",
      response({ headers: encoded("turn"), content: compressed("a") }),
      { ...one, ...turned },
      "OK",
    ],
    [
      "broken compression",
      response({ headers: encoded("turn"), content: compressed("") }),
      { ...one, ...turned },
      "INTERNAL",
    ],
    [
      "an encoding without its code",
      response({ headers: encoded("turn"), content: compressed("a") }),
      { ...one, encodings: ["turn"] },
      "INTERNAL",
    ],
    [
      "another format",
      response({ headers: [["content-type", "application/grpc+json"]] }),
      one,
      "INTERNAL",
    ],
    [
      "another format, wanted",
      response({ headers: [["content-type", "application/grpc+json"]] }),
      { ...one, formats: ["json"] },
      "OK",
    ],
    [
      "an error keeps its code",
      response({ content: content("a", "b"), trailers: statusFields({ code: 9 }) }),
      one,
      "FAILED_PRECONDITION",
    ],
  ])("%s", (_, arrived, call, name) => {
    expect(judgeResponse(arrived, call).outcome.name).toBe(name);
  });

  it("decompresses", () => {
    const arrived = response({ headers: encoded("turn"), content: compressed("`bc") });
    expect(judgeResponse(arrived, { ...one, ...turned }).messages.map(utf8Text)).toEqual(["acb"]);
  });
});

describe("a gRPC-Web response", () => {
  const web: readonly HeaderField[] = [
    ["content-type", "application/grpc-web+proto"],
    ["x-depot", "Ulm"],
  ];
  const trailers = (fields: readonly HeaderField[]) => writeWebFrame({ kind: "trailers", fields });
  const judge = (...frames: readonly Uint8Array[]) =>
    judgeWebResponse({ status: 200, headers: web, content: concat(frames) }, one);

  it("ends with the trailers in its body", () => {
    const judged = judge(content("a"), trailers([...ok, ["x-cost", "1"]]));
    expect(judged.messages.map(utf8Text)).toEqual(["a"]);
    expect(judged.headers).toEqual([["x-depot", "Ulm"]]);
    expect(judged.trailers).toEqual([["x-cost", "1"]]);
    expect(judged.outcome.name).toBe("OK");
  });

  it("may end with its headers", () => {
    const judged = judgeWebResponse(
      { status: 200, headers: [...web, ["grpc-status", "3"]], content: new Uint8Array(0) },
      one,
    );
    expect(judged.outcome.name).toBe("INVALID_ARGUMENT");
    expect(judged.trailers).toEqual([["x-depot", "Ulm"]]);
  });

  it.each<[string, readonly Uint8Array[], string]>([
    ["no trailers", [content("a")], "UNKNOWN"],
    ["trailers without a status", [content("a"), trailers([["x", "1"]])], "UNKNOWN"],
    [
      "trailers that are none",
      [content("a"), writeWebFrame({ kind: "trailers", data: utf8("8") })],
      "INTERNAL",
    ],
    ["a frame behind the trailers", [content("a"), trailers(ok), content("b")], "INTERNAL"],
    [
      "compressed trailers without an encoding",
      [content("a"), writeWebFrame({ kind: "trailers", compressed: true, data: utf8("8") })],
      "INTERNAL",
    ],
    ["an error", [trailers(statusFields({ code: 14 }))], "UNAVAILABLE"],
  ])("%s", (_, frames, name) => {
    expect(judge(...frames).outcome.name).toBe(name);
  });

  it("decompresses trailers", () => {
    const data = utf8("grpc-status: 9\r\n").map((byte) => byte ^ 1);
    const judged = judgeWebResponse(
      {
        status: 200,
        headers: [...web, ["grpc-encoding", "turn"]],
        content: writeWebFrame({ kind: "trailers", compressed: true, data }),
      },
      { ...one, ...turned },
    );
    expect(judged.outcome.name).toBe("FAILED_PRECONDITION");
  });
});
