// A build is skipped only when nothing that it reads has changed.
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fingerprint } from "../../../scripts/build.mjs";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "build-"));
  mkdirSync(join(folder, "src/pages"), { recursive: true });
  writeFileSync(join(folder, "src/pages/index.astro"), "<p>one</p>");
  writeFileSync(join(folder, "package.json"), "{}");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("stays the same when files are only touched or others appear", () => {
  const before = fingerprint(folder, {});
  utimesSync(join(folder, "src/pages/index.astro"), 1, 1);
  writeFileSync(join(folder, "README.md"), "not read by the build");
  expect(fingerprint(folder, {})).toBe(before);
});

it("changes with a file's bytes, its name, a new file, and where the course will lie", () => {
  const seen = new Set([fingerprint(folder, {})]);
  seen.add(fingerprint(folder, { SITE_BASE: "/course" }));
  seen.add(fingerprint(folder, { SITE_URL: "https://course.example" }));
  writeFileSync(join(folder, "src/pages/index.astro"), "<p>two</p>");
  seen.add(fingerprint(folder, {}));
  renameSync(join(folder, "src/pages/index.astro"), join(folder, "src/pages/home.astro"));
  seen.add(fingerprint(folder, {}));
  writeFileSync(join(folder, "src/empty.ts"), "");
  seen.add(fingerprint(folder, {}));
  expect(seen.size).toBe(6);
});
