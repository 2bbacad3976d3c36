// Builds the course into dist/, unless dist/ already holds what these sources give.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { courseNode, root, run } from "./setup.mjs";

const sources = [
  "astro.config.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "content",
  "public",
  "src",
];
const stamp = join(root, ".cache", "build.json");
const home = join(root, "dist", "index.html");

/** Every file under a path, sorted; the path itself when it is a file, nothing when it is absent. */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * One digest of everything that the build reads: file names, their bytes, and where it will lie.
 * @type {(folder: string, env: Readonly<Record<string, string | undefined>>) => string}
 */
export function fingerprint(folder, env) {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([env.SITE_URL ?? "", env.SITE_BASE ?? ""]));
  for (const file of sources.flatMap((name) => filesUnder(join(folder, name)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(folder, file).replaceAll("\\", "/")} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

/** The stamp also names the moment of dist/, so a build made by other means is never trusted. */
const stampText = () =>
  JSON.stringify({ sources: fingerprint(root, process.env), built: statSync(home).mtimeMs });

const isFresh = () =>
  existsSync(stamp) && existsSync(home) && readFileSync(stamp, "utf8") === stampText();

/**
 * Builds when the sources changed, or always with `force`; `quiet` keeps Astro's words for the case
 * that it fails. Throws Error when the build fails.
 * @param {{ force?: boolean, quiet?: boolean, say?: (line: string) => void }} [options]
 */
export async function buildCourse({ force = false, quiet = true, say = console.log } = {}) {
  if (!force && isFresh()) {
    say("Build: dist/ is up to date.");
    return;
  }
  say("Build: building the course …");
  const started = performance.now();
  rmSync(stamp, { force: true });
  const astro = join(root, "node_modules", "astro", "bin", "astro.mjs");
  const { code, output } = await run(courseNode(), [astro, "build"], {
    quiet,
    env: { ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (code !== 0) throw new Error(`The build failed: astro ended with ${code}.\n${output}`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, stampText());
  say(`Build: done in ${Math.round((performance.now() - started) / 1000)} s.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildCourse({ force: true, quiet: false });
}
