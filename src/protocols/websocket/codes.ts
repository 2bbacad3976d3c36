// Opcodes (RFC 6455 §5.2, §11.8) and close codes (§7.4, §11.7 and the IANA registry it opened).

/** Opcode numbers by name. */
export const OPCODES = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

const NAMES = new Map<number, string>(
  Object.entries(OPCODES).map(([name, opcode]) => [opcode, name]),
);

/** Name of an opcode: "text"; the reserved ones are "reserved". */
export const opcodeName = (opcode: number): string => NAMES.get(opcode) ?? "reserved";

/** Whether the opcode is one of the six that RFC 6455 defines. */
export const isKnownOpcode = (opcode: number): boolean => NAMES.has(opcode);

/** Whether the opcode's top bit is set: close, ping, pong and five reserved ones (§5.5). */
export const isControl = (opcode: number): boolean => (opcode & 0x8) !== 0;

/**
 * Close codes and their meaning. `wire: false` marks the ones that only a local API reports and no
 * frame may carry. 1000–1011 and 1015 are RFC 6455 §7.4.1; 1012–1014 came through the registry.
 */
export const CLOSE_CODES = [
  { code: 1000, name: "Normal Closure", wire: true },
  { code: 1001, name: "Going Away", wire: true },
  { code: 1002, name: "Protocol error", wire: true },
  { code: 1003, name: "Unsupported Data", wire: true },
  { code: 1004, name: "Reserved", wire: false },
  { code: 1005, name: "No Status Rcvd", wire: false },
  { code: 1006, name: "Abnormal Closure", wire: false },
  { code: 1007, name: "Invalid frame payload data", wire: true },
  { code: 1008, name: "Policy Violation", wire: true },
  { code: 1009, name: "Message Too Big", wire: true },
  { code: 1010, name: "Mandatory Ext.", wire: true },
  { code: 1011, name: "Internal Error", wire: true },
  { code: 1012, name: "Service Restart", wire: true },
  { code: 1013, name: "Try Again Later", wire: true },
  { code: 1014, name: "Bad Gateway", wire: true },
  { code: 1015, name: "TLS handshake", wire: false },
] as const;

/** Name of a close code, or the range it lies in (§7.4.2). */
export function closeCodeName(code: number): string {
  const known = CLOSE_CODES.find((entry) => entry.code === code);
  if (known) return known.name;
  if (code >= 3000 && code <= 3999) return "registered with IANA";
  if (code >= 4000 && code <= 4999) return "private use";
  return "unassigned";
}

/** Whether a Close frame may carry this code (§7.4): assigned for the wire, or 3000–4999. */
export const isSendableCloseCode = (code: number): boolean =>
  CLOSE_CODES.some((entry) => entry.code === code && entry.wire) ||
  (Number.isInteger(code) && code >= 3000 && code <= 4999);
