// The field tree of a WebSocket frame, down to the single bits of its first two bytes (RFC 6455 §5.2).
import {
  createReader,
  done,
  formatHex,
  strictUtf8Text,
  type Field,
  type Step,
} from "#wire/index.ts";
import { closeCodeName, opcodeName, OPCODES } from "./codes.ts";
import { readFrame, readHeader, type WsFrame, type WsHeader } from "./frame.ts";
import { masked } from "./mask.ts";

/** Describes one frame; children tile it, the first two bytes split into bit fields. */
export function describeFrame(bytes: Uint8Array, at = 0): Step<Field> {
  const head = readHeader(bytes, at);
  if (head.kind !== "done") return head;
  const step = readFrame(bytes, at);
  if (step.kind !== "done") return step;
  const frame = step.value;
  const children = [
    flagByte(frame, at),
    lengthByte(head.value, bytes[at + 1] as number, at + 1),
    ...extendedLength(head.value, at + 2),
    ...maskingKey(frame, head.next - 4),
    payloadField(frame, head.next),
  ];
  const size = step.next - at;
  const text = `${opcodeName(frame.opcode)}, ${count(frame.payload.length)}${frame.masked ? ", masked" : ""}`;
  return done(
    { name: "frame", at, length: size, text, rule: "RFC 6455 §5.2", children },
    step.next,
  );
}

const count = (bytes: number) => `${bytes} byte${bytes === 1 ? "" : "s"}`;

function flagByte(frame: WsFrame, at: number): Field {
  const reserved = (name: string, bit: 1 | 2 | 3): Field => {
    const set = (frame.rsv & (8 >> bit)) !== 0;
    const text = set ? "1: an extension gives it a meaning" : "0: reserved";
    return { name, at, length: 1, bits: [bit, bit + 1], text, rule: "RFC 6455 §5.2" };
  };
  const fin = frame.fin ? "1: last frame of its message" : "0: more fragments follow";
  return {
    name: "FIN, RSV, opcode",
    at,
    length: 1,
    text: `${frame.fin ? "FIN " : ""}${opcodeName(frame.opcode)}`,
    rule: "RFC 6455 §5.2",
    children: [
      { name: "FIN", at, length: 1, bits: [0, 1], text: fin, rule: "RFC 6455 §5.4" },
      reserved("RSV1", 1),
      reserved("RSV2", 2),
      reserved("RSV3", 3),
      {
        name: "opcode",
        at,
        length: 1,
        bits: [4, 8],
        text: `${frame.opcode}: ${opcodeName(frame.opcode)}`,
        rule: "RFC 6455 §5.2",
      },
    ],
  };
}

function lengthByte(head: WsHeader, second: number, at: number): Field {
  const short = second & 0x7f;
  const meaning =
    head.extendedLength > 0 ? `the next ${head.extendedLength} bytes hold it` : count(short);
  const mask = head.masked ? "1: a key follows (client to server)" : "0: plain (server to client)";
  return {
    name: "MASK, payload length",
    at,
    length: 1,
    text: `${head.masked ? "masked, " : ""}${short}`,
    rule: "RFC 6455 §5.2",
    children: [
      { name: "MASK", at, length: 1, bits: [0, 1], text: mask, rule: "RFC 6455 §5.1" },
      {
        name: "payload length",
        at,
        length: 1,
        bits: [1, 8],
        text: `${short}: ${meaning}`,
        rule: "RFC 6455 §5.2",
      },
    ],
  };
}

function extendedLength(head: WsHeader, at: number): Field[] {
  if (head.extendedLength === 0) return [];
  const text = count(head.payloadLength);
  const length = head.extendedLength;
  return [{ name: "extended payload length", at, length, text, rule: "RFC 6455 §5.2" }];
}

function maskingKey(frame: WsFrame, at: number): Field[] {
  if (frame.maskingKey === undefined) return [];
  const text = formatHex(frame.maskingKey, " ");
  return [{ name: "masking key", at, length: 4, text, rule: "RFC 6455 §5.3" }];
}

const shown = 64; // bytes of a payload that its text repeats

function payloadField(frame: WsFrame, at: number): Field {
  const { payload, maskingKey: key } = frame;
  const field = { name: "payload", at, length: payload.length, rule: "RFC 6455 §5.6" };
  const plain = readable(payload);
  const text = key
    ? `${plain} (on the wire ${hexOf(masked(payload.subarray(0, shown + 1), key))})`
    : plain;
  const code = createReader(payload).takeUint(2);
  if (frame.opcode !== OPCODES.close || code === null) return { ...field, text };
  return {
    ...field,
    text,
    rule: "RFC 6455 §5.5.1",
    children: [
      {
        name: "close code",
        at,
        length: 2,
        text: `${code}: ${closeCodeName(code)}`,
        rule: "RFC 6455 §7.4",
      },
      {
        name: "reason",
        at: at + 2,
        length: payload.length - 2,
        text: readable(payload.subarray(2)),
        rule: "RFC 6455 §5.5.1",
      },
    ],
  };
}

function hexOf(bytes: Uint8Array): string {
  return formatHex(bytes.subarray(0, shown), " ") + (bytes.length > shown ? " …" : "");
}

function readable(bytes: Uint8Array): string {
  const text = strictUtf8Text(bytes);
  if (text === null) return hexOf(bytes);
  const quoted = JSON.stringify(text.slice(0, shown));
  return text.length > shown ? `${quoted.slice(0, -1)}…"` : quoted;
}
