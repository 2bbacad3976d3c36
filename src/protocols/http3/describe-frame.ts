// Field tree of an HTTP/3 frame, down to the length bits of its integers. RFC 9114 §7.
import { done, type Field, type Step } from "#wire/index.ts";
import { byteCount } from "./cursor.ts";
import { http3FrameName, parseHttp3Frame, type Http3Frame } from "./frame.ts";

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

/** Field tree of one frame; the same outcomes as readHttp3Frame. RFC 9114 §7. */
export function describeFrame(bytes: Uint8Array, at = 0): Step<Field> {
  const step = parseHttp3Frame(bytes, at, true);
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
