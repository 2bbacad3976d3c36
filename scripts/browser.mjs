// Finds a Chromium for the browser tests, or gets one. Plain JavaScript for Node 20.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { courseNode, root, run } from "./setup.mjs";

/** What a Chromium is called on the path, the plainest first. */
const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
];

/** Where browsers are installed that are not on the path, by platform. */
const usual = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"],
};

/** Environment variables that name a browser, ours first. */
const variables = ["CHROMIUM", "CHROME_PATH", "PUPPETEER_EXECUTABLE_PATH"];

/**
 * Paths at which a Chromium may lie on a machine like this, in the order to try them.
 * Pure: everything it knows of the machine comes as an argument.
 * @param {{ env: Readonly<Record<string, string | undefined>>, platform: string, separator?: string }} machine
 * @returns {string[]}
 */
export function chromiumPlaces({ env, platform, separator = delimiter }) {
  const named = variables.flatMap((name) => (env[name] ? [env[name]] : []));
  const folders = (env.PATH ?? "").split(separator).filter((folder) => folder !== "");
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const programs = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .flatMap((name) => (env[name] ? [env[name]] : []))
    .flatMap((folder) => usual.win32.map((path) => `${folder}\\${path}`));
  if (platform === "win32") return [...named, ...programs];
  return [...named, ...onPath, ...(usual[platform] ?? [])];
}

/** Whether the file is a browser that starts here: a downloaded one may lack system libraries. */
async function starts(path) {
  if (!existsSync(path)) return false;
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === "win32") return true;
  const { code } = await run(path, ["--version"], { quiet: true, timeout: 20_000 });
  return code === 0;
}

/** Playwright's own browser, or null where Playwright is not installed. */
function playwrightChromium() {
  const require = createRequire(join(root, "package.json"));
  return require("playwright-core").chromium.executablePath();
}

/** A closed network must cost seconds, not Playwright's minutes of retries. */
async function reachable(address) {
  try {
    await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(8_000) });
    return true;
  } catch {
    return false;
  }
}

async function download() {
  const cli = join(root, "node_modules", "playwright-core", "cli.js");
  await run(courseNode(), [cli, "install", "chromium"], { quiet: true, timeout: 300_000 });
}

const isDebian = () =>
  existsSync("/etc/os-release") && /debian|ubuntu/i.test(readFileSync("/etc/os-release", "utf8"));

async function installFromDebian() {
  const apt = (...args) =>
    run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...args], {
      quiet: true,
      env: { DEBIAN_FRONTEND: "noninteractive" },
      timeout: 600_000,
    });
  await apt("update");
  return apt("install", "-y", "--no-install-recommends", "chromium", "fonts-liberation");
}

/** The ways to a browser; `ensureChromium` says in which order. */
const means = {
  machine: () => chromiumPlaces({ env: process.env, platform: process.platform }),
  playwright: () => [playwrightChromium()],
  canDownload: () => reachable("https://cdn.playwright.dev/"),
  download,
  canApt: () => process.getuid?.() === 0 && isDebian(),
  installFromDebian,
  starts,
};

/**
 * Path of a Chromium that starts: one that is on the machine; otherwise Playwright's own where it
 * can be downloaded; otherwise Debian's, with apt, as root. Throws Error with the one sentence that
 * says what to install. `ways` stands in for the machine in tests.
 * @param {{ say?: (line: string) => void, ways?: typeof means }} [options]
 * @returns {Promise<string>}
 */
export async function ensureChromium({ say = console.log, ways = means } = {}) {
  const first = async (paths) => {
    for (const path of paths) if (await ways.starts(path)) return path;
    return null;
  };
  const there = (await first(ways.machine())) ?? (await first(ways.playwright()));
  if (there) {
    say(`Browser: ${there}`);
    return there;
  }
  if (await ways.canDownload()) {
    say("Browser: none here; downloading Playwright's Chromium, once …");
    await ways.download();
    const downloaded = await first(ways.playwright());
    if (downloaded) return downloaded;
  }
  if (ways.canApt()) {
    say("Browser: none here; installing Debian's chromium with apt, once …");
    await ways.installFromDebian();
    const installed = await first(ways.machine());
    if (installed) return installed;
  }
  throw new Error(
    "No Chromium was found and none could be fetched: install Chromium or Google Chrome " +
      "(on Debian: `apt-get install chromium`), or set CHROMIUM to the path of one.",
  );
}
