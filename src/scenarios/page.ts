// A page of resources and a network to fetch it over: what every version of HTTP is compared on.
import type { Loss } from "#sim/link.ts";
import type { Priority, StreamOrder } from "#sim/stream-order.ts";
import type { MessageHead, Trace } from "#trace/index.ts";

/** One thing that the page needs. */
export interface Resource {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  /** Bytes of content. */
  readonly size: number;
  /** Milliseconds that the server needs before it can answer. */
  readonly think: number;
  readonly priority?: Priority;
}

export interface Network {
  /** Milliseconds there and back, without bandwidth. */
  readonly roundTrip: number;
  /** Bits per second, each way. */
  readonly bandwidth: number;
  /** Bytes that the bottleneck holds, each way. */
  readonly queue: number;
  readonly up: Loss;
  readonly down: Loss;
}

/** How the connection is secured: TLS 1.3 anew, with a ticket, or with data in the first flight. */
export type Security = "none" | "full" | "resumed" | "early";

export interface LoadOptions {
  readonly network: Network;
  readonly security: Security;
  readonly seed: number;
  /** Virtual milliseconds after which nothing more happens; missing: until all is done. */
  readonly until?: number;
}

export interface Http1Options extends LoadOptions {
  readonly version: "1.0" | "1.1";
  /** How many connections may be open at once. */
  readonly connections: number;
  /** Send further requests without waiting for answers (RFC 9112 §9.3.2). */
  readonly pipelining: boolean;
}

export interface MultiplexedOptions extends LoadOptions {
  readonly order: StreamOrder;
}

/** A run: the trace, and when each resource was complete, by id, in virtual milliseconds. */
export interface Load {
  readonly trace: Trace;
  readonly completed: Readonly<Record<string, number>>;
  /** When the last resource was complete. */
  readonly total: number;
}

export const AUTHORITY = "parcels.example";

/** Fields that a browser of our own making sends with every request; sizes follow from them. */
export const requestFields = (resource: Resource): readonly (readonly [string, string])[] => [
  ["user-agent", "on-the-wire/1 (a simulated browser)"],
  ["accept", "*/*"],
  ["accept-encoding", "gzip, br"],
  ["accept-language", "en"],
  ["referer", `https://${AUTHORITY}/`],
  ...(resource.priority === undefined
    ? []
    : [["priority", formatPriority(resource.priority)] as const]),
];

/** A request for the resource as HTTP/2 and HTTP/3 send it, pseudo-fields first, and its head. */
export function requestFor(resource: Resource): {
  readonly lines: readonly (readonly [string, string])[];
  readonly head: MessageHead;
} {
  const fields = requestFields(resource);
  const pseudo = [
    [":method", "GET"],
    [":scheme", "https"],
    [":authority", AUTHORITY],
    [":path", resource.path],
  ] as const;
  const url = `https://${AUTHORITY}${resource.path}`;
  return {
    lines: [...pseudo, ...fields],
    head: { kind: "request", method: "GET", url, fields },
  };
}

export const responseFields = (resource: Resource): readonly (readonly [string, string])[] => [
  ["content-type", resource.type],
  ["content-length", String(resource.size)],
  ["cache-control", "max-age=600"],
  ["etag", `"${resource.id}"`],
];

/** RFC 9218 §4 and §5: members at their default are left out. */
const formatPriority = ({ urgency, incremental }: Priority): string =>
  [...(urgency === 3 ? [] : [`u=${urgency}`]), ...(incremental ? ["i"] : [])].join(", ");

/** Content of the stated size that differs from resource to resource. */
export function contentOf({ id, size }: Resource): Uint8Array {
  const seed = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) & 0xff, 7);
  const content = new Uint8Array(size);
  // The pattern repeats after 95 bytes: written once, then copied in doubling steps.
  const once = Math.min(size, 95);
  for (let index = 0; index < once; index += 1) content[index] = 0x20 + ((seed + index * 7) % 95);
  for (let filled = once; filled > 0 && filled < size; filled *= 2) {
    content.copyWithin(filled, 0, Math.min(filled, size - filled));
  }
  return content;
}
