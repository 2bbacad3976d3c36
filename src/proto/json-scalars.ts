// Scalars out of ProtoJSON: numbers as numbers or strings, bytes as base64, each within its range.
import type { Scalar } from "./schema.ts";
import type { JsonValue } from "./to-json.ts";

/** Why a JSON text is no message of that type. */
export interface JsonFault {
  /** The keys to the value: "scanIds[1]"; empty for the text itself. */
  readonly path: string;
  readonly what: string;
}

/** Signals the first fault from deep inside; it never leaves this room. */
export class Refused extends Error {
  readonly fault: JsonFault;

  constructor(path: string, what: string) {
    super(what);
    this.fault = { path, what };
  }
}

/** A JSON value as a person sees it, cut short. */
export function shown(json: JsonValue): string {
  const text = JSON.stringify(json);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Bytes of base64, standard or URL-safe, padded or not. */
export function readBase64(json: JsonValue, path: string): Uint8Array {
  const what = `Bytes stand as base64 in quotation marks, here stands ${shown(json)}.`;
  if (typeof json !== "string") throw new Refused(path, what);
  const standard = json.replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]*$/.test(standard) || standard.length % 4 === 1)
    throw new Refused(path, what);
  return Uint8Array.from(atob(standard), (sign) => sign.charCodeAt(0));
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A float or double; a float is rounded to what 32 bits hold. */
export function readFloat(type: "float" | "double", json: JsonValue, path: string): number {
  if (json === "NaN" || json === "Infinity" || json === "-Infinity") return Number(json);
  const plain = typeof json === "number" || (typeof json === "string" && NUMBER.test(json));
  if (!plain) throw new Refused(path, `A ${type} is a number, here stands ${shown(json)}.`);
  const value = type === "float" ? Math.fround(Number(json)) : Number(json);
  if (!Number.isFinite(value))
    throw new Refused(path, `${shown(json)} is too large for a ${type}.`);
  return value;
}

const RANGES: Readonly<Record<string, readonly [low: bigint, high: bigint]>> = {
  32: [-(2n ** 31n), 2n ** 31n - 1n],
  u32: [0n, 2n ** 32n - 1n],
  64: [-(2n ** 63n), 2n ** 63n - 1n],
  u64: [0n, 2n ** 64n - 1n],
};

/** An integer by its type's range: 32 bits as number, 64 bits as bigint. */
export function readInteger(type: Scalar, json: JsonValue, path: string): number | bigint {
  const long = type.endsWith("64");
  const unsigned = type.startsWith("u") || type.startsWith("fixed");
  const [low, high] = RANGES[`${unsigned ? "u" : ""}${long ? "64" : "32"}`] as [bigint, bigint];
  const value = wholeNumber(json);
  if (value === "imprecise") {
    throw new Refused(
      path,
      `${shown(json)} is beyond what a number in JavaScript holds exactly. Write it in quotation marks.`,
    );
  }
  if (value === null)
    throw new Refused(path, `${type} is a whole number, here stands ${shown(json)}.`);
  if (value < low || value > high) {
    throw new Refused(
      path,
      `${shown(json)} does not fit ${type}: it goes from ${low.toLocaleString("en")} to ${high.toLocaleString("en")}.`,
    );
  }
  return long ? value : Number(value);
}

function wholeNumber(json: JsonValue): bigint | "imprecise" | null {
  if (typeof json === "string") {
    if (/^-?(?:0|[1-9]\d{0,30})$/.test(json)) return BigInt(json);
    if (!NUMBER.test(json)) return null;
  } else if (typeof json !== "number") {
    return null;
  }
  const value = Number(json);
  if (!Number.isInteger(value)) return null;
  return Number.isSafeInteger(value) ? BigInt(value) : "imprecise";
}
