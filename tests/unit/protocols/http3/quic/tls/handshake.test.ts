import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formatHex, parseHex, utf8 } from "#wire/index.ts";
import {
  createKeyExchange,
  createSigner,
  createTlsHandshake,
  writeTransportParameters,
  type TlsHandshake,
  type TlsHandshakeOptions,
} from "#protocols/http3/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

/** Counting bytes in place of randomness. */
function counter(): (length: number) => Uint8Array {
  let next = 0;
  return (length) => Uint8Array.from({ length }, () => (next += 1) & 0xff);
}

const open = (more: Partial<TlsHandshakeOptions> = {}): Promise<TlsHandshake> =>
  createTlsHandshake({
    random: counter(),
    serverName: "parcels.example",
    transportParameters: {
      client: writeTransportParameters({ initial_max_data: 65_536 }),
      server: writeTransportParameters({ initial_max_data: 65_536 }),
    },
    ...more,
  });

/** Type and body of each handshake message. RFC 8446 §4. */
function messagesOf(bytes: Uint8Array): { type: number; body: Uint8Array }[] {
  const messages: { type: number; body: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length;) {
    const [type = 0, a = 0, b = 0, c = 0] = bytes.subarray(at);
    const end = at + 4 + a * 65_536 + b * 256 + c;
    messages.push({ type, body: bytes.subarray(at + 4, end) });
    at = end;
  }
  return messages;
}

describe("key agreement and signatures", () => {
  it("X25519 as in RFC 7748 §6.1", async () => {
    const bob = await createKeyExchange(
      hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
    );
    expect(formatHex(bob.publicKey)).toBe(
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
    );
    const alice = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    expect(formatHex(await bob.sharedWith(alice))).toBe(
      "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
    );
    await expect(createKeyExchange(hex("00"))).rejects.toThrow(RangeError);
  });

  it("Ed25519 as in RFC 8032 §7.1, test 1", async () => {
    const signer = await createSigner(
      hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
    );
    expect(formatHex(signer.publicKey)).toBe(
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    );
    expect(formatHex(await signer.sign(hex("")))).toBe(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155" +
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
  });
});

describe("a handshake (RFC 8446 §2)", () => {
  it("is the same for the same randomness, and has every message in its place", async () => {
    const handshake = await open();
    expect(await open()).toEqual(handshake);
    expect(messagesOf(handshake.clientHello).map(({ type }) => type)).toEqual([1]);
    expect(messagesOf(handshake.serverHello).map(({ type }) => type)).toEqual([2]);
    expect(messagesOf(handshake.serverFlight).map(({ type }) => type)).toEqual([8, 11, 15, 20]);
    expect(messagesOf(handshake.clientFinished).map(({ type }) => type)).toEqual([20]);
    expect(handshake.secrets.early).toBeNull();
    expect(handshake.keyLog.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
      "SERVER_HANDSHAKE_TRAFFIC_SECRET",
      "CLIENT_TRAFFIC_SECRET_0",
      "SERVER_TRAFFIC_SECRET_0",
      "",
    ]);
  });

  it("carries a certificate that others read and find signed", async () => {
    const { serverFlight } = await open();
    const body = messagesOf(serverFlight)[1]?.body ?? hex("");
    // An empty context, two lengths of three bytes, the certificate, no extensions (§4.4.2).
    const certificate = new X509Certificate(body.subarray(7, -2));
    expect(certificate.subject).toBe("CN=parcels.example");
    expect(certificate.checkHost("parcels.example")).toBe("parcels.example");
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(new Date(certificate.validFrom).getUTCFullYear()).toBe(2026);
  });

  it("uses the longer hash of the longer suite", async () => {
    const { secrets, serverFlight } = await open({ suite: "TLS_AES_256_GCM_SHA384" });
    expect(secrets.application.client).toHaveLength(48);
    expect(messagesOf(serverFlight).at(-1)?.body).toHaveLength(48);
  });

  it("resumes without a certificate, and may send early data (§2.2, §2.3)", async () => {
    const resumption = { ticket: utf8("ticket"), preSharedKey: hex("11".repeat(32)), early: true };
    const handshake = await open({ resumption });
    expect(messagesOf(handshake.serverFlight).map(({ type }) => type)).toEqual([8, 20]);
    expect(handshake.secrets.early).toHaveLength(32);
    expect(handshake.keyLog).toMatch(/^CLIENT_EARLY_TRAFFIC_SECRET /);
    // The binder ends the ClientHello and is no longer zeros (§4.2.11).
    expect(handshake.clientHello.subarray(-32).every((byte) => byte === 0)).toBe(false);
    const plain = await open({ resumption: { ...resumption, early: false } });
    expect(plain.secrets.early).toBeNull();
    expect(plain.keyLog).not.toContain("EARLY");
  });
});
