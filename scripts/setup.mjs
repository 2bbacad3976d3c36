// Installs what is missing, and nothing twice. Plain JavaScript for Node 20: it runs before anything is there.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, with a separator at its end. */
export const root = fileURLToPath(new URL("../", import.meta.url));

const windows = process.platform === "win32";
const ownNode = join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");

/**
 * Paths of locked packages that are not installed at their locked version, by npm's own record of
 * what it installed. Optional packages (those of other platforms) never count; without `dev`,
 * packages that only checking needs do not count either.
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, dev?: boolean }} Locked
 * @param {Readonly<Record<string, Locked>>} locked `packages` of package-lock.json
 * @param {Readonly<Record<string, Locked>>} installed `packages` of node_modules/.package-lock.json
 * @param {{ dev: boolean, exists: (path: string) => boolean }} options
 * @returns {string[]}
 */
export function missingPackages(locked, installed, { dev, exists }) {
  return Object.keys(locked).filter((path) => {
    const wanted = locked[path];
    const there = installed[path];
    if (path === "" || wanted.optional || wanted.devOptional || (wanted.dev && !dev)) return false;
    return there?.version !== wanted.version || !exists(path);
  });
}

/** Path of the Node that the course runs on; this process's own until it is installed. */
export const courseNode = () => (existsSync(ownNode) ? ownNode : process.execPath);

/**
 * Runs a program to its end: its exit code and, when `quiet`, its output instead of showing it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string>, timeout?: number, shell?: boolean }} [options]
 * `timeout` in milliseconds
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { quiet = false, env = {}, timeout = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    let output = "";
    const keep = (chunk) => (output += chunk);
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : "inherit";
    const options = { cwd: root, env: { ...process.env, ...env }, shell, stdio };
    const child = spawn(command, args, options);
    // Not spawn's own time limit: that one keeps us alive where the program does not exist.
    const limit = timeout > 0 ? setTimeout(() => child.kill(), timeout) : undefined;
    const end = (code, more = "") => {
      clearTimeout(limit);
      resolve({ code, output: output + more });
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (error) => end(127, `${error.message}\n`));
    child.on("close", (code) => end(code ?? 1));
  });
}

/**
 * Runs the npm that called us, on the machine's own Node, or the one on the path; keeps its output.
 * @type {(args: readonly string[], env?: Record<string, string>) => Promise<{ code: number, output: string }>}
 */
export function npm(args, env = {}) {
  const cli = process.env.npm_execpath;
  const options = { quiet: true, env };
  if (cli?.endsWith(".js")) {
    return run(process.env.npm_node_execpath ?? process.execPath, [cli, ...args], options);
  }
  return run(windows ? "npm.cmd" : "npm", args, { ...options, shell: windows });
}

function packagesOf(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

const exists = (path) => existsSync(join(root, path));

/** What is missing now, and whether this is a checkout whose checking packages are installed. */
function look({ dev }) {
  const locked = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  const checking = dev || Object.keys(installed).some((path) => locked[path]?.dev);
  const missing = missingPackages(locked, installed, { dev, exists });
  return { missing, checking, fresh: Object.keys(installed).length === 0 };
}

/**
 * Brings node_modules in line with the lock file: what building and serving need, and with `dev`
 * also what checking needs. Throws Error with npm's words when that fails.
 * @param {{ dev: boolean, say?: (line: string) => void }} options
 */
export async function installPackages({ dev, say = console.log }) {
  const { missing, checking, fresh } = look({ dev });
  if (missing.length === 0 && existsSync(ownNode)) {
    say("Packages: installed already.");
    return;
  }
  say(`Packages: installing ${missing.length || "Node 24"}, once; this can take a minute …`);
  const started = performance.now();
  const options = ["--loglevel=error", ...(checking ? [] : ["--omit=dev"])];
  // `ci` wipes what is there; `install --no-save` adds to it and touches neither manifest nor lock.
  let { code, output } = await npm([...(fresh ? ["ci"] : ["install", "--no-save"]), ...options]);
  const done = () => existsSync(ownNode) && look({ dev }).missing.length === 0;
  if (!fresh && !done()) ({ code, output } = await npm(["ci", ...options]));
  if (code !== 0) {
    throw new Error(`Installing the packages failed: npm ended with ${code}.\n${output}`);
  }
  if (!done()) {
    throw new Error(
      "Installing Node 24 failed: npm did not run the install script of the package `node`. " +
        "Set npm's `ignore-scripts` to false and try again.",
    );
  }
  say(`Packages: installed in ${Math.round((performance.now() - started) / 1000)} s.`);
}
