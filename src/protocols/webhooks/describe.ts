// The field tree of a signature header: Standard Webhooks, GitHub, Stripe.
import { done, utf8Text, type Field, type Step } from "#wire/index.ts";
import { schemes, type WebhookScheme } from "./schemes.ts";

/** How the members of each scheme's header are separated, and a name from its value. */
const marks: Readonly<Record<WebhookScheme, { readonly list: number; readonly pair: number }>> = {
  "standard-webhooks": { list: 0x20, pair: 0x2c },
  github: { list: 0x2c, pair: 0x3d },
  stripe: { list: 0x2c, pair: 0x3d },
};

/** Members whose signature {@link verify} computes. */
const checked: Readonly<Record<WebhookScheme, string>> = {
  "standard-webhooks": "v1",
  github: "sha256",
  stripe: "v1",
};

function describeMember(bytes: Uint8Array, scheme: WebhookScheme, from: number, to: number): Field {
  const { rule } = schemes[scheme];
  const leaf = (name: string, at: number, end: number): Field => {
    return { name, at, length: end - at, text: utf8Text(bytes.subarray(at, end)), rule };
  };
  const mark = bytes.subarray(from, to).indexOf(marks[scheme].pair);
  if (mark < 0) return { ...leaf("member", from, to), text: "ignored: it has no value" };
  const nameEnd = from + mark;
  const name = utf8Text(bytes.subarray(from, nameEnd)).trim();
  const isTimestamp = scheme === "stripe" && name === "t";
  const kind = isTimestamp ? "timestamp" : "signature";
  const isChecked = isTimestamp || name === checked[scheme];
  return {
    ...leaf(kind, from, to),
    text: isChecked ? name : `${name}: ignored, another version`,
    children: [
      leaf("version", from, nameEnd),
      leaf("separator", nameEnd, nameEnd + 1),
      leaf(isTimestamp ? "seconds" : "value", nameEnd + 1, to),
    ],
  };
}

/** The field tree of a signature header's value, from `at` to the end of the bytes. Always done. */
export function describeSignature(scheme: WebhookScheme, bytes: Uint8Array, at = 0): Step<Field> {
  const { rule, header } = schemes[scheme];
  const children: Field[] = [];
  let from = at;
  for (let cursor = at; cursor <= bytes.length; cursor += 1) {
    if (cursor < bytes.length && bytes[cursor] !== marks[scheme].list) continue;
    if (cursor > from) children.push(describeMember(bytes, scheme, from, cursor));
    if (cursor < bytes.length) {
      children.push({ name: "delimiter", at: cursor, length: 1, text: "next", rule });
    }
    from = cursor + 1;
  }
  const text = utf8Text(bytes.subarray(at));
  const length = bytes.length - at;
  return done({ name: header, at, length, text, rule, children }, bytes.length);
}
