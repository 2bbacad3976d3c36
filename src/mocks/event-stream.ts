// A resource that answers with an event stream, broken and silent ones included: WHATWG HTML §9.2.3.
import { http, type HttpHandler } from "msw/http";
import type { Fields } from "#trace/index.ts";
import { headersOf } from "./headers.ts";

/** The media type of an event stream (WHATWG HTML §9.2.4). */
export const EVENT_STREAM = "text/event-stream";

/** What comes after the last piece: a proper end, a broken connection, or nothing for ever. */
export type Ending = "end" | "break" | "hold";

/** How one request for the stream is answered. */
export interface StreamAnswer {
  /** 200 with pieces, or any status without content. */
  readonly status: number;
  /** The media type; null sends no Content-Type. */
  readonly type: string | null;
  readonly fields?: Fields;
  /** Sent one by one as the reader asks for them. */
  readonly pieces: readonly Uint8Array[];
  readonly ending: Ending;
}

/** Decides by the request and its number, counted from 1, how it is answered. */
export type StreamAnswerer = (request: Request, number: number) => StreamAnswer;

function streamOf({ pieces, ending }: StreamAnswer): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      const piece = pieces[sent];
      sent += 1;
      // A copy: what is enqueued may be handed over to the worker for good.
      if (piece !== undefined) controller.enqueue(new Uint8Array(piece));
      else if (ending === "end") controller.close();
      else if (ending === "break") controller.error(new TypeError("the connection was cut"));
      // Held: this promise is never kept, so nothing more is asked for until the reader leaves.
      else return Promise.withResolvers<undefined>().promise;
      return undefined;
    },
  });
}

/** Answers GET at `path`; its count of requests begins afresh with each call. */
export function eventStream(path: string, answerer: StreamAnswerer): HttpHandler {
  let number = 0;
  return http.get(path, ({ request }) => {
    number += 1;
    const answer = answerer(request, number);
    const { status, type, fields = [] } = answer;
    const headers = headersOf([
      ...(type === null ? [] : [["content-type", type] as const]),
      ["cache-control", "no-store"],
      ...fields,
    ]);
    return new Response(status === 204 ? null : streamOf(answer), { status, headers });
  });
}
