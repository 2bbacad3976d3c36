// What the WebSocket mock puts on the wire for the meter's scans is what the meter has counted.
import { expect, test } from "vitest";
import { scanText } from "../../../../src/mocks/scan-feed.ts";
import { createSpace } from "../../../../src/mocks/space.ts";
import { createEndpoint } from "../../../../src/protocols/websocket/index.ts";
import { endOf } from "../../../../src/trace/index.ts";
import { totalOf } from "../../../../src/labs/poll-meter/measured.ts";
import { SOME_BROWSER } from "../../../../src/labs/poll-meter/message-size.ts";
import { observeIn } from "../../../../src/labs/poll-meter/observe.ts";
import { replaySocket } from "../../../../src/labs/poll-meter/replay.ts";
import { DURATION, START } from "../../../../src/labs/poll-meter/setup.ts";
import { createVirtualSpring } from "../../../../src/labs/poll-meter/virtual-spring.ts";

const zeros = (length: number): Uint8Array => new Uint8Array(length);

test.each([1, 4, 30])(
  "handshake, frames and pongs weigh the same, at %i a minute",
  async (rate) => {
    const spring = createVirtualSpring();
    const space = createSpace({
      base: "https://course.example/lab/p",
      fetch: null,
      now: spring.now,
    });
    const observe = observeIn({
      open: () => Promise.resolve(space),
      spring,
      browser: () => SOME_BROWSER,
      random: zeros,
    });
    const seen = await observe({ setup: { ...START, rate } } as Parameters<typeof observe>[0]);
    const trace = replaySocket(seen.scans, SOME_BROWSER, zeros);
    const sent = (from: string): number =>
      trace.events.reduce(
        (sum, event) =>
          event.kind === "message" && event.from === from ? sum + event.bytes.length : sum,
        0,
      );
    const { up, down } = totalOf(seen, "socket");
    expect([sent("browser"), sent("depot")]).toEqual([up, down]);
    expect(endOf(trace)).toBeLessThanOrEqual((DURATION + 1) * 1000);

    const frames = trace.events.flatMap((event) =>
      event.kind === "message" && event.format === "websocket-frame" && event.from === "depot"
        ? [event.bytes]
        : [],
    );
    const endpoint = createEndpoint({ role: "client", random: zeros });
    const texts = frames
      .flatMap((frame) => endpoint.receive(frame))
      .flatMap((event) => (event.kind === "message" && !event.binary ? [event.data] : []));
    expect(texts).toEqual(seen.scans.map(scanText));
  },
);
