// Stands in for `tough-cookie` in the browser: MSW keeps cookies for handlers in it, and it is half of
// MSW. A Set-Cookie of a worker's answer never reaches the browser's own jar, so no lab sends one.

/** Never made: nothing is stored. */
export const Cookie = { fromJSON: (): null => null };

/** A store that stays empty. */
export class MemoryCookieStore {
  readonly idx = {};
}

/** A jar that takes everything and gives nothing. */
export class CookieJar {
  readonly getCookiesSync = (): readonly never[] => [];
  readonly setCookie = (): Promise<void> => Promise.resolve();
}
