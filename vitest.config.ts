import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Tests do not time: only a hang may end one, on a slow machine too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ["tests/{unit,conformance,labs,content,build}/**/*.test.ts"],
    coverage: {
      provider: "v8",
      include: ["src/protocols/**/*.ts", "src/wire/**/*.ts", "src/ws-mock/**/*.ts"],
      reporter: ["text-summary", "json-summary", "json"],
      thresholds: { lines: 98, branches: 95 },
    },
  },
});
