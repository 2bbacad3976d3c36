// Messages out of DATA frames, whose boundaries mean nothing (PROTOCOL-HTTP2.md, "Data Frames").
import { createGrowingBytes, type Fault, type Step } from "#wire/index.ts";
import { PREFIX_LENGTH, readMessage, readPrefix, type GrpcMessage } from "./message.ts";
import { RULES } from "./status.ts";
import { readWebFrame, type WebFrame } from "./web-frame.ts";

/** What a push brought: whole messages, and the fault that ended the stream if there was one. */
export interface Arrived<T> {
  readonly messages: readonly T[];
  readonly fault: Fault | null;
}

/** Puts messages together from pieces of any size. After a fault it stays silent. */
export interface MessageReader<T> {
  push(bytes: Uint8Array): Arrived<T>;
  /** The stream ended: a fault when a message is left half way, or null. */
  end(): Fault | null;
}

/** How much a reader accepts. */
export interface ReaderOptions {
  /** Bytes of one message as it travels. Default 4 MiB, as gRPC's own libraries receive. */
  readonly maxMessageSize?: number | undefined;
}

/** Opens a reader of gRPC messages. */
export const createMessageReader = (options: ReaderOptions = {}): MessageReader<GrpcMessage> =>
  createReader(readMessage, options, () => null);

/** Opens a reader of gRPC-Web frames; one that follows the trailers is a fault. */
export function createWebFrameReader(options: ReaderOptions = {}): MessageReader<WebFrame> {
  let ended = false;
  return createReader(readWebFrame, options, (frame, at) => {
    if (ended) {
      const text = "A frame follows the trailers: they end the response. Send them last.";
      return { code: "FRAME_AFTER_TRAILERS", at, rule: RULES.web, text };
    }
    ended = frame.kind === "trailers";
    return null;
  });
}

function createReader<T>(
  read: (bytes: Uint8Array, at: number) => Step<T>,
  { maxMessageSize = 4 * 2 ** 20 }: ReaderOptions,
  judge: (message: T, at: number) => Fault | null,
): MessageReader<T> {
  const held = createGrowingBytes();
  let wanted = 1; // bytes that must be held before reading on makes sense
  let offset = 0; // of the first held byte, in the stream
  let broken = false;

  /** Reads as far as the bytes go; `at` is where it stopped. */
  const readAll = (bytes: Uint8Array, messages: T[]): { at: number; fault: Fault | null } => {
    for (let at = 0; ;) {
      const step = read(bytes, at);
      if (step.kind === "fault") {
        return { at, fault: { ...step.fault, at: offset + step.fault.at } };
      }
      const prefix = readPrefix(bytes, at);
      if (prefix.kind === "done" && prefix.value.length > maxMessageSize) {
        const text = `The message has ${prefix.value.length} bytes, ${maxMessageSize} are accepted.`;
        const rule = RULES.codes;
        return { at, fault: { code: "MESSAGE_TOO_LARGE", at: offset + at + 1, rule, text } };
      }
      if (step.kind === "more") {
        // A prefix under way is looked at byte by byte: its flag and length may be faults.
        const left = bytes.length - at;
        wanted = left < PREFIX_LENGTH ? left + 1 : left + step.missing;
        return { at, fault: null };
      }
      const fault = judge(step.value, offset + at);
      if (fault) return { at, fault };
      messages.push(step.value);
      at = step.next;
    }
  };

  return {
    push(piece) {
      const messages: T[] = [];
      if (broken) return { messages, fault: null };
      held.push(piece);
      if (held.length < wanted) return { messages, fault: null };
      const bytes = held.take();
      const { at, fault } = readAll(bytes, messages);
      broken = fault !== null;
      offset += at;
      if (!broken) held.push(bytes.subarray(at));
      return { messages, fault };
    },
    end() {
      if (broken || held.length === 0) return null;
      broken = true;
      const text =
        held.length < PREFIX_LENGTH
          ? "The stream ends within a message's prefix. Send the whole message."
          : "The stream ends within a message. Send as many bytes as its length says.";
      return { code: "MESSAGE_INCOMPLETE", at: offset, rule: RULES.data, text };
    },
  };
}
