import { describe, expect, it } from "vitest";
import {
  isActive,
  nextState,
  STREAM_RECEPTION,
  STREAM_TRANSITIONS,
  type StreamSignal,
  type StreamState,
} from "../../../../src/protocols/http2/index.ts";

const walk = (...signals: StreamSignal[]): StreamState =>
  signals.reduce<StreamState>(nextState, "idle");

describe("the life of a stream (RFC 9113 §5.1, Figure 2)", () => {
  it.each<[StreamState, StreamSignal[]]>([
    ["half-closed (local)", ["send HEADERS", "send END_STREAM"]],
    ["closed", ["send HEADERS", "send END_STREAM", "receive HEADERS", "receive END_STREAM"]],
    ["closed", ["receive HEADERS", "receive END_STREAM", "send HEADERS", "send END_STREAM"]],
    ["half-closed (remote)", ["send PUSH_PROMISE", "send HEADERS"]],
    ["half-closed (local)", ["receive PUSH_PROMISE", "receive HEADERS"]],
    ["closed", ["receive PUSH_PROMISE", "send RST_STREAM"]],
    ["closed", ["send PUSH_PROMISE", "receive RST_STREAM"]],
    ["closed", ["receive HEADERS", "receive RST_STREAM"]],
    ["open", ["send HEADERS", "send HEADERS", "receive HEADERS"]],
    ["idle", ["send RST_STREAM", "receive END_STREAM"]],
  ])("reaches %s by %j", (state, signals) => {
    expect(walk(...signals)).toBe(state);
  });

  it("never leaves closed, and mirrors local and remote", () => {
    expect(STREAM_TRANSITIONS.closed).toEqual({});
    const mirror = (text: string): string =>
      text.replace(/local|remote|send|receive/, (word) => {
        const pairs = { local: "remote", remote: "local", send: "receive", receive: "send" };
        return pairs[word as keyof typeof pairs];
      });
    for (const [state, row] of Object.entries(STREAM_TRANSITIONS)) {
      const other = STREAM_TRANSITIONS[mirror(state) as StreamState];
      for (const [signal, next] of Object.entries(row)) {
        expect(other[mirror(signal) as StreamSignal]).toBe(mirror(next));
      }
    }
  });

  it("counts open and half-closed streams alone (§5.1.2)", () => {
    const active = Object.keys(STREAM_TRANSITIONS).filter((state) =>
      isActive(state as StreamState),
    );
    expect(active).toEqual(["open", "half-closed (local)", "half-closed (remote)"]);
  });

  it("accepts PRIORITY everywhere and RST_STREAM wherever a stream is or was", () => {
    for (const [state, row] of Object.entries(STREAM_RECEPTION)) {
      expect(row.PRIORITY).toBe("accept");
      if (state !== "idle") expect(["accept", "ignore"]).toContain(row.RST_STREAM);
    }
  });
});
