// The import table of docs/decisions/rooms.md holds in every kind of file: forbidden imports are
// reported and allowed ones are not. Runs ESLint over a small course of its own, one file per room.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import project from "../../../package.json" with { type: "json" };
import config from "../../../eslint.config.js";

/** Inside the checkout, so that plugins and resolvers are found; ignored by git. */
const root = fileURLToPath(new URL("../../../.cache/rooms/", import.meta.url));

const tree = [
  "src/wire/index.ts",
  "src/trace/trace.ts",
  "src/sim/clock.ts",
  "src/scenarios/stall.ts",
  "src/mocks/parcels.ts",
  "src/ws-mock/wire.ts",
  "src/learner/log.ts",
  "src/cards/session.ts",
  "src/course/map.ts",
  "src/kit/Claim.astro",
  "src/kit/ByteGrid.tsx",
  "src/labs/redirects/Lab.astro",
  "src/labs/redirects/model.ts",
  "src/labs/triage/model.ts",
  "src/protocols/semantics/index.ts",
  "src/protocols/http1/index.ts",
  "src/protocols/http2/index.ts",
  "src/protocols/protobuf/index.ts",
  "src/proto/index.ts",
  "src/layouts/Page.astro",
  "src/styles/page.css",
];

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

let eslint: ESLint;

beforeAll(() => {
  rmSync(root, { recursive: true, force: true });
  write("package.json", JSON.stringify({ type: "module", imports: project.imports }));
  write("tsconfig.json", JSON.stringify({ compilerOptions: { moduleResolution: "bundler" } }));
  for (const file of tree) write(file, "");
  eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    baseConfig: [...config, { settings: { "boundaries/root-path": root } }],
    // The files below exist only as text, so the rules that need a whole program stay out.
    overrideConfig: [tseslint.configs.disableTypeChecked],
    ruleFilter: ({ ruleId }) => ruleId.startsWith("boundaries/"),
  });
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The import as each kind of file writes it. */
function source(file: string, specifier: string, typeOnly: boolean): string {
  const line = typeOnly
    ? `import type { Thing } from "${specifier}";\n`
    : `import { thing } from "${specifier}";\n`;
  if (file.endsWith(".astro")) return `---\n${line}---\n\n<p>{thing}</p>\n`;
  if (file.endsWith(".mdx")) return `---\ntitle: T\n---\n\n${line}\n# Heading\n\nText.\n`;
  return line;
}

async function complaints(file: string, specifier: string, typeOnly = false): Promise<string[]> {
  const text = source(file, specifier, typeOnly);
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  if (!result) throw new Error(`${file} is not linted at all`);
  return result.messages.map(({ ruleId, message }) => ruleId ?? message);
}

const forbidden: readonly (readonly [file: string, specifier: string, what: string])[] = [
  ["src/wire/x.ts", "#trace/trace.ts", "wire imports nothing"],
  ["src/wire/x.ts", "preact", "wire imports no package"],
  ["src/wire/x.ts", "node:fs", "wire imports nothing of Node"],
  ["src/trace/x.ts", "#protocols/http1/index.ts", "trace knows no protocol"],
  ["src/sim/x.ts", "#protocols/http1/index.ts", "the network knows no protocol"],
  ["src/protocols/http1/x.ts", "#protocols/http2/index.ts", "no sideways between protocols"],
  ["src/protocols/http1/x.ts", "../http2/index.ts", "nor by a relative path"],
  ["src/protocols/semantics/x.ts", "#protocols/http2/index.ts", "what is shared stays below"],
  ["src/protocols/http1/x.ts", "#trace/trace.ts", "protocols know no trace"],
  ["src/proto/x.ts", "#protocols/http2/index.ts", "schemas know one protocol"],
  ["src/kit/Ladder.tsx", "#proto/index.ts", "kit knows no schema"],
  ["src/labs/redirects/View.tsx", "protobufjs", "labs reach the parser through proto only"],
  ["src/scenarios/x.ts", "#mocks/parcels.ts", "scenarios know no mocks"],
  ["src/mocks/x.ts", "#ws-mock/wire.ts", "mocks know no ws-mock"],
  ["src/mocks/x.ts", "preact", "mocks draw nothing"],
  ["src/learner/x.ts", "#cards/session.ts", "learner knows no cards"],
  ["src/cards/x.ts", "#kit/ByteGrid.tsx", "cards draw nothing"],
  ["src/labs/redirects/View.tsx", "#labs/triage/model.ts", "no sideways between labs"],
  ["src/labs/redirects/View.tsx", "../triage/model.ts", "nor by a relative path"],
  ["src/labs/redirects/View.tsx", "#cards/session.ts", "labs know no cards"],
  ["src/labs/redirects/Lab.astro", "#labs/triage/model.ts", "no sideways between doors"],
  ["src/labs/redirects/View.tsx", "msw", "labs reach MSW through mocks only"],
  ["src/kit/Ladder.tsx", "#protocols/http1/index.ts", "kit takes only types of protocols"],
  ["src/kit/Ladder.tsx", "#labs/redirects/model.ts", "kit has no lab knowledge"],
  ["src/kit/Figure.astro", "#labs/redirects/Lab.astro", "nor has a figure"],
  ["src/kit/Ladder.tsx", "#course/map.ts", "scripts of the kit know no course"],
  ["src/course/x.ts", "#kit/Claim.astro", "the course map draws nothing"],
  ["src/pages/index.astro", "#labs/redirects/model.ts", "pages enter labs by their door"],
  ["src/pages/index.astro", "#mocks/parcels.ts", "pages start no worker"],
  ["src/layouts/Lesson.astro", "#labs/redirects/model.ts", "layouts enter labs by their door"],
  ["content/lessons/01-a/01-x.mdx", "#labs/redirects/model.ts", "lessons enter labs by their door"],
  ["content/lessons/01-a/01-x.mdx", "#kit/ByteGrid.tsx", "lessons draw with figures only"],
  ["content/lessons/01-a/01-x.mdx", "../../../src/mocks/parcels.ts", "nor by a relative path"],
  ["src/oddroom/x.ts", "#wire/index.ts", "a new room needs a line in the table"],
];

