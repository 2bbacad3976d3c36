// The log over this browser's own storage, clock, locks and tabs.
import { openIdbStore } from "./idb-store.ts";
import type { Learner } from "./learner.ts";
import { openLearner } from "./open-learner.ts";
import { newId } from "./outbox.ts";
import type { Channel } from "./ports.ts";
import { openShelf } from "./shelf.ts";

function openChannel(): Channel | undefined {
  if (typeof BroadcastChannel === "undefined") return undefined;
  const channel = new BroadcastChannel("on-the-wire");
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => listener(data);
    },
    close: () => channel.close(),
  };
}

let opened: Promise<Learner> | undefined;

/** The page's one open log; never rejects. */
export function openBrowserLearner(): Promise<Learner> {
  const channel = openChannel();
  // Absent on pages that are not secure, whatever the types say.
  const locks = (navigator as { locks?: LockManager }).locks;
  opened ??= openLearner({
    openStore: openIdbStore,
    clock: () => Date.now(),
    zone: () => -new Date().getTimezoneOffset(),
    id: newId,
    shelf: openShelf(),
    ...(channel && { channel }),
    ...(locks && { locks }),
  });
  return opened;
}
