// A self-signed X.509 certificate in DER, just enough for a server of a lesson. RFC 5280 §4.1, RFC 8410.
import { concat, utf8 } from "#wire/index.ts";
import type { Signer } from "./curves.ts";

/** DER tags. X.690 §8. */
const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context3: 0xa3,
  dnsName: 0x82,
} as const;

function der(tag: keyof typeof tags, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return concat([Uint8Array.of(tags[tag], ...size), content]);
}

/** id-Ed25519, 1.3.101.112. RFC 8410 §3. */
const ed25519 = der("sequence", der("oid", Uint8Array.of(0x2b, 0x65, 0x70)));
/** commonName, 2.5.4.3. RFC 5280 §4.1.2.4. */
const commonName = der("oid", Uint8Array.of(0x55, 0x04, 0x03));
/** subjectAltName, 2.5.29.17. RFC 5280 §4.2.1.6. */
const subjectAltName = der("oid", Uint8Array.of(0x55, 0x1d, 0x11));
/** Unused bits of a bit string that ends with its last byte. */
const whole = Uint8Array.of(0);

/** What the certificate says. Times are 12 digits, YYMMDDhhmmss, in UTC. */
export interface CertificateContent {
  readonly serverName: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** DER bytes of a certificate for one DNS name, signed with its own key. RFC 5280 §4.1. */
export async function selfSignedCertificate(
  { serverName, notBefore, notAfter }: CertificateContent,
  signer: Signer,
): Promise<Uint8Array> {
  const name = der(
    "sequence",
    der("set", der("sequence", commonName, der("utf8String", utf8(serverName)))),
  );
  const time = (digits: string): Uint8Array => der("utcTime", utf8(`${digits}Z`));
  const alternative = der("octetString", der("sequence", der("dnsName", utf8(serverName))));
  const toBeSigned = der(
    "sequence",
    der("context0", der("integer", Uint8Array.of(2))),
    der("integer", Uint8Array.of(1)),
    ed25519,
    name,
    der("sequence", time(notBefore), time(notAfter)),
    name,
    der("sequence", ed25519, der("bitString", whole, signer.publicKey)),
    der("context3", der("sequence", der("sequence", subjectAltName, alternative))),
  );
  const signature = await signer.sign(toBeSigned);
  return der("sequence", toBeSigned, ed25519, der("bitString", whole, signature));
}
