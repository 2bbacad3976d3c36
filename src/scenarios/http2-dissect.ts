// HTTP/2 messages of a trace as field trees; edited ones as their receiver, in its state, takes them.
import { CLIENT_PREFACE, describeFrame, type HpackField } from "#protocols/http2/index.ts";
import type { MessageEvent, Trace } from "#trace/index.ts";
import { done, equalBytes, fault, type Field, type Step } from "#wire/index.ts";
import { tablesBefore } from "./hpack-tables.ts";
import { faultOf, type Replay } from "./http2-wire.ts";

/** The field tree of a message, from its own bytes or from edited ones. */
export type DissectHttp2 = (event: MessageEvent, bytes?: Uint8Array) => Step<Field>;

function describePreface(bytes: Uint8Array): Step<Field> {
  const rule = "RFC 9113 §3.4";
  const wrong = bytes.findIndex((byte, index) => byte !== CLIENT_PREFACE[index]);
  if (wrong >= 0) {
    const text = "the connection does not begin with the client preface";
    return fault("PROTOCOL_ERROR", wrong, rule, text);
  }
  const text = "PRI * HTTP/2.0, an empty line, SM, an empty line";
  const field = { name: "Connection preface", at: 0, length: bytes.length, text, rule };
  return done(field, bytes.length);
}

/**
 * One frame after another up to the end of the bytes: an edited length makes two of one. `table` is
 * the receiver's dynamic table before them.
 */
export function describeFrames(bytes: Uint8Array, table?: readonly HpackField[]): Step<Field> {
  const frames: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = describeFrame(bytes, at, table === undefined ? {} : { table });
    if (step.kind !== "done") return step;
    frames.push(step.value);
    at = step.next;
  }
  const [only] = frames;
  if (only !== undefined && frames.length === 1) return done(only, bytes.length);
  const text = `${frames.length} frames`;
  const length = bytes.length;
  return done({ name: "Frames", at: 0, length, text, children: frames }, length);
}

/** Reads messages of a trace; `replay` runs its story again with other bytes in a message's place. */
export function createHttp2Dissector(trace: Trace, replay: Replay): DissectHttp2 {
  let tables: Map<number, readonly HpackField[]> | null = null;
  return (event, bytes = event.bytes) => {
    if (event.format === "http2-preface") return describePreface(bytes);
    if (!equalBytes(bytes, event.bytes)) {
      const reaction = replay({ event: event.id, bytes });
      const broken = reaction === null ? null : faultOf(reaction, bytes.length);
      if (broken !== null) return { kind: "fault", fault: broken };
    }
    tables ??= tablesBefore(trace);
    return describeFrames(bytes, tables.get(event.id));
  };
}
