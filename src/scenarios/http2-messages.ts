// What an HTTP/2 end sends, as views and exports want it: heads of messages, single frames. RFC 9113 §8.3.
import { readFrame, type HpackField } from "#protocols/http2/index.ts";
import type { MessageHead } from "#trace/index.ts";

const valueOf = (fields: readonly HpackField[], name: string): string =>
  fields.find(([each]) => each === name)?.[1] ?? "";

/** The head of a section; null for trailers, which have no pseudo-fields (RFC 9113 §8.1). */
export function headOf(section: readonly HpackField[]): MessageHead | null {
  const fields = section.filter(([name]) => !name.startsWith(":"));
  const status = valueOf(section, ":status");
  if (status !== "") return { kind: "response", status: Number(status), reason: "", fields };
  const method = valueOf(section, ":method");
  if (method === "") return null;
  const origin = `${valueOf(section, ":scheme")}://${valueOf(section, ":authority")}`;
  return { kind: "request", method, url: origin + valueOf(section, ":path"), fields };
}

/** "GET /parcels/42", "200". */
export const textOf = (head: MessageHead): string =>
  head.kind === "request" ? `${head.method} ${new URL(head.url).pathname}` : String(head.status);

/** The frames of an end's output, which has no preface in it. */
export function framesOf(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = readFrame(bytes, at, { maxFrameSize: 0xffffff });
    if (step.kind !== "done") throw new RangeError("our own frame cannot be read");
    frames.push(bytes.subarray(at, step.next));
    at = step.next;
  }
  return frames;
}
