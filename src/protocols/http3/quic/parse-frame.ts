// Takes one QUIC frame apart, field by field. RFC 9000 §19, RFC 9221 §4.
import { done, more, utf8Text, type Step } from "#wire/index.ts";
import type { Cursor } from "../cursor.ts";
import { byteCount, moved } from "../field-parts.ts";
import { http3ErrorName } from "../error-codes.ts";
import { MAX_VARINT, shortestVarint } from "../varint.ts";
import { takeAck } from "./ack.ts";
import { quicErrorName } from "./error-codes.ts";
import {
  quicFrameName,
  quicFrameRule,
  streamKind,
  type QuicFrame,
  type QuicFrameName,
} from "./frame.ts";
import { tlsMessages } from "./tls/describe-messages.ts";

const encodingError = "FRAME_ENCODING_ERROR";

/** The largest stream count: 4 × 2^60 stream IDs fill 62 bits. RFC 9000 §19.11. */
const MAX_STREAMS = 1n << 60n;

/** A stream ID with its meaning: "4: client, bidirectional". RFC 9000 §2.1. */
export function sayStreamId(id: bigint): string {
  const { initiator, direction } = streamKind(id);
  return `${id}: ${initiator}-initiated, ${direction}`;
}

const sayError =
  (name: (code: bigint) => string) =>
  (code: bigint): string =>
    `0x${code.toString(16)} ${name(code)}`;

/** Takes a length and that many bytes. */
function takeCounted(cursor: Cursor, label: string, rule: string, data: string): Uint8Array {
  const length = cursor.varint(label, rule);
  return cursor.take(data, length, rule, byteCount);
}

/** Takes the data of a CRYPTO frame; its tree shows the TLS messages when they are whole. */
function takeCrypto(cursor: Cursor, rule: string): Uint8Array {
  const length = Number(cursor.varint("Length", rule));
  const name = "Crypto Data";
  const data = cursor.read(
    name,
    (bytes, at): Step<Uint8Array> => {
      const missing = at + length - bytes.length;
      return missing > 0 ? more(missing) : done(bytes.subarray(at, at + length), at + length);
    },
    (value, at) => {
      const children = value.length > 0 ? tlsMessages(value, 0, value.length) : null;
      const field = { name, at, length: value.length, text: byteCount(value), rule };
      return children === null
        ? field
        : { ...field, children: children.map((each) => moved(each, at)) };
    },
  );
  return data ?? new Uint8Array(0);
}

function takeType(cursor: Cursor): QuicFrameName | null {
  const at = cursor.at;
  const type = cursor.varint(
    "Frame Type",
    "RFC 9000 §12.4",
    (value) => `0x${value.toString(16).padStart(2, "0")} ${quicFrameName(value) ?? "unknown"}`,
  );
  if (cursor.halt !== null) return null;
  const name = quicFrameName(type);
  if (name === null) {
    const text = `Frame type 0x${type.toString(16)} is not defined: frames cannot be skipped.`;
    cursor.fail(encodingError, at, "RFC 9000 §12.4", text);
  } else if (cursor.at - at > shortestVarint(type)) {
    const text = `Frame type 0x${type.toString(16)} takes ${cursor.at - at} bytes: one is enough.`;
    cursor.fail("PROTOCOL_VIOLATION", at, "RFC 9000 §12.4", text);
  }
  return name;
}

/** Fails when a stretch of a stream would end beyond offset 2^62 − 1. RFC 9000 §19.6, §19.8. */
function checkEnd(
  cursor: Cursor,
  at: number,
  offset: bigint,
  data: Uint8Array,
  rule: string,
): void {
  if (offset + BigInt(data.length) > MAX_VARINT) {
    cursor.fail(encodingError, at, rule, "The data ends beyond offset 2^62 − 1.");
  }
}

function takeMaxStreams(cursor: Cursor, rule: string): bigint {
  const at = cursor.at;
  const maximum = cursor.varint("Maximum Streams", rule);
  if (maximum > MAX_STREAMS) {
    cursor.fail(
      encodingError,
      at,
      rule,
      "A stream limit above 2^60 needs stream IDs beyond 62 bits.",
    );
  }
  return maximum;
}

function takeNewConnectionId(cursor: Cursor, rule: string): QuicFrame {
  const sequenceNumber = cursor.varint("Sequence Number", rule);
  const retireAt = cursor.at;
  const retirePriorTo = cursor.varint("Retire Prior To", rule);
  if (retirePriorTo > sequenceNumber) {
    const text = `Retire Prior To ${retirePriorTo} is above the sequence number ${sequenceNumber}.`;
    cursor.fail(encodingError, retireAt, rule, text);
  }
  const lengthAt = cursor.at;
  const length = cursor.uint("Length", 1, rule);
  if (cursor.halt === null && (length < 1 || length > 20)) {
    cursor.fail(encodingError, lengthAt, rule, `A connection ID has 1–20 bytes, not ${length}.`);
  }
  const connectionId = cursor.take("Connection ID", length, rule);
  const statelessResetToken = cursor.take("Stateless Reset Token", 16, rule);
  return {
    type: 0x18n,
    name: "NEW_CONNECTION_ID",
    sequenceNumber,
    retirePriorTo,
    connectionId,
    statelessResetToken,
  };
}

