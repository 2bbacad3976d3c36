// Bytes of this lab's traces as field trees: HTTP/1, HTTP/2 and WebSocket by their engines.
import type { Dissect } from "#kit/edited.ts";
import { describeRequest, describeResponse } from "#protocols/http1/index.ts";
import { describeFrame as describeHttp2Frame } from "#protocols/http2/index.ts";
import { describeFrame } from "#protocols/websocket/index.ts";
import { done } from "#wire/index.ts";

/** Each direction has one field section, so the dynamic table before it is empty (RFC 7541 §2.2). */
export const dissect: Dissect = (event, bytes = event.bytes) => {
  switch (event.format) {
    case "http1-request":
      return describeRequest(bytes);
    case "http1-response":
      return describeResponse(bytes, 0, { method: "GET", ended: true });
    case "http2-frame":
      return describeHttp2Frame(bytes);
    case "websocket-frame":
      return describeFrame(bytes);
    default: {
      const text = `${bytes.length} bytes`;
      return done({ name: "preface", at: 0, length: bytes.length, text }, bytes.length);
    }
  }
};
