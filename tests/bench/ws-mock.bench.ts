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

/** Runs in the page: one socket of each kind, `count` messages for each measurement. */
async function measure([door, real, counts]: readonly [
  string,
  string,
  { readonly roundTrips: number; readonly oneWay: number },
]): Promise<{ readonly mock: Speeds; readonly native: Speeds }> {
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
  const run = async (Socket: typeof WebSocket, url: string): Promise<Speeds> => {
    const socket = new Socket(url);
    await new Promise((resolve) => (socket.onopen = resolve));
    const time = async (count: number, work: (done: () => void) => void) => {
      const start = performance.now();
      await new Promise<void>((resolve) => work(resolve));
      return (count * 1000) / (performance.now() - start);
    };
    const roundTrips = await time(counts.roundTrips, (done) => {
      let left = counts.roundTrips;
      socket.onmessage = () => {
        left -= 1;
        if (left === 0) done();
        else socket.send("echo this");
      };
      socket.send("echo this");
    });
    const toServer = await time(counts.oneWay, (done) => {
      socket.onmessage = () => done();
      socket.send(`count ${counts.oneWay}`);
      for (let left = counts.oneWay; left > 0; left -= 1) socket.send("a message");
    });
    const toClient = await time(counts.oneWay, (done) => {
      let left = counts.oneWay;
      socket.onmessage = () => {
        left -= 1;
        if (left === 0) done();
      };
      socket.send(`push ${counts.oneWay}`);
    });
    socket.close();
    return { roundTrips, toServer, toClient };
  };
  return { mock: await run(mock.WebSocket, "ws://mock/"), native: await run(WebSocket, real) };
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

const seen: { mock: Speeds; native: Speeds }[] = [];
for (let round = 0; round <= rounds; round += 1) {
  const counts = { roundTrips: 3000, oneWay: 20_000 };
  const found = await page.evaluate(measure, ["/src/ws-mock/index.ts", real, counts] as const);
  if (round > 0) seen.push(found); // the first one warms up
}
await browser.close();
server.close();
sources.close();

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rows = (Object.keys(GOALS) as (keyof Speeds)[]).map((name) => ({
  name,
  goal: GOALS[name],
  mock: median(seen.map(({ mock }) => mock[name])),
  native: median(seen.map(({ native }) => native[name])),
}));
console.table(
  rows.map(({ name, goal, mock, native }) => ({
    "a second": name,
    mock: Math.round(mock),
    "ws on loopback": Math.round(native),
    ratio: (mock / native).toFixed(2),
    goal,
  })),
);
const load = loadavg().map((value) => value.toFixed(1));
console.log(`load of the machine while measuring: ${load.join(", ")}`);
// On a busy machine the real server is the measure: it was, when the goals were set.
if (rows.some(({ goal, mock, native }) => mock < goal && mock < native)) process.exitCode = 1;
