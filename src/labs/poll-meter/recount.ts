// The same run as HTTP/2 would have carried it: field blocks by our HPACK encoder, frames of nine bytes. RFC 9113 §4.1; RFC 7541; RFC 8441 §5.
import { createHpackEncoder } from "#protocols/http2/index.ts";
import type { Fields } from "#trace/index.ts";
import { DATE } from "./message-size.ts";
import type { Run, Seen, Way } from "./measured.ts";

/** Bytes of a frame's header (RFC 9113 §4.1). */
const FRAME = 9;
/** Fields of one HTTP/1.1 connection, which HTTP/2 does not carry (RFC 9113 §8.2.2), and Host. */
const LEFT_OUT = ["connection", "transfer-encoding", "upgrade", "host"];

const kept = (fields: Fields): Fields => fields.filter(([name]) => !LEFT_OUT.includes(name));

/** Bytes of requests and answers, each on a stream of one connection; settings and windows left out. */
function weighRequests({ asked }: Run, host: string): number {
  const [up, down] = [createHpackEncoder(), createHpackEncoder()];
  let bytes = 0;
  for (const { target, fields, answer } of asked) {
    const request: Fields = [
      [":method", "GET"],
      [":scheme", "https"],
      [":authority", host],
      [":path", target],
      ...kept(fields),
    ];
    bytes += FRAME + up.encode(request).length;
    if (answer === null || answer.status === 0) continue;
    const response: Fields = [[":status", String(answer.status)], ...kept(answer.fields)];
    bytes += FRAME + down.encode(response).length;
    for (const piece of answer.pieces) if (piece > 0) bytes += FRAME + piece;
  }
  return bytes;
}

/** A WebSocket's frames inside DATA frames of one stream, opened with extended CONNECT. */
function weighSocket({ asked, moved }: Run, host: string): number {
  const [opening] = asked;
  if (opening === undefined) return 0;
  const encoder = createHpackEncoder();
  const request: Fields = [
    [":method", "CONNECT"],
    [":protocol", "websocket"],
    [":scheme", "https"],
    [":authority", host],
    [":path", opening.target],
    // No key and no accept: over HTTP/2 :protocol says it all (RFC 8441 §5).
    ...kept(opening.fields).filter(([name]) => name !== "sec-websocket-key"),
  ];
  const response: Fields = [
    [":status", "200"],
    ["date", DATE],
  ];
  const heads =
    2 * FRAME + encoder.encode(request).length + createHpackEncoder().encode(response).length;
  return moved
    .slice(1)
    .flatMap(({ up, down }) => [up, down])
    .reduce((sum, bytes) => sum + (bytes > 0 ? FRAME + bytes : 0), heads);
}

/** Bytes of each way over HTTP/2, one connection for each. */
export function recountAsHttp2({ runs }: Pick<Seen, "runs">, host: string): Record<Way, number> {
  return {
    short: weighRequests(runs.short, host),
    long: weighRequests(runs.long, host),
    stream: weighRequests(runs.stream, host),
    socket: weighSocket(runs.socket, host),
  };
}