function takeStream(cursor: Cursor, type: bigint, rule: string): QuicFrame {
  const streamId = cursor.varint("Stream ID", rule, sayStreamId);
  const at = cursor.at;
  const offset = type & 0x04n ? cursor.varint("Offset", rule) : 0n;
  const length = type & 0x02n ? cursor.varint("Length", rule) : BigInt(cursor.left);
  const data = cursor.take("Stream Data", length, rule, byteCount);
  checkEnd(cursor, at, offset, data, rule);
  return { type, name: "STREAM", streamId, offset, fin: (type & 0x01n) === 1n, data };
}

function takeClose(cursor: Cursor, type: 0x1cn | 0x1dn, rule: string): QuicFrame {
  const transport = type === 0x1cn;
  const say = sayError(transport ? quicErrorName : http3ErrorName);
  const errorCode = cursor.varint("Error Code", rule, say);
  const frameType = transport ? { frameType: cursor.varint("Frame Type", rule) } : {};
  const length = cursor.varint("Reason Phrase Length", rule);
  const reasonPhrase = cursor.take("Reason Phrase", length, rule, utf8Text);
  return { type, name: "CONNECTION_CLOSE", errorCode, ...frameType, reasonPhrase };
}

function takePadding(cursor: Cursor, bytes: Uint8Array): QuicFrame {
  let length = 0;
  const end = cursor.at + cursor.left;
  while (cursor.at + length < end && bytes[cursor.at + length] === 0) length += 1;
  cursor.take("Padding", length, "RFC 9000 §19.1", byteCount);
  return { type: 0x00n, name: "PADDING", length };
}

/** Takes one frame; the value means nothing once the cursor has halted. */
export function takeQuicFrame(cursor: Cursor, bytes: Uint8Array): QuicFrame {
  const ping: QuicFrame = { type: 0x01n, name: "PING" };
  if (cursor.left > 0 && bytes[cursor.at] === 0) return takePadding(cursor, bytes);
  const typeByte = BigInt(bytes[cursor.at] ?? 0);
  const name = takeType(cursor);
  if (name === null || cursor.halt !== null) return ping;
  const rule = quicFrameRule(name);
  const streamId = (): bigint => cursor.varint("Stream ID", rule, sayStreamId);
  const appError = (): bigint =>
    cursor.varint("Application Protocol Error Code", rule, sayError(http3ErrorName));
  switch (name) {
    case "PADDING":
    case "PING":
      return ping;
    case "ACK":
      return { type: typeByte as 0x02n | 0x03n, name, ...takeAck(cursor, typeByte) };
    case "RESET_STREAM":
      return {
        type: 0x04n,
        name,
        streamId: streamId(),
        errorCode: appError(),
        finalSize: cursor.varint("Final Size", rule),
      };
    case "STOP_SENDING":
      return { type: 0x05n, name, streamId: streamId(), errorCode: appError() };
    case "CRYPTO": {
      const at = cursor.at;
      const offset = cursor.varint("Offset", rule);
      const data = takeCrypto(cursor, rule);
      checkEnd(cursor, at, offset, data, rule);
      return { type: 0x06n, name, offset, data };
    }
    case "NEW_TOKEN": {
      const at = cursor.at;
      const token = takeCounted(cursor, "Token Length", rule, "Token");
      if (token.length === 0) cursor.fail(encodingError, at, rule, "The token is empty.");
      return { type: 0x07n, name, token };
    }
    case "STREAM":
      return takeStream(cursor, typeByte, rule);
    case "MAX_DATA":
      return { type: 0x10n, name, maximum: cursor.varint("Maximum Data", rule) };
    case "MAX_STREAM_DATA":
      return {
        type: 0x11n,
        name,
        streamId: streamId(),
        maximum: cursor.varint("Maximum Stream Data", rule),
      };
    case "MAX_STREAMS":
      return { type: typeByte as 0x12n | 0x13n, name, maximum: takeMaxStreams(cursor, rule) };
    case "DATA_BLOCKED":
      return { type: 0x14n, name, maximum: cursor.varint("Maximum Data", rule) };
    case "STREAM_DATA_BLOCKED":
      return {
        type: 0x15n,
        name,
        streamId: streamId(),
        maximum: cursor.varint("Maximum Stream Data", rule),
      };
    case "STREAMS_BLOCKED":
      return { type: typeByte as 0x16n | 0x17n, name, maximum: takeMaxStreams(cursor, rule) };
    case "NEW_CONNECTION_ID":
      return takeNewConnectionId(cursor, rule);
    case "RETIRE_CONNECTION_ID":
      return { type: 0x19n, name, sequenceNumber: cursor.varint("Sequence Number", rule) };
    case "PATH_CHALLENGE":
      return { type: 0x1an, name, data: cursor.take("Data", 8, rule) };
    case "PATH_RESPONSE":
      return { type: 0x1bn, name, data: cursor.take("Data", 8, rule) };
    case "CONNECTION_CLOSE":
      return takeClose(cursor, typeByte as 0x1cn | 0x1dn, rule);
    case "HANDSHAKE_DONE":
      return { type: 0x1en, name };
    case "DATAGRAM": {
      const data =
        typeByte === 0x31n
          ? takeCounted(cursor, "Length", rule, "Datagram Data")
          : cursor.take("Datagram Data", cursor.left, rule, byteCount);
      return { type: typeByte as 0x30n | 0x31n, name, data };
    }
  }
}
