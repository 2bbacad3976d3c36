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
export function modulesOfLab(lab: string): readonly string[] {
  const view = lab.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const worked = `src/labs/${lab}/work.ts`;
  return [`src/labs/${lab}/${view}.tsx`, ...(existsSync(join(root, worked)) ? [worked] : [])];
}

/** Every name that the modules export is kept, as if somebody used all of it. */
const entryOf = (modules: readonly string[]): string =>
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

/**
 * Bytes after brotli of the modules and what they import by relative paths, that is from their own
 * room: an import across rooms goes by an alias and is left out, as packages are.
 */
export async function weighCode(
  modules: readonly string[],
): Promise<{ readonly script: number; readonly style: number }> {
  const output = await bundle(entryOf(modules), (id) => !/^[./\0]/.test(id));
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
