// Every trace that the simulating labs show: its HAR file is valid, its messages can be read, and a
// reader who steps back from the end to the start and forward again meets the same state each time.
import { describe, expect, it } from "vitest";
import { layLadder, rungsIn, scaleFor } from "../../src/kit/ladder-layout.ts";
import { play, START, trackOf, type Playback } from "../../src/kit/playback.ts";
import { tell } from "../../src/kit/event-words.ts";
import { flood } from "../../src/labs/back-pressure/flood.ts";
import { START as FLOOD } from "../../src/labs/back-pressure/setup.ts";
import { call } from "../../src/labs/four-calls/call.ts";
import { KINDS, LIMITS, START as CALL } from "../../src/labs/four-calls/setup.ts";
import { openDeflate } from "../../src/labs/frame-bench/deflate.ts";
import { receiveFrames } from "../../src/labs/frame-bench/receive.ts";
import { PRESETS } from "../../src/labs/frame-bench/setup.ts";
import { TRACE as VISIT } from "../../src/labs/frame-workshop/story.ts";
import { makeCall } from "../../src/labs/grpc-framer/exchange.ts";
import { PRESETS as CALLS } from "../../src/labs/grpc-framer/setup.ts";
import { SCENES, START as THEATRE, type Scene } from "../../src/labs/grpc-status/setup.ts";
import { playScene as playStatus } from "../../src/labs/grpc-status/theatre.ts";
import { play as playHandshake } from "../../src/labs/handshake-builder/seen.ts";
import { CHOICES, START as HANDSHAKE } from "../../src/labs/handshake-builder/setup.ts";
import { sendAll } from "../../src/labs/hpack-table/requests.ts";
import { START as HPACK, TABLES } from "../../src/labs/hpack-table/setup.ts";
import { CASES } from "../../src/labs/loss-tank/cases.ts";
import { VERSIONS } from "../../src/labs/loss-tank/pages.ts";
import { runTank } from "../../src/labs/loss-tank/tank.ts";
import { computeHandshakes } from "../../src/labs/loss-tank/work.ts";
import { playScene } from "../../src/labs/two-panes-chat/scene.ts";
import { ENDINGS, START as SCENE } from "../../src/labs/two-panes-chat/setup.ts";
import { leaveWith } from "../../src/labs/stream-endings/leaving.ts";
import { resetMany } from "../../src/labs/stream-endings/resetting.ts";
import { FAREWELLS, START as ENDING } from "../../src/labs/stream-endings/setup.ts";
import { runPipe } from "../../src/labs/stream-windows/pipe.ts";
import { CREDITS, START as PIPE } from "../../src/labs/stream-windows/setup.ts";
import { loadPage } from "../../src/labs/waterfall/page-load.ts";
import { START as WATERFALL, USES } from "../../src/labs/waterfall/setup.ts";
import { createDissector } from "../../src/scenarios/dissect.ts";
import { exportHar } from "../../src/trace/har.ts";
import type { Trace } from "../../src/trace/index.ts";
import { findUntiled } from "../../src/wire/index.ts";
import { har } from "../support/har-schema.ts";

const handshakes = await computeHandshakes();
const deflater = await openDeflate();

const scenes = await Promise.all(
  CHOICES.scene.map(
    async (scene) =>
      [
        `handshake builder, ${scene}`,
        (await playHandshake({ ...HANDSHAKE, scene })).trace,
      ] as const,
  ),
);

