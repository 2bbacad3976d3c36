// Modules of the course as one script, made by the Vite that Astro builds the course with.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/setup.mjs";

/** What is used of Vite. */
interface Vite {
  readonly build: (config: object) => Promise<{ readonly output: readonly Output[] }>;
}

/** A file that was made. */
export interface Output {
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

const ENTRY = "virtual:entry";

/** The files of an entry module that is given as text; `external` names imports that are left out. */
export async function bundle(
  entry: string,
  external: (id: string) => boolean = () => false,
): Promise<readonly Output[]> {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        enforce: "pre",
        resolveId: (id: string) => (id === ENTRY ? `\0${ENTRY}` : null),
        load: (id: string) => (id === `\0${ENTRY}` ? entry : null),
      },
    ],
    // What ships: a test runner's NODE_ENV would give JSX its names and places for debugging.
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: ENTRY,
        preserveEntrySignatures: "strict",
        external: (id: string) => id !== ENTRY && external(id),
        output: { format: "es" },
      },
    },
  });
  return output;
}
