// Frames against http2-frame-test-case: valid ones three ways and back, invalid ones by their error code.
import { describe, expect, it } from "vitest";
import {
  describeFrame,
  ERROR_CODES,
  readFrame,
  writeFrame,
  type ErrorCodeName,
  type Frame,
} from "#protocols/http2/index.ts";
import { formatHex, parseHex, utf8 } from "#wire/index.ts";
import { openTally } from "../support/conformance-report.ts";
import { mutations } from "../support/mutations.ts";
import { describeTiled, readThreeWays } from "../support/three-ways.ts";
import { hasSuite, readSuite, suiteFiles } from "../support/vectors.ts";

const suite = "http2-frame-test-case";

type Payload = Readonly<Record<string, string | number | boolean | null>>;
interface Case {
  readonly wire: string;
  readonly error: readonly number[] | null;
  readonly frame: {
    readonly length: number;
    readonly type: number;
    readonly flags: number;
    readonly stream_identifier: number;
    readonly frame_payload: Payload;
  } | null;
}

/** The suite's names of a payload's parts in ours; null parts are absent ones. */
function frameOf({
  flags,
  frame_payload: payload,
  stream_identifier,
  type,
}: NonNullable<Case["frame"]>) {
  const text = (name: string): Uint8Array => utf8(String(payload[name]));
  const number = (name: string): number => Number(payload[name]);
  const has = (name: string): boolean => payload[name] !== undefined && payload[name] !== null;
  const parts: Record<string, unknown> = {};
  if (has("data")) parts["data"] = text("data");
  if (has("header_block_fragment")) parts["fragment"] = text("header_block_fragment");
  if (has("padding_length")) parts["padLength"] = number("padding_length");
  if (has("padding")) parts["padding"] = text("padding");
  if (has("error_code")) parts["errorCode"] = number("error_code");
  if (has("promised_stream_id")) parts["promisedStreamId"] = number("promised_stream_id");
  if (has("opaque_data")) parts["opaqueData"] = text("opaque_data");
  if (has("window_size_increment")) parts["windowSizeIncrement"] = number("window_size_increment");
  if (has("last_stream_id")) parts["lastStreamId"] = number("last_stream_id");
  if (has("additional_debug_data")) parts["debugData"] = text("additional_debug_data");
  if (has("weight")) {
    parts["priority"] = {
      exclusive: payload["exclusive"],
      streamDependency: number("stream_dependency"),
      weight: number("weight"),
    };
  }
  return { type, flags, streamId: stream_identifier, ...parts } as unknown as Frame;
}

describe.skipIf(!hasSuite(suite))(suite, () => {
  it("reads every frame as the suite says, and writes it back", () => {
    const tally = openTally(suite, "http2 frames", []);
    for (const file of suiteFiles(suite).filter((name) => name.endsWith(".json"))) {
      const { error, frame, wire } = readSuite<Case>(suite, file);
      const bytes = parseHex(wire) ?? new Uint8Array();
      if (frame === null) {
        const step = readFrame(bytes);
        const code = step.kind === "fault" ? ERROR_CODES[step.fault.code as ErrorCodeName] : -1;
        tally.put(file, (error ?? []).includes(code));
      } else {
        const read = readThreeWays(readFrame, bytes);
        const tree = describeTiled(describeFrame, bytes);
        expect(read).toEqual(frameOf(frame));
        const written = formatHex(writeFrame(read)).toUpperCase();
        tally.put(file, written === wire && tree.length === 9 + frame.length);
      }
      for (const damaged of mutations(bytes)) {
        readFrame(damaged);
        describeFrame(damaged);
      }
    }
    expect(tally.finish()).toEqual([]);
  });
});
