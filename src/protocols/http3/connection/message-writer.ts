// Writes requests and responses as frames, in the only order that is permitted. RFC 9114 §4.1.
import { checkFields } from "#protocols/semantics/field-validity.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { writeHttp3Frame } from "../frame.ts";
import type { QpackEncoder } from "../qpack/encoder.ts";
import type { Outbox } from "./outbox.ts";
import { afterStep, type MessageState, type MessageStep } from "./stream-rules.ts";

/** Writer of all message streams of one side. */
export interface MessageWriter {
  headers(
    streamId: bigint,
    fields: readonly HeaderField[],
    endStream: boolean,
    neverIndex?: ReadonlySet<number>,
  ): void;
  data(streamId: bigint, data: Uint8Array, endStream: boolean): void;
  /** Drops what waits and writes no more on this stream. */
  forget(streamId: bigint): void;
  /** The peer takes Extended CONNECT. RFC 9220 §3. */
  allowExtendedConnect(allowed: boolean): void;
  /** Method of the request sent on a stream. */
  methodOf(streamId: bigint): string | undefined;
}

interface Sending {
  readonly state: MessageState;
  readonly method?: string;
  readonly closed: boolean;
}

/** Creates the writer of one side. What must not be sent throws RangeError. */
export function createMessageWriter(options: {
  readonly role: "client" | "server";
  readonly encoder: QpackEncoder;
  readonly outbox: Outbox;
  readonly encoderStreamId: bigint;
}): MessageWriter {
  const { role, encoder, outbox, encoderStreamId } = options;
  const request = role === "client";
  const streams = new Map<bigint, Sending>();
  let extendedConnect = false;

  const sendingOn = (streamId: bigint): Sending => {
    if ((streamId & 3n) !== 0n) throw new RangeError(`${streamId} is no request stream.`);
    const stream = streams.get(streamId) ?? { state: "header", closed: false };
    if (stream.closed) throw new RangeError(`Stream ${streamId} is closed for sending.`);
    return stream;
  };
  const stepTo = (stream: Sending, step: MessageStep): MessageState => {
    const state = afterStep(stream.state, step);
    if (state === null) throw new RangeError(`${step} cannot follow here (RFC 9114 §4.1).`);
    return state;
  };
  const stepOf = (fields: readonly HeaderField[]): MessageStep => {
    const valueOf = (name: string): string => fields.find(([each]) => each === name)?.[1] ?? "";
    if (request) return valueOf(":method") === "CONNECT" ? "connected" : "final";
    return valueOf(":status").startsWith("1") ? "interim" : "final";
  };

  return {
    headers(streamId, fields, endStream, neverIndex) {
      const stream = sendingOn(streamId);
      const trailers = stream.state === "content";
      const section = trailers ? "trailers" : request ? "request" : "response";
      const wrong = checkFields(fields, { section, version: 3, extendedConnect });
      if (wrong !== null)
        throw new RangeError(`Line ${wrong.index}: ${wrong.text} (${wrong.rule}).`);
      const state = stepTo(stream, trailers ? "trailers" : stepOf(fields));
      const encodedFieldSection = encoder.encode(
        streamId,
        fields,
        neverIndex ? { neverIndex } : {},
      );
      const instructions = encoder.takeEncoderStream();
      if (instructions.length > 0) outbox.write(encoderStreamId, instructions);
      outbox.write(streamId, writeHttp3Frame({ type: 0x01n, encodedFieldSection }), endStream);
      const method = fields.find(([name]) => name === ":method")?.[1] ?? stream.method;
      streams.set(streamId, {
        state,
        closed: endStream,
        ...(method === undefined ? {} : { method }),
      });
    },
    data(streamId, data, endStream) {
      const stream = sendingOn(streamId);
      const state = stepTo(stream, "data");
      const bytes = data.length > 0 ? writeHttp3Frame({ type: 0x00n, data }) : data;
      outbox.write(streamId, bytes, endStream);
      streams.set(streamId, { ...stream, state, closed: endStream });
    },
    forget(streamId) {
      outbox.forget(streamId);
      streams.set(streamId, { ...(streams.get(streamId) ?? { state: "ended" }), closed: true });
    },
    allowExtendedConnect(allowed) {
      extendedConnect = allowed;
    },
    methodOf: (streamId) => streams.get(streamId)?.method,
  };
}
