// Starting Mock Service Worker: loaded only when a lab is about to run, never by a page without one.
import { createDefaultNetworkOptions } from "msw/browser";
import { defineNetwork } from "msw/experimental";
import { http } from "msw/http";

/** Answers a request below the labs' address, or undefined to leave it to the network. */
export type Switchboard = (request: Request) => Promise<Response> | undefined;

/** Longest wait in milliseconds until the page is under the worker's control. */
const PATIENCE = 5000;

/**
 * Registers the worker of `base` (an absolute address that ends in a slash) and routes requests
 * below `<base>lab/` to `switchboard`. Rejects where the browser refuses.
 */
export async function startWorker(base: string, switchboard: Switchboard): Promise<void> {
  await within(PATIENCE, takeOn(base));
  const [source] = createDefaultNetworkOptions(`${new URL(base).pathname}lab-worker.js`).sources;
  const network = defineNetwork({
    sources: [source],
    handlers: [http.all(`${base}lab/*`, async ({ request }) => switchboard(request))],
    onUnhandledFrame: "bypass",
    context: { quiet: true },
  });
  await within(PATIENCE, Promise.resolve(network.enable()));
  if (navigator.serviceWorker.controller === null) await within(PATIENCE, controlled());
}

/** A page loaded past an existing worker joins it here; MSW would reload the page instead. */
async function takeOn(base: string): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(base);
  if (!registration?.active || navigator.serviceWorker.controller !== null) return;
  const joined = controlled();
  registration.active.postMessage("CLAIM");
  await joined;
}

const controlled = (): Promise<unknown> =>
  new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`the service worker did not start: waited ${milliseconds} ms`));
  }, milliseconds);
  return Promise.race([work, promise]).finally(() => {
    clearTimeout(timer);
  });
}
