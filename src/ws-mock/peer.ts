// The server's end of an open connection: the endpoint of RFC 6455 between a script and a pipe.
import {
  createEndpoint,
  writeFrame,
  type PermessageDeflate,
  type WsEvent,
} from "#protocols/websocket/index.ts";
import type { Pipe } from "./pipe.ts";
import type { ConnectionRecord } from "./record.ts";
import type { MockHandshake, MockPeer } from "./server-types.ts";

/** A peer and the ends by which its pipe drives it. */
export interface DrivenPeer {
  readonly peer: MockPeer;
  receive(bytes: Uint8Array): void;
  /** The transport is over. */
  end(): void;
}

interface PeerOptions {
  readonly handshake: MockHandshake;
  readonly protocol: string;
  readonly maxMessageSize: number | undefined;
  readonly deflate: PermessageDeflate | undefined;
  readonly record: ConnectionRecord | null;
  /** Bytes written that wait for the wire, those of the handshake among them. */
  readonly traffic: { queued: number };
}

/** Opens the server's end behind a handshake. */
export function createPeer(pipe: Pipe, options: PeerOptions): DrivenPeer {
  const { handshake, protocol, maxMessageSize, deflate, record, traffic } = options;
  const endpoint = createEndpoint({
    role: "server",
    maxMessageSize,
    extensions: deflate ? { permessageDeflate: deflate } : undefined,
  });
  const listeners = new Set<(event: WsEvent) => void>();
  let ended = false;

  const write = (bytes: Uint8Array) => {
    if (bytes.length === 0 || ended) return;
    traffic.queued += bytes.length;
    if (record) record.writeFrames("server", pipe, bytes);
    else pipe.write(bytes);
  };
  const flush = () => {
    write(endpoint.takeBytes());
    // The server closes TCP first (RFC 6455 §7.1.1).
    if (endpoint.state === "closed" && !ended) {
      ended = true;
      pipe.end();
    }
  };
  const tell = (events: readonly WsEvent[]) => {
    for (const event of events) {
      if (event.kind === "failed") {
        const label = `fails the connection: ${event.code}`;
        record?.happened("server", "websocket", label, event.fault);
      }
      for (const listener of listeners) listener(event);
    }
    flush();
  };
  const sent = (accepted: boolean) => {
    // Answers to messages that came with a Close wait until all of them are there (see `tell`).
    if (accepted && endpoint.state !== "closed") flush();
    return accepted;
  };

  const peer: MockPeer = {
    handshake,
    protocol,
    get state() {
      return endpoint.state;
    },
    get queued() {
      return traffic.queued;
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    send: (data, sendOptions) =>
      sent(
        typeof data === "string"
          ? endpoint.sendText(data, sendOptions)
          : endpoint.sendBinary(data, sendOptions),
      ),
    ping: (data) => sent(endpoint.ping(data)),
    pong: (data) => sent(endpoint.pong(data)),
    close: (code, reason) => sent(endpoint.close(code, reason)),
    sendFrame(frame) {
      write(writeFrame(frame));
    },
    sendRaw: write,
    stall() {
      pipe.pause();
    },
    resume() {
      pipe.resume();
    },
    drop(how = "reset") {
      if (how === "reset") pipe.abort();
      else pipe.end();
      ended = true;
      tell(endpoint.end());
    },
  };

  return {
    peer,
    receive(bytes) {
      tell(endpoint.receive(bytes));
    },
    end() {
      tell(endpoint.end());
      if (!ended) pipe.end();
      ended = true;
    },
  };
}
