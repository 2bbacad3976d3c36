// Field tree of an HTTP/3 frame, down to the length bits of its integers. RFC 9114 §7.
import { done, type Field, type Step } from "#wire/index.ts";
import type { Cursor } from "./cursor.ts";
import { byteCount, hexPreview, moved } from "./field-parts.ts";
import { http3FrameName, parseHttp3Frame, type Http3Frame } from "./frame.ts";
import { describeFieldBlock, type SectionContext } from "./qpack/describe.ts";

function sayFrame(frame: Http3Frame): string {
  switch (frame.name) {
    case "DATA":
      return byteCount(frame.data);
    case "HEADERS":
      return byteCount(frame.encodedFieldSection);
    case "CANCEL_PUSH":
    case "MAX_PUSH_ID":
      return `push ID ${frame.pushId}`;
    case "PUSH_PROMISE":
      return `push ID ${frame.pushId}, ${byteCount(frame.encodedFieldSection)}`;
    case "SETTINGS":
      return frame.settings.length === 1 ? "1 setting" : `${frame.settings.length} settings`;
    case "GOAWAY":
      return `identifier ${frame.id}`;
    case "UNKNOWN":
      return `ignored, ${byteCount(frame.payload)}`;
  }
}

/** Takes a field section with its lines; one that does not decode stays a leaf of plain bytes. */
const sectionInside =
  (context?: SectionContext) =>
  (cursor: Cursor, rule: string): Uint8Array => {
    const name = "Encoded Field Section";
    const section = cursor.read(
      name,
      (bytes, at) => done(bytes.subarray(at), bytes.length),
      (value, at) => {
        const inside = describeFieldBlock(value, 0, context);
        if (inside.kind === "done") return moved(inside.value, at);
        return { name, at, length: value.length, text: hexPreview(value), rule };
      },
    );
    return section ?? new Uint8Array(0);
  };

/**
 * Field tree of one frame; the same outcomes as readHttp3Frame. `context` resolves references into
 * the dynamic table. RFC 9114 §7.
 */
export function describeFrame(bytes: Uint8Array, at = 0, context?: SectionContext): Step<Field> {
  const step = parseHttp3Frame(bytes, at, true, sectionInside(context));
  if (step.kind !== "done") return step;
  const { frame, fields } = step.value;
  return done(
    {
      name: http3FrameName(frame.type),
      at,
      length: step.next - at,
      text: sayFrame(frame),
      rule: "RFC 9114 §7.2",
      children: fields,
    },
    step.next,
  );
}
