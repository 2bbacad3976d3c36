// One end of an open WebSocket connection, without I/O: bytes in, events out, bytes to send
// (RFC 6455 §5–§7). Its input and its clock belong to the caller.
import { concat, createGrowingBytes, utf8, type Fault } from "#wire/index.ts";
import { readCloseBody, writeCloseBody } from "./close-body.ts";
import { isControl, OPCODES } from "./codes.ts";
import { closeCodeFor, wsFault } from "./faults.ts";
import type {
  EndpointOptions,
  SendOptions,
  WsEndpoint,
  WsEvent,
  WsState,
} from "./endpoint-types.ts";
import { readHeader, writeFrame, type WsHeader } from "./frame.ts";

import { masked } from "./mask.ts";
import { createAssembly, judgeReservedBits } from "./message-assembly.ts";

/** The connection as a table: what each cause makes of each state (§7.1). */
const NEXT: Readonly<Record<WsState, Readonly<Record<"weClose" | "over", WsState>>>> = {
  open: { weClose: "closing", over: "closed" },
  closing: { weClose: "closing", over: "closed" },
  closed: { weClose: "closed", over: "closed" },
};

const empty = new Uint8Array(0);

interface FrameUnderWay {
  readonly header: WsHeader;
  left: number;
}

/** Opens an endpoint behind a finished handshake. */
export function createEndpoint(options: EndpointOptions): WsEndpoint {
  const { role, maxMessageSize = 2 ** 24, random } = options;
  const compression = options.extensions?.permessageDeflate;
  const assembly = createAssembly({ maxMessageSize, inflate: compression?.inflate });
  const control = createGrowingBytes();
  let state: WsState = "open";
  let outbox: Uint8Array[] = [];
  // Our answer to a Close or a fault waits here until takeBytes, so that the application can still
  // answer the messages that came before it in the same receive (§5.5.1 allows the delay).
  let lastFrame: Uint8Array | null = null;
  let mayStillAnswer = false;
  let unread: Uint8Array = empty; // a header that is not whole yet
  let offset = 0; // of the first unread byte, in the stream
  let current: FrameUnderWay | null = null;
  const over = () => state === "closed";

  const frame = (opcode: number, payload: Uint8Array, fin = true, rsv = 0): Uint8Array => {
    if (role === "server") return writeFrame({ fin, rsv, opcode, payload });
    if (!random) throw new RangeError("a client endpoint masks: give it a source of random bytes.");
    return writeFrame({ fin, rsv, opcode, payload }, { maskingKey: random(4) });
  };

  const sendControl = (opcode: number, data: Uint8Array): boolean => {
    if (data.length > 125) {
      throw new RangeError(`a control frame holds 125 bytes, not ${data.length}. Send fewer.`);
    }
    if (state !== "open") return false;
    outbox.push(frame(opcode, data));
    return true;
  };

  const sendMessage = (opcode: number, plain: Uint8Array, { fragmentSize }: SendOptions = {}) => {
    if (fragmentSize !== undefined && !(Number.isInteger(fragmentSize) && fragmentSize > 0)) {
      throw new RangeError(`fragmentSize ${fragmentSize} is no positive whole number.`);
    }
    if (state !== "open" && !mayStillAnswer) return false;
    const data = compression?.deflate ? compression.deflate(plain) : plain;
    const size = fragmentSize ?? Math.max(1, data.length);
    for (let at = 0; at === 0 || at < data.length; at += size) {
      const first = at === 0;
      const rsv = first && compression?.deflate ? 4 : 0;
      const piece = data.subarray(at, at + size);
      const fin = at + size >= data.length;
      outbox.push(frame(first ? opcode : OPCODES.continuation, piece, fin, rsv));
    }
    return true;
  };

  /** The connection is over; `answer` is the body of our Close, unless one is out already. */
  const finish = (answer: Uint8Array, events: readonly WsEvent[]) => {
    if (state === "open") {
      lastFrame = frame(OPCODES.close, answer);
      mayStillAnswer = events.some((event) => event.kind === "message");
    }
    state = NEXT[state].over;
    unread = empty;
    current = null;
  };

  const fail = (fault: Fault, events: WsEvent[]) => {
    const code = closeCodeFor(fault);
    finish(writeCloseBody(code), events);
    events.push({ kind: "failed", code, fault });
  };

  const judgeHeader = (header: WsHeader, at: number): Fault | null => {
    const bits = judgeReservedBits(header, compression !== undefined);
    if (bits) return wsFault(bits, at);
    if (role === "server" && !header.masked) return wsFault("MASK_MISSING", at + 1);
    if (role === "client" && header.masked) return wsFault("MASK_FORBIDDEN", at + 1);
    return isControl(header.opcode) ? null : assembly.begin(header, at);
  };

  const finishControl = (opcode: number, at: number, events: WsEvent[]) => {
    const data = control.take();
    if (opcode === OPCODES.close) {
      const body = readCloseBody(data, at - data.length);
      if ("rule" in body) {
        fail(body, events);
        return;
      }
      // The echo carries the code alone (§5.5.1); an empty Close is answered by an empty one.
      finish(data.subarray(0, 2), events);
      events.push({ kind: "close", ...body });
    } else if (opcode === OPCODES.ping) {
      // Nothing follows our own Close, not even a pong, as in every implementation at hand.
      sendControl(OPCODES.pong, data);
      events.push({ kind: "ping", data });
    } else {
      events.push({ kind: "pong", data });
    }
  };

  /** Takes payload of the current frame out of `bytes` from `at`; answers where it stopped. */
  const takePayload = (
    { header, left }: FrameUnderWay,
    bytes: Uint8Array,
    at: number,
    events: WsEvent[],
  ): number => {
    const end = Math.min(bytes.length, at + left);
    const wire = bytes.subarray(at, end);
    const phase = header.payloadLength - left;
    const piece = header.maskingKey ? masked(wire, header.maskingKey, phase) : wire;
    const isControlFrame = isControl(header.opcode);
    if (isControlFrame) control.push(piece);
    const fault = isControlFrame ? null : assembly.push(piece, offset + at);
    if (fault) {
      fail(fault, events);
    } else if (left > end - at) {
      current = { header, left: left - (end - at) };
    } else if (isControlFrame) {
      current = null;
      finishControl(header.opcode, offset + end, events);
    } else {
      current = null;
      const message = assembly.finish(offset + end);
      if (message && "rule" in message) fail(message, events);
      else if (message) events.push({ kind: "message", ...message });
    }
    return end;
  };

  return {
    get state() {
      return state;
    },
    receive(chunk) {
      const events: WsEvent[] = [];
      if (over()) return events;
      const bytes = unread.length > 0 ? concat([unread, chunk]) : chunk;
      let at = 0;
      while (!over()) {
        if (current) {
          if (at === bytes.length) break;
          at = takePayload(current, bytes, at, events);
          continue;
        }
        const step = readHeader(bytes, at);
        if (step.kind === "more") break;
        if (step.kind === "fault") {
          fail({ ...step.fault, at: offset + step.fault.at }, events);
          break;
        }
        const header = step.value;
        const fault = judgeHeader(header, offset + at);
        at = step.next;
        if (fault) fail(fault, events);
        else if (header.payloadLength > 0) current = { header, left: header.payloadLength };
        else takePayload({ header, left: 0 }, bytes, at, events);
      }
      if (!over()) unread = bytes.slice(at);
      offset += at;
      return events;
    },
    end() {
      if (state === "closed") return [];
      state = NEXT[state].over;
      return [{ kind: "close", code: 1006, reason: "" }];
    },
    sendText: (text, sendOptions) => sendMessage(OPCODES.text, utf8(text), sendOptions),
    sendBinary: (data, sendOptions) => sendMessage(OPCODES.binary, data, sendOptions),
    ping: (data = empty) => sendControl(OPCODES.ping, data),
    pong: (data = empty) => sendControl(OPCODES.pong, data),
    close(code, reason) {
      const body = writeCloseBody(code, reason);
      if (state !== "open") return false;
      outbox.push(frame(OPCODES.close, body));
      state = NEXT[state].weClose;
      return true;
    },
    takeBytes() {
      const bytes = concat(lastFrame ? [...outbox, lastFrame] : outbox);
      outbox = [];
      lastFrame = null;
      mayStillAnswer = false;
      return bytes;
    },
  };
}
