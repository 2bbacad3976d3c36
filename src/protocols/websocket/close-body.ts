// The body of a Close frame: a 2-byte code and a UTF-8 reason (RFC 6455 §5.5.1, §7.4).
import { concat, strictUtf8Text, uintBytes, utf8, type Fault } from "#wire/index.ts";
import { isSendableCloseCode } from "./codes.ts";
import { wsFault } from "./faults.ts";
import { createUtf8Check } from "./utf8-check.ts";

/** Why a connection closed. An empty body reads as code 1005 (§7.1.5), which no frame carries. */
export interface CloseBody {
  readonly code: number;
  readonly reason: string;
}

/** Reads an unmasked close body; `at` is where it begins in the stream, for the fault. */
export function readCloseBody(payload: Uint8Array, at = 0): CloseBody | Fault {
  const [high, low] = payload;
  if (high === undefined) return { code: 1005, reason: "" };
  if (low === undefined) return wsFault("CLOSE_BODY_TOO_SHORT", at);
  const code = high * 256 + low;
  if (!isSendableCloseCode(code)) return wsFault("CLOSE_CODE_INVALID", at);
  const bytes = payload.subarray(2);
  const reason = strictUtf8Text(bytes);
  if (reason !== null) return { code, reason };
  // A reason that ends within a character is bad at its end.
  return wsFault("INVALID_UTF8", at + 2 + (createUtf8Check().push(bytes) ?? bytes.length - 1));
}

/**
 * Writes a close body; no code, no bytes. A code that may not be sent, a reason without a code or
 * one of more than 123 bytes throws RangeError.
 */
export function writeCloseBody(code?: number, reason = ""): Uint8Array {
  if (code === undefined) {
    if (reason !== "") throw new RangeError("a close reason needs a code before it. Give one.");
    return new Uint8Array(0);
  }
  if (!isSendableCloseCode(code)) {
    throw new RangeError(`close code ${code} may not be sent. Use 1000, 1001 or 3000–4999.`);
  }
  const bytes = utf8(reason);
  if (bytes.length > 123) {
    throw new RangeError(`the close reason has ${bytes.length} bytes, 123 fit. Shorten it.`);
  }
  return concat([uintBytes(code, 2), bytes]);
}
