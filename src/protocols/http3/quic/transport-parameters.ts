// Transport parameters: what each side declares inside the TLS handshake. RFC 9000 §7.4, §18; RFC 9221 §3.
import { concat, done, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor } from "../cursor.ts";
import { byteCount, hexPreview } from "../field-parts.ts";
import { readVarint, writeVarint } from "../varint.ts";

/** What the value of a parameter is. */
type Shape = "integer" | "connection-id" | "token" | "flag" | "address";

/** Limits of an integer parameter, both included. */
interface Definition {
  readonly id: bigint;
  readonly shape: Shape;
  readonly least?: bigint;
  readonly most?: bigint;
  /** Whether clients must not send it. */
  readonly serverOnly?: true;
}

const streamLimit = 1n << 60n;

/** Name → number, shape and limits. RFC 9000 §18.2, RFC 9221 §3. */
export const TRANSPORT_PARAMETERS = {
  original_destination_connection_id: { id: 0x00n, shape: "connection-id", serverOnly: true },
  max_idle_timeout: { id: 0x01n, shape: "integer" },
  stateless_reset_token: { id: 0x02n, shape: "token", serverOnly: true },
  max_udp_payload_size: { id: 0x03n, shape: "integer", least: 1200n },
  initial_max_data: { id: 0x04n, shape: "integer" },
  initial_max_stream_data_bidi_local: { id: 0x05n, shape: "integer" },
  initial_max_stream_data_bidi_remote: { id: 0x06n, shape: "integer" },
  initial_max_stream_data_uni: { id: 0x07n, shape: "integer" },
  // §4.6: more streams than 2^60 could not be numbered.
  initial_max_streams_bidi: { id: 0x08n, shape: "integer", most: streamLimit },
  initial_max_streams_uni: { id: 0x09n, shape: "integer", most: streamLimit },
  ack_delay_exponent: { id: 0x0an, shape: "integer", most: 20n },
  max_ack_delay: { id: 0x0bn, shape: "integer", most: (1n << 14n) - 1n },
  disable_active_migration: { id: 0x0cn, shape: "flag" },
  preferred_address: { id: 0x0dn, shape: "address", serverOnly: true },
  active_connection_id_limit: { id: 0x0en, shape: "integer", least: 2n },
  initial_source_connection_id: { id: 0x0fn, shape: "connection-id" },
  retry_source_connection_id: { id: 0x10n, shape: "connection-id", serverOnly: true },
  max_datagram_frame_size: { id: 0x20n, shape: "integer" },
} as const satisfies Record<string, Definition>;

/** Name of a defined parameter. */
export type TransportParameterName = keyof typeof TRANSPORT_PARAMETERS;

/** One parameter as it travels. */
export interface TransportParameter {
  readonly id: bigint;
  /** Null for parameters to be ignored: reserved ones (31 × N + 27) and unknown extensions. */
  readonly name: TransportParameterName | null;
  /** The bytes of the value. */
  readonly bytes: Uint8Array;
  /** Of integer parameters. */
  readonly value?: bigint;
}

const rule = "RFC 9000 §18.2";
const code = "TRANSPORT_PARAMETER_ERROR";

const nameOf = (id: bigint): TransportParameterName | null =>
  (Object.entries(TRANSPORT_PARAMETERS).find(([, each]) => each.id === id)?.[0] ??
    null) as TransportParameterName | null;

/** Why bytes cannot be the value of a parameter; null when they can. RFC 9000 §18.2. */
function problemOf(definition: Definition, bytes: Uint8Array): string | null {
  const { length } = bytes;
  switch (definition.shape) {
    case "integer": {
      const step = readVarint(bytes);
      if (step.kind !== "done" || step.next !== length) return "is no single integer";
      if (step.value < (definition.least ?? 0n)) return `must be ${definition.least} or more`;
      if (definition.most !== undefined && step.value > definition.most) {
        return `must be ${definition.most} or less`;
      }
      return null;
    }
    case "connection-id":
      return length > 20 ? "is longer than a connection ID may be" : null;
    case "token":
      return length === 16 ? null : "must have 16 bytes";
    case "flag":
      return length === 0 ? null : "must be empty";
    case "address": {
      // Addresses and ports take 24 bytes, then the connection ID's length, itself and a token.
      const idLength = bytes[24] ?? 0;
      return idLength >= 1 && idLength <= 20 && length === 41 + idLength
        ? null
        : "does not hold two addresses, a connection ID and a token";
    }
  }
}

