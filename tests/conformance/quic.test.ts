// QUIC against RFC 9000 and 9001 Appendix A, and against the packets of The Illustrated QUIC Connection.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import {
  createKeyExchange,
  createKeySchedule,
  createPacketProtection,
  decodePacketNumber,
  describeQuicFrames,
  describeQuicPacket,
  initialKeys,
  initialSecrets,
  openQuicPacket,
  packetKeys,
  packetNumberLength,
  readQuicFrames,
  readQuicHeader,
  readVarint,
  writePacketNumber,
  writeQuicFrames,
  writeQuicPacket,
  writeVarint,
  type PacketProtection,
} from "#protocols/http3/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { mutations } from "../support/mutations.ts";
import { describeTiled, readThreeWays } from "../support/three-ways.ts";
import { hasSuite, readSuite, suitePath } from "../support/vectors.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const rfc = "quic-rfc9000-9001";
const illustrated = "illustrated-quic";
const cases = { [rfc]: 0, [illustrated]: 0 };

/** Every damaged copy of a payload: read or refused, and the tree agrees. */
function survive(payload: Uint8Array): void {
  for (const damaged of mutations(payload.subarray(0, 200))) {
    const step = readQuicFrames(damaged);
    const tree = describeQuicFrames(damaged);
    expect(tree.kind).toBe(step.kind);
    if (tree.kind === "done") describeTiled(describeQuicFrames, damaged);
  }
}

interface AppendixA {
  readonly varints: { bytes: string; value: string; note?: string }[];
  readonly packetNumberEncode: { full: string; largestAcked: string; bits: number }[];
  readonly packetNumberDecode: {
    largest: string;
    truncated: string;
    bits: number;
    expected: string;
  }[];
}

describe.skipIf(!hasSuite(rfc))("RFC 9000 Appendix A", () => {
  it("variable-length integers", () => {
    const { varints } = readSuite<AppendixA>(rfc, "rfc9000-appendix-a.json");
    const derived = readSuite<AppendixA["varints"]>(rfc, "varint-boundaries-derived.json");
    for (const { bytes, value, note } of [...varints, ...derived]) {
      expect(readThreeWays(readVarint, hex(bytes))).toBe(BigInt(value));
      if (note === undefined) expect(formatHex(writeVarint(BigInt(value)))).toBe(bytes);
      for (const damaged of mutations(hex(bytes))) readVarint(damaged);
      cases[rfc] += 1;
    }
  });

  it("packet numbers", () => {
    const suite = readSuite<AppendixA>(rfc, "rfc9000-appendix-a.json");
    for (const { full, largestAcked, bits } of suite.packetNumberEncode) {
      expect(8 * packetNumberLength(BigInt(full), BigInt(largestAcked))).toBe(bits);
      cases[rfc] += 1;
    }
    for (const { largest, truncated, bits, expected } of suite.packetNumberDecode) {
      const length = (bits / 8) as 1 | 2 | 3 | 4;
      const number = decodePacketNumber(BigInt(largest), Number(truncated), length);
      expect(number).toBe(BigInt(expected));
      expect(formatHex(writePacketNumber(number, length))).toBe(truncated.slice(2));
      cases[rfc] += 1;
    }
  });
});

interface Keys {
  readonly secret: string;
  readonly key: string;
  readonly iv: string;
  readonly hp: string;
}

interface Sample {
  readonly unprotectedHeader: string;
  readonly packet: string;
  readonly payloadBeforePadding?: string;
  readonly payload?: string;
  readonly paddedPayloadLength?: number;
}

type AppendixA9001 = Readonly<Record<"client" | "server", Keys>> &
  Readonly<Partial<Record<"clientInitial" | "serverInitial", Sample>>> & { readonly dcid: string };

