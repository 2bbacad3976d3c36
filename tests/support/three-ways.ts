// What every reader owes each vector: whole, cut at every length, byte by byte, with bytes behind it.
import { expect } from "vitest";
import { concat, findUntiled, type Field, type Step } from "../../src/wire/index.ts";

const behind = Uint8Array.of(0xde, 0xad, 0x00, 0xff, 0x0d, 0x0a);

/** Reads a valid message in all the ways that a peer may deliver it and returns its value. */
export function readThreeWays<T>(
  read: (bytes: Uint8Array, at?: number) => Step<T>,
  bytes: Uint8Array,
): T {
  const whole = read(bytes);
  if (whole.kind !== "done") throw new Error(`not done: ${JSON.stringify(whole)}`);
  expect(whole.next).toBe(bytes.length);
  for (let length = 0; length < bytes.length; length += 1) {
    const cut = read(bytes.subarray(0, length));
    if (cut.kind !== "more") throw new Error(`cut at ${length}: ${cut.kind}, expected more`);
    expect(cut.missing).toBeGreaterThanOrEqual(1);
    expect(cut.missing).toBeLessThanOrEqual(bytes.length - length);
  }
  expect(read(concat([bytes, behind]))).toEqual(whole);
  const shifted = read(concat([behind, bytes, behind]), behind.length);
  if (shifted.kind !== "done") throw new Error(`shifted: ${shifted.kind}`);
  expect(shifted.next).toBe(behind.length + bytes.length);
  expect(shifted.value).toEqual(whole.value);
  return whole.value;
}

/** The field tree of a valid message: it covers exactly the message and tiles without gap or overlap. */
export function describeTiled(
  describe: (bytes: Uint8Array, at?: number) => Step<Field>,
  bytes: Uint8Array,
): Field {
  const step = describe(bytes);
  if (step.kind !== "done") throw new Error(`not done: ${JSON.stringify(step)}`);
  expect(step.value.at).toBe(0);
  expect(step.value.length).toBe(step.next);
  expect(findUntiled(step.value)).toBeNull();
  return step.value;
}
