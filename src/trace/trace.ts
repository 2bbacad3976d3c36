// The record of what crossed the wire: plain data, so that it can be cloned, stored and compared.

/** What the reader sees as one column: a client, a server, or something between them. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: "client" | "server" | "intermediary";
}

/** One transport connection between two actors; `id` is what events name. */
export interface Connection {
  readonly id: string;
  /** Actor ids; the client is the one that opened it. */
  readonly client: string;
  readonly server: string;
  readonly transport: "tcp" | "quic";
  /** What is spoken on it; decides how its bytes are read and exported. */
  readonly protocol: "http/1.0" | "http/1.1" | "h2" | "h3" | "websocket";
  /**
   * Stretches of each TCP stream that are TLS handshake, as half-open ranges of relative sequence
   * numbers (the first byte is 1). Cleartext exports leave them out.
   */
  readonly handshake?: Readonly<
    Record<"client" | "server", readonly (readonly [from: number, to: number])[]>
  >;
  /** Of a QUIC connection whose handshake was computed for real; without it nothing can be exported. */
  readonly secrets?: QuicSecrets;
}

/** The layer at which an event is told; views show one or several of them. */
export type Layer =
  "tcp" | "tls" | "quic" | "http1" | "http2" | "http3" | "sse" | "websocket" | "grpc" | "app";

/** How an event's bytes are read into a field tree; scenarios map each to an engine's describe. */
export type Format =
  | "http1-request"
  | "http1-response"
  | "http2-preface"
  | "http2-frame"
  | "http3-frame"
  | "http3-stream-type"
  | "qpack-encoder"
  | "qpack-decoder"
  | "quic-frames"
  | "event-stream"
  | "websocket-frame"
  | "grpc-message"
  | "grpc-web-frame"
  | "opaque";

/** The head of a TCP segment (RFC 9293 §3.1), sequence numbers relative to each side's first. */
export interface Segment {
  readonly seq: number;
  readonly ack: number;
  readonly flags: readonly ("SYN" | "ACK" | "FIN" | "RST" | "PSH")[];
  /** Receive window in bytes. */
  readonly window: number;
}

/** The head of a QUIC packet (RFC 9000 §17). */
export interface QuicPacket {
  readonly space: "initial" | "0-rtt" | "handshake" | "application";
  readonly number: number;
  /** Network path, counted from 0; it grows when the client's address changes (RFC 9000 §9). */
  readonly path: number;
}

/** What the head of an HTTP message says, for views and exports that need no byte of it. */
export type MessageHead =
  | {
      readonly kind: "request";
      readonly method: string;
      /** Absolute, as a HAR file wants it. */
      readonly url: string;
      readonly fields: readonly (readonly [name: string, value: string])[];
    }
  | {
      readonly kind: "response";
      readonly status: number;
      readonly reason: string;
      readonly fields: readonly (readonly [name: string, value: string])[];
    };

/** What opens the packets of a QUIC connection: ids and traffic secrets (RFC 9001 §5). */
export interface QuicSecrets {
  /** Destination connection id of the client's first packets; Initial keys come from it. */
  readonly initialId: Uint8Array;
  readonly clientId: Uint8Array;
  readonly serverId: Uint8Array;
  /** Of 0-RTT packets; null when none were sent. */
  readonly early: Uint8Array | null;
  readonly handshake: Readonly<Record<"client" | "server", Uint8Array>>;
  readonly application: Readonly<Record<"client" | "server", Uint8Array>>;
  /** The secrets in NSS key log format. */
  readonly keyLog: string;
}

interface EventBase {
  /** Position in the trace, from 0; causes point backwards by it. */
  readonly id: number;
  /** Virtual milliseconds since the start of the trace; never decreases along the trace. */
  readonly at: number;
  readonly layer: Layer;
  /** One line for a person: "GET /parcels/42", "SYN", "WINDOW_UPDATE +65535". */
  readonly label: string;
  readonly connection?: string;
  readonly stream?: number;
  /** Id of the resource (a row of the waterfall) that it belongs to. */
  readonly resource?: string;
  /** Id of the event that made this one happen. */
  readonly cause?: number;
  /** A name to jump to, where the story turns. */
  readonly mark?: string;
  /** A broken rule that this event shows. */
  readonly fault?: { readonly code: string; readonly rule: string; readonly text: string };
}

/** Bytes that travelled, or set out to: sent at `at`, received at `arrives`, lost when that is null. */
export interface MessageEvent extends EventBase {
  readonly kind: "message";
  /** Actor ids. */
  readonly from: string;
  readonly to: string;
  /** Virtual milliseconds; null = lost on the way. */
  readonly arrives: number | null;
  /** The real bytes of this layer; for a segment or packet its payload. */
  readonly bytes: Uint8Array;
  readonly format: Format;
  readonly segment?: Segment;
  readonly packet?: QuicPacket;
  /** On the message that carries the head of a request or final response. */
  readonly head?: MessageHead;
  /** Bytes of HTTP content (RFC 9110 §6.4) inside `bytes`, without framing. */
  readonly contentBytes?: number;
}

/** Something that happened at one actor without bytes: a timer, a state change, an API event. */
export interface LocalEvent extends EventBase {
  readonly kind: "local";
  readonly actor: string;
}

/** The phases of a resource, in the order in which they may first occur. */
export const PHASES = [
  "queued",
  "connect",
  "secure",
  "request",
  "waiting",
  "receiving",
  "stalled",
] as const;

/** What a resource does during an interval; "stalled" is data held back by head-of-line blocking. */
export type Phase = (typeof PHASES)[number];

/** A stretch of a resource's life. `at` is its start, `until` its end; both virtual milliseconds. */
export interface SpanEvent extends EventBase {
  readonly kind: "span";
  readonly resource: string;
  readonly phase: Phase;
  readonly until: number;
}

/** A number that changes over time, drawn as a line: "cwnd", "bufferedAmount", "stream window". */
export interface GaugeEvent extends EventBase {
  readonly kind: "gauge";
  readonly actor: string;
  readonly gauge: string;
  readonly value: number;
}

export type TraceEvent = MessageEvent | LocalEvent | SpanEvent | GaugeEvent;

/** One run. Every view is drawn from it alone; the state at time t is a fold of the events up to t. */
export interface Trace {
  readonly title: string;
  readonly actors: readonly Actor[];
  readonly connections: readonly Connection[];
  /** Sorted by `at`; equal times keep the order in which things happened. */
  readonly events: readonly TraceEvent[];
}

/** When the last thing of the trace ends, in virtual milliseconds; 0 for an empty one. */
export const endOf = (trace: Trace): number =>
  trace.events.reduce((end, event) => {
    if (event.kind === "message") return Math.max(end, event.arrives ?? event.at);
    return Math.max(end, event.kind === "span" ? event.until : event.at);
  }, 0);
