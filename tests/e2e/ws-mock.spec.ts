// The WebSocket mock in a real Chromium: beside its own class, in its place, and beside the worker.
import { createServer, type Server } from "node:net";
import { expect, test } from "@playwright/test";
import type * as TraceRoom from "../../src/trace/index.ts";
import type * as WsMock from "../../src/ws-mock/index.ts";
import { createWebSocketMock, serve, type MockServer } from "../../src/ws-mock/index.ts";
import { openLab, predictAnything, commitAndRun } from "../support/lab-page.ts";
import { listen } from "../support/loopback.ts";
import { pipeOf } from "../support/socket-pipe.ts";
import { createSourceServer } from "../support/source-server.ts";
import type * as Exchanges from "../support/ws-exchanges.ts";
import { echo, EXCHANGES, play, playBoth } from "../support/ws-exchanges.ts";

/**
 * Where Chromium and the standard part: RFC 6455 §7.2.1 says that a lost transport fails the
 * connection, and a failed one fires an error event (WHATWG WebSockets §4). Firefox fires it.
 */
const withoutErrorInChromium = ["TCP reset after a message"];

/**
 * What Chromium answers to bytes that it fails on: 1002 where RFC 6455 §7.4.1 has 1007 for text that
 * is no UTF-8, and a close code that nobody may send comes back as it was (§7.4.2).
 */
const answeredByChromium: Readonly<Record<string, string>> = {
  "broken by the server: text that is no UTF-8": "close 1002",
  "close frame of the server: 1000 with a reason that is no UTF-8": "close 1002",
  "close frame of the server: 999": "failed CLOSE_CODE_INVALID",
  "close frame of the server: 5000": "failed CLOSE_CODE_INVALID",
};

/** Addresses of modules on the source server. */
const DOOR = "/src/ws-mock/index.ts";
const PLAYED = "/tests/support/ws-exchanges.ts";

const kindOf = (event: unknown): unknown => (event as readonly unknown[])[0];

/** The server half alone, on TCP. */
const bridge = (server: MockServer): Server =>
  createServer({ allowHalfOpen: true }, (socket) => serve(pipeOf(socket), server));

/** Starts a server, runs, and closes it. */
async function during<T>(
  server: Server | ReturnType<typeof createSourceServer>,
  run: (port: number) => Promise<T>,
): Promise<T> {
  const port = await listen(server);
  try {
    return await run(port);
  } finally {
    server.close();
  }
}

const inMemory = (server: MockServer, plan: Parameters<typeof play>[2]) =>
  play(createWebSocketMock({ server }).WebSocket, "ws://127.0.0.1/", plan);

/** Chromium holds back a page's sockets after a few failed ones, so no page gets many of them. */
const perPage = 6;

test("both sides see the same as with Chromium's own class", async ({ browser }) => {
  for (let at = 0; at < EXCHANGES.length; at += perPage) {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (const exchange of EXCHANGES.slice(at, at + perPage)) {
      const { name } = exchange;
      const theirs = await playBoth(exchange, (server, plan) =>
        during(bridge(server), (port) =>
          page.evaluate<unknown[]>(
            `(${play.toString()})(WebSocket, "ws://127.0.0.1:${port}/", ${JSON.stringify(plan)})`,
          ),
        ),
      );
      const ours = await playBoth(exchange, inMemory);
      const answer = answeredByChromium[name];
      const expected = {
        name,
        seen: withoutErrorInChromium.includes(name)
          ? ours.seen.filter((event) => kindOf(event) !== "error")
          : ours.seen,
        heard: answer === undefined ? ours.heard : [answer],
      };
      expect({ name, ...theirs }).toEqual(expected);
    }
    await context.close();
  }
});

test("in a page it does what it does in Node", async ({ page }) => {
  const here = await Promise.all(
    EXCHANGES.map(async (exchange) => (await playBoth(exchange, inMemory)).seen),
  );
  await during(createSourceServer(), async (port) => {
    await page.goto(`http://127.0.0.1:${port}/`);
    const there = await page.evaluate(
      async ([door, played]) => {
        const { createWebSocketMock } = (await import(door)) as typeof WsMock;
        const { EXCHANGES, play } = (await import(played)) as typeof Exchanges;
        return Promise.all(
          EXCHANGES.map(({ plan, server }) =>
            play(createWebSocketMock({ server }).WebSocket, "ws://127.0.0.1/", plan),
          ),
        );
      },
      [DOOR, PLAYED] as const,
    );
    expect(there).toEqual(here);
  });
});

