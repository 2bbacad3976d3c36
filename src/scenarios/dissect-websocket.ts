// Messages of a WebSocket connection as field trees: handshake as HTTP/1.1, frames behind it. Lighter than
// dissect.ts, which brings the engines of every protocol along. RFC 6455 §4, §5.2.
import { describeRequest, describeResponse } from "#protocols/http1/index.ts";
import { describeFrame } from "#protocols/websocket/index.ts";
import { done, type Field } from "#wire/index.ts";
import type { Dissect } from "./dissect.ts";

/** Reads a handshake, one frame or several; bytes of another format are one field. */
const dissectWebSocket: Dissect = (event, bytes = event.bytes) => {
  if (event.format === "http1-request") return describeRequest(bytes);
  if (event.format === "http1-response") {
    return describeResponse(bytes, 0, { method: "GET", ended: true });
  }
  const { length } = bytes;
  if (event.format !== "websocket-frame") {
    return done({ name: "bytes", at: 0, length, text: `${length} bytes` }, length);
  }
  const children: Field[] = [];
  for (let at = 0; at < length;) {
    const step = describeFrame(bytes, at);
    if (step.kind !== "done") return step;
    children.push(step.value);
    at = step.next;
  }
  const [only] = children;
  if (only !== undefined && children.length === 1) return done(only, length);
  return done(
    { name: "frames", at: 0, length, text: `${children.length} frames`, children },
    length,
  );
};

/** The reader of every trace of WebSocket connections: each message is read by itself. */
export const createDissector = (): Dissect => dissectWebSocket;
