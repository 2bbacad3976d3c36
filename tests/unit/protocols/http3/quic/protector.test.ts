import { describe, expect, it } from "vitest";
import { equalBytes, parseHex, utf8 } from "#wire/index.ts";
import {
  createPacketProtection,
  createQuicProtector,
  initialKeys,
  openQuicPacket,
  packetKeys,
  readQuicFrames,
  readQuicHeader,
  type QuicFrame,
  type QuicProtector,
} from "#protocols/http3/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const ping: QuicFrame = { type: 0x01n, name: "PING" };

function open(early = false): Promise<QuicProtector> {
  let next = 0;
  const random = (length: number): Uint8Array =>
    Uint8Array.from({ length }, () => (next = (next * 5 + 3) & 0xff));
  const preSharedKey = hex("11".repeat(32));
  return createQuicProtector({
    random,
    serverName: "parcels.example",
    ...(early ? { resumption: { ticket: utf8("t"), preSharedKey, early } } : {}),
  });
}

const destinationOf = (packet: Uint8Array): Uint8Array => {
  const step = readQuicHeader(packet);
  return step.kind === "done" ? step.value.destinationConnectionId : hex("");
};

describe("packets of a connection in the making", () => {
  it("open with the keys that the connection ID and the handshake give", async () => {
    const protector = await open();
    const { handshake, connectionIds } = protector;
    const crypto_: QuicFrame = {
      type: 0x06n,
      name: "CRYPTO",
      offset: 0n,
      data: handshake.clientHello,
    };
    const first = await protector.packet("client", "initial", [crypto_]);
    expect(first).toHaveLength(1200);
    const original = destinationOf(first);
    const { client } = await initialKeys(original);
    const initial = await openQuicPacket(first, 0, {
      protection: await createPacketProtection(client),
    });
    if (initial.kind !== "done") throw new Error(initial.kind);
    expect(readQuicFrames(initial.value.payload)).toMatchObject({
      value: [crypto_, { name: "PADDING" }],
    });
    const keys = await packetKeys(handshake.secrets.application.server);
    const data = await protector.packet("server", "one-rtt", [ping], { padTo: 40 });
    expect(data).toHaveLength(40);
    const opened = await openQuicPacket(data, 0, {
      protection: await createPacketProtection(keys),
    });
    expect(opened).toMatchObject({ kind: "done", value: { packetNumber: 0n } });
    expect(destinationOf(data)).toEqual(connectionIds.client);
    // The server has chosen its ID: the client now uses it.
    expect(destinationOf(await protector.packet("client", "initial", [ping]))).toEqual(
      connectionIds.server,
    );
    expect(equalBytes(original, connectionIds.server)).toBe(false);
  });

  it("number themselves, or take their numbers and IDs from the caller", async () => {
    const protector = await open();
    const keys = await packetKeys(protector.handshake.secrets.application.client);
    const protection = await createPacketProtection(keys);
    const numberOf = async (packet: Uint8Array, largest: bigint | null): Promise<bigint> => {
      const step = await openQuicPacket(packet, 0, { protection, largest });
      if (step.kind !== "done") throw new Error(step.kind);
      return step.value.packetNumber;
    };
    const send = (more?: Parameters<QuicProtector["packet"]>[3]): Promise<Uint8Array> =>
      protector.packet("client", "one-rtt", [ping], more);
    expect(await numberOf(await send(), null)).toBe(0n);
    expect(
      await numberOf(await send({ packetNumber: 70_000n, largestAcknowledged: 69_990n }), 69_999n),
    ).toBe(70_000n);
    const moved = await send({
      largestAcknowledged: 70_000n,
      destinationConnectionId: hex("aabbccddeeff0011"),
    });
    expect(await numberOf(moved, 70_000n)).toBe(70_001n);
    expect(destinationOf(moved)).toEqual(hex("aabbccddeeff0011"));
  });

  it("carry early data only where a session is resumed with it", async () => {
    const plain = await open();
    await expect(plain.packet("client", "zero-rtt", [ping])).rejects.toThrow(RangeError);
    const early = await open(true);
    const packet = await early.packet("client", "zero-rtt", [ping]);
    expect(readQuicHeader(packet)).toMatchObject({ value: { kind: "zero-rtt" } });
    await expect(early.packet("server", "zero-rtt", [ping])).rejects.toThrow(RangeError);
  });

  it("are the same for the same randomness", async () => {
    const [one, other] = [await open(), await open()];
    expect(await one.packet("client", "one-rtt", [ping])).toEqual(
      await other.packet("client", "one-rtt", [ping]),
    );
  });
});
