// What a WebSocket endpoint is asked and what it tells: RFC 6455 §5–§7 as types.
import type { Fault } from "#wire/index.ts";
import type { Inflate } from "./message-assembly.ts";

/** What the peer did, in the order of its bytes. After `close` or `failed` nothing follows. */
export type WsEvent =
  | { readonly kind: "message"; readonly binary: false; readonly data: string }
  | { readonly kind: "message"; readonly binary: true; readonly data: Uint8Array }
  | { readonly kind: "ping"; readonly data: Uint8Array }
  | { readonly kind: "pong"; readonly data: Uint8Array }
  /** The peer's Close; code 1005 when it had no body, 1006 when the transport just ended. */
  | { readonly kind: "close"; readonly code: number; readonly reason: string }
  /** The peer broke a rule; `code` is what our Close says. */
  | { readonly kind: "failed"; readonly code: number; readonly fault: Fault };

/** How an endpoint behaves. */
export interface EndpointOptions {
  readonly role: "client" | "server";
  /** Bytes of one message; a longer one is answered with 1009. Default 16 MiB. */
  readonly maxMessageSize?: number | undefined;
  /** Source of unpredictable bytes for masking keys (§5.3); a client cannot send without it. */
  readonly random?: ((length: number) => Uint8Array) | undefined;
  /** What the handshake negotiated; without it every reserved bit is a fault. */
  readonly extensions?: { readonly permessageDeflate?: PermessageDeflate | undefined } | undefined;
}

/** The DEFLATE of RFC 7692 §7.2, which the caller brings along. Without `deflate` it sends plain. */
export interface PermessageDeflate {
  readonly inflate: Inflate;
  readonly deflate?: ((data: Uint8Array) => Uint8Array) | undefined;
}

/** How a message is cut up. */
export interface SendOptions {
  /** Most bytes of one frame; default: the whole message in one. */
  readonly fragmentSize?: number | undefined;
}

/** `closing`: our Close is out, the peer's is awaited. `closed`: close the transport. */
export type WsState = "open" | "closing" | "closed";

/** The endpoint. What is sent after the end is dropped and answered with false, as in a browser. */
export interface WsEndpoint {
  readonly state: WsState;
  /** Takes bytes as they come off the transport, in any pieces. */
  receive(bytes: Uint8Array): WsEvent[];
  /** The transport ended: a close event with 1006 unless the connection was over already (§7.1.5). */
  end(): WsEvent[];
  sendText(text: string, options?: SendOptions): boolean;
  sendBinary(data: Uint8Array, options?: SendOptions): boolean;
  /** At most 125 bytes; more throws RangeError. */
  ping(data?: Uint8Array): boolean;
  /** An unsolicited pong (§5.5.3); pings are answered without it. */
  pong(data?: Uint8Array): boolean;
  /** Starts the closing handshake (§7.1.2); an unsendable code or a long reason throws RangeError. */
  close(code?: number, reason?: string): boolean;
  /** What must go out now, once. */
  takeBytes(): Uint8Array;
}
