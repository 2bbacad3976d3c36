// Browser tests: the built course in a real Chromium, wide and narrow, and with JavaScript off.
import { defineConfig } from "@playwright/test";
import { ensureChromium } from "./scripts/browser.mjs";

// The runner finds it once; its workers read this file again and inherit what was found.
const chromium = process.env["CHROMIUM"] ?? (await ensureChromium({ say: () => undefined }));
process.env["CHROMIUM"] = chromium;

/** What a Chromium without a display, a sandbox user or a network needs; quiet on all others. */
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

const wide = { viewport: { width: 1280, height: 800 } };
const narrow = { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 };

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: process.env["CI"] !== undefined,
  // What passes only the second time is named at the end of the run: see docs/decisions/two-commands.md.
  retries: 1,
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    // Printed by the server below and passed on by Playwright; ends with the base path.
    baseURL: process.env["COURSE_ADDRESS"] ?? "",
    colorScheme: "light",
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [...flags, ...asRoot],
    },
  },
  // A test runs wide; tagged @phone it also runs narrow; tagged @no-js it runs without JavaScript only.
  projects: [
    {
      name: "desktop",
      testIgnore: /firefox/,
      grepInvert: /@no-js/,
      use: wide,
    },
    { name: "phone", testIgnore: /firefox/, grep: /@phone/, grepInvert: /@no-js/, use: narrow },
    { name: "no-js", grep: /@no-js/, use: { ...wide, javaScriptEnabled: false } },
    { name: "firefox", testMatch: /firefox/ },
  ],
  webServer: {
    command: `"${process.execPath}" tests/support/serve-dist.ts`,
    wait: { stdout: /The course is at (?<course_address>\S+)/ },
    timeout: 240_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 2_000 },
  },
});
