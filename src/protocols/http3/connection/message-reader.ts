// Turns the frames of one request or response stream into a message. RFC 9114 §4.1, §4.1.2.
import type { Fault } from "#wire/index.ts";
import {
  checkFields,
  fieldSectionSize,
  readContentLength,
  type FieldProblem,
} from "#protocols/semantics/field-validity.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { HTTP3_ERROR_CODES, type Http3ErrorName } from "../error-codes.ts";
import type { QpackDecoder } from "../qpack/decoder.ts";
import type { DecodedSection } from "../qpack/read-section.ts";
import type { Http3Event } from "./events.ts";
import { createFrameSplitter, type Piece } from "./frame-splitter.ts";
import {
  afterStep,
  checkHome,
  checkSequence,
  type MessageState,
  type MessageStep,
} from "./stream-rules.ts";

/** What a reader must know about its stream. */
export interface MessageReaderOptions {
  readonly streamId: bigint;
  /** Requests are read by servers; responses and pushed responses by clients. */
  readonly kind: "request" | "response" | "push";
  /** Method of the request that a response answers. */
  readonly method?: string;
  /** Offset in the stream of the first frame: behind the header of a push stream. */
  readonly start?: number;
  readonly decoder: QpackDecoder;
  /** SETTINGS_MAX_FIELD_SECTION_SIZE that this side announced. RFC 9114 §4.2.2. */
  readonly maxFieldSectionSize: number;
  readonly extendedConnect: boolean;
  /** Largest push ID that this side allows; null when none. */
  readonly maxPushId: () => bigint | null;
}

/** Reader of one message stream. */
export interface MessageReader {
  /** Takes bytes in order, `fin` with the last. */
  receive(bytes: Uint8Array, fin: boolean): Http3Event[];
  /** Goes on with a section that waited. */
  unblock(section: DecodedSection): Http3Event[];
}

/** Content of these responses is empty whatever Content-Length says. RFC 9110 §6.4.1. */
const contentless = new Set(["204", "304"]);

/** An event that ends a stream or a connection, with the code of a named error. */
export function errorEvent(fault: Fault, streamId?: bigint): Http3Event {
  const errorCode = HTTP3_ERROR_CODES[fault.code as Http3ErrorName];
  return streamId === undefined
    ? { kind: "connection-error", errorCode, fault }
    : { kind: "stream-error", streamId, errorCode, fault };
}

