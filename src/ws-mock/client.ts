// The client half without an interface: opening handshake, frames and closing handshake over a pipe,
// with the waits that a browser keeps (RFC 6455 §4.1, §7; WHATWG WebSockets, "Opening handshake").
import { fieldValues } from "#protocols/semantics/index.ts";
import {
  checkHandshakeResponse,
  createEndpoint,
  handshakeKey,
  readHandshakeRequest,
  readHandshakeResponse,
  writeHandshakeRequest,
  type HandshakeResponse,
  type WsEndpoint,
} from "#protocols/websocket/index.ts";
import { concat, type Fault } from "#wire/index.ts";
import { createLedger } from "./ledger.ts";
import type { Client, ClientEvents, ClientOptions, Ending } from "./client-types.ts";
import { tellRequest } from "./record.ts";

const OFFER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
const FAILED: Ending = { failed: true, clean: false, code: 1006, reason: "" };
/** TCP ended in order, but without a Close: not clean, and yet nothing failed (§7.1.4, §7.1.5). */
const UNCLEAN: Ending = { ...FAILED, failed: false };

/** Opens a connection over a pipe. */
export function createClient(options: ClientOptions, events: ClientEvents): Client {
  const { pipe, url, protocols, clock, random, patience, record } = options;
  const offer = options.compression ? OFFER : "";
  const key = handshakeKey(random(16));
  const ledger = createLedger((amount) => events.drained(amount));
  let endpoint: WsEndpoint | null = null;
  let head: Uint8Array = new Uint8Array(0);
  let received: Ending | null = null;
  let deferring = false;
  let over = false;
  let stopWaiting = (): void => undefined;

  const wait = (milliseconds: number, act: () => void) => {
    stopWaiting();
    if (milliseconds !== Infinity) stopWaiting = clock.after(milliseconds, act);
  };
  const finish = (ending: Ending) => {
    if (over) return;
    over = true;
    stopWaiting();
    events.closed(ending);
  };
  const fail = (fault?: Fault) => {
    if (over) return;
    if (fault) record?.happened("client", "websocket", "fails the connection", fault);
    if (endpoint) pipe.end();
    else pipe.abort();
    finish(FAILED);
  };

  const write = (bytes: Uint8Array, amount: number) => {
    ledger.wrote(bytes.length, amount);
    if (record) record.writeFrames("client", pipe, bytes);
    else pipe.write(bytes);
  };
  let deferred = 0;
  const flush = (amount = 0) => {
    deferred += amount;
    if (deferring || !endpoint) return;
    const bytes = endpoint.takeBytes();
    if (bytes.length > 0) write(bytes, deferred);
    deferred = 0;
  };

  function open(response: HandshakeResponse, rest: Uint8Array) {
    const faults = checkHandshakeResponse(response, { key, protocols, extensions: offer });
    if (faults[0]) {
      fail(faults[0]);
      return;
    }
    stopWaiting();
    const extensions = fieldValues(response.fields, "sec-websocket-extensions").join(", ");
    const deflate = extensions === "" ? undefined : options.compression;
    endpoint = createEndpoint({
      role: "client",
      random,
      maxMessageSize: options.maxMessageSize ?? 2 ** 30,
      extensions: deflate ? { permessageDeflate: deflate } : undefined,
    });
    events.established(fieldValues(response.fields, "sec-websocket-protocol")[0] ?? "", extensions);
    if (rest.length > 0) receive(endpoint, rest);
  }

  function readHead(bytes: Uint8Array) {
    head = head.length > 0 ? concat([head, bytes]) : bytes;
    for (;;) {
      const step = readHandshakeResponse(head);
      if (step.kind === "more") return;
      if (step.kind === "fault") {
        fail(step.fault);
        return;
      }
      const rest = head.subarray(step.next);
      const { status } = step.value;
      // Interim responses announce the final one (RFC 9110 §15.2).
      if (status >= 200 || status === 101) {
        open(step.value, rest);
        return;
      }
      head = rest;
    }
  }

  function receive(ws: WsEndpoint, bytes: Uint8Array) {
    const wasClosing = ws.state === "closing";
    let messages = 0;
    let fault: Fault | null = null;
    for (const event of ws.receive(bytes)) {
      if (event.kind === "message") {
        messages += 1;
        events.message(event);
      } else if (event.kind === "close") {
        events.closing();
        received = { failed: false, clean: true, code: event.code, reason: event.reason };
      } else if (event.kind === "failed") ({ fault } = event);
    }
    const settle = () => {
      deferring = false;
      flush();
      if (fault) fail(fault);
      else if (received) ledger.whenEmpty(() => wait(patience.end, end));
    };
    // What ends the connection behind messages is answered once the script has seen them: their
    // answers go before it, as RFC 6455 §5.5.1 allows and as if one message had come at a time.
    deferring = (received !== null || fault !== null) && !wasClosing && messages > 0;
    if (deferring) clock.after(0, settle);
    else settle();
  }

  /** The peer does not answer our Close: we end TCP ourselves, which is no failure (§7.1.1). */
  function giveUp() {
    pipe.end();
    finish(UNCLEAN);
  }

  /** The transport is over, or its end is waited for no longer. */
  function end(without: Ending = UNCLEAN) {
    if (over) return;
    if (deferring) {
      clock.after(0, () => end(without));
      return;
    }
    pipe.end();
    // Before the handshake is through, there is nothing that could end in order (§4.1).
    finish(received ?? (endpoint ? without : FAILED));
  }

  pipe.attach({
    opened() {
      if (over) return;
      const bytes = writeHandshakeRequest({
        target: url.pathname + url.search,
        host: url.host,
        key,
        protocols,
        origin: options.origin,
        fields: options.fields,
        ...(offer === "" ? {} : { extensions: offer }),
      });
      const step = readHandshakeRequest(bytes);
      ledger.wrote(bytes.length, 0);
      if (record && step.kind === "done") {
        record.writeHead("client", pipe, bytes, tellRequest(step.value, url.href));
      } else pipe.write(bytes);
    },
    received(bytes) {
      if (over || deferring || received !== null) return;
      if (endpoint) receive(endpoint, bytes);
      else readHead(bytes);
    },
    ended: () => end(),
    // "If the transport is unexpectedly lost, the client MUST fail the connection" (§7.2.1).
    lost: () => end(FAILED),
    left: (count) => ledger.left(count),
  });
  record?.happened("client", "tcp", `connects to ${url.host}`);
  wait(patience.open, fail);

  return {
    sendText(text, amount) {
      if (endpoint?.sendText(text)) flush(amount);
    },
    sendBinary(data) {
      if (endpoint?.sendBinary(data)) flush(data.length);
    },
    close(code, reason) {
      if (over) return;
      if (!endpoint) {
        fail();
        return;
      }
      // A reason without a code has nowhere to stand: a Close body begins with the code (§5.5.1).
      if (!endpoint.close(code, code === undefined ? "" : reason)) return;
      flush();
      ledger.whenEmpty(() => {
        if (received === null) wait(patience.close, giveUp);
      });
    },
    fail,
  };
}