describe.skipIf(!hasSuite(rfc))("RFC 9001 Appendix A", () => {
  it("keys of both sides (A.1)", async () => {
    const suite = readSuite<AppendixA9001>(rfc, "rfc9001-appendix-a.json");
    const secrets = await initialSecrets(hex(suite.dcid));
    const keys = await initialKeys(hex(suite.dcid));
    for (const side of ["client", "server"] as const) {
      expect({
        secret: formatHex(secrets[side]),
        key: formatHex(keys[side].key),
        iv: formatHex(keys[side].iv),
        hp: formatHex(keys[side].hp),
      }).toEqual(suite[side]);
      cases[rfc] += 1;
    }
  });

  it.each(["client", "server"] as const)("the protected Initial of the %s", async (side) => {
    const suite = readSuite<AppendixA9001>(rfc, "rfc9001-appendix-a.json");
    const sample = suite[`${side}Initial`];
    if (sample === undefined) return;
    const protection = await createPacketProtection((await initialKeys(hex(suite.dcid)))[side]);
    const packet = hex(sample.packet);
    const step = await openQuicPacket(packet, 0, { protection });
    if (step.kind !== "done") throw new Error(JSON.stringify(step));
    const { header, packetNumber, payload } = step.value;
    expect(formatHex(header)).toBe(sample.unprotectedHeader);
    const plain = hex(sample.payloadBeforePadding ?? sample.payload ?? "");
    expect(payload.subarray(0, plain.length)).toEqual(plain);
    expect(payload).toHaveLength(sample.paddedPayloadLength ?? plain.length);
    describeTiled(describeQuicFrames, payload);
    const read = readQuicHeader(packet);
    if (read.kind !== "done" || read.value.kind !== "initial") throw new Error(read.kind);
    const numberLength = (((header[0] ?? 0) & 3) + 1) as 1 | 2 | 3 | 4;
    const written = await writeQuicPacket(
      { ...read.value, packetNumber, numberLength, payload: plain, padTo: packet.length },
      protection,
    );
    expect(formatHex(written)).toBe(sample.packet);
    readThreeWays((bytes, at) => readQuicHeader(bytes, at), packet.subarray(0, step.next));
    describeTiled((bytes, at) => describeQuicPacket(bytes, at), packet);
    survive(payload);
    cases[rfc] += 1;
  });
});

