// What a redirect does to a request: WHATWG Fetch, "HTTP-redirect fetch", as one pure function.

/** A request as far as redirects touch it. */
export interface Hop {
  readonly method: string;
  readonly hasContent: boolean;
}

/** Redirects that Fetch follows for one request; the next one is a network error. */
export const MOST_REDIRECTS = 20;

/** Statuses whose Location is followed (Fetch, "redirect status"). */
export const REDIRECT_STATUSES = [301, 302, 303, 307, 308] as const;
export type RedirectStatus = (typeof REDIRECT_STATUSES)[number];

/** Whether Fetch follows a Location that comes with this status. */
export const isRedirectStatus = (status: number): status is RedirectStatus =>
  REDIRECT_STATUSES.some((each) => each === status);

/** Fields that describe content and leave with it (Fetch, "request-body-header name"). */
export const CONTENT_FIELDS: readonly string[] = [
  "content-encoding",
  "content-language",
  "content-location",
  "content-type",
];

/** The request that follows a redirect with `status` (Fetch, "HTTP-redirect fetch", step 12). */
export function afterRedirect(hop: Hop, status: RedirectStatus): Hop {
  const rewritten =
    ((status === 301 || status === 302) && hop.method === "POST") ||
    (status === 303 && hop.method !== "GET" && hop.method !== "HEAD");
  return rewritten ? { method: "GET", hasContent: false } : hop;
}
