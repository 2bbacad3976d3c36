// The static table of HPACK: RFC 7541 §2.3.1 and Appendix A.
import type { HeaderField } from "#protocols/semantics/fields.ts";

const line = (name: string, ...values: readonly string[]): HeaderField[] =>
  (values.length === 0 ? [""] : values).map((value) => [name, value] as const);

/** Entries 1–61 at positions 0–60. */
export const STATIC_TABLE: readonly HeaderField[] = [
  ...line(":authority"),
  ...line(":method", "GET", "POST"),
  ...line(":path", "/", "/index.html"),
  ...line(":scheme", "http", "https"),
  ...line(":status", "200", "204", "206", "304", "400", "404", "500"),
  ...line("accept-charset"),
  ...line("accept-encoding", "gzip, deflate"),
  ...[
    "accept-language accept-ranges accept access-control-allow-origin age allow authorization",
    "cache-control content-disposition content-encoding content-language content-length",
    "content-location content-range content-type cookie date etag expect expires from host",
    "if-match if-modified-since if-none-match if-range if-unmodified-since last-modified link",
    "location max-forwards proxy-authenticate proxy-authorization range referer refresh",
    "retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary",
    "via www-authenticate",
  ].flatMap((row) => row.split(" ").flatMap((name) => line(name))),
];

/** Entries of the static table; the dynamic table's newest entry has the next index. */
export const STATIC_LENGTH = STATIC_TABLE.length;

/** What the static table knows of a name: the first index that has it, and the index per value. */
export interface StaticName {
  readonly index: number;
  readonly values: ReadonlyMap<string, number>;
}

/** The static table by name, for encoders. */
export const STATIC_NAMES: ReadonlyMap<string, StaticName> = (() => {
  const names = new Map<string, { index: number; values: Map<string, number> }>();
  STATIC_TABLE.forEach(([name, value], place) => {
    const known = names.get(name) ?? { index: place + 1, values: new Map<string, number>() };
    known.values.set(value, place + 1);
    names.set(name, known);
  });
  return names;
})();
