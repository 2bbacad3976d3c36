// The 17 status codes of gRPC, and what stands for them when none arrived (statuscodes.md,
// http-grpc-status-mapping.md, PROTOCOL-HTTP2.md "Errors").

/** Number of each status code by its name. */
export const STATUS_CODES = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** Name of a status code. */
export type StatusName = keyof typeof STATUS_CODES;

const NAMES = Object.keys(STATUS_CODES) as StatusName[];

/** Name of a number 0–16; null for any other. */
export const statusName = (code: number): StatusName | null => NAMES[code] ?? null;

const FROM_HTTP: Readonly<Record<number, number>> = {
  400: STATUS_CODES.INTERNAL,
  401: STATUS_CODES.UNAUTHENTICATED,
  403: STATUS_CODES.PERMISSION_DENIED,
  404: STATUS_CODES.UNIMPLEMENTED,
  429: STATUS_CODES.UNAVAILABLE,
  431: STATUS_CODES.INTERNAL,
  502: STATUS_CODES.UNAVAILABLE,
  503: STATUS_CODES.UNAVAILABLE,
  504: STATUS_CODES.UNAVAILABLE,
};

/**
 * What an HTTP status says when no grpc-status came with it; UNKNOWN for all that the table does
 * not name, 200 included (http-grpc-status-mapping.md).
 */
export const statusFromHttp = (code: number): number => FROM_HTTP[code] ?? STATUS_CODES.UNKNOWN;

// HTTP/2 error codes by number (RFC 9113 §7).
const FROM_RST_STREAM: Readonly<Record<number, number>> = {
  0x0: STATUS_CODES.INTERNAL, // NO_ERROR: a status should have been sent
  0x1: STATUS_CODES.INTERNAL, // PROTOCOL_ERROR
  0x2: STATUS_CODES.INTERNAL, // INTERNAL_ERROR
  0x3: STATUS_CODES.INTERNAL, // FLOW_CONTROL_ERROR
  0x4: STATUS_CODES.INTERNAL, // SETTINGS_TIMEOUT
  0x6: STATUS_CODES.INTERNAL, // FRAME_SIZE_ERROR
  0x7: STATUS_CODES.UNAVAILABLE, // REFUSED_STREAM: nothing was processed, retry elsewhere
  0x8: STATUS_CODES.CANCELLED, // CANCEL
  0x9: STATUS_CODES.INTERNAL, // COMPRESSION_ERROR
  0xa: STATUS_CODES.INTERNAL, // CONNECT_ERROR
  0xb: STATUS_CODES.RESOURCE_EXHAUSTED, // ENHANCE_YOUR_CALM: the resource is bandwidth
  0xc: STATUS_CODES.PERMISSION_DENIED, // INADEQUATE_SECURITY
};

/**
 * What an RST_STREAM that ended a call means. STREAM_CLOSED has no mapping (no stream is left to
 * report to), HTTP_1_1_REQUIRED and newer codes are not in the table: UNKNOWN.
 */
export const statusFromRstStream = (errorCode: number): number =>
  FROM_RST_STREAM[errorCode] ?? STATUS_CODES.UNKNOWN;

/** The documents that decide, as citations. */
export const RULES = {
  requests: "PROTOCOL-HTTP2.md §Requests",
  responses: "PROTOCOL-HTTP2.md §Responses",
  data: "PROTOCOL-HTTP2.md §Data Frames",
  web: "PROTOCOL-WEB.md §Protocol differences",
  codes: "statuscodes.md",
  http: "http-grpc-status-mapping.md",
  compression: "compression.md §Compression Method Asymmetry Between Peers",
  compressionFlag: "compression.md §Test cases",
} as const;
