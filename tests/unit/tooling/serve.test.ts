// The static server answers as RFC 9110 asks and as a static host would, under any base path.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { normalBase, readPort, serve } from "../../../scripts/serve.mjs";

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** A request that goes out as written: `fetch` would tidy the path first. */
function ask(
  port: number,
  path: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, path, host: "127.0.0.1", ...options }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const { statusCode = 0, headers } = incoming;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on("error", reject).end();
  });
}

const home = "<!doctype html><title>home</title>";
let folder = "";
const closers: (() => void)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "serve-"));
  writeFileSync(join(folder, "secret.txt"), "outside");
  for (const part of ["dist/a lesson", "dist/_astro"]) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  writeFileSync(join(folder, "dist/index.html"), home);
  writeFileSync(join(folder, "dist/404.html"), "<title>no such page</title>");
  writeFileSync(join(folder, "dist/a lesson/index.html"), "<title>a lesson</title>");
  writeFileSync(join(folder, "dist/_astro/lab.1a2b.js"), "export {};");
  writeFileSync(join(folder, "dist/mark.png"), Buffer.from([0x89, 0x50]));
});

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function open(base = "/"): Promise<number> {
  const { port, close } = await serve({ folder: join(folder, "dist"), base, port: 0 });
  closers.push(close);
  return port;
}

describe("an answer", () => {
  it("has the type of its file and no guessing", async () => {
    const port = await open();
    const page = await ask(port, "/");
    expect(page.status).toBe(200);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.headers["content-security-policy"]).toBe("frame-ancestors 'none'");
    expect((await ask(port, "/mark.png")).headers["content-type"]).toBe("image/png");
    const script = await ask(port, "/_astro/lab.1a2b.js");
    expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(page.headers["cache-control"]).toBe("no-cache");
  });

  it("is compressed as the request allows", async () => {
    const port = await open();
    const plain = await ask(port, "/");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.headers.vary).toBe("accept-encoding");
    const br = await ask(port, "/", { headers: { "accept-encoding": "gzip, br" } });
    expect(br.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(br.body).toString()).toBe(home);
    const gz = await ask(port, "/", { headers: { "accept-encoding": "br;q=0, gzip;q=0.5" } });
    expect(gz.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(gz.body).toString()).toBe(home);
    expect(gz.headers.etag).not.toBe(br.headers.etag);
    const picture = await ask(port, "/mark.png", { headers: { "accept-encoding": "br" } });
    expect(picture.headers["content-encoding"]).toBeUndefined();
  });

  it("is 304 for the tag that it gave", async () => {
    const port = await open();
    const { etag = "" } = (await ask(port, "/")).headers;
    const again = await ask(port, "/", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
    expect(again.headers.etag).toBe(etag);
  });

  it("has no content for HEAD and its length all the same", async () => {
    const head = await ask(await open(), "/", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers["content-length"]).toBe(String(home.length));
    expect(head.body).toHaveLength(0);
  });

  it("is 405 with Allow for other methods", async () => {
    const answer = await ask(await open(), "/", { method: "POST" });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("GET, HEAD");
  });

  it("is the course's own page where there is nothing", async () => {
    const answer = await ask(await open(), "/nothing/here");
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).toContain("no such page");
  });

  it("leads to the folder's own address, with the query", async () => {
    const answer = await ask(await open(), "/a%20lesson?depth=2");
    expect(answer.status).toBe(301);
    expect(answer.headers.location).toBe("/a%20lesson/?depth=2");
    expect((await ask(await open(), "/a%20lesson/")).body.toString()).toContain("a lesson");
  });

  it.each(["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a/../../secret.txt"])(
    "never leaves the folder: %s",
    async (path) => {
      const answer = await ask(await open(), path);
      expect(answer.status).toBe(404);
      expect(answer.body.toString()).not.toContain("outside");
    },
  );

  it.each(["/%", "/%ff", "/a%00b"])("refuses an address that is none: %s", async (path) => {
    expect((await ask(await open(), path)).status).toBe(400);
  });
});

describe("under a base path", () => {
  it("answers there and leads there", async () => {
    const port = await open("course");
    expect((await ask(port, "/")).headers.location).toBe("/course/");
    expect((await ask(port, "/course")).headers.location).toBe("/course/");
    expect((await ask(port, "/course/")).body.toString()).toBe(home);
    expect((await ask(port, "/a%20lesson/")).status).toBe(404);
    expect((await ask(port, "/course/a%20lesson")).headers.location).toBe("/course/a%20lesson/");
  });

  it("reads every spelling of the base", () => {
    expect(["", "/", "course", "/course", "course/", "/a/b/"].map(normalBase)).toEqual([
      "/",
      "/",
      "/course/",
      "/course/",
      "/course/",
      "/a/b/",
    ]);
    expect(normalBase()).toBe("/");
  });
});

describe("the port", () => {
  it("is the next free one when it is busy, and that is said", async () => {
    const other = createServer().listen(0);
    await new Promise((done) => other.once("listening", done));
    const busy = (other.address() as AddressInfo).port;
    const lines: string[] = [];
    const { port, address, close } = await serve({
      folder: join(folder, "dist"),
      port: busy,
      say: (line) => lines.push(line),
    });
    closers.push(close, () => other.close());
    expect(port).toBeGreaterThan(busy);
    expect(address).toBe(`http://localhost:${port}/`);
    expect(lines).toEqual([`Port ${busy} is busy; using ${port} instead.`]);
  });

  it("stays as asked where nothing else will do", async () => {
    const taken = await open();
    const second = serve({ folder: join(folder, "dist"), port: taken, strict: true });
    await expect(second).rejects.toThrow("EADDRINUSE");
  });

  it("is read from text, and nonsense is refused in a sentence", () => {
    expect(readPort("8080", 4321)).toBe(8080);
    expect(readPort("", 4321)).toBe(4321);
    expect(readPort(undefined, 4321)).toBe(4321);
    for (const text of ["http", "70000", "-1", "1.5"]) {
      expect(() => readPort(text, 4321)).toThrow(`PORT is "${text}": a port is a number`);
    }
  });
});
