// What a script cannot see of its own requests: the fields that browser and server add, and what the heads weigh. RFC 9112 §2.
import type { Fields } from "#trace/index.ts";

/** What the reader's browser puts into its requests. */
export interface Browser {
  readonly host: string;
  readonly userAgent: string;
  readonly language: string;
  /** Address of the page that asks. */
  readonly page: string;
}

/** A browser for runs without one. */
export const SOME_BROWSER: Browser = {
  host: "course.example",
  userAgent:
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
  language: "en-GB,en;q=0.9",
  page: "https://course.example/lessons/polling-long-polling/",
};

/** A request's field lines with those that the browser adds (Fetch, "HTTP-network-or-cache fetch"). */
export const requestFields = (
  { host, userAgent, language, page }: Browser,
  own: Fields,
): Fields => [
  ["host", host],
  ["connection", "keep-alive"],
  ["user-agent", userAgent],
  ...own,
  ["sec-fetch-site", "same-origin"],
  ["sec-fetch-mode", "cors"],
  ["sec-fetch-dest", "empty"],
  ["referer", page],
  ["accept-encoding", "gzip, deflate, br, zstd"],
  ["accept-language", language],
];

/** Some Date: every one is as long (RFC 9110 §5.6.7). */
export const DATE = "Fri, 20 Nov 2026 10:00:00 GMT";

/** A response's field lines with those that a server adds (RFC 9110 §6.6.1, §8.6; RFC 9112 §7). */
export const responseFields = (status: number, seen: Fields, length: number | null): Fields => [
  ...seen,
  ["date", DATE],
  ...(status === 204
    ? []
    : [
        length === null
          ? (["transfer-encoding", "chunked"] as const)
          : (["content-length", String(length)] as const),
      ]),
];

const lines = (fields: Fields): number =>
  fields.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 2);

/** Bytes of a request's head as HTTP/1.1. */
export const requestHead = (target: string, fields: Fields): number =>
  `GET ${target} HTTP/1.1\r\n`.length + lines(fields);

/** Bytes of a response's head as HTTP/1.1. */
export const responseHead = (status: number, reason: string, fields: Fields): number =>
  `HTTP/1.1 ${status} ${reason}\r\n`.length + lines(fields);

/** Bytes of one chunk of content with its size line and line ends (RFC 9112 §7.1). */
export const chunkSize = (length: number): number => length.toString(16).length + 4 + length;

/** Reason phrases of what the depot answers; HTTP/2 has none. */
export const REASONS: Readonly<Record<number, string>> = {
  101: "Switching Protocols",
  200: "OK",
  204: "No Content",
  504: "Gateway Timeout",
};