const permitted: readonly (readonly [file: string, specifier: string])[] = [
  ["src/wire/x.ts", "./index.ts"],
  ["src/trace/x.ts", "#wire/index.ts"],
  ["src/sim/x.ts", "#trace/trace.ts"],
  ["src/protocols/http1/x.ts", "#protocols/semantics/index.ts"],
  ["src/protocols/http1/x.ts", "./index.ts"],
  ["src/scenarios/x.ts", "#protocols/http1/index.ts"],
  ["src/mocks/x.ts", "msw/browser"],
  ["src/proto/x.ts", "#protocols/protobuf/index.ts"],
  ["src/proto/x.ts", "protobufjs"],
  ["src/labs/redirects/View.tsx", "#proto/index.ts"],
  ["src/learner/x.ts", "idb"],
  ["src/cards/x.ts", "ts-fsrs"],
  ["src/cards/x.ts", "#protocols/http2/index.ts"],
  ["src/labs/redirects/View.tsx", "./model.ts"],
  ["src/labs/redirects/View.tsx", "preact/hooks"],
  ["src/labs/redirects/View.tsx", "#kit/ByteGrid.tsx"],
  ["src/labs/redirects/View.tsx", "#mocks/parcels.ts"],
  ["src/labs/redirects/Lab.astro", "#kit/Claim.astro"],
  ["src/kit/Ladder.tsx", "#trace/trace.ts"],
  ["src/kit/Claim.astro", "astro:content"],
  ["src/kit/Claim.astro", "#course/map.ts"],
  ["src/course/x.ts", "astro/zod"],
  ["src/pages/index.astro", "#labs/redirects/Lab.astro"],
  ["src/pages/index.astro", "../layouts/Page.astro"],
  ["src/layouts/Page.astro", "../styles/page.css"],
  ["src/pages/reference/_fire.ts", "#mocks/parcels.ts"],
  ["src/content.config.ts", "astro:content"],
  ["src/content.config.ts", "./course/map.ts"],
  ["content/lessons/01-a/01-x.mdx", "#labs/redirects/Lab.astro"],
  ["content/lessons/01-a/01-x.mdx", "#kit/Claim.astro"],
];

describe("the import table", () => {
  it.each(forbidden)("refuses %s ─► %s: %s", async (file, specifier) => {
    expect(await complaints(file, specifier)).toContainEqual(expect.stringMatching(/^boundaries/));
  });

  it.each(permitted)("allows %s ─► %s", async (file, specifier) => {
    expect(await complaints(file, specifier)).toEqual([]);
  });

  it("sees dynamic imports, re-exports and the scripts of a page", async () => {
    const wire = join(root, "src/wire/x.ts");
    for (const text of ['await import("#trace/trace.ts");', 'export * from "#trace/trace.ts";']) {
      const [result] = await eslint.lintText(text, { filePath: wire });
      expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(["boundaries/dependencies"]);
    }
    const script =
      '<p>text</p>\n<script>\n  import { thing } from "#mocks/parcels.ts";\n</script>\n';
    const [page] = await eslint.lintText(script, { filePath: join(root, "src/pages/x.astro") });
    expect(page?.messages.map(({ ruleId }) => ruleId)).toEqual(["boundaries/dependencies"]);
  });

  it("lets kit take types of protocols, and of nothing above", async () => {
    expect(await complaints("src/kit/Ladder.tsx", "#protocols/http1/index.ts", true)).toEqual([]);
    expect(await complaints("src/kit/Ladder.tsx", "#labs/redirects/model.ts", true)).toEqual([
      "boundaries/dependencies",
    ]);
  });
});