function sayValue(definition: Definition | null, bytes: Uint8Array): string {
  if (definition?.shape !== "integer") return hexPreview(bytes);
  const step = readVarint(bytes);
  return step.kind === "done" ? String(step.value) : hexPreview(bytes);
}

function takeParameter(
  cursor: Cursor,
  seen: Set<bigint>,
  sender: "client" | "server",
): TransportParameter {
  const at = cursor.at;
  const sayId = (number: bigint): string =>
    `0x${number.toString(16)} ${nameOf(number) ?? "ignored"}`;
  const id = cursor.varint("Transport Parameter ID", "RFC 9000 §18", sayId);
  const name = nameOf(id);
  const definition: Definition | null = name === null ? null : TRANSPORT_PARAMETERS[name];
  const length = cursor.varint("Transport Parameter Length", "RFC 9000 §18");
  const bytes = cursor.take("Transport Parameter Value", length, rule, (value) =>
    sayValue(definition, value),
  );
  const problem = definition === null ? null : problemOf(definition, bytes);
  if (problem !== null) cursor.fail(code, at, rule, `${name} ${problem}.`);
  if (definition?.serverOnly === true && sender === "client") {
    cursor.fail(code, at, rule, `${name} is for servers, but a client sends it.`);
  }
  if (seen.has(id)) {
    cursor.fail(code, at, "RFC 9000 §7.4", `Parameter 0x${id.toString(16)} occurs twice.`);
  }
  seen.add(id);
  if (definition?.shape !== "integer") return { id, name, bytes };
  const value = readVarint(bytes);
  return { id, name, bytes, value: value.kind === "done" ? value.value : 0n };
}

function parse(
  bytes: Uint8Array,
  at: number,
  sender: "client" | "server",
  keep: boolean,
): { readonly cursor: Cursor; readonly parameters: TransportParameter[] } {
  const cursor = createCursor(bytes, at, {
    keep,
    short: (missing, where, name) => {
      const text = `The parameters end ${byteCount(missing)} before a ${name} does.`;
      return { kind: "fault", fault: { code, at: where, rule: "RFC 9000 §18", text } };
    },
  });
  const seen = new Set<bigint>();
  const parameters: TransportParameter[] = [];
  while (cursor.halt === null && cursor.left > 0) {
    const parameter = cursor.group(
      () => takeParameter(cursor, seen, sender),
      ({ name, bytes: value, value: number }) => ({
        name: "Transport Parameter",
        text: `${name ?? "ignored"}: ${number ?? hexPreview(value)}`,
        rule,
      }),
    );
    parameters.push(parameter);
  }
  return { cursor, parameters };
}

/**
 * Reads the transport parameters from `at` to the end of `bytes`, as `sender` declares them.
 * Values out of their limits, duplicates and parameters that a client must not send are
 * TRANSPORT_PARAMETER_ERROR. RFC 9000 §7.4, §18.
 */
export function readTransportParameters(
  bytes: Uint8Array,
  at = 0,
  sender: "client" | "server" = "client",
): Step<TransportParameter[]> {
  const { cursor, parameters } = parse(bytes, at, sender, false);
  return cursor.halt ?? done(parameters, cursor.at);
}

/** Field tree of transport parameters; the same faults as readTransportParameters. */
export function describeTransportParameters(
  bytes: Uint8Array,
  at = 0,
  sender: "client" | "server" = "client",
): Step<Field> {
  const { cursor, parameters } = parse(bytes, at, sender, true);
  if (cursor.halt !== null) return cursor.halt;
  const text = parameters.length === 1 ? "1 parameter" : `${parameters.length} parameters`;
  return done(
    {
      name: "Transport Parameters",
      at,
      length: bytes.length - at,
      text,
      rule: "RFC 9000 §18",
      children: cursor.fields,
    },
    bytes.length,
  );
}

/** Values to declare: integers, bytes, or true for a flag. */
export type TransportParameterValues = Partial<
  Record<TransportParameterName, bigint | number | Uint8Array | true>
>;

/** Bytes of transport parameters, in the order given. A value out of its limits throws RangeError. */
export function writeTransportParameters(values: TransportParameterValues): Uint8Array {
  return concat(
    Object.entries(values).flatMap(([key, value]) => {
      const name = key as TransportParameterName;
      const definition: Definition = TRANSPORT_PARAMETERS[name];
      const bytes =
        value === true
          ? new Uint8Array(0)
          : value instanceof Uint8Array
            ? value
            : writeVarint(value);
      const problem = problemOf(definition, bytes);
      if (problem !== null) throw new RangeError(`${name} ${problem}.`);
      return [writeVarint(definition.id), writeVarint(bytes.length), bytes];
    }),
  );
}