test("installed, it answers its addresses and lets the rest pass to a real server", async ({
  page,
}) => {
  await during(createSourceServer(), (port) =>
    during(bridge(echo), async (echoPort) => {
      await page.goto(`http://127.0.0.1:${port}/`);
      const seen = await page.evaluate(
        async ([door, real, text]) => {
          const { createWebSocketMock, install } = (await import(door)) as typeof WsMock;
          const before = globalThis.WebSocket;
          const mock = createWebSocketMock({
            server: (handshake) => {
              const peer = handshake.accept();
              peer.send(`for ${handshake.target} of ${handshake.origin}`);
            },
          });
          const installed = install([{ address: "ws://chat.example/*", mock }]);
          const first = (url: string) =>
            new Promise<string>((resolve) => {
              const socket = new WebSocket(url);
              socket.onopen = () => socket.send(text);
              socket.onmessage = ({ data }) => resolve(String(data));
            });
          const messages = [await first("ws://chat.example/room?a=1"), await first(real)];
          const kinds = [
            new WebSocket("ws://chat.example/") instanceof WebSocket,
            new before(real) instanceof WebSocket,
            WebSocket === before,
          ];
          installed.restore();
          return { messages, kinds, restored: globalThis.WebSocket === before };
        },
        [DOOR, `ws://127.0.0.1:${echoPort}/`, "really sent"] as const,
      );
      expect(seen).toEqual({
        messages: [`for /room?a=1 of http://127.0.0.1:${port}`, "really sent"],
        kinds: [true, true, false],
        restored: true,
      });
    }),
  );
});

test.describe("beside the worker of the labs", () => {
  // The page's policy lets no foreign module in; this test brings one.
  test.use({ bypassCSP: true });

  test("neither sees the other's traffic", async ({ page, baseURL }) => {
    await during(createSourceServer(), async (port) => {
      const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
      await predictAnything(lab);
      const requested: string[] = [];
      page.on("request", (request) => requested.push(request.url()));
      const sockets: string[] = [];
      page.on("websocket", (socket) => sockets.push(socket.url()));
      const chat = await page.evaluate(async (source) => {
        const { createWebSocketMock, install } = (await import(
          `${source}/src/ws-mock/index.ts`
        )) as typeof WsMock;
        const { createRecorder } = (await import(
          `${source}/src/trace/index.ts`
        )) as typeof TraceRoom;
        const recorder = createRecorder("chat", []);
        const mock = createWebSocketMock({
          record: { recorder, client: "page", server: "hub" },
          server(handshake) {
            const peer = handshake.accept();
            peer.listen((event) => {
              if (event.kind === "message") peer.send(event.data);
            });
          },
        });
        install([{ address: () => true, mock }]);
        const socket = new WebSocket("/lab/redirect-tracer/chat");
        const state = { recorder, socket, heard: [] as string[] };
        Object.assign(globalThis, { chat: state });
        await new Promise((resolve) => (socket.onopen = resolve));
        socket.onmessage = ({ data }) => state.heard.push(String(data));
        socket.send("before");
        return socket.url;
      }, `http://127.0.0.1:${port}`);
      expect(chat).toContain("ws://");

      await commitAndRun(lab);
      const after = await page.evaluate(async () => {
        const { chat } = globalThis as unknown as {
          chat: {
            socket: WebSocket;
            heard: string[];
            recorder: { trace(): { events: { kind: string; label: string }[] } };
          };
        };
        const closed = new Promise((resolve) => (chat.socket.onclose = resolve));
        chat.socket.send("after");
        chat.socket.close(1000);
        await closed;
        const { events } = chat.recorder.trace();
        return {
          heard: chat.heard,
          told: events.filter(({ kind }) => kind === "message").map(({ label }) => label),
          controlled: navigator.serviceWorker.controller !== null,
        };
      });
      expect(after).toEqual({
        heard: ["before"],
        told: [
          "GET /lab/redirect-tracer/chat",
          "101 Switching Protocols",
          'text "before"',
          'text "before"',
          'text "after"',
          "close 1000, Normal Closure",
          'text "after"',
          "close 1000, Normal Closure",
        ],
        controlled: true,
      });
      // The lab's requests went to the worker; no socket was opened and none of its bytes fetched.
      expect(requested.some((url) => url.includes("/lab/redirect-tracer/"))).toBe(true);
      expect(requested.filter((url) => url.endsWith("/chat"))).toEqual([]);
      expect(sockets).toEqual([]);
      await expect(lab.locator(".lab-wire tbody")).not.toContainText("/chat");
    });
  });
});
