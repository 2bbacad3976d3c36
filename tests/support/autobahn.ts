// The Autobahn cases as data: the bytes of their fuzzing peer, an echo endpoint fed with them, and the
// verdict that the suite has for what it sent.
import { expect } from "vitest";
import { readFrame, writeFrame, type WsFrame } from "../../src/protocols/websocket/index.ts";
import { concat, formatHex, parseHex, utf8 } from "../../src/wire/index.ts";
import { hasSuite, readSuite } from "./vectors.ts";

interface Run {
  readonly byteHex: string;
  readonly count: number;
}
interface Payload {
  readonly payloadHex: string | null;
  readonly repeat?: Run;
}
type Op =
  | ({
      readonly op: "frame";
      readonly opcode: number;
      readonly fin: boolean;
      readonly rsv: number;
      readonly chopsize: number | null;
      readonly payloadLenDeclared: number | null;
    } & Payload)
  | ({
      readonly op: "message";
      readonly binary: boolean;
      readonly fragmentSize: number | null;
    } & Payload)
  | { readonly op: "close"; readonly code: number | null; readonly reasonHex: string | null }
  | { readonly op: "beginMessage"; readonly binary: boolean }
  | { readonly op: "beginMessageFrame"; readonly length: number }
  | { readonly op: "frameData"; readonly payloadHex: string }
  | { readonly op: "endMessage" | "wait" | "killAfter" | "closeAfter" };

type Seen = readonly [string, { readonly hex: string | null; readonly repeat?: Run }, boolean?];
export interface AutobahnCase {
  readonly id: string;
  readonly send: readonly Op[];
  readonly expected: Readonly<Record<string, readonly Seen[]>>;
  readonly expectedClose: { readonly closeCode: readonly number[] };
  readonly mustFail: boolean | null;
}

/** Folder name of the suite. */
export const AUTOBAHN = "websocket-autobahn";

/** Every case, or none where the suite is absent. */
export const autobahnCases = hasSuite(AUTOBAHN)
  ? readSuite<AutobahnCase[]>(AUTOBAHN, "cases.json")
  : [];
const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const run = ({ byteHex, count }: Run): Uint8Array =>
  new Uint8Array(count).fill(Number.parseInt(byteHex, 16));
const payloadOf = ({ payloadHex, repeat }: Payload): Uint8Array =>
  repeat ? run(repeat) : hex(payloadHex ?? "");

export type Role = "client" | "server";

/** The bytes that each operation of the fuzzing peer puts on the wire; null for a wait. */
export function peerBytes(ops: readonly Op[], role: Role): (Uint8Array | null)[] {
  const maskingKey = role === "server" ? key : undefined;
  const write = (frame: Partial<WsFrame> & { opcode: number }) => writeFrame(frame, { maskingKey });
  let opcode = 1;
  let header = new Uint8Array(0);
  let streamed: Uint8Array = new Uint8Array(0);
  let sent = 0;
  return ops.flatMap((op): (Uint8Array | null)[] => {
    switch (op.op) {
      case "frame": {
        const once = payloadOf(op);
        const times = op.payloadLenDeclared === null ? 1 : op.payloadLenDeclared / once.length;
        const payload = concat(Array.from({ length: times }, () => once));
        return [write({ fin: op.fin, rsv: op.rsv, opcode: op.opcode, payload })];
      }
      case "message": {
        const payload = payloadOf(op);
        const size = op.fragmentSize ?? Math.max(1, payload.length);
        const count = Math.max(1, Math.ceil(payload.length / size));
        return Array.from({ length: count }, (_, index) =>
          write({
            fin: index === count - 1,
            opcode: index > 0 ? 0 : op.binary ? 2 : 1,
            payload: payload.subarray(index * size, (index + 1) * size),
          }),
        );
      }
      case "close": {
        const code = op.code === null ? [] : [op.code >> 8, op.code & 0xff];
        return [
          write({ opcode: 8, payload: concat([Uint8Array.from(code), hex(op.reasonHex ?? "")]) }),
        ];
      }
      case "beginMessage":
        opcode = op.binary ? 2 : 1;
        return [];
      case "beginMessageFrame": {
        // A frame sent in pieces: written whole once its data is known, handed out bit by bit.
        const data = ops.flatMap((each) => (each.op === "frameData" ? [hex(each.payloadHex)] : []));
        streamed = write({ fin: true, opcode, payload: concat(data) });
        header = new Uint8Array(streamed.subarray(0, streamed.length - op.length));
        sent = header.length;
        return [header];
      }
      case "frameData": {
        const piece = streamed.subarray(sent, sent + op.payloadHex.length / 2);
        sent += piece.length;
        return [piece];
      }
      case "wait":
        return [null];
      default:
        return [];
    }
  });
}

