import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import {
  createPacketProtection,
  decodePacketNumber,
  describeQuicPacket,
  hkdfExpandLabel,
  initialKeys,
  initialSecrets,
  isAuthenticRetry,
  nextSecret,
  openQuicPacket,
  packetKeys,
  packetNumberLength,
  readQuicHeader,
  writePacketNumber,
  writeQuicPacket,
  writeRetryPacket,
  type CipherSuite,
  type PlainPacket,
  type ProtectedKind,
  type QuicHeader,
} from "#protocols/http3/index.ts";
import { describeTiled, readThreeWays } from "../../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const dcid = hex("8394c8f03e515708");

describe("packet numbers (RFC 9000 §17.1, Appendix A)", () => {
  it("take as many bytes as twice the distance needs (§A.2)", () => {
    expect(packetNumberLength(0xac5c02n, 0xabe8b3n)).toBe(2);
    expect(packetNumberLength(0xace8fen, 0xabe8b3n)).toBe(3);
    expect(packetNumberLength(127n, null)).toBe(1);
    expect(packetNumberLength(128n, null)).toBe(2);
    expect(() => packetNumberLength(5n, 5n)).toThrow(RangeError);
    expect(() => packetNumberLength(1n << 32n, null)).toThrow(RangeError);
    expect(formatHex(writePacketNumber(0xac5c02n, 2))).toBe("5c02");
  });

  it("come back nearest to the next expected (§A.3)", () => {
    expect(decodePacketNumber(0xa82f30ean, 0x9b32, 2)).toBe(0xa82f9b32n);
    expect(decodePacketNumber(null, 0, 1)).toBe(0n);
    expect(decodePacketNumber(255n, 0, 1)).toBe(256n);
    expect(decodePacketNumber(256n, 255, 1)).toBe(255n);
  });

  it("any number comes back when its length was chosen so", () => {
    const number = fc.bigInt(0n, (1n << 62n) - 1n);
    fc.assert(
      fc.property(number, fc.bigInt(0n, (1n << 30n) - 1n), (largest, ahead) => {
        const full = largest + 1n + ahead;
        if (full >= 1n << 62n) return;
        const length = packetNumberLength(full, largest);
        const sent = writePacketNumber(full, length);
        const truncated = sent.reduce((sum, byte) => sum * 256 + byte, 0);
        expect(decodePacketNumber(largest, truncated, length)).toBe(full);
      }),
    );
  });
});

const headers: [string, Partial<QuicHeader>][] = [
  [
    "c3 00000001 08 8394c8f03e515708 00 00 05 0102030405",
    {
      kind: "initial",
      version: 1,
      destinationConnectionId: dcid,
      token: hex(""),
      packetNumberOffset: 17,
    },
  ],
  [
    "c3 00000001 00 01 aa 02 bbcc 00",
    { kind: "initial", token: hex("bbcc"), packetNumberOffset: 12 },
  ],
  ["d0 00000001 00 00 01 ff", { kind: "zero-rtt", packetNumberOffset: 8 }],
  ["e0 00000001 00 00 01 ff", { kind: "handshake", packetNumberOffset: 8 }],
];

