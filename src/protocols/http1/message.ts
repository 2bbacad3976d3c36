// The shapes of HTTP/1.x messages and the limits a reader keeps: RFC 9112 §2.1, §6.
import type { HeaderField } from "#protocols/semantics/index.ts";

/** How the end of the content is found: RFC 9112 §6.3. "close" is for responses only. */
export type Framing = "none" | "length" | "chunked" | "close";

/** A complete request. Field values are latin-1 text without outer blanks, in the order received. */
export interface Http1Request {
  readonly method: string;
  /** The request-target as sent, in any of its four forms: RFC 9112 §3.2. */
  readonly target: string;
  /** "1.1", or another minor version of HTTP/1. */
  readonly version: string;
  readonly fields: readonly HeaderField[];
  /** Content with the chunked coding removed; other transfer codings are left on. */
  readonly content: Uint8Array;
  readonly trailers: readonly HeaderField[];
  readonly framing: Exclude<Framing, "close">;
}

/** A complete response, interim or final. */
export interface Http1Response {
  /** Three digits as sent; values outside 100–599 are for `checkResponse` to judge. */
  readonly status: number;
  /** The reason phrase, "" when absent. */
  readonly reason: string;
  readonly version: string;
  readonly fields: readonly HeaderField[];
  readonly content: Uint8Array;
  readonly trailers: readonly HeaderField[];
  readonly framing: Framing;
}

/** What a reader accepts before it gives up. All sizes in bytes, line ends not counted. */
export interface Http1Limits {
  /** Longest start line. RFC 9112 §3 asks for at least 8000. */
  readonly startLine: number;
  /** Longest field section, header or trailer, with its line ends. RFC 9110 §5.4. */
  readonly fieldSection: number;
  /** Most lines in a field section. */
  readonly fieldLines: number;
  /** Longest chunk size line with its extensions. RFC 9112 §7.1.1. */
  readonly chunkLine: number;
  /** Longest content, chunked coding removed. */
  readonly content: number;
}

/** The limits used unless a caller names others. */
export const defaultLimits: Http1Limits = {
  startLine: 8192,
  fieldSection: 65_536,
  fieldLines: 1000,
  chunkLine: 4096,
  content: Number.MAX_SAFE_INTEGER,
};
