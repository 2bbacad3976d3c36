// A gRPC-Web body read by our engines: frame by frame, and in each message the records of Protocol Buffers.
import { createWebFrameReader, PREFIX_LENGTH, type WebFrame } from "#protocols/grpc/index.ts";
import { inspect, likeliest, type ProtoField } from "#protocols/protobuf/index.ts";
import { formatHex, type Fault } from "#wire/index.ts";

/** One frame with its place in the body. */
export interface Placed {
  readonly at: number;
  readonly frame: WebFrame;
}

/** The frames of a body, and what is wrong with the rest if it is none. */
export function framesOf(bytes: Uint8Array): {
  readonly frames: readonly Placed[];
  readonly fault: Fault | null;
} {
  const reader = createWebFrameReader();
  const { fault, messages } = reader.push(bytes);
  let at = 0;
  const frames = messages.map((frame) => {
    const placed = { at, frame };
    at += PREFIX_LENGTH + frame.data.length;
    return placed;
  });
  return { frames, fault: fault ?? reader.end() };
}

/** A value as its likeliest reading shows it; which reading is right, only the schema knows. */
function wordOf({ candidates }: ProtoField): string {
  const reading = likeliest(candidates);
  const value = reading === undefined ? "" : candidates[reading];
  if (typeof value === "string") return `“${value}”`;
  if (value instanceof Uint8Array) return formatHex(value, " ");
  if (reading === "message") return "a message";
  if (typeof value === "object") return (value as readonly (bigint | number)[]).join(" ");
  return String(value);
}

/** The records of a message in a line, by field number: "1: 42, 2: “Ada”"; null when the bytes are no message. */
export function recordsOf(data: Uint8Array): string | null {
  const step = inspect(data);
  if (step.kind !== "done") return null;
  return step.value.map((each) => `${each.number}: ${wordOf(each)}`).join(", ");
}