describe("packet headers (RFC 9000 §17)", () => {
  it.each(headers)("%s", (text, header) => {
    const bytes = hex(text);
    expect(readThreeWays((data, at) => readQuicHeader(data, at), bytes)).toMatchObject(header);
    expect(readQuicHeader(bytes)).toMatchObject({ value: header });
    describeTiled((data, at) => describeQuicPacket(data, at), bytes);
  });

  it.each([
    [
      "80 00000000 01 aa 01 bb 00000001 0a0a0a0a",
      { kind: "version-negotiation", versions: [1, 0x0a0a0a0a] },
    ],
    [
      "80 0a0a0a0a 15 aabbccddeeff00112233445566778899aabbccddee 00 ff",
      { kind: "unknown-version" },
    ],
    [
      `f5 00000001 00 01 aa 6162 ${"11".repeat(16)}`,
      { kind: "retry", token: hex("6162"), integrityTag: hex("11".repeat(16)) },
    ],
    ["60 0102030405060708 ff ff", { kind: "one-rtt", spin: true, packetNumberOffset: 9 }],
  ])("%s reaches to the end of the datagram", (text, header) => {
    const bytes = hex(text);
    expect(readQuicHeader(bytes)).toMatchObject({ value: header, next: bytes.length });
    describeTiled((data, at) => describeQuicPacket(data, at), bytes);
  });

  it("takes the length of connection IDs in short headers from its reader", () => {
    const step = readQuicHeader(hex("40 aa ff"), 0, { connectionIdLength: 1 });
    expect(step).toMatchObject({
      value: { destinationConnectionId: hex("aa"), packetNumberOffset: 2 },
    });
  });

  it.each(["00 0102030405060708", "83 00000001 00 00 00 00", "c3 00000001 15"])(
    "%s is to be discarded",
    (text) => {
      expect(readQuicHeader(hex(text))).toMatchObject({ fault: { code: "INVALID_PACKET" } });
      expect(describeQuicPacket(hex(text))).toMatchObject({ kind: "fault" });
    },
  );

  it("10,000 random datagrams are read or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const step = readQuicHeader(bytes);
        expect(describeQuicPacket(bytes).kind).toBe(step.kind);
        if (step.kind === "done") {
          describeTiled((data, at) => describeQuicPacket(data, at), bytes.subarray(0, step.next));
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("keys (RFC 9001 §5.1, §5.2, Appendix A.1)", () => {
  it("of Initial packets come from the connection ID", async () => {
    const secrets = await initialSecrets(dcid);
    expect(formatHex(secrets.client)).toBe(
      "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea",
    );
    const { client, server } = await initialKeys(dcid);
    expect(formatHex(client.key)).toBe("1f369613dd76d5467730efcbe3b1a22d");
    expect(formatHex(client.iv)).toBe("fa044b2f42a3fd3b46fb255c");
    expect(formatHex(client.hp)).toBe("9f50449e04a0e810283a1e9933adedd2");
    expect(formatHex(server.key)).toBe("cf3a5331653c364c88f0f379b6067e37");
  });

  it("of a key update come from the secret before (RFC 9001 §A.5)", async () => {
    const secret = hex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
    expect(formatHex(await nextSecret(secret))).toBe(
      "1223504755036d556342ee9361d25342" + "1a826c9ecdf3c7148684b36b714881f9",
    );
    await expect(hkdfExpandLabel(secret, "x", 33)).rejects.toThrow(RangeError);
  });
});

const suites: CipherSuite[] = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"];
const kinds: ProtectedKind[] = ["initial", "zero-rtt", "handshake", "one-rtt"];

describe("packet protection (RFC 9001 §5)", () => {
  it("opens what it closed: every kind, suite, number and payload", async () => {
    for (const suite of suites) {
      const protection = await createPacketProtection(
        await packetKeys(hex("11".repeat(32)), suite),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...kinds),
          fc.uint8Array({ minLength: 1, maxLength: 60 }),
          fc.bigInt(0n, 1n << 40n),
          fc.nat(200),
          fc.uint8Array({ maxLength: 20 }),
          async (kind, payload, packetNumber, padTo, id) => {
            const packet: PlainPacket = {
              kind,
              destinationConnectionId: id,
              sourceConnectionId: hex("aabb"),
              packetNumber,
              largestAcknowledged: packetNumber > 9n ? packetNumber - 9n : null,
              payload,
              padTo,
              spin: padTo % 2 === 0,
              keyPhase: padTo % 2 === 0 ? 1 : 0,
            };
            const bytes = await writeQuicPacket(packet, protection);
            expect(bytes.length).toBeGreaterThanOrEqual(padTo);
            const options = { protection, connectionIdLength: id.length };
            const largest = packetNumber > 9n ? packetNumber - 9n : null;
            const step = await openQuicPacket(concat([hex("ff"), bytes]), 1, {
              ...options,
              largest,
            });
            if (step.kind !== "done") throw new Error(JSON.stringify(step));
            expect(step.next).toBe(bytes.length + 1);
            expect(step.value.packetNumber).toBe(packetNumber);
            expect(step.value.payload.subarray(0, payload.length)).toEqual(payload);
            expect(step.value.payload.subarray(payload.length).every((byte) => byte === 0)).toBe(
              true,
            );
            const damaged = bytes.slice();
            damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
            expect(await openQuicPacket(damaged, 0, { ...options, largest })).toMatchObject({
              fault: { code: "INVALID_PACKET", rule: "RFC 9001 §5.5" },
            });
          },
        ),
        { numRuns: 40 },
      );
    }
  });

  it("pads a payload that header protection could not sample (§5.4.2)", async () => {
    const { client } = await initialKeys(dcid);
    const protection = await createPacketProtection(client);
    const packet = { kind: "one-rtt", destinationConnectionId: dcid, packetNumber: 0n } as const;
    const bytes = await writeQuicPacket({ ...packet, payload: hex("01") }, protection);
    expect(bytes).toHaveLength(1 + 8 + 1 + 3 + 16);
    expect(await openQuicPacket(bytes, 0, { protection })).toMatchObject({
      value: { payload: hex("010000") },
    });
    await expect(protection.protect(hex("4000"), 0n, 1, hex("01"))).rejects.toThrow(RangeError);
  });

  it("blames reserved bits only in an authentic packet (RFC 9000 §17.2, §17.3.1)", async () => {
    const { client } = await initialKeys(dcid);
    const protection = await createPacketProtection(client);
    const short = await protection.protect(
      concat([hex("58"), dcid, hex("00")]),
      0n,
      1,
      hex("010000"),
    );
    expect(await openQuicPacket(short, 0, { protection })).toMatchObject({
      fault: { code: "PROTOCOL_VIOLATION", rule: "RFC 9000 §17.3.1" },
    });
    const long = await protection.protect(hex("e400000001000040 1400"), 0n, 1, hex("010000"));
    expect(await openQuicPacket(long, 0, { protection })).toMatchObject({
      fault: { code: "PROTOCOL_VIOLATION", rule: "RFC 9000 §17.2" },
    });
  });

  it("cannot open what is too short, cut, or unprotected", async () => {
    const { client } = await initialKeys(dcid);
    const protection = await createPacketProtection(client);
    const open = async (text: string): Promise<string> => {
      const step = await openQuicPacket(hex(text), 0, { protection });
      return step.kind === "fault" ? step.fault.rule : step.kind;
    };
    expect(await open("40 0102030405060708 ff")).toBe("RFC 9001 §5.4.2");
    expect(await open("80 00000000 00 00 00000001")).toBe("RFC 9001 §5");
    expect(await open("c0 0000")).toBe("more");
  });

  it("10,000 random datagrams are refused, never thrown at", async () => {
    const protection = await createPacketProtection((await initialKeys(dcid)).client);
    const start = fc.constantFrom(
      [],
      [0xc0, 0, 0, 0, 1, 0, 0, 0, 0x15],
      [0x40],
      [0xe0, 0, 0, 0, 1, 0, 0],
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 48 }), async (head, rest) => {
        const datagram = Uint8Array.from([...head, ...rest]);
        const step = await openQuicPacket(datagram, 0, { protection });
        expect(step.kind).not.toBe("done");
      }),
      { numRuns: 10_000 },
    );
  });

  it("refuses connection IDs beyond 20 bytes and payloads beyond 16 KB", async () => {
    const protection = await createPacketProtection((await initialKeys(dcid)).client);
    const packet = { kind: "initial", packetNumber: 0n, payload: hex("01") } as const;
    const long = new Uint8Array(21);
    expect(() => writeQuicPacket({ ...packet, destinationConnectionId: long }, protection)).toThrow(
      RangeError,
    );
    const payload = new Uint8Array(16_384);
    expect(() =>
      writeQuicPacket({ ...packet, payload, destinationConnectionId: dcid }, protection),
    ).toThrow(RangeError);
  });
});

describe("Retry (RFC 9001 §5.8, Appendix A.4)", () => {
  const sample = hex("ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");

  it("is written and recognised by its tag", async () => {
    const written = await writeRetryPacket({
      originalDestinationConnectionId: dcid,
      destinationConnectionId: hex(""),
      sourceConnectionId: hex("f067a5502a4262b5"),
      token: hex("746f6b656e"),
      unused: 0x0f,
    });
    expect(formatHex(written)).toBe(formatHex(sample));
    expect(await isAuthenticRetry(dcid, sample)).toBe(true);
    expect(await isAuthenticRetry(hex("00"), sample)).toBe(false);
    expect(await isAuthenticRetry(dcid, hex("c300000001"))).toBe(false);
  });
});
