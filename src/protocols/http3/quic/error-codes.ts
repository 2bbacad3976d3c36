// Transport error codes of QUIC, by name. RFC 9000 §20.1.

/** Name → code in CONNECTION_CLOSE of type 0x1c. 0x0100–0x01ff carry TLS alerts. RFC 9000 §20.1. */
export const QUIC_ERROR_CODES = {
  NO_ERROR: 0x00n,
  INTERNAL_ERROR: 0x01n,
  CONNECTION_REFUSED: 0x02n,
  FLOW_CONTROL_ERROR: 0x03n,
  STREAM_LIMIT_ERROR: 0x04n,
  STREAM_STATE_ERROR: 0x05n,
  FINAL_SIZE_ERROR: 0x06n,
  FRAME_ENCODING_ERROR: 0x07n,
  TRANSPORT_PARAMETER_ERROR: 0x08n,
  CONNECTION_ID_LIMIT_ERROR: 0x09n,
  PROTOCOL_VIOLATION: 0x0an,
  INVALID_TOKEN: 0x0bn,
  APPLICATION_ERROR: 0x0cn,
  CRYPTO_BUFFER_EXCEEDED: 0x0dn,
  KEY_UPDATE_ERROR: 0x0en,
  AEAD_LIMIT_REACHED: 0x0fn,
  NO_VIABLE_PATH: 0x10n,
} as const satisfies Record<string, bigint>;

/** Name of a transport error code for a person; TLS alerts by their number, unknown codes as hex. */
export function quicErrorName(code: bigint): string {
  const known = Object.entries(QUIC_ERROR_CODES).find(([, value]) => value === code);
  if (known) return known[0];
  if (code >= 0x0100n && code <= 0x01ffn) return `CRYPTO_ERROR (TLS alert ${code - 0x0100n})`;
  return `0x${code.toString(16)}`;
}
