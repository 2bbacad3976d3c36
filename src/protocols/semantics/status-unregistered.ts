// Status codes that are in no registry but are met in the wild. Hearsay, and worded so.

/** A code outside the registry: who is said to use it, and for what. */
export interface UnregisteredStatusCode {
  readonly code: number;
  /** Who probably sends it; we have no specification to cite. */
  readonly usedBy: string;
  readonly meaning: string;
}

const nginx = "probably nginx, mostly in its own log";
const cloudflare = "probably Cloudflare's edge";

/**
 * Not standard: a client treats each as the x00 of its class (RFC 9110 §15). No specification
 * stands behind these rows; they report common knowledge that may be out of date.
 */
export const UNREGISTERED_STATUS_CODES: readonly UnregisteredStatusCode[] = [
  { code: 419, usedBy: "probably Laravel", meaning: "A form's anti-forgery token has expired." },
  {
    code: 420,
    usedBy: "formerly Twitter, it is said",
    meaning: "Calm down: a rate limit, now 429.",
  },
  { code: 440, usedBy: "probably Microsoft IIS and Exchange", meaning: "The login has timed out." },
  { code: 444, usedBy: nginx, meaning: "The server closed the connection without an answer." },
  {
    code: 449,
    usedBy: "probably Microsoft IIS",
    meaning: "Repeat the request with more information.",
  },
  {
    code: 450,
    usedBy: "formerly Windows, it is said",
    meaning: "Parental controls blocked the page.",
  },
  {
    code: 494,
    usedBy: nginx,
    meaning: "The header section is too large; the registered code is 431.",
  },
  { code: 495, usedBy: nginx, meaning: "The client's certificate did not verify." },
  { code: 496, usedBy: nginx, meaning: "The client sent no certificate where one is required." },
  { code: 497, usedBy: nginx, meaning: "Plain HTTP arrived on a port for HTTPS." },
  { code: 498, usedBy: "probably ArcGIS", meaning: "An access token is invalid or has expired." },
  { code: 499, usedBy: nginx, meaning: "The client closed the connection before the answer." },
  {
    code: 509,
    usedBy: "probably shared hosting panels",
    meaning: "The bandwidth quota is used up.",
  },
  { code: 520, usedBy: cloudflare, meaning: "The origin answered something that makes no sense." },
  { code: 521, usedBy: cloudflare, meaning: "The origin refused the connection." },
  { code: 522, usedBy: cloudflare, meaning: "Connecting to the origin took too long." },
  { code: 523, usedBy: cloudflare, meaning: "The origin cannot be reached." },
  { code: 524, usedBy: cloudflare, meaning: "The origin was connected but answered too late." },
  { code: 525, usedBy: cloudflare, meaning: "The TLS handshake with the origin failed." },
  { code: 526, usedBy: cloudflare, meaning: "The origin's certificate is not valid." },
  { code: 527, usedBy: cloudflare, meaning: "A retired optimiser for origins failed." },
  { code: 528, usedBy: "nobody that we know of", meaning: "It lies among codes that others use." },
  {
    code: 529,
    usedBy: "several APIs, it is said",
    meaning: "The service is overloaded; compare 503.",
  },
  {
    code: 530,
    usedBy: cloudflare,
    meaning: "The origin's name could not be resolved, or it is frozen.",
  },
  {
    code: 598,
    usedBy: "some proxies, it is said",
    meaning: "Reading from the network took too long.",
  },
  {
    code: 599,
    usedBy: "some proxies, it is said",
    meaning: "Connecting to the network took too long.",
  },
];
