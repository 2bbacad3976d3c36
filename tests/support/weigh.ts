// Weighs what a page loads: every request that Chromium makes, in bytes as a good host sends them.
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Page, Request } from "@playwright/test";
import { brotliSize, dist, fileAt } from "./built.ts";

/** One thing that was loaded. */
export interface Load {
  /** Its file in dist/. */
  readonly file: string;
  readonly kind: "html" | "script" | "style" | "font" | "other";
  /** Brotli at its best level; as it is where the file is packed already. */
  readonly bytes: number;
}

const kinds: Readonly<Record<string, Load["kind"]>> = {
  ".css": "style",
  ".html": "html",
  ".js": "script",
  ".woff2": "font",
};
const packed = new Set([".woff2", ".png", ".jpg", ".webp", ".ico"]);

/** The file of the built course that an address of the running server stands for. */
function load(address: string, base: string): Load {
  const file = fileAt(dist, base, new URL(address).pathname);
  if (file === null) throw new RangeError(`${address} was requested and is not in dist/.`);
  const extension = extname(file);
  const content = readFileSync(join(dist, file));
  const bytes = packed.has(extension) ? content.length : brotliSize(content);
  return { file, kind: kinds[extension] ?? "other", bytes };
}

/**
 * Runs `act` and gives what the page loaded meanwhile, each file once; what a service worker
 * imports counts, what a lab asks of its mock server does not.
 */
export async function loadsDuring(page: Page, act: () => Promise<void>): Promise<Load[]> {
  const addresses = new Set<string>();
  const note = (request: Request): void => {
    const url = new URL(request.url());
    const ofLab = /\/lab\/[^/]+\//.test(url.pathname);
    if (url.protocol.startsWith("http") && !ofLab) addresses.add(url.origin + url.pathname);
  };
  page.context().on("request", note);
  await act();
  page.context().off("request", note);
  const base = new URL(process.env["COURSE_ADDRESS"] ?? "http://localhost/").pathname;
  return [...addresses].map((address) => load(address, base));
}

/** Bytes of all loads, or of those of one kind. */
export const bytesOf = (loads: readonly Load[], kind?: Load["kind"]): number =>
  loads
    .filter((each) => kind === undefined || each.kind === kind)
    .reduce((sum, { bytes }) => sum + bytes, 0);