/** Which keys open which packet of the capture. */
async function illustratedKeys(): Promise<Readonly<Record<string, PacketProtection>>> {
  const log = readFileSync(suitePath(illustrated, "keylog.txt"), "utf8");
  const secretOf = (label: string): Uint8Array =>
    hex(new RegExp(`^${label} \\S+ (\\S+)`, "m").exec(log)?.[1] ?? "");
  // The client's first Destination Connection ID, 00 01 … 07, decides the Initial keys.
  const initial = await initialKeys(hex("0001020304050607"));
  const suite = "TLS_AES_256_GCM_SHA384";
  const open = async (label: string): Promise<PacketProtection> => {
    const secret = secretOf(label);
    const keys = await packetKeys(secret, secret.length === 48 ? suite : "TLS_AES_128_GCM_SHA256");
    return createPacketProtection(keys);
  };
  return {
    cinit: await createPacketProtection(initial.client),
    sinit: await createPacketProtection(initial.server),
    chand: await open("CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
    shand: await open("SERVER_HANDSHAKE_TRAFFIC_SECRET"),
    cdata: await open("CLIENT_TRAFFIC_SECRET_0"),
    sdata: await open("SERVER_TRAFFIC_SECRET_0"),
  };
}

describe.skipIf(!hasSuite(illustrated))("The Illustrated QUIC Connection", () => {
  it("every packet opens to its payload and closes to itself", async () => {
    const packets = readSuite<Record<string, string>>(illustrated, "packets.json");
    const keys = await illustratedKeys();
    for (const [name, text] of Object.entries(packets)) {
      const [, number = "", level = ""] = /^pkt(\d+)_([cs][a-z]+)\d+$/.exec(name) ?? [];
      const protection = keys[level];
      if (protection === undefined) continue;
      const suffix = name.slice(3);
      const packet = hex(text);
      const connectionIdLength = 5;
      const step = await openQuicPacket(packet, 0, { protection, connectionIdLength });
      if (step.kind !== "done") throw new Error(`${number}: ${JSON.stringify(step)}`);
      const { header, packetNumber, payload } = step.value;
      const unprotected = packets[`pkt_unprot${suffix}`];
      if (unprotected !== undefined) expect(unprotected.startsWith(formatHex(header))).toBe(true);
      const expected = packets[`pkt_payload${suffix}`];
      if (expected !== undefined) expect(formatHex(payload)).toBe(expected);
      const frames = readQuicFrames(payload);
      if (frames.kind !== "done") throw new Error(JSON.stringify(frames));
      expect(readQuicFrames(writeQuicFrames(frames.value))).toMatchObject({ value: frames.value });
      describeTiled(describeQuicFrames, payload);
      survive(payload);
      const read = readQuicHeader(packet, 0, { connectionIdLength });
      if (read.kind !== "done" || !("packetNumberOffset" in read.value)) throw new Error(read.kind);
      const numberLength = (((header[0] ?? 0) & 3) + 1) as 1 | 2 | 3 | 4;
      const again = await writeQuicPacket(
        { ...read.value, packetNumber, numberLength, payload },
        protection,
      );
      expect(formatHex(again)).toBe(formatHex(packet.subarray(0, step.next)));
      cases[illustrated] += 1;
    }
    expect(cases[illustrated]).toBeGreaterThan(0);
  });

  it("the frames are those that the site names", () => {
    const packets = readSuite<Record<string, string>>(illustrated, "packets.json");
    const namesOf = (suffix: string): string[] => {
      const step = readQuicFrames(hex(packets[`pkt_payload${suffix}`] ?? ""));
      return step.kind === "done" ? step.value.map(({ name }) => name) : [step.kind];
    };
    expect(namesOf("01_cinit0")).toEqual(["CRYPTO"]);
    expect(namesOf("02_sinit0")).toEqual(["ACK", "CRYPTO"]);
    expect(namesOf("03_shand0")).toEqual(["CRYPTO"]);
    expect(namesOf("05_cinit1")).toEqual(["ACK"]);
    expect(namesOf("07_chand1")).toEqual(["ACK", "CRYPTO"]);
    expect(readQuicFrames(hex(packets["pkt_payload08_cdata0"] ?? ""))).toMatchObject({
      value: [{ name: "STREAM", streamId: 0n, offset: 0n, fin: true, data: hex("70696e67") }],
    });
    cases[illustrated] += 6;
  });

  it("the secrets follow from both key shares and the messages (RFC 8446 §7.1)", async () => {
    const packets = readSuite<Record<string, string>>(illustrated, "packets.json");
    const log = readFileSync(suitePath(illustrated, "keylog.txt"), "utf8");
    const cryptoOf = (suffix: string): Uint8Array => {
      const step = readQuicFrames(hex(packets[`pkt_payload${suffix}`] ?? ""));
      const frames = step.kind === "done" ? step.value : [];
      return concat(frames.flatMap((frame) => (frame.name === "CRYPTO" ? [frame.data] : [])));
    };
    // The site gives its private keys: 20 21 … 3f for the client, 90 91 … af for the server.
    const keyFrom = (first: number): Uint8Array =>
      Uint8Array.from({ length: 32 }, (_, at) => first + at);
    const client = await createKeyExchange(keyFrom(0x20));
    const server = await createKeyExchange(keyFrom(0x90));
    const shared = await client.sharedWith(server.publicKey);
    const schedule = createKeySchedule("TLS_AES_128_GCM_SHA256");
    const hellos = concat([cryptoOf("01_cinit0"), cryptoOf("02_sinit0")]);
    const secrets = await schedule.handshake(shared, hellos);
    expect(log).toContain(formatHex(secrets.client));
    expect(log).toContain(formatHex(secrets.server));
    cases[illustrated] += 1;
  });

  it("coalesced packets are found one behind the other (RFC 9000 §12.2)", () => {
    const packets = readSuite<Record<string, string>>(illustrated, "packets.json");
    const parts = ["pkt02_sinit0", "pkt03_shand0"].map((name) => hex(packets[name] ?? ""));
    const datagram = concat(parts);
    const first = readQuicHeader(datagram);
    if (first.kind !== "done") throw new Error(first.kind);
    expect(first.next).toBe(parts[0]?.length);
    expect(readQuicHeader(datagram, first.next)).toMatchObject({
      value: { kind: "handshake" },
      next: datagram.length,
    });
  });
});

afterAll(() => {
  for (const suite of [rfc, illustrated] as const) {
    const count = cases[suite];
    recordSuite({
      suite,
      engine: "quic",
      cases: count,
      agree: count,
      deviations: [],
      ran: hasSuite(suite),
    });
  }
});
