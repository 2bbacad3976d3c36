// Integrations, where the site lives, the Content-Security-Policy and how code is coloured; nothing else.
import { fileURLToPath } from "node:url";
import { satteri } from "@astrojs/markdown-satteri";
import mdx from "@astrojs/mdx";
import preact from "@astrojs/preact";
import { defineConfig } from "astro/config";
import { msw } from "msw/vite";
import { finishPages } from "./src/course/finish-pages.ts";
import { colourCode } from "./src/course/colour-code.ts";
import { numberClaims, stampNumbers } from "./src/course/number-claims.ts";
import { rebaseLinks } from "./src/course/rebase-links.ts";
import { restoreParagraphs } from "./src/course/restore-paragraphs.ts";

/** What stands in for parts of Mock Service Worker that the course leaves out. */
const mocks = (file) => fileURLToPath(new URL(`./src/mocks/${file}`, import.meta.url));

/** The path that the course is published under: "/" or, for project pages, "/on-the-wire/". */
const base = process.env["SITE_BASE"] ?? "/";

/** Of protobufjs the browser gets the parser, without services and what would write code from text. */
const parserOnly = {
  name: "protobufjs-parser-only",
  enforce: "pre",
  /** @type {(source: string, importer?: string) => string | null} */
  resolveId: (source, importer = "") =>
    /\/protobufjs\/src\//.test(importer) &&
    /^\.\/(?:common|encoder|decoder|verifier|converter|wrappers|rpc|util\/codegen)$/.test(source)
      ? fileURLToPath(new URL("src/proto/no-code-writer.ts", import.meta.url))
      : null,
};

export default defineConfig({
  /** Where the course is published; canonical links, the sitemap and link previews need it. */
  site: process.env["SITE_URL"] ?? "https://on-the-wire.example",
  base,
  trailingSlash: "always",
  integrations: [mdx(), preact(), finishPages],
  markdown: {
    processor: satteri({
      mdastPlugins: [numberClaims, restoreParagraphs],
      hastPlugins: [stampNumbers, colourCode, rebaseLinks(base)],
    }),
    // Colours come from colourCode: Astro's own highlighter writes style attributes.
    syntaxHighlight: false,
  },
  build: { inlineStylesheets: "always" },
  vite: {
    plugins: [msw({ mode: "worker-only" }), parserOnly],
    resolve: {
      alias: {
        "tough-cookie": mocks("no-cookie-jar.ts"),
        "@mswjs/interceptors/XMLHttpRequest": mocks("no-interceptor.ts"),
        "@mswjs/interceptors/fetch": mocks("no-interceptor.ts"),
        "@mswjs/interceptors/WebSocket": mocks("no-interceptor.ts"),
      },
    },
    worker: { plugins: () => [parserOnly] },
    build: {
      // light-dark() and nesting are sent as written, not unfolded into twice the bytes.
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      rolldownOptions: {
        // Modules of the pure rooms do nothing while they load, so a lab leaves out what it does not use.
        treeshake: {
          moduleSideEffects: [
            {
              test: /\/src\/(wire|protocols|proto|trace|sim|scenarios|ws-mock)\//,
              sideEffects: false,
            },
          ],
        },
        output: {
          // What every page at rest loads of the learner's room is one file, not three requests.
          codeSplitting: {
            groups: [
              {
                name: "at-rest",
                priority: 3,
                test: /src\/(learner\/(clock|outbox|progress|shelf|solved)|cards\/ui\/due-mirror)\.ts$/,
              },
              { name: "preact", test: /node_modules\/preact\//, priority: 2 },
              // What every lab loads is one file; otherwise a part that comes later and shares a module of
              // it splits it for all of them.
              {
                name: "lab",
                test: /src\/kit\/(LabFrame|Challenge|Predict|QuestionField|Verdict|citation|create-lab|focus|link|question|use-lab)\.tsx?$/,
                priority: 1,
              },
            ],
          },
        },
      },
    },
  },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
      ],
    },
  },
});