/** What an echo endpoint did. */
export interface Outcome {
  readonly seen: string[];
  readonly failed: boolean;
  readonly closeCode: number | null;
  readonly framesAfterClose: number;
}

/** An echo endpoint under test. */
export interface Target {
  receive(bytes: Uint8Array): void;
  /** What it has sent since the last call. */
  takeBytes(): Uint8Array;
  /** Whether it has failed the connection. */
  readonly failed: boolean;
}

/** How the bytes of a case reach the endpoint. */
export interface Feeding {
  /** Most bytes at once. */
  readonly chop: number;
  /** All frames in one go, without the waits between them. */
  readonly together: boolean;
}

/** Each frame whole, byte by byte, and all frames in one piece. */
export const FEEDINGS: readonly Feeding[] = [
  { chop: Infinity, together: false },
  { chop: 1, together: false },
  { chop: Infinity, together: true },
];

/** Feeds an echo endpoint and writes down what it sent. */
export function play(
  test: AutobahnCase,
  role: Role,
  { chop, together }: Feeding,
  target: Target,
): Outcome {
  const outcome = {
    seen: [] as string[],
    failed: false,
    closed: false,
    closeCode: null as number | null,
    framesAfterClose: 0,
  };
  let waits = 0;

  const collect = () => {
    const bytes = target.takeBytes();
    for (let at = 0; at < bytes.length;) {
      const step = readFrame(bytes, at);
      if (step.kind !== "done") throw new Error(`our own frame: ${JSON.stringify(step)}`);
      at = step.next;
      const { opcode, payload, masked } = step.value;
      expect(masked).toBe(role === "client");
      if (outcome.closed) outcome.framesAfterClose += 1;
      if (opcode === 8) {
        outcome.closed = true;
        outcome.closeCode = payload.length ? (payload[0] ?? 0) * 256 + (payload[1] ?? 0) : null;
      } else if (opcode === 10) outcome.seen.push(`pong ${formatHex(payload)}`);
      else outcome.seen.push(`message ${opcode === 2} ${formatHex(payload)}`);
    }
  };
  const feed = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += chop) {
      target.receive(bytes.subarray(at, at + chop));
      outcome.failed = target.failed;
      collect();
    }
  };

  const pieces = peerBytes(test.send, role);
  const goodbye = writeFrame(
    { opcode: 8, payload: Uint8Array.of(3, 0xe8) },
    { maskingKey: role === "server" ? key : undefined },
  );
  if (together) {
    feed(concat(pieces.filter((piece) => piece !== null)));
  } else {
    for (const piece of pieces) {
      if (piece) feed(piece);
      else if (!outcome.failed)
        outcome.seen.push(`timeout ${formatHex(utf8("AB"[waits++] ?? "?"))}`);
    }
  }
  if (!outcome.closed) feed(goodbye);
  return outcome;
}

const expectedLine = ([kind, { hex: text, repeat }, binary]: Seen): string => {
  const payload = repeat ? formatHex(run(repeat)) : text;
  return kind === "message" ? `message ${binary} ${payload}` : `${kind} ${payload}`;
};

/** Why an outcome is not what the suite expects; null when it is. */
export function judge(test: AutobahnCase, outcome: Outcome, together: boolean): string | null {
  const timeouts = /^timeout/;
  // The strictest alternative is ours: messages before a fault are echoed, bad UTF-8 fails at once.
  const strict = (test.expected.OK ?? []).map(expectedLine);
  // Without pauses there is nothing to time out; 5.19 and 5.20 wait but record no timeout.
  const timed = !together && strict.some((line) => timeouts.test(line));
  const counts = (line: string) => timed || !timeouts.test(line);
  const seen = outcome.seen.filter(counts);
  if (strict.filter(counts).join("\n") !== seen.join("\n")) {
    return `sent ${seen.join(", ").slice(0, 200)}`;
  }
  if (outcome.framesAfterClose > 0) return "sent frames after its Close";
  if (test.mustFail === null) return null;
  if (outcome.failed !== test.mustFail) return `failed: ${outcome.failed}`;
  const { closeCode } = test.expectedClose;
  return outcome.closeCode === null || closeCode.includes(outcome.closeCode)
    ? null
    : `closed with ${outcome.closeCode}`;
}
