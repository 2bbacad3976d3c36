// One call by @connectrpc/connect-web, and what it hands to its application; loaded when the lab runs.
import { ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import type { Message } from "@bufbuild/protobuf";
import { statusName, type StatusName } from "#protocols/grpc/index.ts";
import { ParcelService } from "./parcel-client.ts";
import type { Setup } from "./setup.ts";

/** A message as names and values. */
export type Value = readonly (readonly [name: string, value: string])[];

/** What the client handed over. */
export interface Told {
  readonly values: readonly Value[];
  /** Null when the call ended OK. */
  readonly error: { readonly name: StatusName; readonly message: string } | null;
}

/** How the call reaches the service: an address to call below, and a `fetch` to do it with. */
export interface Line {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
}

function valueOf(message: Message): Value {
  return Object.entries(message).flatMap(([name, value]: [string, unknown]) =>
    name.startsWith("$") ? [] : [[name, String(value)] as const],
  );
}

/** Makes the call of a setup. */
export async function callParcel(line: Line, setup: Setup): Promise<Told> {
  const client = createClient(ParcelService, createGrpcWebTransport({ ...line }));
  const request = { number: setup.number };
  const options = setup.deadline === 0 ? {} : { timeoutMs: setup.deadline };
  const values: Value[] = [];
  try {
    if (setup.method === "unary") {
      values.push(valueOf(await client.getParcel(request, options)));
    } else {
      for await (const scan of client.watchParcel(request, options)) values.push(valueOf(scan));
    }
    return { values, error: null };
  } catch (thrown) {
    const { code, rawMessage } = ConnectError.from(thrown);
    // Connect numbers its codes as gRPC does.
    return { values, error: { name: statusName(code) ?? "UNKNOWN", message: rawMessage } };
  }
}
