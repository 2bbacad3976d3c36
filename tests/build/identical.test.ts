// Two builds of the same sources give the same files, byte for byte.
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { courseNode, root, run } from "../../scripts/setup.mjs";
import { dist, filesUnder } from "../support/built.ts";

const digests = (folder: string): Record<string, string> =>
  Object.fromEntries(
    filesUnder(folder).map((file) => {
      const bytes = readFileSync(join(folder, file));
      return [file, createHash("sha256").update(bytes).digest("hex")];
    }),
  );

it("a second build, without the first one's cache, is the same", { timeout: 300_000 }, async () => {
  const second = join(root, ".cache", "second-dist");
  rmSync(second, { recursive: true, force: true });
  const astro = join(root, "node_modules", "astro", "bin", "astro.mjs");
  const { code, output } = await run(
    courseNode(),
    [astro, "build", "--force", "--outDir", second],
    {
      quiet: true,
      env: { ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    },
  );
  expect(code, output).toBe(0);
  expect(digests(second)).toEqual(digests(dist));
  rmSync(second, { recursive: true, force: true });
});
