// One tab reviews at a time: Web Locks, where they exist. Without them nothing is lost, for logs merge.
import type { WriterLock } from "./learner.ts";

const NAME = "on-the-wire-writer";

/** The part of `navigator.locks` that is used. W3C Web Locks API §3. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly steal?: boolean },
    callback: (lock: unknown) => unknown,
  ): Promise<unknown>;
}

/** Takes the lock; undefined when another tab holds it and it is not to be stolen. */
export async function takeLock(
  locks: Locks | undefined,
  steal: boolean,
): Promise<WriterLock | undefined> {
  const lost = Promise.withResolvers<unknown>();
  if (locks === undefined) return { lost: lost.promise, release: () => {} };
  const held = Promise.withResolvers<unknown>();
  const taken = Promise.withResolvers<WriterLock | undefined>();
  locks
    .request(NAME, steal ? { steal } : { ifAvailable: true }, (lock) => {
      if (lock === null) {
        taken.resolve(undefined);
        return undefined;
      }
      taken.resolve({ lost: lost.promise, release: () => held.resolve(undefined) });
      return held.promise;
    })
    .catch(() => {
      // Stolen, or locks are refused here: reviewing goes on without.
      taken.resolve({ lost: lost.promise, release: () => {} });
      lost.resolve(undefined);
    });
  return taken.promise;
}
