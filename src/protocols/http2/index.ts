// The door of HTTP/2: frames, HPACK and the connection. RFC 9113, RFC 7541.
export * from "./registry.ts";
export type * from "./frame.ts";
export { readFrameHeader, type FrameHeader } from "./frame-header.ts";
export { readFrame, writeFrame } from "./frame-codec.ts";
export { describeFrame, type FrameContext } from "./describe-frame.ts";
export { describeFieldBlock, type FieldBlockContext } from "./describe-field-block.ts";
export { STATIC_TABLE } from "./hpack-static-table.ts";
/** A field line as RFC 7541 calls it: a header field. */
export type { HeaderField as HpackField } from "#protocols/semantics/fields.ts";
export { entrySize } from "./hpack-dynamic-table.ts";
export {
  createHpackDecoder,
  type Decoded,
  type FieldBlock,
  type HpackDecoder,
} from "./hpack-decoder.ts";
export {
  createHpackEncoder,
  type HpackEncoder,
  type HpackEncoderOptions,
  type HuffmanChoice,
  type IndexChoice,
} from "./hpack-encoder.ts";
export {
  isActive,
  nextState,
  STREAM_RECEPTION,
  STREAM_TRANSITIONS,
  type Reception,
  type StreamFrameName,
  type StreamSignal,
  type StreamState,
} from "./stream-states.ts";
export { INITIAL_SETTINGS, MAX_WINDOW, type Http2Settings } from "./settings.ts";
export { DEFAULT_LIMITS, type Counted, type Http2Limits } from "./calm.ts";
export type { Http2Event } from "./events.ts";
export type { ConnectionOptions } from "./connection-state.ts";
export { CLIENT_PREFACE } from "./receiver.ts";
export type { ConnectionView, StreamView } from "./connection-view.ts";
export { createConnection, type Http2Connection } from "./connection.ts";
