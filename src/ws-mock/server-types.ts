// The other side of the mock as a script sees it: a handshake to answer, then a peer to drive.
import type {
  HandshakeFields,
  HandshakeRequest,
  SendOptions,
  WsEvent,
  WsFrameInput,
} from "#protocols/websocket/index.ts";
import type { Fault } from "#wire/index.ts";

/** The script: called once for each handshake request. It may answer later, too, or never. */
export type MockServer = (handshake: MockHandshake) => void;

/** A handshake that waits for its answer; a second answer throws RangeError. */
export interface MockHandshake {
  /** The request as it was read from its bytes. */
  readonly request: HandshakeRequest;
  /** Path and query: "/chat?room=1". */
  readonly target: string;
  /** The page that asks (RFC 6455 §10.2); undefined when the client named none. */
  readonly origin: string | undefined;
  /** Subprotocols that the client speaks, the preferred one first. */
  readonly protocols: readonly string[];
  /** The rules of RFC 6455 §4.2.1 that the request breaks; none for a good one. */
  readonly faults: readonly Fault[];
  /** Answers 101 and opens the connection. */
  accept(options?: AcceptOptions): MockPeer;
  /** Answers with any other HTTP response, then ends the connection. Default: 403 without content. */
  refuse(answer?: Refusal): void;
  /** Answers with these very bytes, right or wrong; what follows goes on as if they were a 101. */
  answerRaw(bytes: Uint8Array): MockPeer;
  /** Breaks the connection without an answer. */
  drop(): void;
}

/** How a handshake is accepted. */
export interface AcceptOptions {
  /** Subprotocol to select. None unless told: a client that asked for some then gives up. */
  readonly protocol?: string | undefined;
  /** Uses permessage-deflate (RFC 7692) if the client offers it and the mock has a codec. */
  readonly compress?: boolean | undefined;
  /** Bytes of one message; a longer one is answered with 1009. Default 16 MiB. */
  readonly maxMessageSize?: number | undefined;
  /** Further fields of the 101: cookies, for instance. */
  readonly fields?: HandshakeFields | undefined;
}

/** An answer other than 101. */
export interface Refusal {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly fields?: HandshakeFields | undefined;
  /** UTF-8 text or bytes. */
  readonly content?: string | Uint8Array | undefined;
}

/** The server's end of an open connection. */
export interface MockPeer {
  /** The handshake that it grew out of. */
  readonly handshake: MockHandshake;
  /** `closing`: its Close is out, the client's is awaited. */
  readonly state: "open" | "closing" | "closed";
  /** Subprotocol that was selected, or "". */
  readonly protocol: string;
  /** Bytes, framing included, that wait for the wire. */
  readonly queued: number;
  /**
   * Hears what the client does, in the order of its bytes; the last event is `close` or `failed`.
   * Listen in the same turn in which you accept. The function handed back ends it.
   */
  listen(listener: (event: WsEvent) => void): () => void;
  /** Sends a text or, given bytes, a binary message; false once the connection is closing. */
  send(data: string | Uint8Array, options?: SendOptions): boolean;
  /** At most 125 bytes; more throws RangeError. */
  ping(data?: Uint8Array): boolean;
  /** An unsolicited pong; pings are answered without it. */
  pong(data?: Uint8Array): boolean;
  /** Starts the closing handshake; an unsendable code or a long reason throws RangeError. */
  close(code?: number, reason?: string): boolean;
  /** Sends one frame as it is given: fragments by hand, reserved bits, masks, wrong opcodes. */
  sendFrame(frame: WsFrameInput): void;
  /** Puts these very bytes on the wire, whatever they are. */
  sendRaw(bytes: Uint8Array): void;
  /** Stops reading, and so answering pings and closes: the client's bytes pile up. */
  stall(): void;
  /** Reads on after {@link stall}. */
  resume(): void;
  /** Ends the TCP connection without a Close: at once ("reset"), or behind what waits ("end"). */
  drop(how?: "reset" | "end"): void;
}
