// What counts as missing before a start and before the checks; what the manifest and lock file promise.
import { describe, expect, it } from "vitest";
import { missingPackages, run } from "../../../scripts/setup.mjs";
import manifest from "../../../package.json" with { type: "json" };
import lock from "../../../package-lock.json" with { type: "json" };

const locked = {
  "": {},
  "node_modules/astro": { version: "7.3.5" },
  "node_modules/vitest": { version: "5.1.0", dev: true },
  "node_modules/esbuild-other-platform": { version: "1.0.0", optional: true },
  "node_modules/tslib": { version: "2.0.0", devOptional: true },
};
const everything = { dev: true, exists: () => true };
const toStart = { dev: false, exists: () => true };

describe("missingPackages", () => {
  it("names everything on a fresh clone, but nothing of other platforms", () => {
    expect(missingPackages(locked, {}, everything)).toEqual([
      "node_modules/astro",
      "node_modules/vitest",
    ]);
  });

  it("needs only the packages of building and serving for a start", () => {
    expect(missingPackages(locked, {}, toStart)).toEqual(["node_modules/astro"]);
  });

  it("finds nothing when all is installed, with more than is needed too", () => {
    expect(missingPackages(locked, locked, everything)).toEqual([]);
    expect(missingPackages(locked, locked, toStart)).toEqual([]);
  });

  it("sees a start's installation as incomplete for the checks", () => {
    const installed = { "node_modules/astro": { version: "7.3.5" } };
    expect(missingPackages(locked, installed, toStart)).toEqual([]);
    expect(missingPackages(locked, installed, everything)).toEqual(["node_modules/vitest"]);
  });

  it("sees a new version in the lock file and a folder removed by hand", () => {
    const older = { ...locked, "node_modules/astro": { version: "7.3.4" } };
    expect(missingPackages(locked, older, toStart)).toEqual(["node_modules/astro"]);
    const gone = { dev: true, exists: (path: string) => !path.endsWith("vitest") };
    expect(missingPackages(locked, locked, gone)).toEqual(["node_modules/vitest"]);
  });
});

describe("run", () => {
  it("gives the exit code and, when quiet, the output", async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 3";
    const { code, output } = await run(process.execPath, ["-e", script], { quiet: true });
    expect(code).toBe(3);
    expect(output).toMatch(/out\n/);
    expect(output).toMatch(/err\n/);
  });

  it("says 127 for a program that does not exist", async () => {
    const { code, output } = await run("no-such-program", [], { quiet: true, timeout: 60_000 });
    expect(code).toBe(127);
    expect(output).toContain("ENOENT");
  });

  it("ends what takes longer than its time", async () => {
    const forever = ["-e", "setInterval(() => undefined, 1000)"];
    const { code } = await run(process.execPath, forever, { quiet: true, timeout: 50 });
    expect(code).not.toBe(0);
  });
});

describe("package.json and package-lock.json", () => {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies };

  it("pin every version exactly", () => {
    for (const [name, version] of Object.entries(wanted)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  it("agree on every version", () => {
    const packages: Record<string, { readonly version?: string }> = lock.packages;
    for (const [name, version] of Object.entries(wanted)) {
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  it("name no registry", () => {
    for (const [path, entry] of Object.entries(lock.packages)) {
      expect(entry, path).not.toHaveProperty("resolved");
    }
  });

  it("carry a digest of every package", () => {
    for (const [path, entry] of Object.entries(lock.packages)) {
      if (path !== "" && !("inBundle" in entry)) expect(entry, path).toHaveProperty("integrity");
    }
  });
});
