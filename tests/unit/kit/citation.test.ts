// A lab's sources lead to the exact section.
import { expect, test } from "vitest";
import { cite } from "../../../src/kit/citation.ts";

test("an RFC and its section", () => {
  expect(cite("rfc9110#15.4.3")).toEqual({
    text: "RFC 9110 §15.4.3",
    href: "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.4.3",
  });
  expect(cite("rfc9457").text).toBe("RFC 9457");
});

test("an appendix by its letter", () => {
  expect(cite("rfc7541#C.4.1")).toEqual({
    text: "RFC 7541 Appendix C.4.1",
    href: "https://www.rfc-editor.org/rfc/rfc7541.html#appendix-C.4.1",
  });
});

test("the Fetch standard by its anchors", () => {
  expect(cite("fetch#http-redirect-fetch")).toEqual({
    text: "WHATWG Fetch #http-redirect-fetch",
    href: "https://fetch.spec.whatwg.org/#http-redirect-fetch",
  });
  expect(cite("fetch").href).toBe("https://fetch.spec.whatwg.org/");
});

test("other sources by their own anchors", () => {
  expect(cite("websockets#websocket-opening-handshake")).toEqual({
    text: "WHATWG WebSockets #websocket-opening-handshake",
    href: "https://websockets.spec.whatwg.org/#websocket-opening-handshake",
  });
  expect(cite("draft-rfc6265bis#5.2")).toEqual({
    text: "Internet-Draft rfc6265bis-22 §5.2",
    href: "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-5.2",
  });
});

test("the chapter on server-sent events by its anchors", () => {
  expect(cite("html-sse#authoring-notes")).toEqual({
    text: "WHATWG HTML #authoring-notes",
    href: "https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes",
  });
});

test("the guides of Protocol Buffers by their anchors", () => {
  expect(cite("protobuf-proto3#updating")).toEqual({
    text: "protobuf.dev proto3 #updating",
    href: "https://protobuf.dev/programming-guides/proto3/#updating",
  });
  expect(cite("protobuf-json").href).toBe("https://protobuf.dev/programming-guides/json/");
});

test("the documents of gRPC by their anchors", () => {
  expect(cite("grpc-protocol-http2#requests")).toEqual({
    text: "gRPC PROTOCOL-HTTP2.md #requests",
    href: "https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests",
  });
  expect(cite("grpc-core-concepts#rpc-termination").href).toBe(
    "https://grpc.io/docs/what-is-grpc/core-concepts/#rpc-termination",
  );
  expect(cite("grpc-deadlines").text).toBe("grpc.io deadlines");
  expect(cite("grpc-statuscodes").text).toBe("gRPC statuscodes.md");
  expect(cite("grpc-a6#retryable-status-codes").text).toBe("gRFC A6 #retryable-status-codes");
});

test("anything else is our own mistake", () => {
  expect(() => cite("someones-blog")).toThrow(RangeError);
  expect(() => cite("constructor")).toThrow(RangeError);
});
