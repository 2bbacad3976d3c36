// Field tree of one TLS extension. RFC 8446 §4.2, RFC 9001 §8.2.
import { done, utf8Text, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor } from "../../cursor.ts";
import { byteCount, hexPreview } from "../../field-parts.ts";
import { describeTransportParameters } from "../transport-parameters.ts";

/** Extension type → name and section. */
const extensions: Readonly<Record<number, readonly [name: string, rule: string]>> = {
  0: ["server_name", "RFC 6066 §3"],
  10: ["supported_groups", "RFC 8446 §4.2.7"],
  13: ["signature_algorithms", "RFC 8446 §4.2.3"],
  16: ["application_layer_protocol_negotiation", "RFC 7301 §3.1"],
  41: ["pre_shared_key", "RFC 8446 §4.2.11"],
  42: ["early_data", "RFC 8446 §4.2.10"],
  43: ["supported_versions", "RFC 8446 §4.2.1"],
  45: ["psk_key_exchange_modes", "RFC 8446 §4.2.9"],
  51: ["key_share", "RFC 8446 §4.2.8"],
  57: ["quic_transport_parameters", "RFC 9001 §8.2"],
};

/** The readable text inside a name or a protocol list: its visible characters in order. */
const visible = (bytes: Uint8Array): string =>
  utf8Text(bytes)
    .replace(/[^\x21-\x7e]+/g, " ")
    .trim();

const takeBody = (
  cursor: Cursor,
  type: number,
  rule: string,
  sender: "client" | "server",
): void => {
  const say = type === 0 || type === 16 ? visible : hexPreview;
  if (type !== 57) {
    cursor.take("Extension Data", cursor.left, rule, say);
    return;
  }
  cursor.read(
    "Extension Data",
    (bytes, at) => describeTransportParameters(bytes, at, sender),
    (field) => field,
  );
};

/** Field tree of the extension at `at`, as `sender` sends it. RFC 8446 §4.2. */
export function describeExtension(
  bytes: Uint8Array,
  at: number,
  sender: "client" | "server",
): Step<Field> {
  const head = createCursor(bytes, at, { keep: true });
  const sayType = (value: number): string => `${value} ${extensions[value]?.[0] ?? "unknown"}`;
  const type = head.uint("Extension Type", 2, "RFC 8446 §4.2", sayType);
  const length = head.uint("Length", 2, "RFC 8446 §4.2", byteCount);
  if (head.halt !== null) return head.halt;
  if (length > head.left) return { kind: "more", missing: length - head.left };
  const end = head.at + length;
  const [name, rule] = extensions[type] ?? ["extension", "RFC 8446 §4.2"];
  const body = createCursor(bytes, head.at, { keep: true, end });
  takeBody(body, type, rule, sender);
  if (body.halt !== null) return body.halt;
  const text =
    type === 0 || type === 16 ? visible(bytes.subarray(head.at, end)) : byteCount(length);
  const children = [...head.fields, ...body.fields];
  return done({ name, at, length: end - at, text, rule, children }, end);
}
