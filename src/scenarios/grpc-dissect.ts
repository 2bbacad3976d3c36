// Frames of a gRPC call as field trees: in DATA the length-prefixed messages, in these the records of
// Protocol Buffers (PROTOCOL-HTTP2.md, "Requests"; protobuf.dev, "Encoding").
import { describeMessage, PREFIX_LENGTH } from "#protocols/grpc/index.ts";
import { describeFields } from "#protocols/protobuf/index.ts";
import type { Trace } from "#trace/index.ts";
import { done, type Field } from "#wire/index.ts";
import { carriedBy, wordCarried, type Carried } from "./grpc-words.ts";
import { createHttp2Dissector, type DissectHttp2 } from "./http2-dissect.ts";
import type { Replay } from "./http2-wire.ts";

const FRAME_HEADER = 9;
const RULE = "PROTOCOL-HTTP2.md §Data Frames";

/** A whole message with its records; null when edited bytes are no message of this length any more. */
function wholeMessage(bytes: Uint8Array, at: number, end: number): Field | null {
  const step = describeMessage(bytes, at);
  if (step.kind !== "done" || step.next !== end) return null;
  const records = describeFields(bytes.subarray(0, end), at + PREFIX_LENGTH);
  const inside = records.kind === "done" ? (records.value.children ?? []) : [];
  const children = step.value.children?.map((child) =>
    child.name === "message" && inside.length > 0 ? { ...child, children: inside } : child,
  );
  return children === undefined ? step.value : { ...step.value, children };
}

/** What lies in a DATA frame, message by message; null when the edited bytes are none. */
function describeCarried(bytes: Uint8Array, { from, messages, to }: Carried): Field[] | null {
  const fields: Field[] = [];
  for (const message of messages) {
    const [begin, end] = [Math.max(message.from, from), Math.min(message.to, to)];
    const at = FRAME_HEADER + begin - from;
    const whole = begin === message.from && end === message.to;
    const field: Field | null = whole
      ? wholeMessage(bytes, at, FRAME_HEADER + end - from)
      : {
          name: `part of message ${message.number}`,
          at,
          length: end - begin,
          text: wordCarried({ from, to, messages: [message] }),
          rule: RULE,
        };
    if (field === null) return null;
    fields.push(field);
  }
  return fields;
}

/** Reads the frames of a call's trace; edited bytes as their receiver, in its state, takes them. */
export function createGrpcDissector(trace: Trace, stream: number, replay: Replay): DissectHttp2 {
  const frames = createHttp2Dissector(trace, replay);
  const carried = new Map(trace.actors.flatMap(({ id }) => [...carriedBy(trace, stream, id)]));
  return (event, bytes = event.bytes) => {
    const step = frames(event, bytes);
    const content = carried.get(event.id);
    if (step.kind !== "done" || content === undefined || bytes.length !== event.bytes.length) {
      return step;
    }
    const parts = describeCarried(bytes, content);
    if (parts === null || parts.length === 0) return step;
    const children = step.value.children?.map((child) =>
      child.name === "Data" ? { ...child, children: parts } : child,
    );
    return children === undefined ? step : done({ ...step.value, children }, step.next);
  };
}
