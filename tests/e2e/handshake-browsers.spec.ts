// The handshake builder says what a browser does with an answer; real browsers get the same answers and are asked.
import { expect, test, type Page } from "@playwright/test";
import { answerOf } from "../../src/labs/handshake-builder/messages.ts";
import { lab } from "../../src/labs/handshake-builder/model.ts";
import { START, type Choice, type Setup } from "../../src/labs/handshake-builder/setup.ts";
import { writeResponse } from "../../src/protocols/http1/index.ts";
import {
  checkHandshakeRequest,
  checkHandshakeResponse,
  readHandshakeRequest,
  writeFrame,
} from "../../src/protocols/websocket/index.ts";
import { utf8 } from "../../src/wire/index.ts";
import { findFirefox, launchFirefox } from "../support/firefox.ts";
import { openInbox, withServer } from "../support/loopback.ts";

/** Lines of the answer, each as far as it differs from the rule; a right one between the wrong ones. */
const CASES: readonly (readonly [what: Choice, value: string])[][] = [
  [],
  [["back", "left out"]],
  [["back", "h2c"]],
  [
    ["asked", "scans.v1"],
    ["chosen", "scans.v1"],
  ],
  [["option", "left out"]],
  [["option", "keep-alive"]],
  [
    ["asked", "scans.v2, scans.v1"],
    ["chosen", "scans.v1"],
  ],
  [["accept", "no-guid"]],
  [["accept", "decoded"]],
  [["used", "permessage-deflate"]],
  [["accept", "echo"]],
  [["accept", "left out"]],
  [
    ["asked", "scans.v2, scans.v1"],
    ["chosen", "scans.v2"],
  ],
  [["chosen", "scans.v1"]],
  [["asked", "scans.v1"]],
  [
    ["asked", "scans.v1"],
    ["chosen", "scans.v1"],
    ["used", "permessage-deflate"],
  ],
  [
    ["asked", "scans.v1"],
    ["chosen", "chat"],
  ],
  [["used", "x-mux"]],
  [["status", "200"]],
  [["status", "302"]],
];

/** What a script sees of one attempt. */
interface Attempt {
  readonly events: readonly string[];
  readonly protocol: string;
}

/** Opens a socket in the page and waits for its first message, or for the close that ends a failure. */
const attempt = (page: Page, address: string, protocols: readonly string[]): Promise<Attempt> =>
  page.evaluate(
    ([to, names]) =>
      new Promise<Attempt>((resolve) => {
        const socket = new WebSocket(to, [...names]);
        const events: string[] = [];
        socket.onerror = () => events.push("error");
        socket.onopen = () => events.push("open");
        socket.onmessage = () => {
          resolve({ events: [...events, "message"], protocol: socket.protocol });
          socket.close();
        };
        socket.onclose = ({ code, wasClean }) => {
          events.push(`close ${code} ${wasClean ? "clean" : "not clean"}`);
          resolve({ events, protocol: socket.protocol });
        };
      }),
    [address, protocols] as const,
  );

/** Where Firefox 153 opens although the standard says to fail; a later one may do either. */
const FIREFOX_OPENS: readonly string[] = ["asked scans.v1", "chosen scans.v1"];

async function compare(page: Page, lenient: readonly string[] = []): Promise<void> {
  let setup: Setup = START;
  let expected: Attempt = { events: [], protocol: "" };
  const refused: string[] = [];
  await withServer(
    (socket) => {
      const inbox = openInbox(socket);
      void inbox.more().then(() => {
        const step = readHandshakeRequest(inbox.bytes());
        if (step.kind !== "done") return;
        const valueOf = (name: string): string =>
          step.value.fields.find(([field]) => field.toLowerCase() === name)?.[1] ?? "";
        refused.push(...checkHandshakeRequest(step.value).map(({ text }) => text));
        const response = answerOf(setup, valueOf("sec-websocket-key"));
        const faults = checkHandshakeResponse(response, {
          key: valueOf("sec-websocket-key"),
          protocols: valueOf("sec-websocket-protocol").split(", ").filter(Boolean),
          extensions: valueOf("sec-websocket-extensions"),
        });
        expected =
          faults.length === 0
            ? {
                events: ["open", "message"],
                protocol: setup.chosen === "left out" ? "" : setup.chosen,
              }
            : { events: ["error", "close 1006 not clean"], protocol: "" };
        socket.write(writeResponse(response));
        if (response.status === 101)
          socket.write(writeFrame({ opcode: 1, payload: utf8("hello") }));
      });
    },
    async (port) => {
      const seen: Record<string, Attempt> = {};
      const said: Record<string, Attempt> = {};
      for (const changes of CASES) {
        setup = changes.reduce<Setup>(
          (from, [what, value]) => lab.definition.change(from, { what, value }),
          START,
        );
        const name = changes.map((change) => change.join(" ")).join(", ");
        const names = setup.asked === "left out" ? [] : setup.asked.split(", ");
        const result = await attempt(page, `ws://127.0.0.1:${port}/scans`, names);
        const opens = result.events.join(" ") === "open message" && result.protocol === "";
        if (lenient.includes(name) && opens) continue;
        seen[name] = result;
        said[name] = expected;
      }
      expect(seen).toEqual(said);
    },
  );
  // The browser's own requests are what the builder calls right.
  expect(refused).toEqual([]);
}

test("Chromium opens and fails where the builder says so", async ({ page }) => {
  test.setTimeout(120_000);
  await compare(page);
});

test("Firefox does the same, but for two answers about subprotocols", async () => {
  const firefox = findFirefox();
  test.skip(firefox === null, "Firefox is not installed");
  test.setTimeout(180_000);
  const browser = await launchFirefox(firefox ?? "");
  try {
    await compare((await browser.newPage()) as unknown as Page, FIREFOX_OPENS);
  } finally {
    await browser.close();
  }
});
