// A short story in messages: what is said leaves now and arrives a while later; then the clock goes on.
import { createRecorder, type Actor, type MessageHead, type Trace } from "#trace/index.ts";
import type { Connection, Format, Layer } from "#trace/index.ts";
import { writeFrame, type WsFrameInput } from "#protocols/websocket/index.ts";
import { utf8 } from "#wire/index.ts";

/** One way, in virtual milliseconds. */
const DELAY = 20;

/** The two that a handshake is between. */
export const CLIENT = "client";
export const SERVER = "server";

/** A message before it has its time. */
export interface Said {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly layer: Layer;
  readonly format: Format;
  readonly bytes: Uint8Array;
  readonly connection: string;
  readonly stream?: number;
  readonly head?: MessageHead;
  readonly contentBytes?: number;
  readonly fault?: { readonly code: string; readonly rule: string; readonly text: string };
}

/** Tells a trace from its beginning. */
export interface Story {
  connect(id: string, server: string, protocol: Connection["protocol"]): void;
  /** All of these leave now; then their delay passes. */
  say(...messages: readonly Said[]): void;
  /** Something happens at one actor. */
  note(actor: string, layer: Layer, label: string, fault?: Said["fault"]): void;
  trace(): Trace;
}

/** Opens a story; the first message leaves when a connection would have been made. */
export function createStory(title: string, actors: readonly Actor[]): Story {
  const recorder = createRecorder(title, actors);
  let at = 2 * DELAY;
  return {
    connect(id, server, protocol) {
      recorder.connect({ id, client: CLIENT, server, transport: "tcp", protocol });
    },
    say(...messages) {
      for (const message of messages) {
        recorder.record({ kind: "message", at, arrives: at + DELAY, ...message });
      }
      at += DELAY;
    },
    note(actor, layer, label, fault) {
      recorder.record({
        kind: "local",
        at,
        actor,
        layer,
        label,
        ...(fault === undefined ? {} : { fault }),
      });
    },
    trace: () => recorder.trace(),
  };
}

/** The same key in every frame, RFC 6455 §5.7's: a client must draw each at random (§5.3). */
const MASKING_KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** A frame as its sender writes it: only a client masks (RFC 6455 §5.1). */
export const frameFrom = (from: string, frame: WsFrameInput): Uint8Array =>
  writeFrame(frame, from === CLIENT ? { maskingKey: MASKING_KEY } : {});

/** A frame on a connection that has become a WebSocket. */
export const framed = (
  connection: string,
  from: string,
  label: string,
  frame: WsFrameInput,
): Said => ({
  from,
  to: from === CLIENT ? SERVER : CLIENT,
  label,
  layer: "websocket",
  format: "websocket-frame",
  bytes: frameFrom(from, frame),
  connection,
});

/** A frame with a text message. */
export const textFrame = (text: string): WsFrameInput => ({ opcode: 1, payload: utf8(text) });
