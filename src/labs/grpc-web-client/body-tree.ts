// A gRPC-Web body as one field tree: frames, and in each message the records of Protocol Buffers.
import { describeWebFrame, PREFIX_LENGTH } from "#protocols/grpc/index.ts";
import { describeFields } from "#protocols/protobuf/index.ts";
import { done, type Field, type Step } from "#wire/index.ts";

/** A frame's tree with the records of its message inside. */
function describeOne(bytes: Uint8Array, at: number): Step<Field> {
  const step = describeWebFrame(bytes, at);
  if (step.kind !== "done") return step;
  const records = describeFields(bytes.subarray(0, step.next), at + PREFIX_LENGTH);
  const inside = records.kind === "done" ? (records.value.children ?? []) : [];
  const children = step.value.children?.map((child) =>
    child.name === "message" && inside.length > 0 ? { ...child, children: inside } : child,
  );
  return done(children === undefined ? step.value : { ...step.value, children }, step.next);
}

/** The whole body as one tree. */
export function describeBody(bytes: Uint8Array): Step<Field> {
  const children: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = describeOne(bytes, at);
    if (step.kind !== "done") return step;
    children.push(step.value);
    at = step.next;
  }
  const text = `${children.length} frame${children.length === 1 ? "" : "s"}`;
  return done(
    { name: "gRPC-Web content", at: 0, length: bytes.length, text, children },
    bytes.length,
  );
}