/** Opens a reader in front of a stream's first frame. */
export function createMessageReader(options: MessageReaderOptions): MessageReader {
  const { streamId, kind, decoder } = options;
  const home = kind === "push" ? "push" : "request";
  let state: MessageState = "header";
  let declared: number | null = null;
  let received = 0;
  let waiting: { readonly pushId: bigint | null } | null = null;
  let fin = false;
  let over = false;

  const splitter = createFrameSplitter(
    {
      // Huffman code words have up to 30 bits for 8: so long may a section of the limit be.
      maxPayload: 4 * options.maxFieldSectionSize + 64,
      admit(header, at) {
        const wrong = checkHome(header.name, home, at) ?? checkSequence(header.name, state, at);
        if (wrong !== null || header.name !== "PUSH_PROMISE" || kind === "response") return wrong;
        const text = "A client must not send PUSH_PROMISE.";
        return { code: "H3_FRAME_UNEXPECTED", at, rule: "RFC 9114 §7.2.5", text };
      },
    },
    options.start,
  );

  const stop = (event: Http3Event): Http3Event[] => {
    over = true;
    return [event];
  };
  const malformed = (rule: string, text: string, code = "H3_MESSAGE_ERROR"): Http3Event[] =>
    stop(errorEvent({ code, at: 0, rule, text }, streamId));
  const problem = ({ rule, text }: FieldProblem): Http3Event[] => malformed(rule, text);

  /** The step that a header section takes. */
  const stepOf = (fields: readonly HeaderField[]): MessageStep => {
    const valueOf = (name: string): string => fields.find(([each]) => each === name)?.[1] ?? "";
    if (kind === "request") return valueOf(":method") === "CONNECT" ? "connected" : "final";
    const status = valueOf(":status");
    if (status.startsWith("1")) return "interim";
    return options.method === "CONNECT" && status.startsWith("2") ? "connected" : "final";
  };

  const openMessage = (fields: readonly HeaderField[], step: MessageStep): Http3Event[] | null => {
    const length = readContentLength(fields, 3);
    if (length !== null && typeof length !== "number") return problem(length);
    const status = fields.find(([name]) => name === ":status")?.[1] ?? "";
    const empty = options.method === "HEAD" || contentless.has(status);
    if (step === "final" && !empty) declared = length;
    return null;
  };

  const onSection = ({ value: fields, neverIndexed }: DecodedSection): Http3Event[] => {
    const trailers = state === "content";
    const section = trailers ? "trailers" : kind === "request" ? "request" : "response";
    const { extendedConnect, maxFieldSectionSize } = options;
    if (fieldSectionSize(fields) > maxFieldSectionSize) {
      return malformed("RFC 9114 §4.2.2", `The section exceeds ${maxFieldSectionSize} bytes.`);
    }
    const wrong = checkFields(fields, { section, version: 3, extendedConnect });
    if (wrong !== null) return problem(wrong);
    const step = trailers ? "trailers" : stepOf(fields);
    const refused = trailers ? null : openMessage(fields, step);
    if (refused !== null) return refused;
    state = afterStep(state, step) ?? state;
    const name = trailers ? "trailer" : step === "interim" ? "interim" : "header";
    const never = neverIndexed ? { neverIndexed } : {};
    return [{ kind: "headers", streamId, section: name, fields, ...never }];
  };

  const onPromise = (pushId: bigint, section: DecodedSection): Http3Event[] => {
    const wrong = checkFields(section.value, { section: "request", version: 3 });
    if (wrong !== null) return problem(wrong);
    return [{ kind: "push-promise", streamId, pushId, fields: section.value }];
  };

  const onEncoded = (bytes: Uint8Array, pushId: bigint | null): Http3Event[] => {
    const result = decoder.decodeSection(streamId, bytes);
    if (result.kind === "fault") return stop(errorEvent(result.fault));
    if (result.kind === "done")
      return pushId === null ? onSection(result) : onPromise(pushId, result);
    waiting = { pushId };
    return [{ kind: "blocked", streamId }];
  };

  const onData = (data: Uint8Array): Http3Event[] => {
    received += data.length;
    if (declared !== null && received > declared) {
      const text = `The content is longer than the ${declared} bytes of Content-Length.`;
      return malformed("RFC 9114 §4.1.2", text);
    }
    return data.length > 0 ? [{ kind: "data", streamId, data }] : [];
  };

  const onPiece = (piece: Piece): Http3Event[] => {
    switch (piece.kind) {
      case "fault":
        return stop(errorEvent(piece.fault));
      case "skip":
        return [{ kind: "unknown-frame", streamId, type: piece.type, length: piece.length }];
      case "data":
        return onData(piece.data);
      case "frame": {
        const { frame, at } = piece;
        if (frame.name === "HEADERS") return onEncoded(frame.encodedFieldSection, null);
        if (frame.name !== "PUSH_PROMISE") return [];
        const most = options.maxPushId();
        if (most !== null && frame.pushId <= most) {
          return onEncoded(frame.encodedFieldSection, frame.pushId);
        }
        const text = `Push ID ${frame.pushId} is beyond what this side allows.`;
        return stop(errorEvent({ code: "H3_ID_ERROR", at, rule: "RFC 9114 §7.2.5", text }));
      }
    }
  };

  const onEnd = (): Http3Event[] => {
    if (splitter.inside) {
      const text = "The stream ends inside a frame.";
      return stop(errorEvent({ code: "H3_FRAME_ERROR", at: 0, rule: "RFC 9114 §7.1", text }));
    }
    if (state === "header") {
      return kind === "request"
        ? malformed("RFC 9114 §4.1", "The stream ends before a request.", "H3_REQUEST_INCOMPLETE")
        : malformed("RFC 9114 §4.1", "The stream ends before a final response.");
    }
    if (declared !== null && received !== declared) {
      const text = `The content has ${received} bytes, Content-Length says ${declared}.`;
      return malformed("RFC 9114 §4.1.2", text);
    }
    return stop({ kind: "end", streamId });
  };

  const advance = (): Http3Event[] => {
    const events: Http3Event[] = [];
    while (!over && waiting === null) {
      const piece = splitter.next();
      if (piece !== null) events.push(...onPiece(piece));
      else if (fin) events.push(...onEnd());
      else break;
    }
    return events;
  };

  return {
    receive(bytes, last) {
      if (over) return [];
      splitter.push(bytes);
      fin ||= last;
      return advance();
    },
    unblock(section) {
      const { pushId } = waiting ?? { pushId: null };
      waiting = null;
      if (over) return [];
      const events = pushId === null ? onSection(section) : onPromise(pushId, section);
      return [...events, ...advance()];
    },
  };
}
