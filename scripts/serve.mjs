// Serves a built course as a static host would: right types, compression, 404 page, any base path.
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".pcapng": "application/octet-stream",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const compressible = /^(text\/|application\/(json|xml|wasm|manifest)|image\/svg)/;

/** What every answer carries; README.md gives the same for other hosts. */
const headers = {
  "content-security-policy": "frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

const encoders = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: promisify(gzip),
  identity: async (bytes) => bytes,
};

/**
 * "/course" and "course/" become "/course/"; nothing becomes "/".
 * @type {(base?: string) => string}
 */
export const normalBase = (base = "/") => `/${base.replace(/^\/+|\/+$/g, "")}/`.replace("//", "/");

/** The coding to answer with: brotli, else gzip, unless the field refuses them (RFC 9110 §12.5.3). */
function codingFor(accept = "") {
  const offered = accept.split(",").map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  const takes = (coding) =>
    offered.some(([name, q]) => name === coding && !/^q=0(\.0*)?$/.test(q ?? ""));
  return ["br", "gzip"].find(takes) ?? "identity";
}

/** The file that an address stands for, the address to go to instead, or neither. */
async function find(root, path) {
  const file = resolve(root, `.${path}`);
  if (file !== root && !file.startsWith(root + sep)) return {};
  const info = await stat(file).catch(() => null);
  if (info?.isFile()) return path.endsWith("/") ? {} : { file };
  if (!info?.isDirectory()) return {};
  const index = join(file, "index.html");
  if (!(await stat(index).catch(() => null))) return {};
  return path.endsWith("/") ? { file: index } : { redirect: `${path}/` };
}

/**
 * Request listener for the files under `folder`, whose home lies at `base`.
 * @param {{ folder: string, base?: string | undefined }} options
 * @returns {import("node:http").RequestListener}
 */
export function courseHandler({ folder, base = "/" }) {
  const root = resolve(folder);
  const prefix = normalBase(base);
  const cache = new Map();

  async function load(file, coding) {
    const { mtimeMs } = await stat(file);
    const key = `${file} ${coding}`;
    const known = cache.get(key);
    if (known?.mtimeMs === mtimeMs) return known;
    const bytes = await encoders[coding](await readFile(file));
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 16)}"`;
    cache.set(key, { bytes, etag, mtimeMs });
    return cache.get(key);
  }

  async function send(request, response, status, file) {
    const type = types[extname(file).toLowerCase()] ?? "application/octet-stream";
    const packable = compressible.test(type);
    const coding = packable ? codingFor(request.headers["accept-encoding"]) : "identity";
    const { bytes, etag } = await load(file, coding);
    // Astro names the files of this folder by their content.
    const lasting = file.startsWith(join(root, "_astro") + sep);
    const fields = {
      ...headers,
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      "content-type": type,
      etag,
      ...(packable ? { vary: "accept-encoding" } : {}),
    };
    if (status === 200 && request.headers["if-none-match"]?.includes(etag)) {
      response.writeHead(304, fields).end();
      return;
    }
    if (coding !== "identity") fields["content-encoding"] = coding;
    response.writeHead(status, { ...fields, "content-length": bytes.length });
    response.end(request.method === "HEAD" ? undefined : bytes);
  }

  const plain = (response, status, text, more = {}) =>
    response
      .writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8", ...more })
      .end(`${text}\n`);

  async function answer(request, response) {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return plain(response, 405, "Only GET and HEAD.", { allow: "GET, HEAD" });
    }
    const [rawPath = "/", query] = (request.url ?? "/").split("?", 2);
    let path;
    try {
      path = decodeURIComponent(rawPath);
    } catch {
      return plain(response, 400, "This address is not valid percent-encoding.");
    }
    if (path.includes("\0")) return plain(response, 400, "This address is not valid.");
    const go = (status, to) => plain(response, status, to, { location: encodeURI(to) });
    if (prefix !== "/" && (path === "/" || `${path}/` === prefix)) return go(302, prefix);
    const { file, redirect } = path.startsWith(prefix)
      ? await find(root, path.slice(prefix.length - 1))
      : {};
    if (redirect) return go(301, prefix + redirect.slice(1) + (query ? `?${query}` : ""));
    if (file) return send(request, response, 200, file);
    const missing = join(root, "404.html");
    if (await stat(missing).catch(() => null)) return send(request, response, 404, missing);
    return plain(response, 404, "Not found.");
  }

  return (request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) plain(response, 500, "The server failed; its terminal says why.");
      else response.destroy();
    });
  };
}

const listen = (server, port, host) =>
  new Promise((done, fail) => {
    server.once("error", fail);
    server.listen({ port, host, ipv6Only: host === "::1" }, () => done(server.address().port));
  });

/**
 * Both addresses that "localhost" may stand for, so that nobody else answers on the other one;
 * a machine without IPv6 has only the first.
 */
async function listenOn(handler, port, hosts) {
  const servers = [];
  let taken = port;
  try {
    for (const host of hosts) {
      const server = createServer(handler);
      try {
        taken = await listen(server, taken, host);
        servers.push(server);
      } catch (error) {
        const noIpv6 = ["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(error.code) && servers.length > 0;
        if (!noIpv6) throw error;
      }
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  return { port: taken, servers };
}

/**
 * A port number from the environment's text; throws RangeError in one sentence when it is none.
 * @type {(text: string | undefined, otherwise: number) => number}
 */
export function readPort(text, otherwise) {
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new RangeError(`PORT is "${text}": a port is a number from 0 to 65535. Set it to one.`);
}

/**
 * Serves `folder` on `port`, or on the next free one unless `strict`; port 0 takes any. Without a
 * `host` only this machine can see it. Gives the address and a function that stops it.
 * @param {{ folder: string, base?: string | undefined, port: number, host?: string | undefined,
 *   strict?: boolean, say?: (line: string) => void }} options
 * @returns {Promise<{ address: string, close: () => void, port: number }>}
 */
export async function serve({ folder, base = "/", port, host, strict = false, say = console.log }) {
  const handler = courseHandler({ folder, base });
  const hosts = host ? [host] : ["127.0.0.1", "::1"];
  for (let next = port; ; next += 1) {
    try {
      const { port: taken, servers } = await listenOn(handler, next, hosts);
      if (port !== 0 && taken !== port) say(`Port ${port} is busy; using ${taken} instead.`);
      const close = () => {
        for (const server of servers) {
          server.close();
          server.closeAllConnections();
        }
      };
      const shown = host && !["0.0.0.0", "::"].includes(host) ? host : "localhost";
      return { address: `http://${shown}:${taken}${normalBase(base)}`, close, port: taken };
    } catch (error) {
      const busy = error.code === "EADDRINUSE" || error.code === "EACCES";
      if (!busy || strict || next >= Math.min(port + 100, 65535)) throw error;
    }
  }
}
