// Masking, one XOR a row: octet i of the payload with octet i mod 4 of the key. RFC 6455 §5.3.
import type { JSX } from "preact";
import { masked } from "#protocols/websocket/index.ts";
import { formatHex } from "#wire/index.ts";
import type { SeenFrame } from "./receive.ts";
import { keyOf } from "./write-frames.ts";

/** Rows shown; behind them the same goes on. */
const ROWS = 6;

const bits = (byte: number): string => {
  const text = byte.toString(2).padStart(8, "0");
  return `${text.slice(0, 4)} ${text.slice(4)}`;
};
const hex = (byte: number): string => formatHex(Uint8Array.of(byte));
const sign = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "";

/** The first bytes of a masked frame's payload: what was written, the key under it, what travels. */
export function MaskTable({ frame }: { readonly frame: SeenFrame }): JSX.Element {
  const { payload, spec } = frame;
  const key = keyOf(spec);
  const wire = masked(payload, key);
  return (
    <details class="bench-more">
      <summary>Masking, XOR by XOR</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="Masking">
        <table class="bench-xor">
          <thead>
            <tr>
              <th scope="col">i</th>
              <th scope="col">payload</th>
              <th scope="col">
                <span aria-hidden="true">⊕</span> key[i mod 4]
              </th>
              <th scope="col">
                <span aria-hidden="true">=</span> on the wire
              </th>
            </tr>
          </thead>
          <tbody>
            {Array.from(payload.subarray(0, ROWS), (byte, index) => (
              <tr key={index}>
                <td>{index}</td>
                <td>
                  {bits(byte)} <b>{hex(byte)}</b> {sign(byte)}
                </td>
                <td>
                  {bits(key[index % 4] ?? 0)} <b>{hex(key[index % 4] ?? 0)}</b>
                </td>
                <td>
                  {bits(wire[index] ?? 0)} <b>{hex(wire[index] ?? 0)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="soft">
        {payload.length > ROWS && `${payload.length - ROWS} more bytes follow in the same way. `}
        The receiver does the same XOR again, and the payload is back.
      </p>
    </details>
  );
}
