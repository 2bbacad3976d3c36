// What a reader has taken of a response that keeps talking, while it is still being read.
import { concat } from "#wire/index.ts";

/** A stream and the record of what was taken from it. */
export interface WatchedStream {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Everything that was taken so far. */
  readonly taken: () => Uint8Array;
}

/** The same stream piece by piece; its end, its failure and its reader's leaving pass through. */
export function watchStream(body: ReadableStream<Uint8Array<ArrayBuffer>>): WatchedStream {
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
        return;
      }
      pieces.push(value);
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { stream, taken: () => concat(pieces) };
}
