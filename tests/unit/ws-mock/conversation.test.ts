// Whatever both sides send and whenever they close: both end up closed, events come in the standard's
// order, and every byte that left arrived, in order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "../../../src/wire/index.ts";
import { createRecorder, type MessageEvent as Told } from "../../../src/trace/index.ts";
import type { WsEvent } from "../../../src/protocols/websocket/index.ts";
import { open } from "./harness.ts";

const size = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 20_000 }));
const pause = fc.integer({ min: 0, max: 400 });

/** What one side does, one step after the other. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("text" as const), size, pause }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("bytes" as const), size, pause }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close" as const), size, pause }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("stall" as const), size, pause }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut" as const), size, pause }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("slow" as const), size, pause }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const link = fc.record({
  delay: fc.integer({ min: 0, max: 200 }),
  bandwidth: fc.constantFrom(Infinity, 1e9, 1e6, 56_000),
  receiveBuffer: fc.constantFrom(0, 2000, 65_536),
});

const fingerprint = (data: string | Uint8Array): string =>
  typeof data === "string" ? `text ${data}` : `bytes ${data.join()}`;
const textOf = (length: number, seed: number) =>
  String.fromCodePoint(0xe4 + (seed % 200)).repeat(length);

/** Plays both scripts and returns everything that both sides saw. */
function converse(
  client: readonly Step[],
  server: readonly Step[],
  path: { delay: number; bandwidth: number; receiveBuffer: number },
  fragmentSize: number | undefined,
) {
  const recorder = createRecorder("conversation", []);
  const seen = { client: [] as unknown[], server: [] as WsEvent[] };
  const sent = { client: [] as string[], server: [] as string[] };
  const never = { open: Infinity, close: Infinity, end: Infinity };
  const { mock, scheduler, run } = open({
    link: path,
    patience: never,
    record: { recorder, client: "c", server: "s" },
    server(handshake) {
      const peer = handshake.accept();
      peer.listen((event) => seen.server.push(event));
      act(server, (each, index) => {
        if (each.kind === "close") peer.close(4000, "by the server");
        else if (each.kind === "stall") {
          peer.stall();
          scheduler.schedule(scheduler.now + each.size, () => peer.resume());
        } else if (each.kind === "text" || each.kind === "bytes") {
          const data =
            each.kind === "text"
              ? textOf(each.size, index)
              : new Uint8Array(each.size).fill(index + 1);
          if (peer.send(data, { fragmentSize })) sent.server.push(fingerprint(data));
        }
      });
      // Nobody is left waiting: what the scripts left open is closed in the end.
      scheduler.schedule(scheduler.now + 1e6, () => peer.close(1000));
    },
  });
  const socket = new mock.WebSocket("ws://a/");
  socket.binaryType = "arraybuffer";
  const states: number[] = [];
  const note = (event: string, rest: readonly unknown[] = []) => {
    seen.client.push([event, ...rest]);
    states.push(socket.readyState);
  };

  function act(steps: readonly Step[], doStep: (each: Step, index: number) => void) {
    let at = scheduler.now;
    for (const [index, each] of steps.entries()) {
      at += each.pause;
      scheduler.schedule(at, () => {
        if (each.kind === "cut") {
          mock.cut();
          scheduler.schedule(scheduler.now + each.size, () => mock.mend());
        } else if (each.kind === "slow") {
          mock.setLink({ ...path, bandwidth: 8000 + each.size * 1000 });
        } else doStep(each, index);
      });
    }
  }

  socket.onopen = () => {
    note("open");
    act(client, (each, index) => {
      if (each.kind === "close") socket.close(3000, "by the script");
      else if (each.kind === "text" || each.kind === "bytes") {
        const open = socket.readyState === 1;
        const data =
          each.kind === "text" ? textOf(each.size, index) : new Uint8Array(each.size).fill(index);
        socket.send(data);
        if (open) sent.client.push(fingerprint(data));
      }
    });
  };
  socket.onmessage = ({ data }) => {
    const value = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
    note("message", [fingerprint(value)]);
  };
  socket.onerror = () => note("error");
  socket.onclose = ({ code, wasClean }) => note("close", [code, wasClean]);
  expect(run()).toBe(true);
  return { socket, seen, sent, states, trace: recorder.trace() };
}

describe("any two scripts over any link", () => {
  it("end with both sides closed, events in order and nothing lost", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.array(step, { maxLength: 12 }),
        link,
        fc.option(fc.integer({ min: 300, max: 3000 }), { nil: undefined }),
        (client, server, path, fragmentSize) => {
          const { socket, seen, sent, states, trace } = converse(
            client,
            server,
            path,
            fragmentSize,
          );
          // Order: open, any messages, one close; no error, as nothing was broken.
          const kinds = seen.client.map((event) => (event as readonly string[])[0]);
          expect(kinds.join(" ")).toMatch(/^open( message)* close$/);
          expect(seen.client.at(-1)).toEqual(["close", expect.any(Number), true]);
          expect(states).toEqual(states.toSorted((a, b) => a - b));
          expect(socket.readyState).toBe(3);

          // The server's side: messages, then exactly one close.
          expect(seen.server.map(({ kind }) => kind).join(" ")).toMatch(/^(message )*close$/);

          // What the server heard is what the script sent, up to a Close that overtook the rest.
          const heard = seen.server.flatMap((event) =>
            event.kind === "message" ? [fingerprint(event.data)] : [],
          );
          expect(heard).toEqual(sent.client.slice(0, heard.length));
          const got = seen.client.flatMap((event) => {
            const [kind, text] = event as readonly [string, string];
            return kind === "message" ? [text] : [];
          });
          expect(got).toEqual(sent.server.slice(0, got.length));
          const closedFirst = (seen.client.at(-1) as readonly unknown[])[1];
          if (closedFirst === 1000) {
            expect([heard, got]).toEqual([sent.client, sent.server]);
            expect(socket.bufferedAmount).toBe(0);
          }

          // On the wire: in order, each frame once, none lost, never before it was sent.
          for (const from of ["c", "s"]) {
            const frames = trace.events.filter(
              (event): event is Told => event.kind === "message" && event.from === from,
            );
            const arrivals = frames.map(({ arrives }) => arrives ?? NaN);
            expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
            for (const { at, arrives } of frames) expect(arrives).toBeGreaterThanOrEqual(at);
            expect(concat(frames.map(({ bytes }) => bytes)).length).toBeGreaterThan(100);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
