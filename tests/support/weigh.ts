// Weighs what a page loads: every request that Chromium makes, in bytes as a good host sends them.
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Page, Request } from "@playwright/test";
import { brotliSize, dist, fileAt } from "./built.ts";
import { runLab } from "./run-lab.ts";

/** One file of dist/ that was loaded. */
interface Load {
  readonly file: string;
  /** Brotli at its best level; as it is where the file is packed already. */
  readonly bytes: number;
  readonly isScript: boolean;
  /** Mock Service Worker or its worker script. */
  readonly isMsw: boolean;
  /** A lab's own worker with the simulator and its engines. */
  readonly isWorker: boolean;
}

const packed = new Set([".woff2", ".png", ".jpg", ".webp", ".ico"]);

/** The file of the built course that an address of the running server stands for. */
function load(address: string, base: string): Load {
  const file = fileAt(dist, base, new URL(address).pathname);
  if (file === null) throw new RangeError(`${address} was requested and is not in dist/.`);
  const content = readFileSync(join(dist, file));
  const isScript = extname(file) === ".js";
  return {
    file,
    bytes: packed.has(extname(file)) ? content.length : brotliSize(content),
    isScript,
    isMsw: isScript && /\[MSW\]|INTEGRITY_CHECK_REQUEST/.test(content.toString()),
    isWorker: /\.worker-[^/]+\.js$/.test(file),
  };
}

/**
 * What the page loads while `act` runs, each file once. What a lab asks of its mock server is no
 * load; what its service worker imports is.
 */
async function loadsDuring(
  page: Page,
  course: string,
  act: () => Promise<unknown>,
): Promise<Load[]> {
  const addresses = new Set<string>();
  const { origin, pathname: base } = new URL(course);
  const note = (request: Request): void => {
    const url = new URL(request.url());
    if (url.origin !== origin || url.pathname.startsWith(`${base}lab/`)) return;
    addresses.add(url.origin + url.pathname);
  };
  page.context().on("request", note);
  await act();
  page.context().off("request", note);
  return [...addresses].map((address) => load(address, base));
}

const sum = (loads: readonly Load[]): number =>
  loads.reduce((total, { bytes }) => total + bytes, 0);

/** Opens a page below `course` and leaves it alone: what it weighs once its network is quiet. */
export async function weighPage(
  page: Page,
  course: string,
  path: string,
): Promise<{ readonly requests: number; readonly script: number; readonly all: number }> {
  const loads = await loadsDuring(page, course, () =>
    page.goto(course + path, { waitUntil: "networkidle" }),
  );
  const script = sum(loads.filter(({ isScript }) => isScript));
  return { requests: loads.length, script, all: sum(loads) };
}

/** Opens a page and runs its lab once: what that loaded beyond the page at rest, its worker apart. */
export async function weighLab(
  page: Page,
  course: string,
  path: string,
  lab: string,
): Promise<{
  readonly all: number;
  readonly msw: number;
  readonly worker: number;
  readonly files: readonly string[];
}> {
  const rest = await loadsDuring(page, course, () =>
    page.goto(course + path, { waitUntil: "networkidle" }),
  );
  const loads = await loadsDuring(page, course, () => page.evaluate(runLab, lab));
  const atRest = new Set(rest.map(({ file }) => file));
  const more = loads.filter(({ file }) => !atRest.has(file));
  const msw = sum(more.filter(({ isMsw }) => isMsw));
  const worker = sum(more.filter(({ isWorker }) => isWorker));
  return {
    all: sum(more) - worker,
    msw,
    worker,
    files: more.map(({ file, bytes }) => `${file}: ${bytes}`),
  };
}
