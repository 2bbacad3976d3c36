// The door of HTTP/1: messages as bytes and as values. RFC 9112.
export { checkRequest, checkResponse } from "./check.ts";
export { writeChunk, writeLastChunk } from "./chunked.ts";
export { describeRequest, describeResponse } from "./describe.ts";
export { decideFraming, type FramingDecision, type MessageHead } from "./framing.ts";
export {
  defaultLimits,
  type Framing,
  type Http1Limits,
  type Http1Request,
  type Http1Response,
} from "./message.ts";
export { persists } from "./persistence.ts";
export { readRequest, writeRequest, type WritableRequest } from "./request.ts";
export {
  readResponse,
  writeResponse,
  type ReadResponseOptions,
  type WritableResponse,
} from "./response.ts";
export { parseHost, parseTarget, type RequestTarget } from "./target.ts";
export type { WriteOptions } from "./write-message.ts";
