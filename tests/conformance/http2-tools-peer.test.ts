// Our HTTP/2 connection against nghttpd, nghttp, h2load and curl over loopback, where they are installed.
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { ConnectionOptions } from "#protocols/http2/index.ts";
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { concat, formatHex } from "#wire/index.ts";
import { openTally } from "../support/conformance-report.ts";
import { askAll, drive, type Asked } from "../support/http2-over-socket.ts";
import { dial, listen, withServer } from "../support/loopback.ts";

const run = promisify(execFile);
const has = (tool: string): boolean => spawnSync(tool, ["--version"]).status === 0;
const versionOf = (tool: string): string =>
  /\d+\.\d+\.\d+/.exec(spawnSync(tool, ["--version"], { encoding: "utf8" }).stdout)?.[0] ?? "";
const valueOf = (fields: readonly HeaderField[], name: string): string | undefined =>
  fields.find(([other]) => other === name)?.[1];

const body = (length: number): Uint8Array =>
  new Uint8Array(length).map((_, index) => 32 + ((index * 7 + length) % 90));
const get = (path: string, more: readonly HeaderField[] = []): HeaderField[] => [
  [":method", "GET"],
  [":scheme", "http"],
  [":authority", "127.0.0.1"],
  [":path", path],
  ...more,
];
const post = (path: string): HeaderField[] => [[":method", "POST"], ...get(path).slice(1)];

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** nghttpd serves a folder of files, one per length, while `use` runs. */
async function withNghttpd(
  lengths: readonly number[],
  options: readonly string[],
  use: (port: number) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "on-the-wire-"));
  for (const length of lengths) writeFileSync(join(folder, String(length)), body(length));
  const port = await freePort();
  const settings = ["-a", "127.0.0.1", "--no-tls", "-d", folder, ...options, String(port)];
  const server = spawn("nghttpd", settings, { stdio: "ignore" });
  try {
    for (let tries = 0; tries < 500; tries += 1) {
      const socket = await dial(port).catch(() => null);
      if (socket !== null) {
        socket.destroy();
        break;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await use(port);
  } finally {
    server.kill();
    await once(server, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!has("nghttpd"))("our client and nghttpd", () => {
  const tally = openTally("peer: nghttpd", "http2 client", []);
  const lengths = [0, 1, 17, 1_000, 16_384, 16_385, 100_000];
  const paths = Array.from({ length: 100 }, (_, place) => lengths[place % lengths.length]!);

  const cases: [string, string[], Omit<ConnectionOptions, "role">][] = [
    ["as it comes", [], {}],
    ["padding, trailers, small table", ["-b", "200", "--trailer", "x-done: yes", "-c", "0"], {}],
    [
      "our own limits",
      ["--encoder-header-table-size", "64"],
      { settings: { headerTableSize: 128, initialWindowSize: 3_000, enablePush: false } },
    ],
  ];
  it.each(cases)("agree on 100 files at once: %s", async (name, options, own) => {
    await withNghttpd(lengths, options, async (port) => {
      const socket = await dial(port);
      const asked = paths.map((length): Asked => ({ fields: get(`/${length}`) }));
      const { responses } = await askAll(socket, asked, own);
      responses.forEach(({ content, fields, trailers }, place) => {
        const length = paths[place]!;
        expect(formatHex(content)).toBe(formatHex(body(length)));
        expect(valueOf(fields, "content-length")).toBe(String(length));
        if (options.includes("--trailer") && length > 0)
          expect(trailers).toEqual([["x-done", "yes"]]);
        tally.put(name, valueOf(fields, ":status") === "200");
      });
      socket.destroy();
    });
  });

  it("agree on uploads through windows of one octet, and of 127", async () => {
    for (const bits of ["1", "7"]) {
      await withNghttpd([1], ["--echo-upload", "-w", bits], async (port) => {
        const socket = await dial(port);
        const asked = Array.from({ length: 10 }, (_, place): Asked => {
          return { fields: post("/1"), content: [body(place + 1), body(40)] };
        });
        const { responses } = await askAll(socket, asked, { settings: { initialWindowSize: 1 } });
        responses.forEach(({ content, fields }, place) => {
          expect(content).toEqual(concat(asked[place]!.content!));
          tally.put(`upload, window bits ${bits}`, valueOf(fields, ":status") === "200");
        });
        socket.destroy();
      });
    }
  });

  it("agree on a push", async () => {
    await withNghttpd([17, 1_000], ["-p/17=/1000"], async (port) => {
      const socket = await dial(port);
      const pushed = new Promise<Uint8Array>((resolve) => {
        const { connection, flush } = drive(socket, { role: "client" }, (id, { content }) => {
          if (id === 2) resolve(content);
        });
        connection.sendHeaders(1, get("/17"), { endStream: true });
        flush();
      });
      expect(await pushed).toEqual(body(1_000));
      tally.put("push", true);
      socket.destroy();
    });
    expect(tally.finish({ peer: `nghttpd ${versionOf("nghttpd")}` })).toEqual([]);
  });
});

/** Our server: answers /length with so many octets and trailers, and a POST with its content. */
const serve =
  (options: Omit<ConnectionOptions, "role"> = {}) =>
  (socket: Socket): void => {
    drive(socket, { role: "server", ...options }, (id, { content, fields }, { connection }) => {
      const path = valueOf(fields, ":path") ?? "/";
      const echo = valueOf(fields, ":method") === "POST";
      const answer = echo ? content : body(Number(path.slice(1)));
      connection.sendHeaders(id, [
        [":status", "200"],
        ["content-length", String(answer.length)],
        ["x-cookie", valueOf(fields, "x-long")?.length.toString() ?? "none"],
      ]);
      connection.sendData(id, answer);
      connection.sendHeaders(id, [["x-done", "yes"]], { endStream: true });
    });
  };

describe.skipIf(!has("nghttp"))("nghttp and our server", () => {
  interface Har {
    readonly log: {
      readonly entries: readonly {
        readonly response: {
          readonly status: number;
          readonly bodySize: number;
          readonly headers: readonly { name: string; value: string }[];
        };
      }[];
    };
  }
  const tally = openTally("peer: nghttp", "http2 server", []);
  const cases: [string, string[], Omit<ConnectionOptions, "role">, number][] = [
    ["as it comes", [], {}, 30_000],
    ["windows of one octet", ["-w", "1"], {}, 20],
    ["padding and CONTINUATION", ["-b", "100", "--continuation"], {}, 1_000],
    [
      "tables that change",
      ["-c", "0", "-c", "4096", "--encoder-header-table-size", "100"],
      {},
      1_000,
    ],
    ["a table of 300 octets", ["-c", "300"], {}, 1_000],
    ["ten streams at once", ["-M", "10"], { settings: { maxConcurrentStreams: 10 } }, 1_000],
  ];
  it.each(cases)("agree on 50 requests at once: %s", async (name, flags, options, length) => {
    await withServer(serve(options), async (port) => {
      const url = `http://127.0.0.1:${port}/${length}`;
      const { stdout } = await run("nghttp", ["-n", "-m", "50", "-r", "-", ...flags, url], {
        maxBuffer: 2 ** 26,
      });
      const { entries } = (JSON.parse(stdout) as Har).log;
      expect(entries).toHaveLength(50);
      for (const { response } of entries) {
        const named = (wanted: string) =>
          response.headers.find(({ name: other }) => other === wanted)?.value;
        expect(named("content-length")).toBe(String(length));
        tally.put(name, response.status === 200);
      }
    });
  });

  it("agree on an upload with trailers and Expect, octet for octet", async () => {
    const folder = mkdtempSync(join(tmpdir(), "on-the-wire-"));
    try {
      const file = join(folder, "upload");
      writeFileSync(file, body(50_000));
      await withServer(serve({ settings: { initialWindowSize: 1_000 } }), async (port) => {
        const flags = ["-d", file, "--trailer", "x-sum: 1", `http://127.0.0.1:${port}/`];
        const { stdout } = await run("nghttp", flags, { maxBuffer: 2 ** 20 });
        expect(stdout).toBe(Buffer.from(body(50_000)).toString("latin1"));
        tally.put("upload", true);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(tally.finish({ peer: `nghttp ${versionOf("nghttp")}` })).toEqual([]);
  });
});

describe.skipIf(!has("h2load"))("h2load and our server", () => {
  it("agree on 1,000 requests over four connections", async () => {
    const tally = openTally("peer: h2load", "http2 server", []);
    await withServer(serve(), async (port) => {
      const flags = ["-n", "1000", "-c", "4", "-m", "30", `http://127.0.0.1:${port}/500`];
      const { stdout } = await run("h2load", flags);
      expect(stdout).toContain("1000 succeeded, 0 failed, 0 errored, 0 timeout");
      expect(stdout).toContain("status codes: 1000 2xx");
    });
    for (let request = 0; request < 1000; request += 1) tally.put("GET", true);
    expect(tally.finish({ peer: `h2load ${versionOf("h2load")}` })).toEqual([]);
  });
});

describe.skipIf(!has("curl"))("curl and our server", () => {
  it("agree on content, fields and an upload", async () => {
    const tally = openTally("peer: curl", "http2 server", []);
    await withServer(serve(), async (port) => {
      const url = `http://127.0.0.1:${port}`;
      const curl = (...flags: string[]) =>
        run("curl", ["-s", "--http2-prior-knowledge", ...flags], { encoding: "latin1" });
      const write = ["-w", "%{http_version} %{http_code} %{size_download}", "-o", "/dev/null"];
      const counted = await curl(...write, `${url}/70000`);
      tally.put("GET", counted.stdout === "2 200 70000");
      const long = await curl("-i", "-H", `x-long: ${"v".repeat(20_000)}`, `${url}/5`);
      tally.put("a long field", long.stdout.includes("x-cookie: 20000"));
      const echoed = await curl("--data-binary", "a=b&c=d".repeat(10_000), url);
      tally.put("POST", echoed.stdout === "a=b&c=d".repeat(10_000));
    });
    expect(tally.finish({ peer: `curl ${versionOf("curl")}` })).toEqual([]);
  });
});
