import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRecorder, endOf, type Actor, type Unplaced } from "../../../src/trace/index.ts";

const actors: readonly Actor[] = [
  { id: "c", name: "browser", role: "client" },
  { id: "s", name: "parcel service", role: "server" },
];

const local = (at: number, label: string, cause?: number): Unplaced => ({
  kind: "local",
  at,
  layer: "app",
  label,
  actor: "c",
  ...(cause === undefined ? {} : { cause }),
});

describe("recorder", () => {
  it("sorts by time, keeps the order of equals and moves causes along", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 40 }), (spans) => {
        const recorder = createRecorder("spans", actors);
        const ids = spans.map(([at, length], index) =>
          recorder.record({
            kind: "span",
            at,
            until: at + length,
            phase: "waiting",
            layer: "app",
            label: `#${index}`,
            resource: "r",
            ...(index > 0 ? { cause: index - 1 } : {}),
          }),
        );
        expect(ids).toEqual(spans.map((_, index) => index));
        const { events } = recorder.trace();
        events.forEach((event, index) => {
          expect(event.id).toBe(index);
          const before = events[index - 1];
          if (before) {
            expect(before.at).toBeLessThanOrEqual(event.at);
            if (before.at === event.at) {
              expect(Number(before.label.slice(1))).toBeLessThan(Number(event.label.slice(1)));
            }
          }
          const own = Number(event.label.slice(1));
          if (own > 0) expect(events[event.cause ?? -1]?.label).toBe(`#${own - 1}`);
        });
        expect(endOf(recorder.trace())).toBe(
          spans.reduce((end, [at, length]) => Math.max(end, at + length), 0),
        );
      }),
    );
  });

  it("refuses time that runs backwards", () => {
    const recorder = createRecorder("backwards", actors);
    recorder.record(local(5, "later"));
    expect(() => recorder.record(local(4, "earlier"))).toThrow(RangeError);
  });

  it("ends when the last message arrives, and counts a lost one where it set out", () => {
    const recorder = createRecorder("end", actors);
    recorder.connect({ id: "1", client: "c", server: "s", transport: "tcp", protocol: "h2" });
    const message = { kind: "message", layer: "tcp", label: "SYN", from: "c", to: "s" } as const;
    const bytes = new Uint8Array();
    recorder.record({ ...message, at: 1, arrives: 30, bytes, format: "opaque" });
    recorder.record({ ...message, at: 40, arrives: null, bytes, format: "opaque" });
    expect(endOf(recorder.trace())).toBe(40);
    recorder.settle(1, 70);
    expect(endOf(recorder.trace())).toBe(70);
    recorder.record(local(50, "a timer"));
    expect(() => {
      recorder.settle(2, 60);
    }).toThrow(RangeError);
    expect(recorder.trace().connections).toHaveLength(1);
  });
});
