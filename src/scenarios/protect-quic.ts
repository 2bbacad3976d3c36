// The packets of a simulated QUIC connection, protected as RFC 9001 §5 says, for a capture file.
import {
  createPacketProtection,
  initialKeys,
  packetKeys,
  writeQuicPacket,
  type PacketProtection,
  type PlainPacket,
} from "#protocols/http3/index.ts";
import type { Side } from "#sim/tcp.ts";
import type { ProtectQuic } from "#trace/export-pcapng.ts";
import type { MessageEvent, QuicPacket, QuicSecrets } from "#trace/index.ts";
import { udpPacket } from "#trace/packets.ts";

const KINDS = {
  initial: "initial",
  "0-rtt": "zero-rtt",
  handshake: "handshake",
  application: "one-rtt",
} as const satisfies Record<QuicPacket["space"], PlainPacket["kind"]>;

/** The simulator counts two bytes for every packet number. */
const NUMBER_LENGTH = 2;

/** Protections by side and kind, made when first needed. */
function createProtections(
  secrets: QuicSecrets,
): (side: Side, space: QuicPacket["space"]) => Promise<PacketProtection> {
  const made = new Map<string, Promise<PacketProtection>>();
  const secretOf = (side: Side, space: QuicPacket["space"]): Uint8Array => {
    if (space === "handshake") return secrets.handshake[side];
    if (space === "application") return secrets.application[side];
    if (secrets.early === null) throw new RangeError("a 0-RTT packet without an early secret");
    return secrets.early;
  };
  const make = async (side: Side, space: QuicPacket["space"]): Promise<PacketProtection> =>
    createPacketProtection(
      space === "initial"
        ? (await initialKeys(secrets.initialId))[side]
        : await packetKeys(secretOf(side, space)),
    );
  return (side, space) => {
    const key = `${side}/${space}`;
    const protection = made.get(key) ?? make(side, space);
    made.set(key, protection);
    return protection;
  };
}

/**
 * All packets as they leave, lost ones included, with the key log that opens them. A connection
 * whose handshake was not computed for real throws RangeError.
 */
export const protectQuic: ProtectQuic = async (trace, connection, addresses) => {
  const { secrets } = connection;
  if (secrets === undefined) throw new RangeError("the connection has no secrets to protect with");
  const protectionOf = createProtections(secrets);
  const events = trace.events.filter(
    (event): event is MessageEvent & { readonly packet: QuicPacket } =>
      event.kind === "message" && event.connection === connection.id && event.packet !== undefined,
  );
  /** When the client learnt the server's own connection id (RFC 9000 §7.2). */
  const learnt = events.reduce(
    (first, event) =>
      event.from === connection.server && event.arrives !== null
        ? Math.min(first, event.arrives)
        : first,
    Infinity,
  );
  const packets = [];
  for (const { from, at, packet, bytes } of events) {
    const side: Side = from === connection.client ? "client" : "server";
    const toServer =
      at >= learnt && packet.space !== "0-rtt" ? secrets.serverId : secrets.initialId;
    const plain: PlainPacket = {
      kind: KINDS[packet.space],
      destinationConnectionId: side === "client" ? toServer : secrets.clientId,
      sourceConnectionId: side === "client" ? secrets.clientId : secrets.serverId,
      packetNumber: BigInt(packet.number),
      numberLength: NUMBER_LENGTH,
      payload: bytes,
    };
    const datagram = await writeQuicPacket(plain, await protectionOf(side, packet.space));
    // A new path is a new address of the client; its port stands for it here.
    const client = { ...addresses.client, port: addresses.client.port + 1000 * packet.path };
    const [own, peer] = side === "client" ? [client, addresses.server] : [addresses.server, client];
    packets.push({ at, bytes: udpPacket(own, peer, datagram) });
  }
  return { packets, keyLog: secrets.keyLog };
};
