// What the client half is asked and what it tells: everything a WebSocket object needs to know.
import type { HandshakeFields, PermessageDeflate, WsEvent } from "#protocols/websocket/index.ts";
import type { WsClock } from "./clock.ts";
import type { Pipe } from "./pipe.ts";
import type { ConnectionRecord } from "./record.ts";

/** How a connection ended: what the close event says, and whether an error event goes before it. */
export interface Ending {
  readonly failed: boolean;
  readonly clean: boolean;
  readonly code: number;
  readonly reason: string;
}

/** What the interface is told, in the order of the bytes; `closed` is the last. */
export interface ClientEvents {
  established(protocol: string, extensions: string): void;
  message(message: Extract<WsEvent, { kind: "message" }>): void;
  /** The closing handshake has started. */
  closing(): void;
  closed(ending: Ending): void;
  /** So many bytes of application data have been put on the wire. */
  drained(amount: number): void;
}

/** Milliseconds after which a client gives up waiting; Infinity for never. */
export interface Patience {
  /** For the answer to the handshake. */
  readonly open: number;
  /** For the peer's Close, once ours is out. */
  readonly close: number;
  /** For the end of TCP, once both Closes are through (RFC 6455 §7.1.1). */
  readonly end: number;
}

/** What a client connection needs. */
export interface ClientOptions {
  readonly pipe: Pipe;
  readonly url: URL;
  readonly protocols: readonly string[];
  readonly origin: string | undefined;
  readonly fields: HandshakeFields;
  readonly clock: WsClock;
  readonly random: (length: number) => Uint8Array;
  readonly patience: Patience;
  readonly compression: PermessageDeflate | undefined;
  readonly maxMessageSize: number | undefined;
  readonly record: ConnectionRecord | null;
}

/** The client's end of a connection. */
export interface Client {
  sendText(text: string, amount: number): void;
  sendBinary(data: Uint8Array): void;
  close(code: number | undefined, reason: string | undefined): void;
  /** Fails the connection without a reason of the peer's. */
  fail(): void;
}
