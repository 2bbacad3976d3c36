// An exchange as HTTP/2 frames on a fresh connection: HPACK and framing by the engine. RFC 9113 §8.1.
import {
  createHpackEncoder,
  FLAGS,
  FRAME_TYPES,
  describeFrame,
  writeFrame,
} from "#protocols/http2/index.ts";
import type { Exchange, Fields } from "#trace/index.ts";
import { concat, type Field } from "#wire/index.ts";

/** One side of an exchange: its bytes and the frames in them. */
export interface Framed {
  readonly bytes: Uint8Array;
  readonly frames: readonly Field[];
}

/** Largest payload of a frame before SETTINGS say otherwise, in octets (RFC 9113 §6.5.2). */
const MAX_PAYLOAD = 16_384;

/** Fields that HTTP/2 forbids or says otherwise: RFC 9113 §8.2.2, §8.3.1. */
const ELSEWHERE = ["host", "connection", "keep-alive", "transfer-encoding", "upgrade"];

const lower = (fields: Fields): Fields =>
  fields
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !ELSEWHERE.includes(name));

/** HEADERS and, where there is content, DATA, both on stream 1. */
function frame(lines: Fields, content: Uint8Array): Framed {
  const written = [
    writeFrame({
      type: FRAME_TYPES.HEADERS,
      flags: FLAGS.END_HEADERS | (content.length === 0 ? FLAGS.END_STREAM : 0),
      streamId: 1,
      fragment: createHpackEncoder().encode(lines),
    }),
  ];
  for (let at = 0; at < content.length; at += MAX_PAYLOAD) {
    written.push(
      writeFrame({
        type: FRAME_TYPES.DATA,
        flags: at + MAX_PAYLOAD >= content.length ? FLAGS.END_STREAM : 0,
        streamId: 1,
        data: content.subarray(at, at + MAX_PAYLOAD),
      }),
    );
  }
  const bytes = concat(written);
  return { bytes, frames: framesIn(bytes) };
}

function framesIn(bytes: Uint8Array): readonly Field[] {
  const frames: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const read = describeFrame(bytes, at);
    if (read.kind !== "done") break;
    frames.push(read.value);
    at = read.next;
  }
  return frames;
}

/** Both sides; `added` are the fields that no script sets or sees, `authority` the name of the host. */
export function asFrames(
  { request, response }: Exchange,
  added: { readonly request: Fields; readonly response: Fields },
  authority: string,
): { readonly request: Framed; readonly response: Framed } {
  return {
    request: frame(
      [
        [":method", request.method],
        [":scheme", "https"],
        [":authority", authority],
        [":path", request.target],
        ...lower(added.request),
        ...lower(request.fields),
      ],
      request.content,
    ),
    response: frame(
      [[":status", String(response.status)], ...lower(response.fields), ...lower(added.response)],
      request.method === "HEAD" ? new Uint8Array() : response.content,
    ),
  };
}
