// A real TLS 1.3 handshake for a simulated QUIC connection, so that its capture can be decrypted.
import { createTlsHandshake, writeTransportParameters } from "#protocols/http3/index.ts";
import { createRandom } from "#sim/random.ts";
import type { QuicSecrets } from "#trace/index.ts";
import { AUTHORITY, type Security } from "./page.ts";
import type { Flights } from "./tls-flights.ts";

/** The messages of the handshake and what opens the packets behind them. */
export interface QuicHandshake {
  readonly flights: Flights;
  readonly secrets: QuicSecrets;
}

/** RFC 9000 §18.2: limits that are never reached in our runs. */
const LIMITS = {
  initial_max_data: 2 ** 24,
  initial_max_stream_data_bidi_local: 2 ** 24,
  initial_max_stream_data_bidi_remote: 2 ** 24,
  initial_max_stream_data_uni: 2 ** 24,
  initial_max_streams_bidi: 1000,
  initial_max_streams_uni: 3,
} as const;

/** Computes a handshake; the same seed gives the same bytes. */
export async function createQuicHandshake(
  security: Exclude<Security, "none">,
  seed: number,
): Promise<QuicHandshake> {
  const random = createRandom(seed);
  const [initialId, clientId, serverId] = [random.bytes(8), random.bytes(8), random.bytes(8)];
  const handshake = await createTlsHandshake({
    random: (length) => random.bytes(length),
    serverName: AUTHORITY,
    transportParameters: {
      client: writeTransportParameters({ ...LIMITS, initial_source_connection_id: clientId }),
      server: writeTransportParameters({
        ...LIMITS,
        original_destination_connection_id: initialId,
        initial_source_connection_id: serverId,
      }),
    },
    ...(security === "full"
      ? {}
      : {
          resumption: {
            ticket: random.bytes(96),
            preSharedKey: random.bytes(32),
            early: security === "early",
          },
        }),
  });
  const { clientHello, serverHello, serverFlight, clientFinished, secrets, keyLog } = handshake;
  return {
    flights: { clientHello, serverHello, serverFlight, clientFinished },
    secrets: { initialId, clientId, serverId, ...secrets, keyLog },
  };
}
