// Tables of grpc-go and grpc-web: timeouts, status messages, metadata, paths, content types, statuses.
import { describe, expect, it } from "vitest";
import {
  createWebFrameReader,
  decodeMetadata,
  decodeStatusMessage,
  encodeMetadata,
  encodeStatusMessage,
  formatTimeout,
  parseContentType,
  parsePath,
  parseTimeout,
  readWebFrame,
  statusFromHttp,
  statusFromRstStream,
  statusName,
} from "#protocols/grpc/index.ts";
import { formatHex, parseHex, utf8 } from "#wire/index.ts";
import { recordSuite, type Deviation } from "../support/conformance-report.ts";
import { readThreeWays } from "../support/three-ways.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

interface WebStream {
  readonly name: string;
  readonly chunks: readonly string[];
  readonly expect: "error" | readonly (readonly (readonly [kind: string, hex: string])[])[];
}
interface Suite {
  readonly decodeTimeout: readonly (readonly [
    text: string,
    nanoseconds: string | null,
    bad: 0 | 1,
  ])[];
  readonly encodeDuration: readonly (readonly [duration: string, wire: string])[];
  readonly encodeGrpcMessage: readonly (readonly [text: string, wire: string])[];
  readonly decodeGrpcMessage: readonly (readonly [wire: string, text: string])[];
  readonly roundTrip: readonly (readonly [text: string])[];
  readonly encodeMetadata: readonly (readonly [key: string, hex: string, wire: string])[];
  readonly decodeMetadata: readonly (readonly [key: string, wire: string, hex: string])[];
  readonly parseMethod: readonly (readonly [
    path: string,
    service: string | null,
    method: string,
  ])[];
  readonly contentSubtype: readonly (readonly [type: string, subtype: string, valid: boolean])[];
  readonly httpToGrpc: readonly (readonly [http: number, name: string])[];
  readonly rstToGrpc: readonly (readonly [error: string, name: string])[];
  readonly grpcWebStream: readonly WebStream[];
}

const SUITE = "grpc-units";
const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

// RFC 9113 §7, retyped.
const ERROR_CODES = [
  "NO_ERROR",
  "PROTOCOL_ERROR",
  "INTERNAL_ERROR",
  "FLOW_CONTROL_ERROR",
  "SETTINGS_TIMEOUT",
  "STREAM_CLOSED",
  "FRAME_SIZE_ERROR",
  "REFUSED_STREAM",
  "CANCEL",
  "COMPRESSION_ERROR",
  "CONNECT_ERROR",
  "ENHANCE_YOUR_CALM",
  "INADEQUATE_SECURITY",
  "HTTP_1_1_REQUIRED",
];

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
};

/** Milliseconds of a Go duration of one unit. */
const goDuration = (text: string): number => {
  const [, count, unit] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  return Number(count) * (MILLISECONDS[unit ?? ""] ?? NaN);
};

const bytesOfMetadata = (key: string, wire: string): string => {
  const value = decodeMetadata([key, wire]);
  if (typeof value === "string") return formatHex(utf8(value));
  return Array.isArray(value) ? value.map((bytes) => formatHex(bytes)).join() : value.code;
};

/** What a gRPC-Web stream gives, in the words of the suite. */
function webStream({ chunks }: WebStream): WebStream["expect"] {
  const reader = createWebFrameReader();
  const out = [];
  for (const chunk of chunks) {
    const { messages, fault } = reader.push(hex(chunk));
    if (fault) return "error";
    out.push(
      messages.map(
        ({ kind, data }) => [kind === "message" ? "data" : "trailer", formatHex(data)] as const,
      ),
    );
  }
  return out;
}

const deviations: readonly Deviation[] = [
  {
    name: "contentSubtype: application/grpc;blah",
    why: "No subtype: what follows a semicolon is a parameter of the media type, not a format.",
    rule: "RFC 9110 §8.3.1",
  },
  {
    name: "grpcWebStream: invalid tag",
    why: "Waits for more: flag 0x01 is a compressed message, which that old parser did not support.",
    rule: "PROTOCOL-HTTP2.md §Requests",
  },
];

