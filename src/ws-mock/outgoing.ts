// What a script sends, in its order: a Blob takes time to read, and what is sent after it waits.
import { createQueue } from "./queue.ts";

/** A message, or a close, on its way to the wire. */
export type Outgoing =
  | { readonly kind: "text"; readonly text: string; readonly amount: number }
  | { readonly kind: "binary"; readonly data: Uint8Array }
  | { readonly kind: "blob"; readonly blob: Blob }
  | { readonly kind: "close"; readonly code: number | undefined; readonly reason: string };

/** Opens the queue. `send` gets everything but blobs; `fail` hears of a Blob that cannot be read. */
export function createOutgoing(
  send: (item: Exclude<Outgoing, { kind: "blob" }>) => void,
  fail: () => void,
): (item: Outgoing) => void {
  const waiting = createQueue<Outgoing>();
  let reading = false;
  const advance = () => {
    while (!reading) {
      const item = waiting.shift();
      if (item === undefined) return;
      if (item.kind !== "blob") {
        send(item);
        continue;
      }
      reading = true;
      item.blob.arrayBuffer().then((buffer) => {
        reading = false;
        send({ kind: "binary", data: new Uint8Array(buffer) });
        advance();
      }, fail);
    }
  };
  return (item) => {
    if (!reading && item.kind !== "blob") {
      send(item);
      return;
    }
    waiting.push(item);
    advance();
  };
}