const traces: readonly (readonly [name: string, trace: Trace])[] = [
  ...USES.map((use) => [`waterfall, ${use}`, loadPage({ ...WATERFALL, use }).own.trace] as const),
  ...Object.entries(PRESETS).map(
    ([name, setup]) =>
      [`frames, ${name}`, receiveFrames(setup, setup.deflate ? deflater : null).trace] as const,
  ),
  ...ENDINGS.map((ending) => [`chat, ${ending}`, playScene({ ...SCENE, ending }).trace] as const),
  ["back pressure", flood({ ...FLOOD, rate: 4 }).trace],
  ...CASES.flatMap(({ id, setup }) => {
    const seen = runTank(setup, handshakes);
    return VERSIONS.map(
      (version) => [`loss tank, ${id}, ${version}`, seen[version].load.trace] as const,
    );
  }),
  ...scenes,
  ["frame workshop, the visit", VISIT],
  ...TABLES.map((table) => [`HPACK table, ${table}`, sendAll({ ...HPACK, table }).trace] as const),
  ...CREDITS.map(
    (credit) => [`stream windows, ${credit}`, runPipe({ ...PIPE, credit }).trace] as const,
  ),
  ...FAREWELLS.map(
    (farewell) =>
      [`stream endings, ${farewell}`, leaveWith({ ...ENDING, farewell }).trace] as const,
  ),
  ...Object.entries(CALLS).map(
    ([name, setup]) => [`gRPC framer, ${name}`, makeCall(setup).trace] as const,
  ),
  ...(Object.keys(SCENES) as Scene[]).map(
    (scene) => [`gRPC status, ${scene}`, playStatus({ ...THEATRE, scene }).trace] as const,
  ),
  ...KINDS.flatMap((kind) =>
    LIMITS.map(
      (limit) =>
        [
          `four calls, ${kind}, ${limit}`,
          call({ ...CALL, kind, limit, framing: "cut" }).trace,
        ] as const,
    ),
  ),
  ["stream endings, rapid reset", resetMany({ ...ENDING, attack: 60 }).trace],
];

/** All that the views draw at a place: the sentence, and the arrows of the window around it. */
function stateAt(trace: Trace, track: ReturnType<typeof trackOf>, place: Playback): unknown {
  const scale = scaleFor(track.events.length, track.end, 420);
  const current = track.events[place.seen - 1];
  return [place, current === undefined ? "" : tell(trace, current), Math.round(place.now * scale)];
}

describe.each(traces)("%s", (_, trace) => {
  it("is a valid HAR file with an entry for each request", () => {
    const { log } = har.parse(JSON.parse(exportHar(trace)));
    const asked = trace.events.filter(
      (event) => event.kind === "message" && event.head?.kind === "request",
    );
    expect(log.entries).toHaveLength(asked.length);
  });

  it("steps back and forward through the same states", () => {
    const track = trackOf(trace);
    const states: unknown[] = [];
    let place = play(track, START, { type: "stand", seen: 0 });
    for (let seen = 0; seen <= track.events.length; seen += 1) {
      states.push(stateAt(trace, track, place));
      if (seen < track.events.length) place = play(track, place, { type: "step", by: 1 });
    }
    for (let seen = track.events.length; seen >= 0; seen -= 1) {
      expect(stateAt(trace, track, place)).toEqual(states[seen]);
      place = play(track, place, { type: "step", by: -1 });
    }
    for (let seen = 0; seen <= track.events.length; seen += 1) {
      expect(stateAt(trace, track, place)).toEqual(states[seen]);
      place = play(track, place, { type: "step", by: 1 });
    }
  });

  it("draws the same arrows in a window, wherever the reader came from", () => {
    const { events, end } = trackOf(trace);
    const scale = scaleFor(events.length, end, 420);
    const ladder = layLadder(trace, events, end, scale);
    const tops = Array.from({ length: 20 }, (_, index) => (index * ladder.height) / 20);
    const down = tops.map((top) => rungsIn(ladder, top, 420).map(({ event }) => event.id));
    const again = layLadder(trace, events, end, scale);
    const up = tops
      .toReversed()
      .map((top) => rungsIn(again, top, 420).map(({ event }) => event.id));
    expect(up.toReversed()).toEqual(down);
  });

  it("has a field tree for each message, covering all its bytes", () => {
    const dissect = createDissector(trace);
    for (const event of trace.events) {
      if (event.kind !== "message" || event.bytes.length === 0) continue;
      const step = dissect(event);
      if (step.kind !== "done") throw new Error(`${event.label}: ${JSON.stringify(step)}`);
      expect(findUntiled(step.value)).toBeNull();
    }
  });

  it("lets nothing arrive before it was sent", () => {
    for (const event of trace.events) {
      if (event.kind === "message" && event.arrives !== null) {
        expect(event.arrives).toBeGreaterThanOrEqual(event.at);
      }
    }
  });
});
