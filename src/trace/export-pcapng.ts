// A trace as a capture file that Wireshark follows: cleartext TCP here, QUIC through a protector.
import { captureTcp, type Addresses } from "./tcp-capture.ts";
import { writePcapng, type Captured } from "./pcapng.ts";
import type { Connection, Trace } from "./trace.ts";

/** Packets of a QUIC connection, protected for real, with the NSS key log that opens them. */
export type ProtectQuic = (
  trace: Trace,
  connection: Connection,
  addresses: Addresses,
) => Promise<{ readonly packets: readonly Captured[]; readonly keyLog: string }>;

const SERVER_PORTS: Readonly<Record<Connection["protocol"], number>> = {
  "http/1.0": 80,
  "http/1.1": 80,
  websocket: 80,
  h2: 80,
  h3: 443,
};
/** The first dynamic port (RFC 6335 §6); each connection takes the next. */
const FIRST_CLIENT_PORT = 49152;

/**
 * The whole trace as pcapng bytes. A QUIC connection without `protectQuic` throws RangeError: its
 * packets cannot be written in clear.
 */
export async function exportPcapng(trace: Trace, protectQuic?: ProtectQuic): Promise<Uint8Array> {
  const hostOf = (actor: string): number => trace.actors.findIndex(({ id }) => id === actor) + 1;
  const packets: Captured[] = [];
  let keyLog = "";
  for (const [index, connection] of trace.connections.entries()) {
    const addresses: Addresses = {
      client: { host: hostOf(connection.client), port: FIRST_CLIENT_PORT + index },
      server: { host: hostOf(connection.server), port: SERVER_PORTS[connection.protocol] },
    };
    if (connection.transport === "tcp") {
      packets.push(...captureTcp(trace, connection, addresses));
      continue;
    }
    if (protectQuic === undefined) {
      throw new RangeError("a QUIC connection needs packet protection to be exported");
    }
    const capture = await protectQuic(trace, connection, addresses);
    packets.push(...capture.packets);
    keyLog += capture.keyLog;
  }
  packets.sort((a, b) => a.at - b.at);
  return writePcapng(trace.title, packets, keyLog === "" ? undefined : keyLog);
}
