// The door of the pretend company. It loads nothing of MSW by itself; opening a space does.
import type { Exchange, Fields, Sent } from "#trace/index.ts";
import type { Space } from "./space.ts";
import { replaceRefusedStorage } from "./storage.ts";

export { deskToken } from "./desk-token.ts";
export {
  afterRedirect,
  isRedirectStatus,
  MOST_REDIRECTS,
  REDIRECT_STATUSES,
  type Hop,
  type RedirectStatus,
} from "./redirect-rule.ts";
export type { Reach, Service, Space } from "./space.ts";

/** Opens the address space of a lab in this page; MSW is loaded and its worker registered now. */
export async function openSpace(lab: string): Promise<Space> {
  replaceRefusedStorage();
  const { openSpace: open } = await import("./open.ts");
  return open(lab);
}

/**
 * Lets the pretend company answer with a given status (200–599) and records both sides, for the
 * reference page; a redirect is shown, not followed. Any other number throws RangeError.
 */
export async function fireStatus(status: number): Promise<Sent> {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`a worker cannot answer ${status}: only 200–599 fit a Response`);
  }
  const [space, { askFor, statusService }] = await Promise.all([
    openSpace("reference"),
    import("./status.ts"),
  ]);
  space.serve(statusService);
  return space.send(askFor(status));
}

/** Both messages of an exchange as HTTP/1.1 bytes; the engine is loaded now. */
export async function writeExchange(
  exchange: Exchange,
  added: { readonly request: Fields; readonly response: Fields },
): Promise<{ readonly request: Uint8Array; readonly response: Uint8Array }> {
  const { writeExchange: write } = await import("./bytes.ts");
  return write(exchange, added);
}
