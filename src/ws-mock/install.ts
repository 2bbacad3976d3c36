// Puts mocks in the place of globalThis.WebSocket for a while, by address.
import { parseAddress } from "./address.ts";
import type { WebSocketMock } from "./mock.ts";
import { toUsvString } from "./web-idl.ts";

/** Which addresses a mock answers. */
export interface Route {
  /** An address with `*` for any run of characters ("wss://chat.example/*"), or a test of one. */
  readonly address: string | ((url: URL) => boolean);
  readonly mock: Pick<WebSocketMock, "WebSocket">;
}

/** What happens to the rest, and where. */
export interface InstallOptions {
  /** "pass": to the class that was there before. "refuse": a SecurityError. Default "pass". */
  readonly unmatched?: "pass" | "refuse";
  /** The object whose WebSocket is replaced; default globalThis. */
  readonly scope?: { WebSocket: typeof WebSocket };
  /** Base of relative addresses; default: the page's. */
  readonly base?: string;
}

/** A replaced class; `restore` (or the end of a `using` block) puts the old one back. */
export interface Installed extends Disposable {
  readonly restore: () => void;
}

/** Installs routes; the first that fits an address answers it. */
export function install(routes: readonly Route[], options: InstallOptions = {}): Installed {
  const { unmatched = "pass", scope = globalThis } = options;
  const before = scope.WebSocket;
  const tests = routes.map(({ address, mock }) => ({ fits: testOf(address), mock }));
  let active = true;

  const choose = (text: unknown): typeof WebSocket => {
    if (!active) return before;
    const base = options.base ?? (globalThis as { location?: Location }).location?.href;
    const url = parseAddress(toUsvString(text), base);
    const route = tests.find(({ fits }) => fits(url));
    if (route) return route.mock.WebSocket;
    if (unmatched === "pass") return before;
    const why = `no mock answers ${url.href}. Add a route, or let the rest pass.`;
    throw new DOMException(why, "SecurityError");
  };

  // A proxy, so that constants, names and `prototype` are those of the class that was there.
  const replaced: typeof WebSocket = new Proxy(before, {
    construct(target, given: unknown[]): object {
      const chosen = given.length === 0 ? target : choose(given[0]);
      return Reflect.construct(chosen, given) as object;
    },
    get(target, name, receiver) {
      if (name !== Symbol.hasInstance) return Reflect.get(target, name, receiver) as unknown;
      return (value: unknown) =>
        value instanceof target || tests.some(({ mock }) => value instanceof mock.WebSocket);
    },
  });
  scope.WebSocket = replaced;

  const restore = () => {
    active = false;
    // Somebody may have replaced ours in turn; inactive, it only hands on to what was there.
    if (scope.WebSocket === replaced) scope.WebSocket = before;
  };
  return { restore, [Symbol.dispose]: restore };
}

function testOf(address: Route["address"]): (url: URL) => boolean {
  if (typeof address !== "string") return address;
  const literal = address.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const pattern = new RegExp(`^${literal.join(".*")}$`);
  return (url) => pattern.test(url.href);
}
