// The door of HTTP/3 and of the parts of QUIC that the course shows. RFC 9000, 9001, 9114, 9204.
export { MAX_VARINT, readVarint, writeVarint, type VarintLength } from "./varint.ts";
export { HTTP3_ERROR_CODES, http3ErrorName, isGrease, type Http3ErrorName } from "./error-codes.ts";
export { HTTP3_SETTINGS, settingName, type Http3Setting } from "./settings.ts";
export {
  HTTP3_FRAME_TYPES,
  http3FrameName,
  readHttp3Frame,
  readHttp3FrameHeader,
  writeHttp3Frame,
  type Http3Frame,
  type Http3FrameFields,
  type Http3FrameHeader,
  type Http3FrameName,
} from "./frame.ts";
export { describeFrame } from "./describe-frame.ts";
export { ackRanges, type Ack, type AckRange, type EcnCounts } from "./quic/ack.ts";
export { QUIC_ERROR_CODES, quicErrorName } from "./quic/error-codes.ts";
export {
  checkFrameInPacket,
  isAckEliciting,
  quicFrameName,
  quicFrameRule,
  streamFrame,
  streamKind,
  type PacketSpace,
  type QuicFrame,
  type QuicFrameName,
  type StreamFrame,
} from "./quic/frame.ts";
export { describeQuicFrames, readQuicFrame, readQuicFrames } from "./quic/read-frames.ts";
export { writeQuicFrame, writeQuicFrames } from "./quic/write-frame.ts";
export {
  createQpackDecoder,
  type QpackDecoder,
  type QpackDecoderOptions,
  type UnblockedSection,
} from "./qpack/decoder.ts";
export {
  createQpackEncoder,
  type IndexChoice,
  type QpackEncoder,
  type QpackEncoderOptions,
  type QpackLimits,
} from "./qpack/encoder.ts";
export {
  describeDecoderInstruction,
  readDecoderInstruction,
  writeDecoderInstruction,
  type DecoderInstruction,
} from "./qpack/decoder-stream.ts";
export {
  describeEncoderInstruction,
  readEncoderInstruction,
  writeEncoderInstruction,
  type EncoderInstruction,
} from "./qpack/encoder-stream.ts";
export { describeFieldBlock, type SectionContext } from "./qpack/describe.ts";
export { entrySize, type TableEntry, type TableView } from "./qpack/dynamic-table.ts";
export { STATIC_TABLE } from "./qpack/static-table.ts";
export type { DecodedSection } from "./qpack/read-section.ts";
export type { Refusal } from "./qpack/refusal.ts";
export {
  QUIC_VERSION_1,
  describeQuicPacket,
  readQuicHeader,
  type HeaderOptions,
  type ProtectedKind,
  type QuicHeader,
} from "./quic/header.ts";
export {
  CIPHER_SUITES,
  hkdfExpandLabel,
  hkdfExtract,
  hmac,
  initialKeys,
  initialSecrets,
  nextSecret,
  packetKeys,
  type BothSides,
  type CipherSuite,
  type PacketKeys,
} from "./quic/keys.ts";
export {
  openQuicPacket,
  writeQuicPacket,
  type OpenOptions,
  type PlainPacket,
} from "./quic/packet.ts";
export {
  decodePacketNumber,
  packetNumberLength,
  writePacketNumber,
  type PacketNumberLength,
} from "./quic/packet-number.ts";
export {
  createPacketProtection,
  type OpenedPacket,
  type PacketProtection,
} from "./quic/protection.ts";
export { isAuthenticRetry, retryIntegrityTag, writeRetryPacket, type Retry } from "./quic/retry.ts";
export { createHttp3Connection } from "./connection/connection.ts";
export type { Http3Connection, Http3ConnectionOptions } from "./connection/connection-types.ts";
export type { Http3Event, SectionKind } from "./connection/events.ts";
export type { StreamBytes } from "./connection/outbox.ts";
export {
  HTTP3_STREAM_TYPES,
  describeStreamHeader,
  readHttp3StreamHeader,
  writeHttp3StreamHeader,
  type Http3StreamHeader,
  type Http3StreamKind,
} from "./stream-type.ts";
export {
  TRANSPORT_PARAMETERS,
  describeTransportParameters,
  readTransportParameters,
  writeTransportParameters,
  type TransportParameter,
  type TransportParameterName,
  type TransportParameterValues,
} from "./quic/transport-parameters.ts";
export {
  createTlsHandshake,
  type TlsHandshake,
  type TlsHandshakeOptions,
} from "./quic/tls/handshake.ts";
export { createKeySchedule, type KeySchedule } from "./quic/tls/key-schedule.ts";
export {
  createKeyExchange,
  createSigner,
  type KeyExchange,
  type Signer,
} from "./quic/tls/curves.ts";
export type { HuffmanChoice } from "./qpack/primitives.ts";
export { describeTlsMessage } from "./quic/tls/describe-messages.ts";
