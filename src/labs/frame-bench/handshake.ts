// The opening handshake before the learner's frames, as bytes and as what its heads say. RFC 6455 §1.3, §4.
import {
  acceptKeyNow,
  readHandshakeRequest,
  readHandshakeResponse,
  writeHandshakeRequest,
  writeHandshakeResponse,
} from "#protocols/websocket/index.ts";
import type { MessageHead } from "#trace/index.ts";

/** The key of RFC 6455 §1.3. */
const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

interface HandshakeMessage {
  readonly bytes: Uint8Array;
  readonly head: MessageHead;
}

/** Request and answer; both name the extension where one is agreed on. */
export function handshakeOf(extensions: string | undefined): {
  readonly request: HandshakeMessage;
  readonly response: HandshakeMessage;
} {
  const asked = writeHandshakeRequest({
    target: "/live",
    host: "parcels.example",
    key: KEY,
    extensions,
  });
  const answered = writeHandshakeResponse({
    status: 101,
    reason: "Switching Protocols",
    version: "1.1",
    fields: [
      ["Upgrade", "websocket"],
      ["Connection", "Upgrade"],
      ["Sec-WebSocket-Accept", acceptKeyNow(KEY)],
      ...(extensions === undefined ? [] : [["Sec-WebSocket-Extensions", extensions] as const]),
    ],
  });
  const [request, response] = [readHandshakeRequest(asked), readHandshakeResponse(answered)];
  if (request.kind !== "done" || response.kind !== "done") {
    throw new RangeError("our own handshake could not be read");
  }
  const { method, fields } = request.value;
  const { status, reason } = response.value;
  return {
    request: {
      bytes: asked,
      head: { kind: "request", method, url: "ws://parcels.example/live", fields },
    },
    response: {
      bytes: answered,
      head: { kind: "response", status, reason, fields: response.value.fields },
    },
  };
}
