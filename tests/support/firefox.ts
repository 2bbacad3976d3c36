// A stock Firefox for the smoke test: Playwright cannot drive it, puppeteer-core can (WebDriver BiDi).
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { launch, type Browser } from "puppeteer-core";

const names = ["firefox-esr", "firefox"];
const usual = [
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/** Path of an installed Firefox, or null: its tests are skipped then. `FIREFOX` names one. */
export function findFirefox(): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = [
    process.env["FIREFOX"] ?? "",
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...usual,
  ];
  return places.find((path) => path !== "" && existsSync(path)) ?? null;
}

/** Starts it without a window and with a profile of its own; the caller closes it. */
export const launchFirefox = (executablePath: string): Promise<Browser> =>
  launch({ browser: "firefox", executablePath, headless: true });
