// The Autobahn cases as an echo endpoint: in the server's and in the client's role, each frame whole,
// byte by byte, and all frames of a case in one piece.
import { describe, expect, it } from "vitest";
import {
  createEndpoint,
  readFrame,
  writeFrame,
  type WsEndpoint,
  type WsFrame,
} from "#protocols/websocket/index.ts";
import { concat, formatHex, parseHex, utf8 } from "#wire/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { damaged } from "../support/damage.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

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
interface Case {
  readonly id: string;
  readonly send: readonly Op[];
  readonly expected: Readonly<Record<string, readonly Seen[]>>;
  readonly expectedClose: { readonly closeCode: readonly number[] };
  readonly mustFail: boolean | null;
}

const SUITE = "websocket-autobahn";
const cases = hasSuite(SUITE) ? readSuite<Case[]>(SUITE, "cases.json") : [];
const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const run = ({ byteHex, count }: Run): Uint8Array =>
  new Uint8Array(count).fill(Number.parseInt(byteHex, 16));
const payloadOf = ({ payloadHex, repeat }: Payload): Uint8Array =>
  repeat ? run(repeat) : hex(payloadHex ?? "");

type Role = "client" | "server";
const random = (length: number): Uint8Array => new Uint8Array(length).fill(0x5a);

/** The bytes that each operation of the fuzzing peer puts on the wire; null for a wait. */
function peerBytes(ops: readonly Op[], role: Role): (Uint8Array | null)[] {
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

interface Outcome {
  readonly seen: string[];
  readonly failed: boolean;
  readonly closeCode: number | null;
  readonly framesAfterClose: number;
}

/** Feeds an echo endpoint and writes down what it sent. */
function play(test: Case, role: Role, chop: number, together: boolean): Outcome {
  const endpoint: WsEndpoint = createEndpoint({ role, random });
  const outcome = {
    seen: [] as string[],
    failed: false,
    closed: false,
    closeCode: null as number | null,
    framesAfterClose: 0,
  };
  let waits = 0;

  const collect = () => {
    const bytes = endpoint.takeBytes();
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
      for (const event of endpoint.receive(bytes.subarray(at, at + chop))) {
        if (event.kind === "failed") outcome.failed = true;
        if (event.kind === "message" && event.binary) endpoint.sendBinary(event.data);
        if (event.kind === "message" && !event.binary) endpoint.sendText(event.data);
      }
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
function judge(test: Case, outcome: Outcome, together: boolean): string | null {
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

describe.skipIf(!hasSuite(SUITE))("Autobahn", () => {
  const tally = { cases: 0, agree: 0 };
  for (const role of ["server", "client"] as const) {
    it(`passes every case in the ${role}'s role`, () => {
      const wrong: string[] = [];
      for (const test of cases) {
        const answers = [
          judge(test, play(test, role, Infinity, false), false),
          judge(test, play(test, role, 1, false), false),
          judge(test, play(test, role, Infinity, true), true),
        ].filter((answer) => answer !== null);
        tally.cases += 1;
        if (answers.length === 0) tally.agree += 1;
        else wrong.push(`${test.id}: ${answers.join(" | ")}`);
      }
      expect(wrong).toEqual([]);
    });
  }

  it("survives every case with a flipped bit, a cut or an insertion", () => {
    for (const test of cases) {
      const bytes = concat(peerBytes(test.send, "server").filter((piece) => piece !== null));
      if (bytes.length > 2000) continue; // long runs of one byte say nothing new
      for (const input of damaged(bytes)) {
        const endpoint = createEndpoint({ role: "server" });
        const kinds = endpoint.receive(input).map(({ kind }) => kind);
        const over = kinds.findIndex((kind) => kind === "close" || kind === "failed");
        expect(over === -1 || over === kinds.length - 1).toBe(true);
        expect(endpoint.state).toBe(over === -1 ? "open" : "closed");
        endpoint.takeBytes();
      }
    }
  });

  it("is recorded", () => {
    expect(cases.length).toBeGreaterThan(100);
    recordSuite({ suite: SUITE, engine: "websocket", ...tally, deviations: [], ran: true });
  });
});
