// What the loss tank loads and over what: the pages, the versions, and what a run tells of each.
import type { Load, Resource } from "#scenarios/page.ts";

/** The pages to choose from. */
export const PAGES = ["three", "one", "hundred"] as const;
export type Page = (typeof PAGES)[number];

const resource = (id: string, type: string, size: number): Resource => ({
  id,
  path: `/${id}`,
  type,
  size,
  think: 5,
});

/** A page's resources, in the order in which it asks for them. */
export const RESOURCES: Readonly<Record<Page, readonly Resource[]>> = {
  // Of equal size, so that only the wire tells them apart.
  three: [
    resource("app.js", "text/javascript", 18_000),
    resource("route.json", "application/json", 18_000),
    resource("map.webp", "image/webp", 18_000),
  ],
  one: [resource("film.webm", "video/webm", 90_000)],
  hundred: Array.from({ length: 100 }, (_, index) =>
    resource(`tile-${index + 1}.webp`, "image/webp", 2_000 + ((index * 7_919) % 6_000)),
  ),
};

/** What the page's one connection over HTTP/1.1 is not: browsers open about six (RFC 9112 §9.4). */
export const CONNECTIONS = 6;

export const VERSIONS = ["http1", "http2", "http3"] as const;
export type Version = (typeof VERSIONS)[number];

export const NAMES: Readonly<Record<Version, string>> = {
  http1: "HTTP/1.1, up to six connections",
  http2: "HTTP/2, one connection",
  http3: "HTTP/3, one connection",
};

/** What one version made of the loss. */
export interface Outcome {
  readonly load: Load;
  /** When the last resource would have been complete without the loss. */
  readonly whole: number;
  /** The server's packets that were lost. */
  readonly lost: number;
  /** Ids of resources whose bytes were there and could not be used. */
  readonly stalled: readonly string[];
  /** Milliseconds of the longest of these waits; 0 without any. */
  readonly longest: number;
  /** Ids of resources that had bytes in a lost packet. */
  readonly carried: readonly string[];
  /** Whether the page was not complete when the address changed. */
  readonly moved: boolean;
}

/** What came of a run, by version. */
export type Seen = Readonly<Record<Version, Outcome>>;

/** The server's packets with content when nothing is lost, by version: places of their resources. */
export type Plan = Readonly<Record<Version, readonly (readonly number[])[]>>;
