// Public test vectors lie beside the checkout, never in it; a suite that is absent is skipped.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../shared/vectors/", import.meta.url));

/** Whether the suite's folder lies beside this checkout. Use with `describe.skipIf(!hasSuite(…))`. */
export const hasSuite = (suite: string): boolean => existsSync(join(root, suite));

/** Path of a file of a suite. */
export const suitePath = (suite: string, ...parts: readonly string[]): string =>
  join(root, suite, ...parts);

/** Names of the files under a folder of a suite, relative to it, sorted; empty when it is absent. */
export function suiteFiles(suite: string, ...parts: readonly string[]): string[] {
  const folder = suitePath(suite, ...parts);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\//, ""))
    .sort();
}

/** A JSON file of a suite; the caller names the shape. */
export const readSuite = <T>(suite: string, ...parts: readonly string[]): T =>
  JSON.parse(readFileSync(suitePath(suite, ...parts), "utf8")) as T;
