// The field trees of gRPC and gRPC-Web frames (PROTOCOL-HTTP2.md, PROTOCOL-WEB.md).
import { done, formatHex, strictUtf8Text, type Field, type Step } from "#wire/index.ts";
import { PREFIX_LENGTH, readMessage } from "./message.ts";
import { RULES } from "./status.ts";
import { readTrailerLines } from "./trailer-block.ts";
import { readWebFrame } from "./web-frame.ts";

/** Describes one length-prefixed message: flag, length, message. */
export function describeMessage(bytes: Uint8Array, at = 0): Step<Field> {
  const step = readMessage(bytes, at);
  if (step.kind !== "done") return step;
  const { compressed, data } = step.value;
  const flag: Field = {
    name: "compressed flag",
    at,
    length: 1,
    text: compressed ? "1: compressed as grpc-encoding says" : "0: as it is",
    rule: RULES.requests,
  };
  const children = [flag, lengthField(data, at + 1), payload("message", data, at + PREFIX_LENGTH)];
  return done(frame("length-prefixed message", at, data, children), step.next);
}

/** Describes one gRPC-Web frame: the flag's bits, length, and a message or the lines of trailers. */
export function describeWebFrame(bytes: Uint8Array, at = 0): Step<Field> {
  const step = readWebFrame(bytes, at);
  if (step.kind !== "done") return step;
  const { kind, compressed, data } = step.value;
  const bit = (name: string, bits: readonly [number, number], text: string): Field => {
    return { name, at, length: 1, bits, text, rule: RULES.web };
  };
  const flag: Field = {
    name: "flag",
    at,
    length: 1,
    text: `${kind}${compressed ? ", compressed" : ""}`,
    rule: RULES.web,
    children: [
      bit("trailers", [0, 1], kind === "trailers" ? "1: trailers" : "0: a message"),
      bit("reserved", [1, 7], "000000"),
      bit("compressed", [7, 8], compressed ? "1: as grpc-encoding says" : "0: as it is"),
    ],
  };
  const body =
    kind === "trailers" && !compressed
      ? trailers(data, at + PREFIX_LENGTH)
      : payload(kind, data, at + PREFIX_LENGTH);
  return done(
    frame("gRPC-Web frame", at, data, [flag, lengthField(data, at + 1), body]),
    step.next,
  );
}

const count = (bytes: number) => `${bytes} byte${bytes === 1 ? "" : "s"}`;

const frame = (name: string, at: number, data: Uint8Array, children: Field[]): Field => ({
  name,
  at,
  length: PREFIX_LENGTH + data.length,
  text: count(data.length),
  rule: RULES.requests,
  children,
});

const lengthField = (data: Uint8Array, at: number): Field => ({
  name: "message length",
  at,
  length: 4,
  text: count(data.length),
  rule: RULES.requests,
});

const shown = 64; // bytes that a text repeats

function payload(name: string, data: Uint8Array, at: number): Field {
  const hex = formatHex(data.subarray(0, shown), " ") + (data.length > shown ? " …" : "");
  return { name, at, length: data.length, text: hex, rule: RULES.requests };
}

function trailers(data: Uint8Array, at: number): Field {
  const lines = readTrailerLines(data);
  if (!Array.isArray(lines)) {
    const field = payload("trailers", data, at);
    return { ...field, text: strictUtf8Text(data.subarray(0, shown)) ?? field.text };
  }
  return {
    name: "trailers",
    at,
    length: data.length,
    text: `${lines.length} field${lines.length === 1 ? "" : "s"}`,
    rule: RULES.web,
    children: lines.map((line) => ({
      name: line.field[0],
      at: at + line.at,
      length: line.length,
      text: line.field[1],
      rule: RULES.web,
    })),
  };
}
