// A client and a server joined without a network, for the tests of connections.
import { parseHex } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import {
  createHttp3Connection,
  type Http3Connection,
  type Http3ConnectionOptions,
  type Http3Event,
} from "#protocols/http3/index.ts";

export const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

/** A request for a path, and a plain 200. */
export const get = (path: string, ...more: HeaderField[]): HeaderField[] => [
  [":method", "GET"],
  [":scheme", "https"],
  [":authority", "parcels.example"],
  [":path", path],
  ...more,
];
export const ok: HeaderField[] = [[":status", "200"]];

/** Everything that one side has to say arrives at the other, portion by portion. */
export function deliver(
  from: Http3Connection,
  to: Http3Connection,
  portion = Infinity,
): Http3Event[] {
  const events: Http3Event[] = [];
  for (const { streamId, bytes, fin } of from.takeBytes()) {
    let at = 0;
    do {
      const end = Math.min(bytes.length, at + portion);
      events.push(...to.receive(streamId, bytes.subarray(at, end), fin && end === bytes.length));
      at = end;
    } while (at < bytes.length);
  }
  return events;
}

/** Both sides with each other's SETTINGS received. */
export function pair(options: Partial<Http3ConnectionOptions> = {}): {
  client: Http3Connection;
  server: Http3Connection;
} {
  const client = createHttp3Connection({ ...options, role: "client" });
  const server = createHttp3Connection({ ...options, role: "server" });
  deliver(client, server);
  deliver(server, client);
  return { client, server };
}

/** Events in brief: kind, stream and what is in them. */
export function brief(events: readonly Http3Event[]): string[] {
  return events.map((event) => {
    switch (event.kind) {
      case "headers":
        return `${event.section} ${event.streamId} ${event.fields.map((field) => field.join("=")).join(" ")}`;
      case "data":
        return `data ${event.streamId} ${new TextDecoder().decode(event.data)}`;
      case "stream-error":
        return `stream-error ${event.streamId} ${event.fault.code} ${event.fault.rule}`;
      case "connection-error":
        return `connection-error ${event.fault.code} ${event.fault.rule}`;
      case "push-promise":
        return `push-promise ${event.streamId} ${event.pushId}`;
      case "push-stream":
        return `push-stream ${event.streamId} ${event.pushId}`;
      case "unknown-frame":
        return `unknown-frame ${event.streamId} ${event.type} ${event.length}`;
      case "unknown-stream":
        return `unknown-stream ${event.streamId} ${event.type}`;
      case "goaway":
        return `goaway ${event.id}`;
      case "max-push-id":
      case "cancel-push":
        return `${event.kind} ${event.pushId}`;
      case "settings":
        return `settings ${event.settings.length}`;
      case "reset":
        return `reset ${event.streamId} ${event.errorCode}`;
      case "end":
      case "blocked":
        return `${event.kind} ${event.streamId}`;
    }
  });
}
