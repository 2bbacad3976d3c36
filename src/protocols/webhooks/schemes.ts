// What each scheme signs and where it puts the signature: three tables of the same shape.
import { concat, utf8 } from "#wire/index.ts";

/** The three ways of signing that the course treats. */
export type WebhookScheme = "standard-webhooks" | "github" | "stripe";

/** What the sender knows about one delivery. `timestamp` is in Unix seconds. */
export interface Delivery {
  readonly id?: string;
  readonly timestamp?: number;
  readonly body: Uint8Array;
}

/** The parts of a received signature header, still text. */
export interface ReceivedSignature {
  readonly id: string;
  /** Digits as sent; null where the scheme has no timestamp. */
  readonly timestamp: string | null;
  /** Every signature of the version that we compute, in order. */
  readonly signatures: readonly string[];
}

/** Headers of a request by lower-case name. */
export type WebhookHeaders = Readonly<Record<string, string | undefined>>;

/** Names the header that is absent or unreadable. */
export interface UnreadableHeader {
  readonly missing: string;
}

/** One scheme: its key, what it signs, how it writes and reads the header. */
export interface SchemeRules {
  /** Citation of the scheme's own documentation. */
  readonly rule: string;
  /** Header that carries the signatures, lower case. */
  readonly header: string;
  /** Whether a delivery has an id and a timestamp that are signed with the body. */
  readonly signs: { readonly id: boolean; readonly timestamp: boolean };
  /** HMAC key of a secret as its owner keeps it. A malformed secret throws RangeError. */
  readonly keyOf: (secret: string) => Uint8Array;
  readonly encode: (mac: Uint8Array) => string;
  /** Header value of one or more encoded signatures. */
  readonly format: (signatures: readonly string[], timestamp: string) => string;
  readonly read: (headers: WebhookHeaders) => ReceivedSignature | UnreadableHeader;
}

const hex = (mac: Uint8Array): string =>
  Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");

const base64 = (mac: Uint8Array): string => btoa(String.fromCharCode(...mac));

/** The bytes behind whsec_, in base64; the prefix may be left off. */
function decodeSecret(secret: string): Uint8Array {
  const text = secret.startsWith("whsec_") ? secret.slice(6) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.replace(/=/g, "").length % 4 === 1) {
    throw new RangeError("the secret is not whsec_ and base64. Copy it whole.");
  }
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Members of a list whose name is `name`, cut at the first `sign`. */
const valuesNamed = (list: readonly string[], name: string, sign: string): string[] =>
  list
    .filter((member) => member.startsWith(name + sign))
    .map((member) => member.slice(name.length + sign.length));

function readStandard(headers: WebhookHeaders): ReceivedSignature | UnreadableHeader {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  const missing = names.find((name) => !headers[name]);
  if (missing !== undefined) return { missing };
  const [id = "", timestamp = "", list = ""] = names.map((name) => headers[name]);
  return { id, timestamp, signatures: valuesNamed(list.split(" "), "v1", ",") };
}

function readGithub(headers: WebhookHeaders): ReceivedSignature | UnreadableHeader {
  const value = headers["x-hub-signature-256"];
  if (!value) return { missing: "x-hub-signature-256" };
  return { id: "", timestamp: null, signatures: valuesNamed([value], "sha256", "=") };
}

function readStripe(headers: WebhookHeaders): ReceivedSignature | UnreadableHeader {
  const members = (headers["stripe-signature"] ?? "").split(",").map((member) => member.trim());
  const [timestamp, ...others] = valuesNamed(members, "t", "=");
  // Two timestamps could be read in two ways, so none counts.
  if (timestamp === undefined || others.length > 0) return { missing: "stripe-signature" };
  return { id: "", timestamp, signatures: valuesNamed(members, "v1", "=") };
}

/** The rules of each scheme. */
export const schemes: Readonly<Record<WebhookScheme, SchemeRules>> = {
  "standard-webhooks": {
    rule: "Standard Webhooks, Signature scheme",
    header: "webhook-signature",
    signs: { id: true, timestamp: true },
    keyOf: decodeSecret,
    encode: base64,
    format: (signatures) => signatures.map((each) => `v1,${each}`).join(" "),
    read: readStandard,
  },
  github: {
    rule: "GitHub Docs, Validating webhook deliveries",
    header: "x-hub-signature-256",
    signs: { id: false, timestamp: false },
    keyOf: utf8,
    encode: hex,
    format: (signatures) => signatures.map((each) => `sha256=${each}`).join(","),
    read: readGithub,
  },
  stripe: {
    rule: "Stripe Docs, Verify webhook signatures manually",
    header: "stripe-signature",
    signs: { id: false, timestamp: true },
    keyOf: utf8, // the whole secret with its prefix, unlike Standard Webhooks
    encode: hex,
    format: (signatures, timestamp) =>
      [`t=${timestamp}`, ...signatures.map((each) => `v1=${each}`)].join(","),
    read: readStripe,
  },
};

/** The bytes that are signed: id and timestamp, where the scheme has them, and the body as sent. */
export function signedContent(
  scheme: WebhookScheme,
  {
    id,
    timestamp,
    body,
  }: { readonly id: string; readonly timestamp: string; readonly body: Uint8Array },
): Uint8Array {
  const { signs } = schemes[scheme];
  const prefix = `${signs.id ? `${id}.` : ""}${signs.timestamp ? `${timestamp}.` : ""}`;
  return concat([utf8(prefix), body]);
}
