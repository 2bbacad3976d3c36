// One lab's own corner of the pretend company: its address, its handlers and the record of what it saw.
import type { HttpHandler } from "msw/http";
import { getResponse } from "msw/utils/get-response";
import type { Exchange, Fields, Sending, Sent } from "#trace/index.ts";
import { headersOf } from "./headers.ts";
import { followByRule } from "./follow.ts";
import { EVENT_STREAM } from "./event-stream.ts";
import { answer } from "./resource.ts";
import { watchStream } from "./watch-stream.ts";

/** Handlers of a service that lives below `base`, an absolute address without a slash at its end. */
export type Service = (base: string) => readonly HttpHandler[];

/** How requests reach the handlers: through the browser's engine, or straight from the page. */
export type Reach = "engine" | "page";

/** A lab's address space. Nothing in it is shared with another lab or another tab. */
export interface Space {
  /** Absolute address without a slash at its end. */
  readonly base: string;
  /** "engine": redirects are the browser's own doing. "page": our copy of the Fetch rules did it. */
  readonly reach: Reach;
  /** The same for streams: a worker of a browser that cannot transfer them would hold them back. */
  readonly streams: Reach;
  /** Puts a service in the place of the one before; its state starts afresh and so does the count. */
  serve(service: Service): void;
  /** Lets the next `count` answers get lost on the way: the service has answered, the script learns nothing. */
  lose(count: number): void;
  /** Sends one request as a script would; a network error is an outcome, never a rejection. */
  send(sending: Sending): Promise<Sent>;
  /** `fetch` for addresses below `base`; streams arrive as they are sent. */
  readonly fetch: (address: string | URL, init?: RequestInit) => Promise<Response>;
  /** What the service saw since `serve`, oldest first; of a stream, what was taken from it so far. */
  exchanges(): readonly Exchange[];
  /** Answers a request below `base`: what the service worker hands over. */
  readonly answer: (request: Request) => Promise<Response>;
}

/** What a space is given from outside, so that it runs in a page and in Node alike. */
export interface Surroundings {
  readonly base: string;
  /** `fetch` where requests come back through the worker; null to call the handlers directly. */
  readonly fetch: typeof fetch | null;
  /** The same for {@link Space.fetch}; what `fetch` is when left out. */
  readonly stream?: typeof fetch | null;
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

/** Longest wait for an answer in milliseconds; a worker that was ended may never give one. */
const PATIENCE = 8000;

const linesOf = (headers: Headers): Fields => [...headers.entries()];

/** Opens a space with a service that knows nothing yet. */
export function createSpace({ base, fetch, stream = fetch, now }: Surroundings): Space {
  let handlers: HttpHandler[] = [];
  let seen: (() => Exchange)[] = [];
  let first: number | null = null;
  let count = 0;
  let losing = 0;

  const relative = (address: string): string =>
    address.startsWith(base) ? address.slice(base.length) : "";

  /** Leaving when asked to, before the answer or in its stream, is the engine's part of `fetch`; here it is ours. */
  const answerInPage = async (request: Request): Promise<Response> => {
    const response = await Promise.race([space.answer(request), leave(request.signal)]);
    // What `fetch` makes of a network error: Fetch, the fetch() method.
    if (response.type === "error")
      throw new TypeError("the connection broke before an answer came");
    const { body } = response;
    if (body === null) return response;
    return new Response(
      body.pipeThrough(new TransformStream(), { signal: request.signal }),
      response,
    );
  };

  const space: Space = {
    base,
    reach: fetch === null ? "page" : "engine",
    streams: stream === null ? "page" : "engine",
    serve(service) {
      handlers = [...service(base)];
      seen = [];
      first = null;
      count = 0;
      losing = 0;
    },
    lose(answers) {
      losing = answers;
    },
    async answer(request) {
      const arrived = now();
      first ??= arrived;
      count += 1;
      const number = count;
      const content = new Uint8Array(await request.clone().arrayBuffer());
      const response =
        (await getResponse(handlers, request)) ??
        answer(404, "text/plain", request.method === "HEAD" ? null : "No such address.");
      const { stream, taken } = await keep(response);
      const [at, took] = [arrived - first, now() - arrived];
      const { status, statusText: reason, headers } = response;
      const asked = {
        method: request.method,
        target: relative(request.url),
        fields: linesOf(request.headers),
        content,
      };
      const fields = linesOf(headers);
      const lost = losing > 0;
      if (lost) losing -= 1;
      seen.push(() => ({
        number,
        at,
        took,
        request: asked,
        response: { status, reason, fields, content: taken() },
        ...(lost ? { lost } : {}),
      }));
      if (lost) return Response.error();
      return stream === null ? response : new Response(stream, response);
    },
    fetch: (address, init) =>
      stream === null ? answerInPage(new Request(address, init)) : stream(address, init),
    exchanges: () =>
      seen.map((exchange) => exchange()).sort((one, other) => one.number - other.number),
    async send(sending) {
      const before = seen.length;
      const outcome =
        fetch === null
          ? await followByRule(base, sending, space.answer)
          : await fetchOutcome(fetch, base, sending, relative);
      return { outcome, exchanges: seen.slice(before).map((exchange) => exchange()) };
    },
  };
  return space;
}

/** Rejects with the signal's reason when it is aborted, and never resolves. */
const leave = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const give = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });

/** What is recorded of a response: all of it now, or of a stream what its reader takes. */
async function keep(response: Response): Promise<{
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  readonly taken: () => Uint8Array;
}> {
  const streams = response.headers.get("content-type")?.startsWith(EVENT_STREAM) === true;
  if (streams && response.body !== null) return watchStream(response.body);
  const content = new Uint8Array(await response.clone().arrayBuffer());
  return { stream: null, taken: () => content };
}

async function fetchOutcome(
  fetch: typeof globalThis.fetch,
  base: string,
  sending: Sending,
  relative: (address: string) => string,
): Promise<Sent["outcome"]> {
  try {
    const response = await fetch(base + sending.target, {
      method: sending.method,
      headers: headersOf(sending.fields ?? []),
      redirect: sending.redirect ?? "follow",
      signal: AbortSignal.timeout(PATIENCE),
      ...(sending.content === undefined ? {} : { body: sending.content }),
    });
    return {
      kind: "answer",
      type: response.type,
      status: response.status,
      reason: response.statusText,
      redirected: response.redirected,
      target: response.type === "opaqueredirect" ? "" : relative(response.url),
      fields: linesOf(response.headers),
      content: new Uint8Array(await response.arrayBuffer()),
    };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { kind: "refused", name, message };
  }
}
