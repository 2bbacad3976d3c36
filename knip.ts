// What knip counts as used: the doors of each room, what Astro finds by its place, and our own commands.
import type { KnipConfig } from "knip";

/** Front matter and scripts of an .astro file as one module; knip's own reader overlooks `src`. */
function astro(text: string): string {
  const [, front = ""] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  const scripts = [...text.matchAll(/<script\b([^>]*?)(?:\/>|>([\s\S]*?)<\/script>)/g)].map(
    ([, attributes = "", body = ""]) => {
      const [, file] = /\ssrc="(\.[^"]+)"/.exec(attributes) ?? [];
      return file === undefined ? body : `import "${file}";`;
    },
  );
  return [front, ...scripts].join("\n");
}

const config: KnipConfig = {
  entry: [
    "scripts/*.mjs",
    // Put in the place of packages by astro.config.mjs.
    "src/{mocks,proto}/no-*.ts",
    "tests/conformance/report.ts",
    "tests/bench/*.bench.ts",
    "tests/support/serve-dist.ts",
    "src/*/index.ts",
    "src/protocols/*/index.ts",
    "src/labs/*/{Lab.astro,solution.ts}",
    "content/lessons/*/*.mdx",
  ],
  project: [
    "src/**/*.{ts,tsx,astro}",
    "content/**/*.mdx",
    "tests/**/*.ts",
    "scripts/*.mjs",
    "*.{js,mjs,ts}",
  ],
  // Peers of the conformance tests, present where the machine has them.
  ignoreBinaries: [/^(curl|h2load|nghttpd?|protoc|python3|tshark)$/],
  ignoreExportsUsedInFile: true,
  compilers: { astro },
};

export default config;
