// The order in which a browser is looked for and fetched, on machines that this one only plays.
import { describe, expect, it } from "vitest";
import { chromiumPlaces, ensureChromium } from "../../../scripts/browser.mjs";

describe("chromiumPlaces", () => {
  it("asks the environment first, then the path from the plainest name on", () => {
    const env = { CHROMIUM: "/opt/mine", CHROME_PATH: "/opt/theirs", PATH: "/usr/bin:/bin" };
    const places = chromiumPlaces({ env, platform: "linux", separator: ":" });
    expect(places.slice(0, 5)).toEqual([
      "/opt/mine",
      "/opt/theirs",
      "/usr/bin/chromium",
      "/bin/chromium",
      "/usr/bin/chromium-browser",
    ]);
    expect(places).toContain("/usr/bin/google-chrome");
  });

  it("knows where macOS and Windows keep theirs", () => {
    expect(chromiumPlaces({ env: {}, platform: "darwin" })).toContain(
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    );
    const env = { PROGRAMFILES: "C:\\Program Files", PATH: "C:\\Windows" };
    expect(chromiumPlaces({ env, platform: "win32" })).toEqual([
      "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
      "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe",
    ]);
  });

  it("finds nothing where there is nothing", () => {
    expect(chromiumPlaces({ env: {}, platform: "linux" })).toEqual([]);
  });
});

/** A machine on which nothing starts until it was fetched; `done` lists what was tried. */
function machine(parts: {
  readonly onMachine?: boolean;
  readonly playwrightHere?: boolean;
  readonly canDownload?: boolean;
  readonly downloadStarts?: boolean;
  readonly canApt?: boolean;
  readonly aptBrings?: boolean;
}) {
  const done: string[] = [];
  const working = new Set<string>();
  if (parts.onMachine) working.add("/usr/bin/chromium");
  if (parts.playwrightHere) working.add("/cache/chromium");
  const ways = {
    machine: () => ["/usr/bin/chromium"],
    playwright: () => ["/cache/chromium"],
    canDownload: () => Promise.resolve(parts.canDownload ?? false),
    download: () => {
      done.push("download");
      if (parts.downloadStarts) working.add("/cache/chromium");
      return Promise.resolve();
    },
    canApt: () => parts.canApt ?? false,
    installFromDebian: () => {
      done.push("apt");
      if (parts.aptBrings) working.add("/usr/bin/chromium");
      return Promise.resolve({ code: 0, output: "" });
    },
    starts: (path: string) => Promise.resolve(working.has(path)),
  };
  return { done, ensure: () => ensureChromium({ say: () => undefined, ways }) };
}

describe("ensureChromium", () => {
  it("takes the browser of the machine and fetches nothing", async () => {
    const { done, ensure } = machine({ onMachine: true, playwrightHere: true, canDownload: true });
    expect(await ensure()).toBe("/usr/bin/chromium");
    expect(done).toEqual([]);
  });

  it("takes Playwright's own where it was downloaded before", async () => {
    const { done, ensure } = machine({ playwrightHere: true, canDownload: true });
    expect(await ensure()).toBe("/cache/chromium");
    expect(done).toEqual([]);
  });

  it("downloads Playwright's own where that is possible", async () => {
    const { done, ensure } = machine({ canDownload: true, downloadStarts: true, canApt: true });
    expect(await ensure()).toBe("/cache/chromium");
    expect(done).toEqual(["download"]);
  });

  it("turns to apt on a closed network", async () => {
    const { done, ensure } = machine({ canApt: true, aptBrings: true });
    expect(await ensure()).toBe("/usr/bin/chromium");
    expect(done).toEqual(["apt"]);
  });

  it("turns to apt when the download lacks system libraries", async () => {
    const { done, ensure } = machine({ canDownload: true, canApt: true, aptBrings: true });
    expect(await ensure()).toBe("/usr/bin/chromium");
    expect(done).toEqual(["download", "apt"]);
  });

  it("says in one sentence what to install when nothing helps", async () => {
    const { done, ensure } = machine({ canApt: true });
    await expect(ensure()).rejects.toThrow(/^No Chromium .* install Chromium .* path of one\.$/);
    expect(done).toEqual(["apt"]);
    await expect(machine({}).ensure()).rejects.toThrow("apt-get install chromium");
  });
});
