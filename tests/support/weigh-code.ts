// Weighs the code of one room by itself: its modules in one file, minified, everything else left out.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/setup.mjs";
import { brotliSize } from "./built.ts";

/** What is used of Vite: the one that Astro builds the course with. */
interface Vite {
  readonly build: (config: object) => Promise<{ readonly output: readonly Output[] }>;
}

interface Output {
  readonly type: "chunk" | "asset";
  readonly fileName: string;
  readonly code?: string;
  readonly source?: string | Uint8Array;
  readonly isEntry?: boolean;
  /** File names of chunks that come with this one. */
  readonly imports?: readonly string[];
}

const astro = createRequire(createRequire(import.meta.url).resolve("astro/package.json"));
const { build } = (await import(pathToFileURL(astro.resolve("vite")).href)) as Vite;

const ALL = "virtual:all";

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
  const { output } = await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [
      {
        name: "all",
        enforce: "pre",
        resolveId: (id: string) => (id === ALL ? `\0${ALL}` : null),
        load: (id: string) => (id === `\0${ALL}` ? entryOf(modules) : null),
      },
    ],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: ALL,
        preserveEntrySignatures: "strict",
        external: (id: string) => id !== ALL && !/^[./\0]/.test(id),
        output: { format: "es" },
      },
    },
  });
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
