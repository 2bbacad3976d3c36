// One side of an HTTP/3 connection without I/O: bytes of QUIC streams in, events and bytes out. RFC 9114.
import type { Fault } from "#wire/index.ts";
import { writeHttp3Frame } from "../frame.ts";
import { createQpackDecoder, type UnblockedSection } from "../qpack/decoder.ts";
import { createQpackEncoder } from "../qpack/encoder.ts";
import type { Refusal } from "../qpack/refusal.ts";
import { HTTP3_SETTINGS, type Http3Setting } from "../settings.ts";
import { HTTP3_STREAM_TYPES, writeHttp3StreamHeader } from "../stream-type.ts";
import type { Http3Connection, Http3ConnectionOptions } from "./connection-types.ts";
import { createControlReader } from "./control-reader.ts";
import type { Http3Event } from "./events.ts";
import { createMessageReader, errorEvent, type MessageReader } from "./message-reader.ts";
import { createMessageWriter } from "./message-writer.ts";
import { createOutbox } from "./outbox.ts";
import { createUnidirectionalReader, type CriticalStreams } from "./unidirectional-reader.ts";

const bidirectional = (streamId: bigint): boolean => (streamId & 2n) === 0n;
const byClient = (streamId: bigint): boolean => (streamId & 1n) === 0n;

