import { fileURLToPath } from "node:url";
import mdx from "@astrojs/mdx";
import preact from "@astrojs/preact";
import { defineConfig } from "astro/config";
import { msw } from "msw/vite";

export default defineConfig({
  integrations: [mdx(), preact()],
  vite: {
    plugins: [msw({ mode: "worker-only" })],
    resolve: {
      alias: { tldts: fileURLToPath(new URL("./src/mocks/no-suffix-list.ts", import.meta.url)) },
    },
  },
});
