// Conversions of Web IDL that the interface needs: [Clamp] unsigned short and the union of send().
import { utf8 } from "#wire/index.ts";
import type { Outgoing } from "./outgoing.ts";

/** An `unsigned short` with [Clamp]: NaN is 0, halves go to the even neighbour. */
export function clampUnsignedShort(value: unknown): number {
  const number = Number(value);
  if (Number.isNaN(number)) return 0;
  const clamped = Math.min(Math.max(number, 0), 65_535);
  const below = Math.floor(clamped);
  const isHalf = clamped - below === 0.5;
  return isHalf ? below + (below % 2) : Math.round(clamped);
}

/** A DOMString. `String` would take a symbol, which Web IDL refuses with TypeError. */
export const toDomString = (value: unknown): string => "".concat(value as string);

/** A USVString: text without lone surrogates; a symbol throws TypeError. */
export const toUsvString = (value: unknown): string => toDomString(value).toWellFormed();

/** What is sent for a value, and what it adds to bufferedAmount in bytes. */
export interface Payload {
  readonly item: Outgoing;
  readonly amount: number;
}

/** `(BufferSource or Blob or USVString)`: bytes are copied, anything else becomes text. */
export function toPayload(data: unknown): Payload {
  if (data instanceof Blob) return { item: { kind: "blob", blob: data }, amount: data.size };
  if (isBuffer(data)) return binary(new Uint8Array(data).slice());
  if (ArrayBuffer.isView(data)) {
    if (!isBuffer(data.buffer)) throw new TypeError("shared memory cannot be sent. Copy it first.");
    return binary(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice());
  }
  const text = toUsvString(data);
  const amount = utf8(text).length;
  return { item: { kind: "text", text, amount }, amount };
}

const binary = (bytes: Uint8Array): Payload => ({
  item: { kind: "binary", data: bytes },
  amount: bytes.length,
});

/** Also for a buffer of another window, which `instanceof` would not know. */
const isBuffer = (value: unknown): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === "[object ArrayBuffer]";
