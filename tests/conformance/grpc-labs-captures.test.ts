// What learners save from lesson 22's labs, read by Wireshark's dissectors: nothing malformed, the same messages.
import { describe, expect, it } from "vitest";
import { makeCall } from "../../src/labs/grpc-framer/exchange.ts";
import { PRESETS } from "../../src/labs/grpc-framer/setup.ts";
import { START, type Scene } from "../../src/labs/grpc-status/setup.ts";
import { playScene } from "../../src/labs/grpc-status/theatre.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import type { Trace } from "../../src/trace/index.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

/** Lengths of the messages in the order in which they are whole. */
const CALLS: readonly (readonly [preset: string, lengths: readonly string[]])[] = [
  ["GetParcel(42) in two frames", ["2", "9"]],
  ["Two messages, one frame", ["2", "2", "2"]],
  ["Two messages, three frames", ["2", "2", "2"]],
];
const SCENES: readonly (readonly [scene: Scene, lengths: readonly string[]])[] = [
  ["only", ["2"]],
  ["after", ["2", "8", "8"]],
  ["swallowed", ["2", "9"]],
  // An answer that is no gRPC: the whole stream is plain HTTP/2 to the dissector.
  ["proxy", []],
  ["reset", ["2"]],
];

const traces: readonly (readonly [name: string, trace: Trace, lengths: readonly string[]])[] = [
  ...CALLS.map(([name, lengths]) => {
    const setup = PRESETS[name];
    if (setup === undefined) throw new RangeError(`no preset ${name}`);
    return [name, makeCall(setup).trace, lengths] as const;
  }),
  ...SCENES.map(
    ([scene, lengths]) => [scene, playScene({ ...START, scene }).trace, lengths] as const,
  ),
];

describe.skipIf(!hasTshark)("a capture from lesson 22", () => {
  it.each(traces)("%s", async (_, trace, lengths) => {
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    const rows = dissect(capture, ["grpc.message_length"], "grpc");
    expect(rows.flatMap((row) => row["grpc.message_length"] ?? [])).toEqual(lengths);
  });
});
