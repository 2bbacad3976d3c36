import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/{unit,conformance,labs,content,build}/**/*.test.ts"],
    coverage: {
      provider: "v8",
      include: ["src/protocols/**/*.ts", "src/wire/**/*.ts"],
      reporter: ["text-summary", "json-summary", "json"],
    },
  },
});
