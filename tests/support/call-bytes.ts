// The bytes of a call's trace apart from the story: what one end wrote, and what a call's answer says.
import { judgeResponse, type JudgedResponse } from "../../src/protocols/grpc/index.ts";
import {
  createHpackDecoder,
  FLAGS,
  FRAME_TYPES,
  readFrame,
  type HpackField,
} from "../../src/protocols/http2/index.ts";
import type { CallRun } from "../../src/scenarios/grpc-side.ts";
import type { Method } from "../../src/scenarios/parcel-messages.ts";
import { concat } from "../../src/wire/index.ts";

/** Everything that an end wrote, preface and settings included, in order. */
export const writtenBy = ({ trace }: CallRun, end: "client" | "server"): Uint8Array =>
  concat(
    trace.events.flatMap((event) =>
      event.kind === "message" && event.from === end ? [event.bytes] : [],
    ),
  );

/** What an end wrote as frames without its preface. */
export function framesIn(
  bytes: Uint8Array,
): { type: number; streamId: number; bytes: Uint8Array }[] {
  const frames = [];
  for (let at = bytes[0] === 0x50 ? 24 : 0; at < bytes.length;) {
    const step = readFrame(bytes, at);
    if (step.kind !== "done") break;
    const { streamId, type } = step.value;
    frames.push({ type, streamId, bytes: bytes.subarray(at, step.next) });
    at = step.next;
  }
  return frames;
}

/** A server's answer on stream 1, read from all that it wrote so far; null while it is not over. */
export function readAnswer(
  bytes: Uint8Array,
  { responses }: Method,
):
  { readonly judged: JudgedResponse; readonly status: number } | { readonly reset: number } | null {
  const decoder = createHpackDecoder();
  const sections: HpackField[][] = [];
  const content: Uint8Array[] = [];
  for (const { bytes: own } of framesIn(bytes)) {
    const step = readFrame(own);
    if (step.kind !== "done") continue;
    const frame = step.value;
    if (frame.type === FRAME_TYPES.HEADERS) {
      const decoded = decoder.decode(frame.fragment);
      if (decoded.kind !== "done") throw new Error(decoded.fault.text);
      sections.push(decoded.value.map(([name, value]) => [name, value]));
    } else if (frame.type === FRAME_TYPES.DATA && frame.streamId === 1) {
      content.push(frame.data);
    } else if (frame.type === FRAME_TYPES.RST_STREAM && frame.errorCode !== 0) {
      return { reset: frame.errorCode };
    } else continue;
    if ((frame.flags & FLAGS.END_STREAM) === 0) continue;
    const [head = [], trailers = null] = sections;
    const status = Number(head.find(([name]) => name === ":status")?.[1]);
    const headers = head.filter(([name]) => !name.startsWith(":"));
    const arrived = { status, headers, content: concat(content), trailers };
    return { status, judged: judgeResponse(arrived, { responses }) };
  }
  return null;
}
