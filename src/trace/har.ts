// A trace as HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/): one entry a request.
import type { Connection, MessageEvent, MessageHead, Phase, Trace } from "./trace.ts";

/** Virtual time starts here, so that two exports of one trace are the same text. */
const EPOCH = Date.UTC(2026, 0, 1);

const HTTP_VERSIONS: Readonly<Record<Connection["protocol"], string>> = {
  "http/1.0": "HTTP/1.0",
  "http/1.1": "HTTP/1.1",
  websocket: "HTTP/1.1",
  h2: "HTTP/2",
  h3: "HTTP/3",
};

type Head<Kind extends MessageHead["kind"]> = Extract<MessageHead, { kind: Kind }>;

interface Exchange {
  readonly request: MessageEvent;
  readonly asked: Head<"request">;
  readonly messages: readonly MessageEvent[];
}

/** Messages belong together by resource, or by connection and stream. */
const keyOf = (event: MessageEvent): string =>
  event.resource ?? `${event.connection ?? ""}/${event.stream ?? 0}`;

/** Requests in order of sending, each with the messages up to the next request of the same key. */
function exchangesOf(trace: Trace): Exchange[] {
  const open = new Map<string, { exchange: Exchange; messages: MessageEvent[] }>();
  const exchanges: Exchange[] = [];
  for (const event of trace.events) {
    if (event.kind !== "message") continue;
    const key = keyOf(event);
    if (event.head?.kind === "request") {
      const messages = [event];
      const exchange = { request: event, asked: event.head, messages };
      open.set(key, { exchange, messages });
      exchanges.push(exchange);
    } else {
      open.get(key)?.messages.push(event);
    }
  }
  return exchanges;
}

const pairs = (fields: readonly (readonly [string, string])[]): { name: string; value: string }[] =>
  fields.map(([name, value]) => ({ name, value }));

const valueOf = (fields: readonly (readonly [string, string])[], name: string): string =>
  fields.find(([field]) => field.toLowerCase() === name)?.[1] ?? "";

function queryOf(url: string): { name: string; value: string }[] {
  return URL.canParse(url) ? pairs([...new URL(url).searchParams]) : [];
}

/** Milliseconds per phase of a resource; a phase that did not occur is absent. */
function phasesOf(trace: Trace, resource: string | undefined): Map<Phase, number> {
  const total = new Map<Phase, number>();
  for (const event of trace.events) {
    if (event.kind !== "span" || resource === undefined || event.resource !== resource) continue;
    total.set(event.phase, (total.get(event.phase) ?? 0) + event.until - event.at);
  }
  return total;
}

/** −1 stands for a phase that does not apply, as the format says. */
function timingsOf(trace: Trace, { request, messages }: Exchange): Record<string, number> {
  const phases = phasesOf(trace, request.resource);
  const answers = messages.filter((event) => event.from !== request.from && event.arrives !== null);
  const firstByte = answers[0]?.arrives ?? request.at;
  const lastByte = answers.reduce((end, event) => Math.max(end, event.arrives ?? 0), firstByte);
  const secure = phases.get("secure");
  const connect = phases.get("connect");
  return {
    blocked: phases.get("queued") ?? -1,
    dns: -1,
    connect: connect === undefined ? -1 : connect + (secure ?? 0),
    ssl: secure ?? -1,
    send: phases.get("request") ?? 0,
    wait: phases.get("waiting") ?? Math.max(0, firstByte - request.at),
    receive:
      phases.size > 0
        ? (phases.get("receiving") ?? 0) + (phases.get("stalled") ?? 0)
        : lastByte - firstByte,
  };
}

function entryOf(trace: Trace, exchange: Exchange): Record<string, unknown> {
  const { request, asked, messages } = exchange;
  const connection = trace.connections.find(({ id }) => id === request.connection);
  const httpVersion = HTTP_VERSIONS[connection?.protocol ?? "http/1.1"];
  // 101 is interim by its number (RFC 9110 §15.2), but the last that HTTP says on its connection.
  const finals = messages.filter(
    ({ head }) => head?.kind === "response" && (head.status >= 200 || head.status === 101),
  );
  const answer = finals[0]?.head?.kind === "response" ? finals[0].head : null;
  const sum = (fromClient: boolean): number =>
    messages
      .filter((event) => (event.from === request.from) === fromClient)
      .reduce((bytes, event) => bytes + (event.contentBytes ?? 0), 0);
  const timings = timingsOf(trace, exchange);
  const { ssl: _, ...counted } = timings;
  const common = { httpVersion, cookies: [], headersSize: -1 };
  return {
    startedDateTime: new Date(EPOCH + request.at).toISOString(),
    // The format wants the sum of the timings that apply; ssl is already inside connect.
    time: Object.values(counted).reduce((total, value) => total + Math.max(0, value), 0),
    request: {
      ...common,
      method: asked.method,
      url: asked.url,
      headers: pairs(asked.fields),
      queryString: queryOf(asked.url),
      bodySize: sum(true),
    },
    response: {
      ...common,
      // 0 is the format's word for "no response".
      status: answer?.status ?? 0,
      statusText: answer?.reason ?? "",
      headers: pairs(answer?.fields ?? []),
      redirectURL: valueOf(answer?.fields ?? [], "location"),
      content: { size: sum(false), mimeType: valueOf(answer?.fields ?? [], "content-type") },
      bodySize: sum(false),
    },
    cache: {},
    timings,
    ...(request.connection === undefined ? {} : { connection: request.connection }),
  };
}

/** The trace as the text of a .har file; only requests with a head appear. */
export function exportHar(trace: Trace): string {
  return JSON.stringify(
    {
      log: {
        version: "1.2",
        creator: { name: "On the Wire", version: "1" },
        pages: [],
        entries: exchangesOf(trace).map((exchange) => entryOf(trace, exchange)),
        comment: trace.title,
      },
    },
    null,
    2,
  );
}
