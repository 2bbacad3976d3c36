// The door of the WebSocket engine: RFC 6455, its opening handshake and the framing of RFC 7692.
export { acceptKey, acceptKeyNow, GUID, handshakeKey, isHandshakeKey } from "./accept-key.ts";
export { readCloseBody, writeCloseBody, type CloseBody } from "./close-body.ts";
export { CLOSE_CODES, closeCodeName, isSendableCloseCode, OPCODES, opcodeName } from "./codes.ts";
export { describeFrame } from "./describe-frame.ts";
export { createEndpoint } from "./endpoint.ts";
export type {
  EndpointOptions,
  PermessageDeflate,
  SendOptions,
  WsEndpoint,
  WsEvent,
  WsState,
} from "./endpoint-types.ts";
export {
  formatExtensions,
  parseExtensions,
  readDeflateParameters,
  type DeflateParameters,
  type WsExtension,
} from "./extensions.ts";
export { closeCodeFor, type WsFaultCode } from "./faults.ts";
export {
  readFrame,
  readHeader,
  writeFrame,
  type WsFrame,
  type WsFrameInput,
  type WsHeader,
} from "./frame.ts";
export type { HandshakeFields } from "./handshake-head.ts";
export {
  checkHandshakeRequest,
  readHandshakeRequest,
  writeHandshakeRequest,
  type HandshakeRequest,
  type HandshakeWish,
} from "./handshake-request.ts";
export {
  answerHandshake,
  checkHandshakeResponse,
  readHandshakeResponse,
  refuseHandshake,
  writeHandshakeResponse,
  type HandshakeAnswer,
  type HandshakeAsked,
  type HandshakeResponse,
  type ServerChoice,
} from "./handshake-response.ts";
export { masked, maskInPlace } from "./mask.ts";
export { sha1 } from "./sha1.ts";
export { createUtf8Check, type Utf8Check } from "./utf8-check.ts";
