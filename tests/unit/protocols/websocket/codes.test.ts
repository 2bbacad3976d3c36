import { describe, expect, it } from "vitest";
import {
  CLOSE_CODES,
  closeCodeName,
  isSendableCloseCode,
  opcodeName,
} from "#protocols/websocket/index.ts";

describe("codes", () => {
  it("knows which close codes a frame may carry (RFC 6455 §7.4)", () => {
    const sendable = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index).filter(isSendableCloseCode);
    expect(sendable(0, 2999)).toEqual([
      1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
    ]);
    expect(sendable(3000, 4999)).toHaveLength(2000);
    expect(sendable(5000, 6000)).toEqual([]);
    expect(isSendableCloseCode(3000.5)).toBe(false);
    expect(CLOSE_CODES).toHaveLength(16);
  });

  it("names codes and opcodes", () => {
    expect([1001, 3999, 4000, 2000].map(closeCodeName)).toEqual([
      "Going Away",
      "registered with IANA",
      "private use",
      "unassigned",
    ]);
    expect([0, 1, 2, 3, 8, 9, 10, 15].map(opcodeName)).toEqual([
      "continuation",
      "text",
      "binary",
      "reserved",
      "close",
      "ping",
      "pong",
      "reserved",
    ]);
  });
});
