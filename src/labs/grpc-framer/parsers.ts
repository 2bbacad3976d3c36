// Two readers of the same DATA frames: one that takes each frame for one message, and the engine's. PROTOCOL-HTTP2.md §Data Frames.
import { createMessageReader, PREFIX_LENGTH } from "#protocols/grpc/index.ts";
import { equalBytes, formatHex } from "#wire/index.ts";
import { contentOf, cutAt, messagesOf } from "./call.ts";
import { contentLength, type Setup } from "./setup.ts";

/** What a reader did with one frame. */
export interface ReadFrame {
  readonly told: string;
  readonly messages: readonly Uint8Array[];
  /** It threw: there was no prefix to read. */
  readonly threw: boolean;
}

/** How the naive reader fared over all frames. */
export type Fate = "reads" | "throws" | "wrong";

const count = (bytes: number): string => (bytes === 1 ? "1 byte" : `${bytes} bytes`);
const hexOf = (bytes: Uint8Array): string =>
  bytes.length === 0 ? "nothing" : formatHex(bytes, " ");

/** The bug: the prefix is looked for at the start of each frame, and the message ends with it. */
function readOneNaively(payload: Uint8Array): ReadFrame {
  if (payload.length === 0)
    return { told: "passes over the empty frame", messages: [], threw: false };
  if (payload.length < PREFIX_LENGTH) {
    const told = `throws: ${count(payload.length)} ${payload.length === 1 ? "is" : "are"} no prefix`;
    return { told, messages: [], threw: true };
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const length = view.getUint32(1);
  const message = payload.subarray(PREFIX_LENGTH, PREFIX_LENGTH + length);
  const left = payload.length - PREFIX_LENGTH - message.length;
  const odd =
    payload[0] === 0 || payload[0] === 1
      ? ""
      : `takes ${formatHex(payload.subarray(0, 1))} for the flag; `;
  const short =
    message.length < length ? `, though the length says ${length.toLocaleString("en")}` : "";
  const rest = left > 0 ? `, and drops ${count(left)}` : "";
  return {
    told: `${odd}hands over ${hexOf(message)}${short}${rest}`,
    messages: [message],
    threw: false,
  };
}

/** The naive reader, frame by frame. */
export const readNaively = (payloads: readonly Uint8Array[]): readonly ReadFrame[] =>
  payloads.map(readOneNaively);

/** The engine's reader: it keeps what is not yet a message. */
export function readAsSpecified(payloads: readonly Uint8Array[]): readonly ReadFrame[] {
  const reader = createMessageReader();
  let held = 0;
  return payloads.map((payload) => {
    const { messages, fault } = reader.push(payload);
    if (fault !== null) return { told: fault.text, messages: [], threw: false };
    held += payload.length;
    for (const { data } of messages) held -= PREFIX_LENGTH + data.length;
    const got = messages.map(({ data }) => `hands over ${hexOf(data)}`);
    const keeps = held > 0 ? [`keeps ${count(held)}`] : [];
    const told = [...got, ...keeps].join(", ") || "has nothing to do";
    return { told, messages: messages.map(({ data }) => data), threw: false };
  });
}

const sameMessages = (one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean =>
  one.length === other.length &&
  one.every((message, index) => equalBytes(message, other[index] ?? new Uint8Array(0)));

/** What becomes of messages when a naive reader reads the frames. */
export function fateOf(read: readonly ReadFrame[], sent: readonly Uint8Array[]): Fate {
  if (read.some(({ threw }) => threw)) return "throws";
  return sameMessages(
    read.flatMap(({ messages }) => messages),
    sent,
  )
    ? "reads"
    : "wrong";
}

/** Every single cut, 0 for none, and what the naive reader makes of it. */
export interface TriedCut {
  readonly cut: number;
  readonly fate: Fate;
  readonly told: string;
  /** Whether the engine's reader gave all messages. */
  readonly engine: boolean;
}

/** Tries all of them. */
export function tryEveryCut(setup: Setup): readonly TriedCut[] {
  const content = contentOf(setup);
  const sent = messagesOf(setup);
  return Array.from({ length: contentLength(setup) }, (_, cut): TriedCut => {
    const payloads = cutAt(content, [cut]);
    const read = readNaively(payloads);
    const engine = readAsSpecified(payloads).flatMap(({ messages }) => messages);
    return {
      cut,
      fate: fateOf(read, sent),
      told: read.map(({ told }) => told).join("; then "),
      engine: sameMessages(engine, sent),
    };
  });
}
