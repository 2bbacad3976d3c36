// The door of the gRPC engine: messages, fields and outcomes of gRPC over HTTP/2 and of gRPC-Web.
export {
  parseContentType,
  parsePath,
  requestFields,
  type CallRequest,
  type GrpcContentType,
  type MethodPath,
} from "./call.ts";
export { describeMessage, describeWebFrame } from "./describe-message.ts";
export {
  judgeRequest,
  type ArrivedRequest,
  type JudgedRequest,
  type ServerOffer,
} from "./judge-request.ts";
export {
  judgeResponse,
  judgeWebResponse,
  type ArrivedResponse,
  type CallExpectation,
  type Decompress,
  type JudgedResponse,
} from "./judge-response.ts";
export {
  createMessageReader,
  createWebFrameReader,
  type Arrived,
  type MessageReader,
  type ReaderOptions,
} from "./message-reader.ts";
export { PREFIX_LENGTH, readMessage, writeMessage, type GrpcMessage } from "./message.ts";
export {
  decodeBase64,
  decodeMetadata,
  encodeBase64,
  encodeMetadata,
  isBinaryName,
  isMetadata,
} from "./metadata.ts";
export { readOutcome, statusFields, type Outcome, type ResponseEnd } from "./outcome.ts";
export { decodeStatusMessage, encodeStatusMessage } from "./status-message.ts";
export {
  STATUS_CODES,
  statusFromHttp,
  statusFromRstStream,
  statusName,
  type StatusName,
} from "./status.ts";
export { formatTimeout, parseTimeout } from "./timeout.ts";
export { parseTrailerBlock, writeTrailerBlock } from "./trailer-block.ts";
export { readWebFrame, writeWebFrame, type WebFrame, type WebFrameInput } from "./web-frame.ts";
export {
  createWebTextDecoder,
  decodeWebText,
  encodeWebText,
  type WebTextDecoder,
} from "./web-text.ts";
