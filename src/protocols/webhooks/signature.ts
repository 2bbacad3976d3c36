// Signing and verifying deliveries with HMAC-SHA-256: Standard Webhooks, GitHub, Stripe.
import { utf8, type Fault } from "#wire/index.ts";
import {
  schemes,
  signedContent,
  type Delivery,
  type SchemeRules,
  type WebhookHeaders,
  type WebhookScheme,
} from "./schemes.ts";

/** One secret, or several while one replaces another. */
export type Secrets = { readonly secret: string } | { readonly secrets: readonly string[] };

/** What the receiver checks: the headers and the body exactly as they arrived. */
export type Received = Secrets & {
  readonly headers: WebhookHeaders;
  readonly body: Uint8Array;
  /** The receiver's clock in Unix seconds. */
  readonly now: number;
  /** How far the timestamp may lie before or after `now`; 300 unless told. */
  readonly toleranceSeconds?: number;
};

/** Whether a delivery is what the holder of the secret has sent. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly fault: Fault };

const listOf = (secrets: Secrets): readonly string[] =>
  "secrets" in secrets ? secrets.secrets : [secrets.secret];

async function mac(key: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  // Copies, because the crypto interface does not take views of shared memory.
  const imported = await crypto.subtle.importKey("raw", key.slice(), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, content.slice()));
}

/** The encoded signature of the content under each secret. */
const signaturesOf = (
  rules: SchemeRules,
  secrets: readonly string[],
  content: Uint8Array,
): Promise<string[]> =>
  Promise.all(secrets.map(async (secret) => rules.encode(await mac(rules.keyOf(secret), content))));

/**
 * The whole header value for a delivery, with one signature per secret. An id or timestamp that the
 * scheme needs and does not get, an id with a full stop (it separates what is signed), no secret, or
 * a secret that is not base64 where it must be, throws RangeError.
 */
export async function sign(scheme: WebhookScheme, delivery: Delivery & Secrets): Promise<string> {
  const rules = schemes[scheme];
  const { id = "", timestamp, body } = delivery;
  const secrets = listOf(delivery);
  if (rules.signs.id && (id === "" || id.includes("."))) {
    throw new RangeError(`${scheme} signs an id without full stops. Give one per event.`);
  }
  const whole = Number.isSafeInteger(timestamp) && (timestamp as number) >= 0;
  if (rules.signs.timestamp && !whole) {
    throw new RangeError(`${scheme} signs a timestamp in whole seconds. Give that of the attempt.`);
  }
  if (secrets.length === 0 || (scheme === "github" && secrets.length > 1)) {
    throw new RangeError(`${scheme} cannot sign with ${secrets.length} secrets`);
  }
  const content = signedContent(scheme, { id, timestamp: String(timestamp), body });
  return rules.format(await signaturesOf(rules, secrets, content), String(timestamp));
}

/**
 * Whether both hold the same bytes, in a time that depends on their length only: where the first
 * difference lies does not show. A difference in length does.
 */
export function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) {
    difference |= (a[index] as number) ^ (b[index] as number);
  }
  return difference === 0;
}

const failed = (code: string, rule: string, text: string): Verdict => ({
  ok: false,
  fault: { code, at: 0, rule, text },
});

function checkTimestamp(
  timestamp: string,
  { now, toleranceSeconds = 300 }: Received,
  rule: string,
): Verdict {
  if (!/^[0-9]{1,15}$/.test(timestamp)) {
    return failed(
      "BAD_TIMESTAMP",
      rule,
      "The timestamp is not a whole number of seconds: its age is unknown. Refuse the delivery.",
    );
  }
  const age = now - Number(timestamp);
  if (age > toleranceSeconds) {
    return failed(
      "TIMESTAMP_TOO_OLD",
      rule,
      "The timestamp is too old: this may be a recording played again. Refuse the delivery.",
    );
  }
  if (age < -toleranceSeconds) {
    return failed(
      "TIMESTAMP_TOO_NEW",
      rule,
      "The timestamp lies in the future: a clock is wrong or somebody cheats. Refuse the delivery.",
    );
  }
  return { ok: true };
}

/**
 * Verifies a delivery: the timestamp within the tolerance in both directions, and one of the
 * signatures right under one of the secrets. All pairs are compared, each in constant time. No
 * secret, or one that is not base64 where it must be, throws RangeError.
 */
export async function verify(scheme: WebhookScheme, received: Received): Promise<Verdict> {
  const rules = schemes[scheme];
  const secrets = listOf(received);
  if (secrets.length === 0) throw new RangeError(`${scheme} cannot verify without a secret`);
  const header = rules.read(received.headers);
  if ("missing" in header) {
    return failed(
      "MISSING_HEADER",
      rules.rule,
      `The header ${header.missing} is absent or unreadable: nothing proves the sender. Refuse it.`,
    );
  }
  const { id, timestamp, signatures } = header;
  if (timestamp !== null) {
    const verdict = checkTimestamp(timestamp, received, rules.rule);
    if (!verdict.ok) return verdict;
  }
  if (signatures.length === 0) {
    return failed(
      "NO_SIGNATURE",
      rules.rule,
      "The header has no signature of the version that is checked. Refuse the delivery.",
    );
  }
  const content = signedContent(scheme, { id, timestamp: timestamp ?? "", body: received.body });
  const expected = (await signaturesOf(rules, secrets, content)).map(utf8);
  const given = signatures.map(utf8);
  const matches = expected.flatMap((ours) => given.map((each) => equalInConstantTime(ours, each)));
  if (matches.includes(true)) return { ok: true };
  return failed(
    "SIGNATURE_MISMATCH",
    rules.rule,
    "No signature fits this body and secret: it was changed, parsed and written again, or forged. Refuse it.",
  );
}
