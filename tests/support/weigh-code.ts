// Weighs the code of one room by itself: its modules in one file, minified, everything else left out.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/setup.mjs";
import { brotliSize } from "./built.ts";
import { bundle, type Output } from "./bundle.ts";

/** Modules of a room by their paths below the repository. */
export const modulesOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);

/** What a lab's page loads of it: its view and, where it has one, what its worker runs. */
function modulesOfLab(lab: string): readonly string[] {
  const view = lab.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const worked = `src/labs/${lab}/work.ts`;
  return [`src/labs/${lab}/${view}.tsx`, ...(existsSync(join(root, worked)) ? [worked] : [])];
}

const importsOf = (modules: readonly string[]): string =>
  modules.map((path) => `export * from ${JSON.stringify(join(root, path))};`).join("\n");

/** Every name that the modules export is kept, equal ones too, as if somebody used all of it. */
const everythingOf = (modules: readonly string[]): string =>
  [
    ...modules.map(
      (path, index) => `import * as m${index} from ${JSON.stringify(join(root, path))};`,
    ),
    `export { ${modules.map((_, index) => `m${index}`).join(", ")} };`,
  ].join("\n");

/** The entry and what it imports; parts that are loaded when somebody opens them are not among it. */
function loadedWith(output: readonly Output[]): ReadonlySet<Output> {
  const found = new Set(output.filter(({ isEntry }) => isEntry));
  for (const { imports = [] } of found) {
    for (const file of output) if (imports.includes(file.fileName)) found.add(file);
  }
  return found;
}

/** Bytes after brotli. */
interface Weight {
  readonly script: number;
  readonly style: number;
}

/**
 * An entry and what it imports by relative paths, that is from its own room: an import across rooms
 * goes by an alias and is left out, as packages are.
 */
async function weigh(entry: string): Promise<Weight> {
  const output = await bundle(entry, (id) => !/^[./\0]/.test(id));
  const sum = (files: readonly Output[]): number =>
    files.reduce((bytes, { code, source }) => {
      const text = code ?? source ?? "";
      return bytes + brotliSize(typeof text === "string" ? Buffer.from(text) : text);
    }, 0);
  return {
    script: sum([...loadedWith(output)]),
    style: sum(output.filter(({ fileName }) => fileName.endsWith(".css"))),
  };
}

/** All of these modules. */
export const weighCode = (modules: readonly string[]): Promise<Weight> =>
  weigh(everythingOf(modules));

/** A lab's own code, by its folder's name. */
export const weighLabCode = (lab: string): Promise<Weight> => weigh(importsOf(modulesOfLab(lab)));
