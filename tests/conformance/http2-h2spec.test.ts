// h2spec's client bytes, recorded against nghttpd, put to our connection in the server's role.
import { describe, expect, it } from "vitest";
import {
  createConnection,
  ERROR_CODES,
  FLAGS,
  FRAME_TYPES,
  readFrame,
  type ErrorCodeName,
  type Frame,
} from "#protocols/http2/index.ts";
import { parseHex, utf8 } from "#wire/index.ts";
import { openTally, type Deviation } from "../support/conformance-report.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

const suite = "h2spec-recorded";

interface Case {
  readonly id: string;
  readonly desc: string;
  /** h2spec's check functions with the error codes that it allows. */
  readonly verify: readonly (readonly [check: string, codes: readonly string[]])[];
  readonly exchange: readonly (readonly [side: "c" | "s", hex: string])[];
}

/** What our server sent, in order. */
interface Answer {
  readonly frames: readonly Frame[];
}

/** Feeds the client's chunks, cut at `pieces` octets, to a server that answers each request. */
function answer(exchange: Case["exchange"], pieces: number): Answer {
  const server = createConnection({ role: "server", settings: { maxConcurrentStreams: 100 } });
  const content = utf8("hello from the server");
  const frames: Frame[] = [];
  const drain = (): void => {
    const bytes = server.takeBytes();
    for (let at = 0; at < bytes.length;) {
      const step = readFrame(bytes, at, { maxFrameSize: 0xffffff });
      if (step.kind !== "done") throw new Error(`own bytes: ${JSON.stringify(step)}`);
      frames.push(step.value);
      at = step.next;
    }
  };
  const take = (bytes: Uint8Array): void => {
    for (const event of server.receive(bytes)) {
      const ends = event.kind === "trailers" || ("endStream" in event && event.endStream);
      if (!ends) continue;
      const fields = [
        [":status", "200"],
        ["content-length", String(content.length)],
      ] as const;
      if (!server.sendHeaders(event.streamId, fields)) continue;
      server.sendData(event.streamId, content, { endStream: true });
    }
    drain();
  };
  drain();
  for (const [side, hex] of exchange) {
    if (side !== "c" || hex === "eof") continue;
    const bytes = parseHex(hex) ?? new Uint8Array();
    for (let at = 0; at < bytes.length; at += pieces) take(bytes.subarray(at, at + pieces));
  }
  return { frames };
}

const CODES: Readonly<Record<string, ErrorCodeName>> = {
  Protocol: "PROTOCOL_ERROR",
  FlowControl: "FLOW_CONTROL_ERROR",
  StreamClosed: "STREAM_CLOSED",
  FrameSize: "FRAME_SIZE_ERROR",
  RefusedStream: "REFUSED_STREAM",
  Compression: "COMPRESSION_ERROR",
};
const EVENTS: Readonly<Record<string, number>> = {
  EventDataFrame: FRAME_TYPES.DATA,
  EventHeadersFrame: FRAME_TYPES.HEADERS,
  EventPingFrame: FRAME_TYPES.PING,
  EventSettingsFrame: FRAME_TYPES.SETTINGS,
};

/** Whether one of h2spec's checks holds; words that are no code leave the code open. */
function holds(check: string, words: readonly string[], { frames }: Answer): boolean {
  const names = words.flatMap((word) => CODES[word] ?? []);
  const fits = (code: number): boolean =>
    names.length === 0 || names.some((name) => ERROR_CODES[name] === code);
  const goaway = frames.some((frame) => frame.type === FRAME_TYPES.GOAWAY && fits(frame.errorCode));
  const reset = frames.some(
    (frame) => frame.type === FRAME_TYPES.RST_STREAM && fits(frame.errorCode),
  );
  const acknowledged = (type: number): boolean =>
    frames.some((frame) => frame.type === type && (frame.flags & FLAGS.ACK) !== 0);
  switch (check) {
    case "VerifyConnectionError":
    case "VerifyConnectionClose":
      return goaway;
    case "VerifyStreamError":
      return goaway || reset;
    case "VerifyStreamClose":
      return (
        goaway ||
        reset ||
        frames.some(({ flags, type }) => type <= FRAME_TYPES.HEADERS && flags & FLAGS.END_STREAM)
      );
    case "VerifyHeadersFrame":
      return frames.some(({ type }) => type === FRAME_TYPES.HEADERS);
    case "VerifyPingFrameWithAck":
      return acknowledged(FRAME_TYPES.PING);
    case "VerifyPingFrameOrConnectionClose":
      return goaway || acknowledged(FRAME_TYPES.PING);
    case "VerifySettingsFrameWithAck":
      return acknowledged(FRAME_TYPES.SETTINGS);
    case "VerifyEventType":
      return words.some((word) => frames.some(({ type }) => type === EVENTS[word]));
    default:
      throw new Error(`a check that this test does not know: ${check}`);
  }
}

/** Checks that h2spec wrote by hand: what its requirement says, in terms of our frames. */
const byHand: Readonly<Record<string, (answer: Answer) => boolean>> = {
  "http2/3.5/1": ({ frames }) => frames[0]?.type === FRAME_TYPES.SETTINGS && frames.length === 2,
  "http2/6.9.1/3": (answered) => holds("VerifyStreamError", ["FlowControl"], answered),
};

/** Checks beyond h2spec's own: its windows of one octet must have been kept to. */
const windowCases: Readonly<Record<string, readonly number[]>> = {
  "http2/6.9.1/1": [1],
  "http2/6.9.2/1": [1],
  "http2/6.9.2/2": [3, 1],
  "http2/6.5.3/1": [1],
};

const why =
  "RFC 9113 deprecates priority signals and no longer says that a stream cannot depend on itself; " +
  "the signal is read and ignored.";
const deviations: readonly Deviation[] = [
  { name: "http2/5.3.1/1", why, rule: "RFC 9113 §5.3.2 (against RFC 7540 §5.3.1)" },
  { name: "http2/5.3.1/2", why, rule: "RFC 9113 §5.3.2 (against RFC 7540 §5.3.1)" },
];

describe.skipIf(!hasSuite(suite))(suite, () => {
  it("is answered as h2spec demands, whole, in small pieces and byte by byte", () => {
    const tally = openTally(suite, "http2 server", deviations);
    for (const { exchange, id, verify } of readSuite<Case[]>(suite, "cases.json")) {
      const answers = [Infinity, 7, 1].map((pieces) => answer(exchange, pieces));
      const agrees = answers.every(
        (answered) =>
          verify.every(([check, words]) => holds(check, words, answered)) &&
          (byHand[id]?.(answered) ?? verify.length > 0),
      );
      tally.put(id, agrees);
      const sizes = windowCases[id];
      if (sizes === undefined) continue;
      for (const { frames } of answers) {
        const sent = frames.flatMap((frame) =>
          frame.type === FRAME_TYPES.DATA ? [frame.data.length] : [],
        );
        expect(sent).toEqual(sizes);
      }
    }
    expect(tally.finish({ peer: "recorded from nghttpd 1.52.0" })).toEqual([]);
  });
});
