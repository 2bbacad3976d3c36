// Two pipelined requests as a server finds them in one buffer: nothing but the blank line parts them.
import type { Dissect } from "#kit/edited.ts";
import { describeRequest, describeResponse, writeRequest } from "#protocols/http1/index.ts";
import type { MessageEvent } from "#trace/index.ts";
import { concat, done, type Field } from "#wire/index.ts";

const get = (target: string): Uint8Array =>
  writeRequest({
    method: "GET",
    target,
    version: "1.1",
    fields: [
      ["host", "parcels.example"],
      ["accept", "*/*"],
    ],
  });

/** One read from the socket that brings both requests. */
export const TWO_GETS: MessageEvent = {
  kind: "message",
  id: 0,
  at: 0,
  arrives: 0,
  layer: "http1",
  label: "two pipelined requests",
  from: "browser",
  to: "server",
  bytes: concat([get("/route.json"), get("/app.js")]),
  format: "http1-request",
};

/** Reads request after request, as a server does with what it has received. */
export const dissectRequests: Dissect = (event, bytes = event.bytes) => {
  const children: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = describeRequest(bytes, at);
    if (step.kind !== "done") return step;
    children.push(step.value);
    at = step.next;
  }
  const text = `${children.length} ${children.length === 1 ? "request" : "requests"}`;
  return done({ name: "buffer", at: 0, length: bytes.length, text, children }, bytes.length);
};

/** Reads the messages of a run: HTTP/1 by its engine, TCP payloads as they are. */
export const dissectHttp1: Dissect = (event, bytes = event.bytes) => {
  if (event.format === "http1-request") return describeRequest(bytes);
  if (event.format === "http1-response") {
    return describeResponse(bytes, 0, { method: "GET", ended: true });
  }
  const text = `${bytes.length} bytes of the stream`;
  return done({ name: "payload", at: 0, length: bytes.length, text }, bytes.length);
};
