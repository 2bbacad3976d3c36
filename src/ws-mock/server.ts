// The server half: reads the handshake off a pipe, lets a script answer it and runs the server's
// endpoint of RFC 6455 behind it.
import { fieldValues, listMembers } from "#protocols/semantics/index.ts";
import { writeResponse } from "#protocols/http1/index.ts";
import {
  acceptKeyNow,
  checkHandshakeRequest,
  parseExtensions,
  readDeflateParameters,
  readHandshakeRequest,
  readHandshakeResponse,
  writeHandshakeResponse,
  type HandshakeFields,
  type HandshakeRequest,
  type PermessageDeflate,
} from "#protocols/websocket/index.ts";
import { concat, utf8 } from "#wire/index.ts";
import { createPeer, type DrivenPeer } from "./peer.ts";
import type { Pipe } from "./pipe.ts";
import { tellRaw, tellResponse, type ConnectionRecord } from "./record.ts";
import type { AcceptOptions, MockHandshake, MockServer, Refusal } from "./server-types.ts";

/** What a server half may be given. */
export interface ServeOptions {
  /** Codec of permessage-deflate, without context between messages. */
  readonly compression?: PermessageDeflate | undefined;
  readonly record?: ConnectionRecord | null | undefined;
}

const empty = new Uint8Array(0);

/** Serves one connection by `script`. A request that is no HTTP is answered 400. */
export function serve(pipe: Pipe, script: MockServer, options: ServeOptions = {}): void {
  const { compression, record = null } = options;
  let unread: Uint8Array = empty;
  let asked = false;
  let peer: DrivenPeer | null = null;
  let over = false;
  const traffic = { queued: 0 };

  const send = (bytes: Uint8Array, told: Parameters<ConnectionRecord["writeHead"]>[3]) => {
    traffic.queued += bytes.length;
    if (record) record.writeHead("server", pipe, bytes, told);
    else pipe.write(bytes);
  };
  const refuse = ({ status = 403, reason, fields = [], content = "" }: Refusal) => {
    const response = { status, reason: reason ?? REASONS[status] ?? "", version: "1.1" as const };
    const named = fields.some(([name]) => name.toLowerCase() === "connection");
    const all: HandshakeFields = named ? fields : [...fields, ["Connection", "close"]];
    const bytes = writeResponse({
      ...response,
      fields: all,
      content: typeof content === "string" ? utf8(content) : content,
    });
    // Told by its bytes: the writer has added Content-Length.
    const step = readHandshakeResponse(bytes);
    send(bytes, step.kind === "done" ? tellResponse(step.value) : tellRaw(bytes.length));
    pipe.end();
    over = true;
  };

  function ask(request: HandshakeRequest) {
    let answered = false;
    const once = () => {
      if (answered) throw new RangeError("a handshake is answered once. Remove the second answer.");
      answered = true;
    };
    const open = (protocol: string, maxMessageSize?: number, deflate?: PermessageDeflate) => {
      peer = createPeer(pipe, { handshake, protocol, maxMessageSize, deflate, record, traffic });
      if (over) peer.end();
      return peer.peer;
    };
    const { fields, target } = request;
    const handshake: MockHandshake = {
      request,
      target,
      origin: fieldValues(fields, "origin")[0],
      protocols: fieldValues(fields, "sec-websocket-protocol").flatMap(listMembers),
      faults: checkHandshakeRequest(request),
      accept(accepting = {}) {
        once();
        const deflate = accepting.compress && offersDeflate(fields) ? compression : undefined;
        const response = acceptance(request, accepting, deflate !== undefined);
        send(writeHandshakeResponse(response), tellResponse(response));
        return open(accepting.protocol ?? "", accepting.maxMessageSize, deflate);
      },
      refuse(answer = {}) {
        once();
        refuse(answer);
      },
      answerRaw(bytes) {
        once();
        const step = readHandshakeResponse(bytes);
        send(bytes, step.kind === "done" ? tellResponse(step.value) : tellRaw(bytes.length));
        return open("");
      },
      drop() {
        once();
        over = true;
        pipe.abort();
      },
    };
    script(handshake);
    receive(empty);
  }

  /** Frames that came with the request, or before its answer, have waited. */
  function receive(bytes: Uint8Array) {
    unread = unread.length > 0 ? concat([unread, bytes]) : bytes;
    if (!peer || unread.length === 0) return;
    const waiting = unread;
    unread = empty;
    peer.receive(waiting);
  }

  pipe.attach({
    received(bytes) {
      receive(bytes);
      if (asked || over) return;
      const step = readHandshakeRequest(unread);
      if (step.kind === "more") return;
      if (step.kind === "fault") {
        refuse({ status: 400, content: step.fault.text });
        return;
      }
      asked = true;
      unread = unread.subarray(step.next);
      ask(step.value);
    },
    ended() {
      if (peer) peer.end();
      else {
        over = true;
        pipe.end();
      }
    },
    lost() {
      over = true;
      peer?.end();
    },
    left(count) {
      traffic.queued -= count;
    },
  });
}

/** Reasons for the statuses that a script is likely to refuse with (RFC 9110 §15). */
const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  302: "Found",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  426: "Upgrade Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** Both sides forget their window after each message, so that a codec without memory suffices. */
const ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

function offersDeflate(fields: HandshakeFields): boolean {
  const offers = parseExtensions(fieldValues(fields, "sec-websocket-extensions").join(", "));
  return (
    Array.isArray(offers) &&
    offers.some(
      (offer) =>
        offer.name === "permessage-deflate" && !("rule" in readDeflateParameters(offer, "offer")),
    )
  );
}

/** The 101 of RFC 6455 §4.2.2. */
function acceptance(request: HandshakeRequest, accepting: AcceptOptions, deflate: boolean) {
  const key = fieldValues(request.fields, "sec-websocket-key").join();
  const { protocol, fields = [] } = accepting;
  return {
    status: 101,
    reason: "Switching Protocols",
    version: "1.1",
    fields: [
      ["Upgrade", "websocket"],
      ["Connection", "Upgrade"],
      ["Sec-WebSocket-Accept", acceptKeyNow(key)],
      ...(protocol === undefined ? [] : [["Sec-WebSocket-Protocol", protocol] as const]),
      ...(deflate ? [["Sec-WebSocket-Extensions", ANSWER] as const] : []),
      ...fields,
    ] as HandshakeFields,
  };
}
