// The interface WebSocket of the WHATWG standard (§3) over a connection of ours.
import type { Client, ClientEvents, Ending } from "./client-types.ts";
import type { WsClock } from "./clock.ts";
import { parseAddress, parseProtocols } from "./address.ts";
import { createEventHandlers } from "./event-handlers.ts";
import { createOutgoing } from "./outgoing.ts";
import { clampUnsignedShort, toDomString, toPayload, toUsvString } from "./web-idl.ts";

/** What the class stands on. */
export interface SocketEnvironment {
  readonly clock: WsClock;
  /** Base of relative addresses. */
  readonly base: () => string | undefined;
  /** Most bytes that may wait; a script that sends more is cut off ("flagged as full"). */
  readonly sendBuffer: number;
  connect(url: URL, protocols: readonly string[], events: ClientEvents): SocketClient;
}

/** A connection and the place where its story is told. */
interface SocketClient extends Client {
  tell(label: string): void;
  gauge(bufferedAmount: number): void;
}

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3] as const;
const CONSTANTS = { CONNECTING, OPEN, CLOSING, CLOSED };

/** Makes a class of its own for each environment; it has the interface of the browser's. */
export function createSocketClass(environment: SocketEnvironment): typeof WebSocket {
  const { clock, sendBuffer } = environment;

  class MockWebSocket extends EventTarget {
    readonly #url: URL;
    readonly #client: SocketClient;
    readonly #handlers = createEventHandlers(this);
    readonly #send = createOutgoing(
      (item) => {
        if (item.kind === "text") this.#client.sendText(item.text, item.amount);
        else if (item.kind === "binary") this.#client.sendBinary(item.data);
        else this.#client.close(item.code, item.reason);
      },
      () => this.#client.fail(),
    );
    #readyState: number = CONNECTING;
    #bufferedAmount = 0;
    #binaryType: BinaryType = "blob";
    #protocol = "";
    #extensions = "";

    constructor(...given: readonly unknown[]) {
      if (given.length === 0) throw new TypeError("WebSocket needs an address. Give one.");
      const address = toUsvString(given[0]);
      const [, protocols = []] = given;
      super();
      const url = parseAddress(address, environment.base());
      this.#url = url;
      this.#client = environment.connect(url, parseProtocols(protocols), {
        established: (protocol, extensions) =>
          this.#task(() => {
            // close() came first: the script is not told any more that it was open.
            if (this.#readyState !== CONNECTING) return;
            this.#readyState = OPEN;
            this.#protocol = protocol;
            this.#extensions = extensions;
            this.#fire(new Event("open"), "open event");
          }),
        message: ({ data }) => this.#task(() => this.#receive(data)),
        closing: () =>
          this.#task(() => {
            if (this.#readyState < CLOSING) this.#readyState = CLOSING;
          }),
        closed: (ending) => this.#task(() => this.#end(ending)),
        drained: (amount) => {
          if (this.#readyState === CLOSED) return;
          this.#bufferedAmount -= amount;
          this.#client.gauge(this.#bufferedAmount);
        },
      });
    }

    get url(): string {
      return this.#url.href;
    }
    get readyState(): number {
      return this.#readyState;
    }
    get bufferedAmount(): number {
      return this.#bufferedAmount;
    }
    get extensions(): string {
      return this.#extensions;
    }
    get protocol(): string {
      return this.#protocol;
    }
    get binaryType(): BinaryType {
      return this.#binaryType;
    }
    set binaryType(value: unknown) {
      const type = toDomString(value);
      // A value outside an enumeration is ignored (Web IDL, attribute setters).
      if (type === "blob" || type === "arraybuffer") this.#binaryType = type;
    }
    get onopen(): unknown {
      return this.#handlers.get("open");
    }
    set onopen(handler: unknown) {
      this.#handlers.set("open", handler);
    }
    get onerror(): unknown {
      return this.#handlers.get("error");
    }
    set onerror(handler: unknown) {
      this.#handlers.set("error", handler);
    }
    get onclose(): unknown {
      return this.#handlers.get("close");
    }
    set onclose(handler: unknown) {
      this.#handlers.set("close", handler);
    }
    get onmessage(): unknown {
      return this.#handlers.get("message");
    }
    set onmessage(handler: unknown) {
      this.#handlers.set("message", handler);
    }

    close(...given: readonly unknown[]): void {
      const code = given[0] === undefined ? undefined : clampUnsignedShort(given[0]);
      const reason = given[1] === undefined ? "" : toUsvString(given[1]);
      if (code !== undefined && code !== 1000 && (code < 3000 || code > 4999)) {
        const why = `a script may not send close code ${code}. Use 1000 or 3000–4999.`;
        throw new DOMException(why, "InvalidAccessError");
      }
      const length = new TextEncoder().encode(reason).length;
      if (length > 123) {
        const why = `the close reason has ${length} bytes, 123 fit. Shorten it.`;
        throw new DOMException(why, "SyntaxError");
      }
      if (this.#readyState >= CLOSING) return;
      this.#readyState = CLOSING;
      this.#send({ kind: "close", code, reason });
    }

    send(...given: readonly unknown[]): void {
      if (given.length === 0) throw new TypeError("send needs something to send. Give it.");
      const { item, amount } = toPayload(given[0]);
      if (this.#readyState === CONNECTING) {
        const why = "nothing can be sent before the open event. Wait for it.";
        throw new DOMException(why, "InvalidStateError");
      }
      const full = this.#bufferedAmount + amount > sendBuffer;
      this.#bufferedAmount += amount;
      this.#client.gauge(this.#bufferedAmount);
      if (this.#readyState !== OPEN) return;
      if (full) this.#client.fail();
      else this.#send(item);
    }

    #task(act: () => void) {
      clock.after(0, act);
    }

    #receive(data: string | Uint8Array) {
      if (this.#readyState !== OPEN) return;
      // A codec may hand out part of a larger buffer; everything else is a copy of its own.
      const shown =
        typeof data === "string"
          ? data
          : this.#binaryType === "blob"
            ? new Blob([data as Uint8Array<ArrayBuffer>])
            : (data.length < data.buffer.byteLength ? new Uint8Array(data) : data).buffer;
      const { origin } = this.#url;
      this.#fire(new MessageEvent("message", { data: shown, origin }), "message event");
    }

    #end({ failed, clean, code, reason }: Ending) {
      this.#readyState = CLOSED;
      if (failed) this.#fire(new Event("error"), "error event");
      const how = clean ? "clean" : "not clean";
      this.#fire(
        new CloseEvent("close", { wasClean: clean, code, reason }),
        `close event: ${code}, ${how}`,
      );
    }

    #fire(event: Event, label: string) {
      this.#client.tell(label);
      this.dispatchEvent(event);
    }
  }

  dress(MockWebSocket);
  return MockWebSocket as unknown as typeof WebSocket;
}

/** What Web IDL asks for and a class declaration does not give: constants, lengths, enumeration. */
function dress(type: { readonly prototype: object }) {
  const { prototype } = type;
  for (const [name, value] of Object.entries(CONSTANTS)) {
    Object.defineProperty(type, name, { value, enumerable: true });
    Object.defineProperty(prototype, name, { value, enumerable: true });
  }
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === "constructor") continue;
    Object.defineProperty(prototype, name, { ...property, enumerable: true });
  }
  Object.defineProperty(type, "name", { value: "WebSocket", configurable: true });
  Object.defineProperty(type, "length", { value: 1, configurable: true });
  const send = Object.getOwnPropertyDescriptor(prototype, "send")?.value as object;
  Object.defineProperty(send, "length", { value: 1, configurable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: "WebSocket", configurable: true });
}
