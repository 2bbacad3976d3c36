// Reads the peer's control stream. RFC 9114 §5.2, §6.2.1, §7.2.
import type { Fault } from "#wire/index.ts";
import type { Http3Frame } from "../frame.ts";
import type { Http3Event } from "./events.ts";
import { createFrameSplitter } from "./frame-splitter.ts";
import { errorEvent } from "./message-reader.ts";
import { checkHome } from "./stream-rules.ts";

/** What the rules of a control stream depend on. */
export interface ControlReaderOptions {
  readonly streamId: bigint;
  /** The side that reads. */
  readonly role: "client" | "server";
  /** Offset in the stream of the first frame. */
  readonly start: number;
  /** Largest push ID that this side, a client, allows; null when none. */
  readonly maxPushId: () => bigint | null;
}

/** Bytes of a control frame that are kept until it is whole; SETTINGS needs far less. */
const MAX_PAYLOAD = 16_384;

/** A reader that turns bytes into events; after an error it answers nothing. */
export function createControlReader(
  options: ControlReaderOptions,
): (bytes: Uint8Array) => Http3Event[] {
  const { streamId, role } = options;
  let opened = false;
  let lastGoaway: bigint | null = null;
  let lastMaxPushId: bigint | null = null;
  let over = false;

  const splitter = createFrameSplitter(
    {
      maxPayload: MAX_PAYLOAD,
      admit({ name }, at) {
        if (!opened && name !== "SETTINGS") {
          const text = `The control stream begins with ${name}: SETTINGS must come first.`;
          return { code: "H3_MISSING_SETTINGS", at, rule: "RFC 9114 §6.2.1", text };
        }
        if (opened && name === "SETTINGS") {
          const text = "A second SETTINGS frame: there is one per connection.";
          return { code: "H3_FRAME_UNEXPECTED", at, rule: "RFC 9114 §7.2.4", text };
        }
        if (name === "MAX_PUSH_ID" && role === "client") {
          const text = "A server must not send MAX_PUSH_ID.";
          return { code: "H3_FRAME_UNEXPECTED", at, rule: "RFC 9114 §7.2.7", text };
        }
        return checkHome(name, "control", at);
      },
    },
    options.start,
  );

  const idError = (at: number, rule: string, text: string): Fault => ({
    code: "H3_ID_ERROR",
    at,
    rule,
    text,
  });

  /** The fault of an identifier that goes back on an earlier one, or is of the wrong kind. */
  const checkId = (frame: Http3Frame, at: number): Fault | null => {
    if (frame.name === "GOAWAY") {
      if (role === "client" && (frame.id & 3n) !== 0n) {
        const text = `GOAWAY names stream ${frame.id}, which no request can have.`;
        return idError(at, "RFC 9114 §7.2.6", text);
      }
      if (lastGoaway === null || frame.id <= lastGoaway) return null;
      return idError(at, "RFC 9114 §5.2", `GOAWAY rises from ${lastGoaway} to ${frame.id}.`);
    }
    if (frame.name === "MAX_PUSH_ID") {
      if (lastMaxPushId === null || frame.pushId >= lastMaxPushId) return null;
      const text = `MAX_PUSH_ID falls from ${lastMaxPushId} to ${frame.pushId}.`;
      return idError(at, "RFC 9114 §7.2.7", text);
    }
    if (frame.name === "CANCEL_PUSH") {
      // A server that promises nothing knows no push ID that could be cancelled.
      const most = role === "client" ? options.maxPushId() : null;
      if (most !== null && frame.pushId <= most) return null;
      return idError(at, "RFC 9114 §7.2.3", `Push ID ${frame.pushId} cannot have been promised.`);
    }
    return null;
  };

  const onFrame = (frame: Http3Frame, at: number): Http3Event => {
    const wrong = checkId(frame, at);
    if (wrong !== null) return errorEvent(wrong);
    switch (frame.name) {
      case "SETTINGS":
        opened = true;
        return { kind: "settings", settings: frame.settings };
      case "GOAWAY":
        lastGoaway = frame.id;
        return { kind: "goaway", id: frame.id };
      case "MAX_PUSH_ID":
        lastMaxPushId = frame.pushId;
        return { kind: "max-push-id", pushId: frame.pushId };
      case "CANCEL_PUSH":
        return { kind: "cancel-push", pushId: frame.pushId };
      default:
        throw new RangeError(`${frame.name} cannot pass the check of its home.`);
    }
  };

  return (bytes) => {
    const events: Http3Event[] = [];
    splitter.push(bytes);
    while (!over) {
      const piece = splitter.next();
      if (piece === null) break;
      if (piece.kind === "fault") events.push(errorEvent(piece.fault));
      else if (piece.kind === "frame") events.push(onFrame(piece.frame, piece.at));
      else if (piece.kind === "skip") {
        events.push({ kind: "unknown-frame", streamId, type: piece.type, length: piece.length });
      }
      over = events.at(-1)?.kind === "connection-error";
    }
    return events;
  };
}
