// Field tree of the TLS messages inside CRYPTO frames. RFC 8446 §4, RFC 9001 §8.
import { done, fault, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor, type Halt } from "../../cursor.ts";
import { byteCount, hexPreview } from "../../field-parts.ts";
import { describeExtension } from "./describe-extension.ts";

/** Handshake type → name and section. RFC 8446 §4. */
const messages: Readonly<Record<number, readonly [name: string, rule: string]>> = {
  1: ["ClientHello", "RFC 8446 §4.1.2"],
  2: ["ServerHello", "RFC 8446 §4.1.3"],
  4: ["NewSessionTicket", "RFC 8446 §4.6.1"],
  8: ["EncryptedExtensions", "RFC 8446 §4.3.1"],
  11: ["Certificate", "RFC 8446 §4.4.2"],
  15: ["CertificateVerify", "RFC 8446 §4.4.3"],
  20: ["Finished", "RFC 8446 §4.4.4"],
};

/** Cipher suite → name. RFC 8446 §B.4. */
const suites: Readonly<Record<number, string>> = {
  0x1301: "TLS_AES_128_GCM_SHA256",
  0x1302: "TLS_AES_256_GCM_SHA384",
  0x1303: "TLS_CHACHA20_POLY1305_SHA256",
};

const number4 = (value: number): string => `0x${value.toString(16).padStart(4, "0")}`;
const saySuite = (value: number): string => `${number4(value)} ${suites[value] ?? "unknown"}`;
const sayVersion = (value: number): string =>
  value === 0x0303 ? "0x0303, as TLS 1.2 wrote it" : number4(value);

/** A vector: its length, then a field with what `read` takes from exactly that many bytes. */
export function takeVector(
  cursor: Cursor,
  name: string,
  lengthBytes: 1 | 2 | 3,
  rule: string,
  read?: (inner: Cursor) => void,
): void {
  const length = cursor.uint(`${name} Length`, lengthBytes, rule, byteCount);
  if (read === undefined || length === 0) {
    cursor.take(name, length, rule);
    return;
  }
  cursor.read(
    name,
    (bytes, at): Step<readonly Field[]> => {
      const end = at + length;
      if (end > bytes.length) return { kind: "more", missing: end - bytes.length };
      const inner = createCursor(bytes, at, { end, keep: true, short: tooShort });
      while (inner.halt === null && inner.left > 0) read(inner);
      return inner.halt ?? done(inner.fields, end);
    },
    (children, at, bytes) => ({
      name,
      at,
      length: bytes.length,
      text: byteCount(bytes),
      rule,
      children,
    }),
  );
}

const tooShort = (missing: number, at: number, name: string): Halt =>
  fault(
    "DECODE_ERROR",
    at,
    "RFC 8446 §6",
    `The message ends ${byteCount(missing)} before its ${name} does.`,
  ) as Halt;

const takeExtensions = (cursor: Cursor, sender: "client" | "server"): void => {
  takeVector(cursor, "Extensions", 2, "RFC 8446 §4.2", (inner) => {
    inner.read(
      "Extension",
      (bytes, at) => describeExtension(bytes, at, sender),
      (field) => field,
    );
  });
};

function takeHello(cursor: Cursor, rule: string, client: boolean): void {
  cursor.uint("Legacy Version", 2, rule, sayVersion);
  cursor.take("Random", 32, rule);
  takeVector(cursor, "Legacy Session ID", 1, rule);
  if (client) {
    takeVector(cursor, "Cipher Suites", 2, rule, (inner) => {
      inner.uint("Cipher Suite", 2, "RFC 8446 §B.4", saySuite);
    });
    takeVector(cursor, "Legacy Compression Methods", 1, rule);
  } else {
    cursor.uint("Cipher Suite", 2, "RFC 8446 §B.4", saySuite);
    cursor.uint("Legacy Compression Method", 1, rule);
  }
  takeExtensions(cursor, client ? "client" : "server");
}

function takeBody(cursor: Cursor, type: number, rule: string): void {
  switch (type) {
    case 1:
    case 2:
      takeHello(cursor, rule, type === 1);
      return;
    case 4:
      cursor.uint("Ticket Lifetime", 4, rule, (seconds) => `${seconds} seconds`);
      cursor.uint("Ticket Age Add", 4, rule);
      takeVector(cursor, "Ticket Nonce", 1, rule);
      takeVector(cursor, "Ticket", 2, rule);
      takeExtensions(cursor, "server");
      return;
    case 8:
      takeExtensions(cursor, "server");
      return;
    case 11:
      takeVector(cursor, "Certificate Request Context", 1, rule);
      takeVector(cursor, "Certificate List", 3, rule, (inner) => {
        takeVector(inner, "Certificate Data", 3, rule);
        takeExtensions(inner, "server");
      });
      return;
    case 15:
      cursor.uint("Algorithm", 2, rule, (value) =>
        value === 0x0807 ? "0x0807 ed25519" : number4(value),
      );
      takeVector(cursor, "Signature", 2, rule);
      return;
    default:
      cursor.take(type === 20 ? "Verify Data" : "Body", cursor.left, rule, hexPreview);
  }
}

/** Field tree of the TLS handshake message at `at`. RFC 8446 §4. */
export function describeTlsMessage(bytes: Uint8Array, at = 0): Step<Field> {
  const head = createCursor(bytes, at, { keep: true });
  const sayType = (value: number): string => `${value} ${messages[value]?.[0] ?? "unknown"}`;
  const type = head.uint("Handshake Type", 1, "RFC 8446 §4", sayType);
  const length = head.uint("Length", 3, "RFC 8446 §4", byteCount);
  if (head.halt !== null) return head.halt;
  if (length > head.left) return { kind: "more", missing: length - head.left };
  const end = head.at + length;
  const [name, rule] = messages[type] ?? ["Handshake message", "RFC 8446 §4"];
  const body = createCursor(bytes, head.at, { keep: true, end, short: tooShort });
  takeBody(body, type, rule);
  if (body.halt === null && body.left > 0) {
    body.fail("DECODE_ERROR", body.at, "RFC 8446 §6", `The ${name} is longer than its fields.`);
  }
  if (body.halt !== null) return body.halt;
  const text = byteCount(end - at);
  const children = [...head.fields, ...body.fields];
  return done({ name, at, length: end - at, text, rule, children }, end);
}

/**
 * The messages that fill [at, end) of a CRYPTO stream, or null when these bytes are only parts of
 * messages: a flight may be cut anywhere into packets. RFC 9001 §4.
 */
export function tlsMessages(bytes: Uint8Array, at: number, end: number): readonly Field[] | null {
  const fields: Field[] = [];
  const region = bytes.subarray(0, end);
  for (let next = at; next < end;) {
    const step = describeTlsMessage(region, next);
    if (step.kind !== "done") return null;
    fields.push(step.value);
    next = step.next;
  }
  return fields;
}
