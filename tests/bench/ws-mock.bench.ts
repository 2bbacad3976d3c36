// The WebSocket mock in Chromium beside the browser's own class and a real ws server on loopback, in one
// run: round trips a second, and messages a second each way. Nothing is recorded.
import { once } from "node:events";
import { type AddressInfo } from "node:net";
import { loadavg } from "node:os";
import { chromium } from "@playwright/test";
import { WebSocketServer } from "ws";
import { ensureChromium } from "../../scripts/browser.mjs";
import type * as WsMock from "../../src/ws-mock/index.ts";
import { listen } from "../support/loopback.ts";
import { createSourceServer } from "../support/source-server.ts";

/** Each in events a second; a real server on the machine where they were set: 5.0k and 16k. */
const GOALS = { roundTrips: 5000, toServer: 15_000, toClient: 15_000 };
const rounds = 5;

type Speeds = typeof GOALS;

/** What the page keeps between two measurements. */
interface Bench {
  readonly sockets: Readonly<Record<"mock" | "native", WebSocket>>;
}

/** Runs in the page: opens one socket of each kind. */
async function openSockets([door, real]: readonly [string, string]): Promise<void> {
  const { createWebSocketMock } = (await import(door)) as typeof WsMock;
  // The protocol of the measurements: "echo …" comes back, "push n" gives n messages, and "count n"
  // is answered once n further messages are there.
  const mock = createWebSocketMock({
    server(handshake) {
      const peer = handshake.accept();
      let awaited = 0;
      peer.listen((event) => {
        if (event.kind !== "message" || event.binary) return;
        if (awaited > 0) {
          awaited -= 1;
          if (awaited === 0) peer.send("counted");
          return;
        }
        const [word, number] = event.data.split(" ");
        if (word === "echo") peer.send(event.data);
        else if (word === "count") awaited = Number(number);
        else for (let left = Number(number); left > 0; left -= 1) peer.send("a message");
      });
    },
  });
  const sockets = { mock: new mock.WebSocket("ws://mock/"), native: new WebSocket(real) };
  await Promise.all(
    Object.values(sockets).map((socket) => new Promise((resolve) => (socket.onopen = resolve))),
  );
  Object.assign(globalThis, { bench: { sockets } satisfies Bench });
}

/** Runs in the page: milliseconds that `count` messages of one kind take. */
async function measure([kind, what, count]: readonly [
  keyof Bench["sockets"],
  keyof Speeds,
  number,
]): Promise<number> {
  const { bench } = globalThis as unknown as { bench: Bench };
  const socket = bench.sockets[kind];
  const start = performance.now();
  await new Promise<void>((resolve) => {
    let left = what === "toServer" ? 1 : count;
    socket.onmessage = () => {
      left -= 1;
      if (left === 0) resolve();
      else if (what === "roundTrips") socket.send("echo this");
    };
    if (what === "roundTrips") socket.send("echo this");
    else if (what === "toClient") socket.send(`push ${count}`);
    else {
      socket.send(`count ${count}`);
      for (let unsent = count; unsent > 0; unsent -= 1) socket.send("a message");
    }
  });
  return performance.now() - start;
}

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (peer) => {
  let awaited = 0;
  peer.on("message", (data: Buffer) => {
    if (awaited > 0) {
      awaited -= 1;
      if (awaited === 0) peer.send("counted");
      return;
    }
    const [word, number] = data.toString().split(" ");
    if (word === "echo") peer.send(data, { binary: false });
    else if (word === "count") awaited = Number(number);
    else for (let left = Number(number); left > 0; left -= 1) peer.send("a message");
  });
});
await once(server, "listening");
const sources = createSourceServer();
const port = await listen(sources);
const browser = await chromium.launch({
  executablePath: await ensureChromium({ say: () => undefined }),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${port}/`);
const real = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;

await page.evaluate(openSockets, ["/src/ws-mock/index.ts", real] as const);
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable");

/** Milliseconds of processor time that the page's main thread has used. */
async function threadTime(): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "ThreadTime")?.value ?? NaN);
}

interface Found {
  readonly name: keyof Speeds;
  readonly mock: number;
  readonly native: number;
  /** Of the mock, per second of processor time: both of its sides run on the page's one thread. */
  readonly busy: number;
}
const seen: Found[] = [];
for (let round = 0; round <= rounds; round += 1) {
  for (const name of ["roundTrips", "toServer", "toClient"] as const) {
    const count = name === "roundTrips" ? 3000 : 20_000;
    const before = await threadTime();
    const mock = await page.evaluate(measure, ["mock", name, count] as const);
    const used = (await threadTime()) - before;
    const native = await page.evaluate(measure, ["native", name, count] as const);
    const perSecond = (milliseconds: number) => (count * 1000) / milliseconds;
    // The first round warms up.
    if (round === 0) continue;
    seen.push({
      name,
      mock: perSecond(mock),
      native: perSecond(native),
      busy: perSecond(used),
    });
  }
}
await browser.close();
server.close();
sources.close();

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rows = (Object.keys(GOALS) as (keyof Speeds)[]).map((name) => {
  const of = (column: "mock" | "native" | "busy") =>
    median(seen.filter((found) => found.name === name).map((found) => found[column]));
  return { name, goal: GOALS[name], mock: of("mock"), native: of("native"), busy: of("busy") };
});
console.table(
  rows.map(({ name, goal, mock, native, busy }) => ({
    "a second": name,
    mock: Math.round(mock),
    "ws on loopback": Math.round(native),
    ratio: (mock / native).toFixed(2),
    goal,
    "mock, a second of its thread": Math.round(busy),
  })),
);
const load = loadavg().map((value) => value.toFixed(1));
console.log(`load of the machine while measuring: ${load.join(", ")}`);
// On a busy machine others take most of each second: what the thread does in its own time counts.
if (rows.some(({ goal, mock, busy }) => Math.max(mock, busy) < goal)) process.exitCode = 1;
