// Solved challenges between visits: kept where storage is allowed, silently not where it is refused.
import { afterEach, expect, test, vi } from "vitest";
import { keepSolved, recallSolved } from "../../../src/kit/solved.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The part of a Storage that is used. */
function storage(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
  };
}

test("comes back, each lab by itself", () => {
  vi.stubGlobal("localStorage", storage());
  expect(recallSolved("tracer")).toEqual([]);
  keepSolved("tracer", ["a", "b"]);
  expect(recallSolved("tracer")).toEqual(["a", "b"]);
  expect(recallSolved("desk")).toEqual([]);
});

test.each(["{", '"a"', "null", "[1]"])("%s in storage counts as nothing", (text) => {
  vi.stubGlobal("localStorage", { ...storage(), getItem: () => text });
  expect(recallSolved("tracer")).toEqual([]);
});

test("a refusal is no error", () => {
  const refuse = (): never => {
    throw new DOMException("refused", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse });
  expect(recallSolved("tracer")).toEqual([]);
  expect(() => {
    keepSolved("tracer", ["a"]);
  }).not.toThrow();
});
