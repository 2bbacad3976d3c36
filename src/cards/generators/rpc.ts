// Numbers of Protocol Buffers and gRPC: protobuf "Encoding", gRPC over HTTP/2 "Requests".
import { formatTimeout, parseTimeout } from "#protocols/grpc/index.ts";
import { decodeZigzag, encodeZigzag, readVarint, writeVarint } from "#protocols/protobuf/index.ts";
import { formatHex } from "#wire/index.ts";
import { pickOne, type Dice } from "../chance.ts";
import type { ComputeItem } from "../grade.ts";

function varint(dice: Dice): ComputeItem {
  const value = pickOne([dice(1, 127), dice(128, 16_383), dice(16_384, 2_097_151)], dice);
  const bytes = writeVarint(value);
  const read = readVarint(bytes);
  return {
    question: "Which number does this protobuf varint hold?",
    given: formatHex(bytes, " "),
    answer: read.kind === "done" ? String(read.value) : "",
    grader: "integer",
    working: "Seven bits an octet, the lowest first; the top bit says that another octet follows.",
  };
}

function zigzag(dice: Dice): ComputeItem {
  const wire = encodeZigzag(pickOne([-dice(1, 2000), dice(1, 2000)], dice));
  return {
    question: `A field of type sint32 holds the varint ${wire} on the wire. Which number is it?`,
    answer: String(decodeZigzag(wire)),
    grader: "integer",
    working: "Even numbers are half of themselves; odd ones are the negative of half of one more.",
  };
}

function grpcTimeout(dice: Dice): ComputeItem {
  // Beyond eight digits of nanoseconds or microseconds the next unit is taken.
  const field = formatTimeout(
    pickOne([dice(1, 99), dice(100, 90_000), dice(100, 9000) * 1000], dice),
  );
  const parsed = parseTimeout(field);
  const ms = "ms" in parsed ? parsed.ms : 0;
  return {
    question: "How many milliseconds has this call, by the field that the client sent?",
    given: `grpc-timeout: ${field}`,
    answer: String(ms),
    grader: "integer",
    unit: "ms",
    working:
      "The last letter is the unit: H hours, M minutes, S seconds, m milli-, u micro-, n nanoseconds.",
  };
}

export const rpcGenerators = {
  "protobuf-varint": varint,
  "protobuf-zigzag": zigzag,
  "grpc-timeout": grpcTimeout,
} as const;
