// An event stream that its service writes while it is open, event by event as they happen: WHATWG HTML §9.2.
import { writeEvent, type WritableEvent } from "#protocols/sse/index.ts";
import type { Fields } from "#trace/index.ts";
import { concat } from "#wire/index.ts";
import { EVENT_STREAM } from "./event-stream.ts";
import { headersOf } from "./headers.ts";

/** The service's end of an open stream. */
export interface LiveStream {
  /** What the handler returns. */
  readonly response: Response;
  /** False once either side has ended it. */
  readonly isOpen: boolean;
  /**
   * Sends one event; what is sent in one turn, or before the reader has taken what came before,
   * travels as one chunk. False when nobody listens.
   */
  send(event: WritableEvent): boolean;
  /** Sends raw bytes as a chunk of their own, broken streams included. False when nobody listens. */
  write(bytes: Uint8Array): boolean;
  /** Ends the response in an orderly way; whoever listens may connect again. */
  end(): void;
  /** Cuts the connection: the reader sees a network error in the middle of the content. */
  cut(): void;
  /** Resolves when either side has ended it. */
  readonly ended: Promise<"service" | "client">;
}

/** Opens a stream with status 200; `fields` come behind its Content-Type. */
export function openLiveStream(fields: Fields = [["cache-control", "no-store"]]): LiveStream {
  const { promise: ended, resolve: tellEnd } = Promise.withResolvers<"service" | "client">();
  let waiting: Uint8Array[] = [];
  let isOpen = true;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  const flush = (): void => {
    if (waiting.length === 0) return;
    const chunk = waiting.length === 1 && waiting[0] !== undefined ? waiting[0] : concat(waiting);
    waiting = [];
    controller?.enqueue(chunk);
  };
  /** While the reader has not taken the last chunk, more of them would only be more work. */
  const offer = (): void => {
    if ((controller?.desiredSize ?? 0) > 0) flush();
  };
  const close = (by: "service" | "client", last: () => void): void => {
    if (!isOpen) return;
    if (by === "service") flush();
    isOpen = false;
    waiting = [];
    last();
    tellEnd(by);
  };

  const response = new Response(
    new ReadableStream<Uint8Array>({
      start(given) {
        controller = given;
      },
      pull: flush,
      cancel() {
        close("client", () => undefined);
      },
    }),
    { headers: headersOf([["content-type", EVENT_STREAM], ...fields]) },
  );

  return {
    response,
    ended,
    get isOpen() {
      return isOpen;
    },
    send(event) {
      if (!isOpen) return false;
      if (waiting.length === 0) queueMicrotask(offer);
      waiting.push(writeEvent(event));
      return true;
    },
    write(bytes) {
      if (!isOpen) return false;
      flush();
      waiting.push(bytes);
      flush();
      return true;
    },
    end() {
      close("service", () => controller?.close());
    },
    cut() {
      close("service", () => controller?.error(new TypeError("the connection was cut")));
    },
  };
}
