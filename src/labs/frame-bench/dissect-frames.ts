// The messages of a run as field trees: the handshake as HTTP/1.1, everything behind it as frames.
import type { Dissect } from "#kit/edited.ts";
import { describeRequest, describeResponse } from "#protocols/http1/index.ts";
import { describeFrame } from "#protocols/websocket/index.ts";
import { done, type Field } from "#wire/index.ts";

/** Reads the messages of a run; an answer may hold several frames. */
export const dissectFrames: Dissect = (event, bytes = event.bytes) => {
  if (event.format === "http1-request") return describeRequest(bytes);
  if (event.format === "http1-response")
    return describeResponse(bytes, 0, { method: "GET", ended: true });
  const children: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = describeFrame(bytes, at);
    if (step.kind !== "done") return step;
    children.push(step.value);
    at = step.next;
  }
  const [only] = children;
  if (only !== undefined && children.length === 1) return done(only, bytes.length);
  const text = `${children.length} frames`;
  return done({ name: "frames", at: 0, length: bytes.length, text, children }, bytes.length);
};
