// What crosses the wire, told to a trace: every handshake and frame as a message with its real bytes,
// every event of the interface as something that happened at the client.
import type { HandshakeRequest, HandshakeResponse } from "#protocols/websocket/index.ts";
import { closeCodeName, opcodeName, OPCODES, readFrame } from "#protocols/websocket/index.ts";
import type { Connection, Format, Layer, MessageHead, Recorder } from "#trace/index.ts";
import { createReader, utf8Text, type Fault } from "#wire/index.ts";
import type { WsClock } from "./clock.ts";
import type { Passage, Pipe } from "./pipe.ts";

/** Where to record, and which of the trace's actors the two ends are. */
export interface RecordOptions {
  /** Several mocks may share one; its times are those of their clock, so let them share that, too. */
  readonly recorder: Recorder & { connect(connection: Connection): void };
  /** Actor ids. */
  readonly client: string;
  readonly server: string;
}

/** The telling of one connection. */
export interface ConnectionRecord {
  /** Id of the connection in the trace. */
  readonly id: string;
  /** Writes a message head to the pipe and records it. */
  writeHead(side: Side, pipe: Pipe, bytes: Uint8Array, told: Told): void;
  /** Writes frames, or bytes that should have been some, to the pipe and records each. */
  writeFrames(side: Side, pipe: Pipe, bytes: Uint8Array): void;
  /** Something without bytes, caused by what arrived there last. */
  happened(side: Side, layer: Layer, label: string, fault?: Fault): void;
  gauge(name: string, value: number): void;
}

export type Side = "client" | "server";

/** How a message is told. */
interface Told {
  readonly layer: Layer;
  readonly format: Format;
  readonly label: string;
  readonly head?: MessageHead;
  readonly fault?: Fault;
}

/** Connections counted per recorder, so that mocks that share one never share an id. */
const counts = new WeakMap<RecordOptions["recorder"], number>();

/** Opens the record of one connection. */
export function recordConnection(
  { recorder, client, server }: RecordOptions,
  clock: WsClock,
): ConnectionRecord {
  const count = (counts.get(recorder) ?? 0) + 1;
  counts.set(recorder, count);
  const id = `ws${count}`;
  recorder.connect({ id, client, server, transport: "tcp", protocol: "websocket" });
  const actors = { client, server };
  /** The message that reached each side last: the cause of what happens there next. */
  const cause: { client?: number; server?: number } = {};
  const because = (side: Side) => {
    const last = cause[side];
    return last === undefined ? {} : { cause: last };
  };

  const passage = (from: Side, bytes: Uint8Array, told: Told): Passage => {
    const to: Side = from === "client" ? "server" : "client";
    const { fault, ...rest } = told;
    const why = because(from);
    let event: number | null = null;
    let expected = 0;
    return {
      leaves(at, arrives) {
        expected = arrives;
        event = recorder.record({
          kind: "message",
          ...rest,
          ...why,
          ...(fault === undefined ? {} : { fault: summary(fault) }),
          at,
          arrives,
          connection: id,
          from: actors[from],
          to: actors[to],
          bytes,
        });
      },
      arrived(at) {
        if (event === null) return;
        if (at !== expected) recorder.settle(event, at);
        cause[to] = event;
      },
      lost() {
        if (event !== null) recorder.settle(event, null);
      },
    };
  };

  return {
    id,
    writeHead(side, pipe, bytes, told) {
      pipe.write(bytes, passage(side, bytes, told));
    },
    writeFrames(side, pipe, bytes) {
      for (const piece of cutFrames(bytes)) {
        pipe.write(piece.bytes, passage(side, piece.bytes, piece.told));
      }
    },
    happened(side, layer, label, fault) {
      recorder.record({
        kind: "local",
        at: clock.now(),
        layer,
        label,
        actor: actors[side],
        connection: id,
        ...because(side),
        ...(fault === undefined ? {} : { fault: summary(fault) }),
      });
    },
    gauge(gauge, value) {
      const at = clock.now();
      const label = `${gauge} ${value}`;
      recorder.record({
        kind: "gauge",
        at,
        layer: "app",
        label,
        actor: client,
        gauge,
        value,
        connection: id,
      });
    },
  };
}

const summary = ({ code, rule, text }: Fault) => ({ code, rule, text });

/** The head of a request as a trace tells it. */
export const tellRequest = (request: HandshakeRequest, url: string): Told => ({
  layer: "http1",
  format: "http1-request",
  label: `${request.method} ${request.target}`,
  head: { kind: "request", method: request.method, url, fields: request.fields },
});

/** The head of a response as a trace tells it. */
export const tellResponse = ({ status, reason, fields }: HandshakeResponse): Told => ({
  layer: "http1",
  format: "http1-response",
  label: `${status} ${reason}`.trimEnd(),
  head: { kind: "response", status, reason, fields },
});

/** Bytes in place of a head that no reader understands. */
export const tellRaw = (length: number): Told => ({
  layer: "http1",
  format: "opaque",
  label: `${length} raw bytes`,
});

interface Piece {
  readonly bytes: Uint8Array;
  readonly told: Told;
}

/** Cuts bytes into frames; what is no whole frame stays together at the end, with the rule it breaks. */
function cutFrames(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = readFrame(bytes, at);
    const next = step.kind === "done" ? step.next : bytes.length;
    const piece = bytes.subarray(at, next);
    const layer = "websocket";
    if (step.kind === "done") {
      const label = labelOf(step.value.opcode, step.value.fin, step.value.payload);
      pieces.push({ bytes: piece, told: { layer, format: "websocket-frame", label } });
    } else if (step.kind === "fault") {
      const label = `broken frame, ${count(piece.length)}`;
      pieces.push({
        bytes: piece,
        told: { layer, format: "websocket-frame", label, fault: step.fault },
      });
    } else {
      const label = `part of a frame, ${count(piece.length)}`;
      pieces.push({ bytes: piece, told: { layer, format: "opaque", label } });
    }
    at = next;
  }
  return pieces;
}

const count = (bytes: number) => `${bytes} byte${bytes === 1 ? "" : "s"}`;
const shown = 24; // characters of a text that its label repeats

function labelOf(opcode: number, fin: boolean, payload: Uint8Array): string {
  const name = opcodeName(opcode);
  if (opcode === OPCODES.close) {
    const code = createReader(payload).takeUint(2);
    return code === null ? "close without a code" : `close ${code}, ${closeCodeName(code)}`;
  }
  const part = fin ? "" : ", more to come";
  if (opcode !== OPCODES.text || !fin) return `${name}, ${count(payload.length)}${part}`;
  const text = utf8Text(payload.subarray(0, 4 * shown));
  const short = [...text].slice(0, shown).join("");
  return `text "${short}${short.length < text.length || payload.length > 4 * shown ? "…" : ""}"`;
}
