import { describe, expect, it } from "vitest";
import {
  judgeRequest,
  requestFields,
  writeMessage,
  type ServerOffer,
} from "#protocols/grpc/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { concat, utf8 } from "#wire/index.ts";

const offer: ServerOffer = {
  methods: { "/p.Tracking/Get": "one", "/p.Tracking/Upload": "many" },
  encodings: ["gzip"],
};
const fields = (more: Partial<Parameters<typeof requestFields>[0]> = {}) =>
  requestFields({ service: "p.Tracking", method: "Get", authority: "a", ...more });
const changed = (name: string, value: string | null): HeaderField[] =>
  fields().flatMap((line): HeaderField[] =>
    line[0] !== name ? [line] : value === null ? [] : [[name, value]],
  );
const message = writeMessage(utf8("a"));
const judge = (
  lines: readonly HeaderField[],
  content = message,
  more: Partial<ServerOffer> = {},
) => {
  const judged = judgeRequest({ fields: lines, content }, { ...offer, ...more });
  if (judged.kind === "status") return judged.outcome.name;
  return judged.kind === "http" ? judged.status : judged.kind;
};

describe("a request", () => {
  it("becomes a call with its messages and its time", () => {
    expect(judgeRequest({ fields: fields({ timeoutMs: 1500 }), content: message }, offer)).toEqual({
      kind: "call",
      path: "/p.Tracking/Get",
      messages: [{ compressed: false, data: utf8("a") }],
      timeoutMs: 1500,
    });
    expect(judgeRequest({ fields: fields(), content: message }, offer)).toMatchObject({
      timeoutMs: null,
    });
    expect(judge(fields({ method: "Upload" }), concat([message, message]))).toBe("call");
    expect(judge(changed("content-type", "application/grpc"))).toBe("call");
  });

  it.each([
    ["another content type", changed("content-type", "text/plain"), message, 415],
    ["no content type", changed("content-type", null), message, 415],
    ["an unknown method", fields({ method: "Put" }), message, "UNIMPLEMENTED"],
    ["a path that is none", changed(":path", "Get"), message, "UNIMPLEMENTED"],
    ["no path", changed(":path", null), message, "UNIMPLEMENTED"],
    ["an unknown format", fields({ format: "json" }), message, "UNIMPLEMENTED"],
    ["an unknown encoding", fields({ encoding: "foo" }), message, "UNIMPLEMENTED"],
    [
      "a known encoding",
      fields({ encoding: "gzip" }),
      writeMessage(utf8("a"), { compressed: true }),
      "call",
    ],
    [
      "a flag without an encoding",
      fields(),
      writeMessage(utf8("a"), { compressed: true }),
      "INTERNAL",
    ],
    ["a bad timeout", [...fields(), ["grpc-timeout", "1s"] as const], message, "INTERNAL"],
    ["no message where one is due", fields(), new Uint8Array(0), "UNIMPLEMENTED"],
    ["two where one is due", fields(), concat([message, message]), "UNIMPLEMENTED"],
    ["half a message", fields(), message.subarray(0, 5), "INTERNAL"],
    ["a bad flag", fields(), Uint8Array.of(4), "INTERNAL"],
  ] as const)("with %s", (_, lines, content, answer) => {
    expect(judge(lines, content)).toBe(answer);
  });

  it("over the size limit", () => {
    expect(judge(fields(), writeMessage(utf8("abc")), { maxMessageSize: 2 })).toBe(
      "RESOURCE_EXHAUSTED",
    );
  });
});
