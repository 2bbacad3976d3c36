// Numbers that HTTP/2 gives to frame types, flags, error codes and settings: RFC 9113 §6, §7, RFC 8441 §3.

/** Frame types (RFC 9113 §6). */
export const FRAME_TYPES = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

/** Name of a frame type that RFC 9113 defines. */
export type FrameTypeName = keyof typeof FRAME_TYPES;

/** Flag bits (RFC 9113 §6); the type of the frame decides which of them mean anything. */
export const FLAGS = {
  END_STREAM: 0x01,
  ACK: 0x01,
  END_HEADERS: 0x04,
  PADDED: 0x08,
  PRIORITY: 0x20,
} as const;

/** Error codes of RST_STREAM and GOAWAY (RFC 9113 §7). */
export const ERROR_CODES = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  CONNECT_ERROR: 10,
  ENHANCE_YOUR_CALM: 11,
  INADEQUATE_SECURITY: 12,
  HTTP_1_1_REQUIRED: 13,
} as const;

/** Name of an error code that RFC 9113 defines. */
export type ErrorCodeName = keyof typeof ERROR_CODES;

/** Setting identifiers (RFC 9113 §6.5.2; ENABLE_CONNECT_PROTOCOL: RFC 8441 §3). */
export const SETTING_IDS = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
  ENABLE_CONNECT_PROTOCOL: 8,
} as const;

/** What the rules about a frame of one type need to know. */
export interface FrameLayout {
  readonly name: FrameTypeName;
  /** Section that defines the type. */
  readonly rule: string;
  /** Whether the frame belongs to a stream, to the connection (stream 0), or to either. */
  readonly stream: "required" | "forbidden" | "either";
  /** Length of the payload in octets, where it is fixed. */
  readonly length?: number;
  /** Whether a wrong size ends the connection or the stream alone (§4.2, §6.3). */
  readonly sizeError: "connection" | "stream";
  /** Defined flags by bit value. */
  readonly flags: Readonly<Record<number, string>>;
}

const END_STREAM = { [FLAGS.END_STREAM]: "END_STREAM" };
const END_HEADERS = { [FLAGS.END_HEADERS]: "END_HEADERS" };
const PADDED = { [FLAGS.PADDED]: "PADDED" };
const ACK = { [FLAGS.ACK]: "ACK" };

/** The defined frame types in the order of their numbers, 0–9. */
export const FRAME_LAYOUTS: readonly FrameLayout[] = [
  {
    name: "DATA",
    rule: "RFC 9113 §6.1",
    stream: "required",
    sizeError: "stream",
    flags: { ...END_STREAM, ...PADDED },
  },
  {
    name: "HEADERS",
    rule: "RFC 9113 §6.2",
    stream: "required",
    sizeError: "connection",
    flags: { ...END_STREAM, ...END_HEADERS, ...PADDED, [FLAGS.PRIORITY]: "PRIORITY" },
  },
  {
    name: "PRIORITY",
    rule: "RFC 9113 §6.3",
    stream: "required",
    length: 5,
    sizeError: "stream",
    flags: {},
  },
  {
    name: "RST_STREAM",
    rule: "RFC 9113 §6.4",
    stream: "required",
    length: 4,
    sizeError: "connection",
    flags: {},
  },
  {
    name: "SETTINGS",
    rule: "RFC 9113 §6.5",
    stream: "forbidden",
    sizeError: "connection",
    flags: ACK,
  },
  {
    name: "PUSH_PROMISE",
    rule: "RFC 9113 §6.6",
    stream: "required",
    sizeError: "connection",
    flags: { ...END_HEADERS, ...PADDED },
  },
  {
    name: "PING",
    rule: "RFC 9113 §6.7",
    stream: "forbidden",
    length: 8,
    sizeError: "connection",
    flags: ACK,
  },
  {
    name: "GOAWAY",
    rule: "RFC 9113 §6.8",
    stream: "forbidden",
    sizeError: "connection",
    flags: {},
  },
  {
    name: "WINDOW_UPDATE",
    rule: "RFC 9113 §6.9",
    stream: "either",
    length: 4,
    sizeError: "connection",
    flags: {},
  },
  {
    name: "CONTINUATION",
    rule: "RFC 9113 §6.10",
    stream: "required",
    sizeError: "connection",
    flags: END_HEADERS,
  },
];

const nameIn = (table: Readonly<Record<string, number>>, number: number): string | null =>
  Object.entries(table).find(([, value]) => value === number)?.[0] ?? null;

/** Name of a frame type, or "unknown type 0x21". */
export const frameTypeName = (type: number): string =>
  FRAME_LAYOUTS[type]?.name ?? `unknown type 0x${type.toString(16).padStart(2, "0")}`;

/** Name of an error code, or "unknown error 0xff" (§7: it has no special meaning). */
export const errorCodeName = (code: number): string =>
  nameIn(ERROR_CODES, code) ?? `unknown error 0x${code.toString(16)}`;

/** Name of a setting, or "unknown setting 0x9" (§6.5.2: it is ignored). */
export const settingName = (id: number): string =>
  nameIn(SETTING_IDS, id) ?? `unknown setting 0x${id.toString(16)}`;