describe.skipIf(!hasSuite(SUITE))("the tables of grpc-go and grpc-web", () => {
  const suite = hasSuite(SUITE) ? readSuite<Suite>(SUITE, "cases.json") : ({} as Suite);
  let agree = 0;
  const tables: readonly (readonly unknown[])[] = Object.values({ ...suite });
  const cases = tables.reduce((sum, rows) => sum + rows.length, 0);
  const check = <T>(rows: readonly T[], judge: (row: T) => void) => {
    for (const row of rows) {
      judge(row);
      agree += 1;
    }
  };
  const deviates = (name: string) => deviations.some((each) => each.name === name);

  it("timeouts", () => {
    check(suite.decodeTimeout, ([text, nanoseconds]) => {
      const parsed = parseTimeout(text);
      if (nanoseconds === null) expect(parsed).toMatchObject({ code: "BAD_TIMEOUT" });
      else expect(parsed).toEqual({ ms: Number(nanoseconds) / 1e6 });
    });
    check(suite.encodeDuration, ([duration, wire]) => {
      expect(formatTimeout(goDuration(duration))).toBe(wire);
    });
  });

  it("status messages", () => {
    check(suite.encodeGrpcMessage, ([text, wire]) => {
      expect(encodeStatusMessage(text)).toBe(wire);
    });
    check(suite.decodeGrpcMessage, ([wire, text]) => {
      expect(decodeStatusMessage(wire)).toBe(text);
    });
    check(suite.roundTrip, ([text]) => {
      expect(decodeStatusMessage(encodeStatusMessage(text))).toBe(text);
    });
  });

  it("metadata, paths and content types", () => {
    check(suite.encodeMetadata, ([key, value, wire]) => {
      expect(encodeMetadata(key, hex(value))).toEqual([key, wire]);
    });
    check(suite.decodeMetadata, ([key, wire, value]) => {
      expect(bytesOfMetadata(key, wire)).toBe(value);
    });
    check(suite.parseMethod, ([path, service, method]) => {
      const parsed = parsePath(path);
      if (service === null) expect(parsed).toMatchObject({ code: "BAD_PATH" });
      else expect(parsed).toEqual({ service, method });
    });
    const rows = suite.contentSubtype.filter(([type]) => !deviates(`contentSubtype: ${type}`));
    check(rows, ([type, subtype, valid]) => {
      expect(parseContentType(type)?.format).toBe(valid ? subtype : undefined);
    });
    expect(parseContentType("application/grpc;blah")).toEqual({ protocol: "grpc", format: "" });
  });

  it("statuses for HTTP statuses and RST_STREAM", () => {
    check(suite.httpToGrpc, ([http, name]) => {
      expect(statusName(statusFromHttp(http))).toBe(name);
    });
    check(suite.rstToGrpc, ([error, name]) => {
      expect(ERROR_CODES).toContain(error);
      expect(statusName(statusFromRstStream(ERROR_CODES.indexOf(error)))).toBe(name);
    });
  });

  it("gRPC-Web streams", () => {
    const rows = suite.grpcWebStream.filter(({ name }) => !deviates(`grpcWebStream: ${name}`));
    check(rows, (stream) => {
      expect(webStream(stream), stream.name).toEqual(stream.expect);
    });
    for (const { chunks, expect: expected } of suite.grpcWebStream) {
      if (expected === "error") continue;
      let rest = hex(chunks.join(""));
      for (const [, data] of expected.flat()) {
        const frame = rest.subarray(0, 5 + data.length / 2);
        expect(formatHex(readThreeWays(readWebFrame, frame).data)).toBe(data);
        rest = rest.subarray(frame.length);
      }
    }
    expect(webStream({ name: "", chunks: ["0100"], expect: "error" })).toEqual([[]]);
    recordSuite({ suite: SUITE, engine: "grpc", cases, agree, deviations, ran: true });
  });
});
