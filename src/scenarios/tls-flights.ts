// TLS 1.3 handshake flights as stand-ins of true length (RFC 9846 §2; measured, see the decision).

/**
 * Bytes of each flight on TCP, record headers included, as Node.js 24.21 (OpenSSL 3.5) sends them on
 * loopback with X25519MLKEM768 and one self-signed P-256 certificate of 425 bytes. A public
 * certificate chain makes the server's flight longer; docs/decisions/tls-flights.md has the command.
 */
const MEASURED = {
  full: { clientHello: 1610, serverHello: 1221, serverFlight: 672, clientFinished: 80 },
  resumed: { clientHello: 1913, serverHello: 1227, serverFlight: 111, clientFinished: 80 },
} as const;

export interface Flights {
  readonly clientHello: Uint8Array;
  readonly serverHello: Uint8Array;
  /** EncryptedExtensions to Finished. */
  readonly serverFlight: Uint8Array;
  readonly clientFinished: Uint8Array;
}

/** Filler of the measured lengths; its content means nothing and is labelled so wherever it shows. */
export function flightsFor(security: "full" | "resumed" | "early"): Flights {
  const lengths = MEASURED[security === "full" ? "full" : "resumed"];
  return {
    clientHello: new Uint8Array(lengths.clientHello),
    serverHello: new Uint8Array(lengths.serverHello),
    serverFlight: new Uint8Array(lengths.serverFlight),
    clientFinished: new Uint8Array(lengths.clientFinished),
  };
}
