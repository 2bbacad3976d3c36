// The frames of a gRPC call in words: which messages a DATA frame carries, what a section of trailers says.
import {
  createHpackDecoder,
  FLAGS,
  FRAME_TYPES,
  readFrame,
  type HpackDecoder,
} from "#protocols/http2/index.ts";
import { createMessageReader, PREFIX_LENGTH } from "#protocols/grpc/index.ts";
import type { MessageEvent, Trace, TraceEvent } from "#trace/index.ts";
import { concat } from "#wire/index.ts";

/** Where a message lies in one direction's content, prefix included. */
export interface Placed {
  /** Counted from 1. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** A DATA frame of a call: its stretch of the content, and the messages that it touches. */
export interface Carried {
  readonly from: number;
  readonly to: number;
  readonly messages: readonly Placed[];
}

const dataOf = (event: TraceEvent, stream: number): Uint8Array | null => {
  if (event.kind !== "message" || event.format !== "http2-frame" || event.stream !== stream) {
    return null;
  }
  const step = readFrame(event.bytes);
  if (step.kind !== "done" || step.value.type !== FRAME_TYPES.DATA) return null;
  return step.value.data;
};

/** The DATA frames of one direction of a call by event id; content that is no gRPC has no messages. */
export function carriedBy(trace: Trace, stream: number, from: string): Map<number, Carried> {
  const frames = trace.events.flatMap((event) => {
    const data = dataOf(event, stream);
    return data === null || (event as MessageEvent).from !== from ? [] : [{ id: event.id, data }];
  });
  let end = 0;
  const placed: Placed[] = createMessageReader()
    .push(concat(frames.map(({ data }) => data)))
    .messages.map(({ data }, index) => {
      const start = end;
      end += PREFIX_LENGTH + data.length;
      return { number: index + 1, from: start, to: end };
    });
  let at = 0;
  return new Map(
    frames.map(({ id, data }) => {
      const [begins, ends] = [at, at + data.length];
      at = ends;
      const messages = placed.filter((each) => each.from < ends && each.to > begins);
      return [id, { from: begins, to: ends, messages }];
    }),
  );
}

/** "message 1", "the first 3 of 12 bytes of message 2", "the rest of message 2, message 3". */
export function wordCarried({ from, messages, to }: Carried): string {
  return messages
    .map((message) => {
      const size = message.to - message.from;
      const begins = message.from >= from;
      const ends = message.to <= to;
      const name = `message ${message.number}`;
      if (begins && ends) return name;
      if (ends) return `the rest of ${name}`;
      if (begins) return `the first ${to - message.from} of ${size} bytes of ${name}`;
      return `bytes ${from - message.from + 1} to ${to - message.from} of ${name}`;
    })
    .join(", ");
}

/** What a HEADERS frame says about the end of the call; empty when it says nothing. */
function wordSection(event: MessageEvent, decoder: HpackDecoder): string {
  const step = readFrame(event.bytes);
  if (step.kind !== "done" || step.value.type !== FRAME_TYPES.HEADERS) return "";
  if (!("fragment" in step.value)) return "";
  const decoded = decoder.decode(step.value.fragment);
  if (decoded.kind !== "done") return "";
  const value = (name: string) => decoded.value.find(([each]) => each === name)?.[1];
  const status = value("grpc-status");
  if (status === undefined) return "";
  const only = value(":status") !== undefined;
  return `${only ? ", Trailers-Only" : ": trailers"}, grpc-status ${status}`;
}

/** The same trace with the words of gRPC behind those of HTTP/2; notes belong to gRPC's layer. */
export function wordCall(trace: Trace, stream: number): Trace {
  const decoders: Record<string, HpackDecoder> = {};
  const carried = new Map(trace.actors.flatMap(({ id }) => [...carriedBy(trace, stream, id)]));
  const events = trace.events.map((event): TraceEvent => {
    if (event.kind === "local") return { ...event, layer: "grpc" };
    if (event.kind !== "message" || event.format !== "http2-frame") return event;
    const data = carried.get(event.id);
    if (data !== undefined) {
      const ended = ((event.bytes[4] ?? 0) & FLAGS.END_STREAM) !== 0;
      const words = [
        wordCarried(data),
        ...(ended && event.from === "client" ? ["half-close"] : []),
      ];
      const said = words.filter((each) => each !== "").join("; ");
      return said === "" ? event : { ...event, label: `${event.label}: ${said}` };
    }
    const decoder = (decoders[event.from] ??= createHpackDecoder());
    return { ...event, label: event.label + wordSection(event, decoder) };
  });
  return { ...trace, events };
}
