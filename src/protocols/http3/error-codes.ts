// Error codes of HTTP/3 and QPACK, by name. RFC 9114 §8.1, RFC 9204 §6.

/** Name → code, as in CONNECTION_CLOSE, RESET_STREAM and STOP_SENDING. RFC 9114 §8.1, RFC 9204 §6. */
export const HTTP3_ERROR_CODES = {
  H3_NO_ERROR: 0x0100n,
  H3_GENERAL_PROTOCOL_ERROR: 0x0101n,
  H3_INTERNAL_ERROR: 0x0102n,
  H3_STREAM_CREATION_ERROR: 0x0103n,
  H3_CLOSED_CRITICAL_STREAM: 0x0104n,
  H3_FRAME_UNEXPECTED: 0x0105n,
  H3_FRAME_ERROR: 0x0106n,
  H3_EXCESSIVE_LOAD: 0x0107n,
  H3_ID_ERROR: 0x0108n,
  H3_SETTINGS_ERROR: 0x0109n,
  H3_MISSING_SETTINGS: 0x010an,
  H3_REQUEST_REJECTED: 0x010bn,
  H3_REQUEST_CANCELLED: 0x010cn,
  H3_REQUEST_INCOMPLETE: 0x010dn,
  H3_MESSAGE_ERROR: 0x010en,
  H3_CONNECT_ERROR: 0x010fn,
  H3_VERSION_FALLBACK: 0x0110n,
  QPACK_DECOMPRESSION_FAILED: 0x0200n,
  QPACK_ENCODER_STREAM_ERROR: 0x0201n,
  QPACK_DECODER_STREAM_ERROR: 0x0202n,
} as const satisfies Record<string, bigint>;

/** Name of an HTTP/3 or QPACK error. */
export type Http3ErrorName = keyof typeof HTTP3_ERROR_CODES;

/** Whether a number is of the form 0x1f × N + 0x21, reserved to be ignored. RFC 9114 §6.2.3, §7.2.8. */
export const isGrease = (value: bigint): boolean =>
  value >= 0x21n && (value - 0x21n) % 0x1fn === 0n;

/** Name of an error code for a person; unknown codes as hex. */
export function http3ErrorName(code: bigint): string {
  const known = Object.entries(HTTP3_ERROR_CODES).find(([, value]) => value === code);
  return known?.[0] ?? `0x${code.toString(16)}`;
}
