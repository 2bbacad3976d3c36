// Turns frames of both sides of one connection into packets that Wireshark can open. RFC 9001 §5.
import {
  createPacketProtection,
  createTlsHandshake,
  initialKeys,
  packetKeys,
  writeQuicFrames,
  writeQuicPacket,
  writeTransportParameters,
  type BothSides,
  type PacketProtection,
  type ProtectedKind,
  type QuicFrame,
  type TlsHandshake,
  type TlsHandshakeOptions,
  type TransportParameterValues,
} from "#protocols/http3/index.ts";

/** What a connection begins with. */
export interface QuicProtectorOptions extends Omit<TlsHandshakeOptions, "transportParameters"> {
  /** What both sides declare besides their connection IDs. RFC 9000 §18.2. */
  readonly transportParameters?: BothSides<TransportParameterValues>;
}

/** Both sides of one connection. */
export interface QuicProtector {
  /** The messages that CRYPTO frames carry, and the key log that opens a capture of the packets. */
  readonly handshake: TlsHandshake;
  /** One protected packet; its number is the next of its space. */
  packet(
    side: "client" | "server",
    kind: ProtectedKind,
    frames: readonly QuicFrame[],
  ): Promise<Uint8Array>;
}

const CONNECTION_ID_LENGTH = 8;
/** RFC 9000 §14.1: the smallest datagram that carries an Initial packet. */
const INITIAL_SIZE = 1200;

/** Computes the handshake and all keys; the same randomness gives the same packets. */
export async function createQuicProtector(options: QuicProtectorOptions): Promise<QuicProtector> {
  const { random } = options;
  const original = random(CONNECTION_ID_LENGTH);
  const connectionIds = {
    client: random(CONNECTION_ID_LENGTH),
    server: random(CONNECTION_ID_LENGTH),
  };
  const declared = options.transportParameters ?? { client: {}, server: {} };
  const handshake = await createTlsHandshake({
    ...options,
    transportParameters: {
      client: writeTransportParameters({
        ...declared.client,
        initial_source_connection_id: connectionIds.client,
      }),
      server: writeTransportParameters({
        original_destination_connection_id: original,
        ...declared.server,
        initial_source_connection_id: connectionIds.server,
      }),
    },
  });

  const { secrets, suite } = handshake;
  const initial = await initialKeys(original);
  const from = async (secret: Uint8Array): Promise<PacketProtection> =>
    createPacketProtection(await packetKeys(secret, suite));
  const early = secrets.early === null ? null : await from(secrets.early);
  const protections: BothSides<Readonly<Record<ProtectedKind, PacketProtection | null>>> = {
    client: {
      initial: await createPacketProtection(initial.client),
      "zero-rtt": early,
      handshake: await from(secrets.handshake.client),
      "one-rtt": await from(secrets.application.client),
    },
    server: {
      initial: await createPacketProtection(initial.server),
      "zero-rtt": null,
      handshake: await from(secrets.handshake.server),
      "one-rtt": await from(secrets.application.server),
    },
  };
  const next = new Map<string, bigint>();
  let serverChose = false;

  return {
    handshake,
    async packet(side, kind, frames) {
      const protection = protections[side][kind];
      if (protection === null) throw new RangeError(`The ${side} sends no ${kind} packets here.`);
      // 0-RTT and 1-RTT packets share one number space (RFC 9000 §12.3).
      const space = `${side} ${kind === "zero-rtt" ? "one-rtt" : kind}`;
      const packetNumber = next.get(space) ?? 0n;
      next.set(space, packetNumber + 1n);
      if (side === "server") serverChose = true;
      // Until the server has answered, the client uses an ID of its own making (RFC 9000 §7.2).
      const peer = side === "server" ? connectionIds.client : connectionIds.server;
      const usual = side === "client" && !serverChose ? original : peer;
      return writeQuicPacket(
        {
          kind,
          destinationConnectionId: usual,
          sourceConnectionId: connectionIds[side],
          packetNumber,
          payload: writeQuicFrames(frames),
          padTo: kind === "initial" ? INITIAL_SIZE : 0,
        },
        protection,
      );
    },
  };
}
