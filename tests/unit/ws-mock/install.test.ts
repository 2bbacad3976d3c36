// In the place of globalThis.WebSocket: routes, what passes through, and putting it back.
import { describe, expect, it } from "vitest";
import { createWebSocketMock, install } from "../../../src/ws-mock/index.ts";
import { thrownBy } from "./harness.ts";

/** Stands for the browser's class: remembers what it was called with. */
function scopeWith() {
  const made: unknown[][] = [];
  class Native {
    static readonly OPEN = 1;
    readonly url: string;
    constructor(...given: unknown[]) {
      made.push(given);
      this.url = String(given[0]);
    }
  }
  return { made, Native, scope: { WebSocket: Native as unknown as typeof WebSocket } };
}

const base = "https://course.example/lessons/18";

describe("install", () => {
  it("sends each address to the first route that fits, and the rest to the class before", () => {
    const { scope, made, Native } = scopeWith();
    const [chat, feed] = [createWebSocketMock(), createWebSocketMock({ base })];
    const installed = install(
      [
        { address: "wss://chat.example/*", mock: chat },
        { address: "wss://*.example/feed?v=1", mock: feed },
        { address: (url) => url.pathname === "/lab/feed", mock: feed },
      ],
      { scope, base },
    );
    const { WebSocket: Socket } = scope;
    expect(new Socket("https://chat.example/feed?v=1")).toBeInstanceOf(chat.WebSocket);
    expect(new Socket("wss://news.example/feed?v=1")).toBeInstanceOf(feed.WebSocket);
    expect(new Socket("/lab/feed", "v1")).toBeInstanceOf(feed.WebSocket);
    expect(new Socket("wss://news.example/feed?v=12", "v1")).toBeInstanceOf(Native);
    expect(new Socket("ws://chat.example/x")).toBeInstanceOf(Native);
    expect(made).toEqual([["wss://news.example/feed?v=12", "v1"], ["ws://chat.example/x"]]);
    expect(new Socket("wss://chat.example/")).toBeInstanceOf(Socket);
    expect(new Socket("ws://else.example/")).toBeInstanceOf(Socket);
    expect({} instanceof Socket).toBe(false);
    expect([Socket.OPEN, Socket.name]).toEqual([1, "Native"]);
    installed.restore();
    expect(scope.WebSocket).toBe(Native);
  });

  it("refuses the rest when asked, and what is no address in any case", () => {
    const { scope, made } = scopeWith();
    const installed = install([], { scope, base, unmatched: "refuse" });
    expect(thrownBy(() => new scope.WebSocket("ws://a/"))).toBe("SecurityError");
    expect(thrownBy(() => new scope.WebSocket("ws://a/#"))).toBe("SyntaxError");
    expect(made).toEqual([]);
    expect(thrownBy(() => Reflect.construct(scope.WebSocket, []))).toBe("nothing");
    installed.restore();
  });

  it("ends with its block, and is inert when another has replaced it in turn", () => {
    const { scope, Native } = scopeWith();
    const mock = createWebSocketMock();
    {
      using _ = install([{ address: () => true, mock }], { scope });
      expect(new scope.WebSocket("ws://a/")).toBeInstanceOf(mock.WebSocket);
    }
    expect(scope.WebSocket).toBe(Native);
    const first = install([{ address: () => true, mock }], { scope });
    const ours = scope.WebSocket;
    const second = install([], { scope });
    first.restore();
    expect(scope.WebSocket).not.toBe(Native);
    expect(new scope.WebSocket("ws://a/")).toBeInstanceOf(Native);
    second.restore();
    expect(scope.WebSocket).toBe(ours);
    expect(new scope.WebSocket("ws://a/")).toBeInstanceOf(Native);
  });

  it("replaces the global class unless told otherwise", () => {
    const before = globalThis.WebSocket;
    const mock = createWebSocketMock();
    const installed = install([{ address: "ws://mock.example/", mock }]);
    expect(new WebSocket("ws://mock.example")).toBeInstanceOf(mock.WebSocket);
    installed.restore();
    expect(globalThis.WebSocket).toBe(before);
  });
});