/** Opens one side; SETTINGS and the QPACK streams are in takeBytes() at once. RFC 9114 §3.2, §6.2. */
export function createHttp3Connection(options: Http3ConnectionOptions): Http3Connection {
  const { role, maxPushId = null } = options;
  const {
    qpackMaxTableCapacity = 4096,
    qpackBlockedStreams = 16,
    maxFieldSectionSize = 65_536,
    enableConnectProtocol = false,
  } = options.settings ?? {};
  const client = role === "client";
  const own = client ? 2n : 3n;
  const streams = { control: own, encoder: own + 4n, decoder: own + 8n };
  const decoder = createQpackDecoder({
    maxTableCapacity: qpackMaxTableCapacity,
    maxBlockedStreams: qpackBlockedStreams,
  });
  const encoder = createQpackEncoder({
    capacity: options.encoderCapacity ?? 4096,
    ...(options.huffman === undefined ? {} : { huffman: options.huffman }),
    ...(options.index === undefined ? {} : { index: options.index }),
  });
  const outbox = createOutbox();
  const readers = new Map<bigint, MessageReader | null>();
  const writer = createMessageWriter({ role, encoder, outbox, encoderStreamId: streams.encoder });
  let nextRequest = 0n;
  let peerGoaway: bigint | null = null;
  let ownGoaway: bigint | null = null;
  let closed = false;

  const settings: Http3Setting[] = [
    [HTTP3_SETTINGS.QPACK_MAX_TABLE_CAPACITY, BigInt(qpackMaxTableCapacity)],
    [HTTP3_SETTINGS.MAX_FIELD_SECTION_SIZE, BigInt(maxFieldSectionSize)],
    [HTTP3_SETTINGS.QPACK_BLOCKED_STREAMS, BigInt(qpackBlockedStreams)],
    ...(enableConnectProtocol ? [[HTTP3_SETTINGS.ENABLE_CONNECT_PROTOCOL, 1n] as const] : []),
    ...(options.moreSettings ?? []),
  ];
  outbox.write(streams.control, writeHttp3StreamHeader(HTTP3_STREAM_TYPES.control));
  outbox.write(streams.control, writeHttp3Frame({ type: 0x04n, settings }));
  if (client && maxPushId !== null) {
    outbox.write(streams.control, writeHttp3Frame({ type: 0x0dn, pushId: maxPushId }));
  }
  outbox.write(streams.encoder, writeHttp3StreamHeader(HTTP3_STREAM_TYPES["qpack-encoder"]));
  outbox.write(streams.decoder, writeHttp3StreamHeader(HTTP3_STREAM_TYPES["qpack-decoder"]));

  const fail = (code: string, rule: string, text: string): Http3Event[] => {
    const fault: Fault = { code, at: 0, rule, text };
    return [errorEvent(fault)];
  };
  const refused = ({ fault }: Refusal): Http3Event[] => [errorEvent(fault)];

  const openReader = (
    streamId: bigint,
    kind: "request" | "response" | "push",
    start = 0,
  ): MessageReader => {
    const method = kind === "response" ? writer.methodOf(streamId) : undefined;
    const reader = createMessageReader({
      streamId,
      kind,
      start,
      ...(method === undefined ? {} : { method }),
      decoder,
      maxFieldSectionSize,
      extendedConnect: enableConnectProtocol,
      maxPushId: () => maxPushId,
    });
    readers.set(streamId, reader);
    return reader;
  };

  const unblock = (sections: readonly UnblockedSection[]): Http3Event[] =>
    sections.flatMap((section) => readers.get(section.streamId)?.unblock(section) ?? []);

  /** What the peer's unidirectional streams feed. */
  const critical: CriticalStreams = {
    openControl: (streamId, start) => {
      const read = createControlReader({ streamId, role, start, maxPushId: () => maxPushId });
      return (bytes) => {
        const events = read(bytes);
        for (const event of events) {
          if (event.kind === "settings") applySettings(event.settings);
          if (event.kind === "goaway") peerGoaway = event.id;
        }
        return events;
      };
    },
    encoder: (bytes) => {
      const result = decoder.receiveEncoderStream(bytes);
      return result.kind === "fault" ? refused(result) : unblock(result.unblocked);
    },
    decoder: (bytes) => {
      const result = encoder.receiveDecoderStream(bytes);
      return result.kind === "fault" ? refused(result) : [];
    },
    openPush: (streamId, start) => {
      const reader = openReader(streamId, "push", start);
      return (bytes, fin) => reader.receive(bytes, fin);
    },
  };
  const unidirectional = createUnidirectionalReader({ role, maxPushId, critical });

  const applySettings = (received: readonly Http3Setting[]): void => {
    const valueOf = (id: bigint): number =>
      Number(received.find(([each]) => each === id)?.[1] ?? 0n);
    encoder.applySettings({
      maxTableCapacity: valueOf(HTTP3_SETTINGS.QPACK_MAX_TABLE_CAPACITY),
      maxBlockedStreams: valueOf(HTTP3_SETTINGS.QPACK_BLOCKED_STREAMS),
    });
    writer.allowExtendedConnect(valueOf(HTTP3_SETTINGS.ENABLE_CONNECT_PROTOCOL) === 1);
  };

  const receiveMessage = (streamId: bigint, bytes: Uint8Array, fin: boolean): Http3Event[] => {
    if (!byClient(streamId)) {
      const text = `Stream ${streamId} is bidirectional and opened by the server.`;
      return fail("H3_STREAM_CREATION_ERROR", "RFC 9114 §6.1", text);
    }
    if (client && streamId >= nextRequest) {
      const text = `Stream ${streamId} answers a request that was not sent.`;
      return fail("H3_GENERAL_PROTOCOL_ERROR", "RFC 9000 §19.8", text);
    }
    const known = readers.get(streamId);
    if (known === null) return [];
    if (known === undefined && !client && ownGoaway !== null && streamId >= ownGoaway) {
      readers.set(streamId, null);
      const text = `Stream ${streamId} is not below the ${ownGoaway} of GOAWAY.`;
      const fault: Fault = { code: "H3_REQUEST_REJECTED", at: 0, rule: "RFC 9114 §5.2", text };
      return [errorEvent(fault, streamId)];
    }
    const reader = known ?? openReader(streamId, client ? "response" : "request");
    return reader.receive(bytes, fin);
  };

  /** Ends streams and the connection where events say so, and sends what QPACK owes. */
  const settle = (events: Http3Event[]): Http3Event[] => {
    const end = events.findIndex(({ kind }) => kind === "connection-error");
    const until = end < 0 ? events : events.slice(0, end + 1);
    for (const event of until) {
      if (event.kind === "stream-error") {
        readers.set(event.streamId, null);
        decoder.cancelStream(event.streamId);
      }
      if (event.kind === "end") readers.set(event.streamId, null);
    }
    closed = end >= 0;
    if (closed) return until;
    const replies = decoder.takeDecoderStream();
    if (replies.length > 0) outbox.write(streams.decoder, replies);
    return until;
  };

  const demandOpen = (): void => {
    if (closed) throw new RangeError("The connection is closed: a connection error ended it.");
  };

  return {
    tables: { own: encoder.table, peer: decoder.table },
    receive(streamId, bytes, fin = false) {
      if (closed) return [];
      if (bidirectional(streamId)) return settle(receiveMessage(streamId, bytes, fin));
      if (byClient(streamId) === client) {
        const text = `Stream ${streamId} is ours to send on.`;
        return settle(fail("H3_GENERAL_PROTOCOL_ERROR", "RFC 9000 §19.8", text));
      }
      return settle(unidirectional.receive(streamId, bytes, fin));
    },
    receiveReset(streamId, errorCode) {
      if (closed) return [];
      if (!bidirectional(streamId)) return settle(unidirectional.reset(streamId, errorCode));
      if (readers.get(streamId) === null) return [];
      readers.set(streamId, null);
      decoder.cancelStream(streamId);
      return settle([{ kind: "reset", streamId, errorCode }]);
    },
    takeBytes: () => outbox.take(),
    openRequest() {
      demandOpen();
      if (!client) throw new RangeError("Only a client opens requests.");
      if (peerGoaway !== null)
        throw new RangeError("The server sent GOAWAY. Open a new connection.");
      nextRequest += 4n;
      return nextRequest - 4n;
    },
    sendHeaders(streamId, fields, { endStream = false, neverIndex } = {}) {
      demandOpen();
      if (client && streamId >= nextRequest) throw new RangeError("Call openRequest() first.");
      writer.headers(streamId, fields, endStream, neverIndex);
    },
    sendData(streamId, data, { endStream = false } = {}) {
      demandOpen();
      writer.data(streamId, data, endStream);
    },
    abandon(streamId) {
      demandOpen();
      writer.forget(streamId);
      if (readers.get(streamId) === null) return;
      readers.set(streamId, null);
      decoder.cancelStream(streamId);
      outbox.write(streams.decoder, decoder.takeDecoderStream());
    },
    goAway(id) {
      demandOpen();
      if (ownGoaway !== null && id > ownGoaway) throw new RangeError("GOAWAY must not rise.");
      if (!client && (id & 3n) !== 0n) throw new RangeError(`${id} is no request stream.`);
      ownGoaway = id;
      outbox.write(streams.control, writeHttp3Frame({ type: 0x07n, id }));
    },
  };
}
