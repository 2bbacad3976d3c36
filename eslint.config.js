// What ESLint holds this project to: types, rooms, and the manners that a machine can see.
import astro from "eslint-plugin-astro";
import * as mdx from "eslint-plugin-mdx";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import { roomRules } from "./eslint.rooms.js";

const code = ["**/*.{ts,tsx,js,mjs}"];
const pureRooms = ["wire", "protocols", "proto", "trace", "sim", "scenarios"].map(
  (room) => `src/${room}/**`,
);
const pureFiles = ["src/labs/*/model.ts", "src/labs/*/solution.ts", "src/cards/*session*.ts"];

/** Names that reach for the clock, chance, the page, the network or storage. */
const impure = ["window", "document", "navigator", "localStorage", "sessionStorage", "indexedDB"];
const impureCalls = ["fetch", "setTimeout", "setInterval", "requestAnimationFrame", "performance"];

const clock = [
  { object: "Math", property: "random", message: "Take the seeded generator as an argument." },
  { object: "Date", property: "now", message: "Take the clock as an argument." },
];

const markup = [
  {
    selector: "MemberExpression[property.name=/^(inner|outer)HTML$/]",
    message: "Text from outside is rendered as text: use textContent or a component.",
  },
  {
    selector: "CallExpression[callee.property.name='insertAdjacentHTML']",
    message: "Text from outside is rendered as text: use textContent or a component.",
  },
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: "Text from outside is rendered as text: use children.",
  },
];

export default defineConfig(
  globalIgnores([
    "dist/",
    ".astro/",
    ".cache/",
    "coverage/",
    "test-results/",
    "playwright-report/",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{ts,tsx}"],
    // Scripts inside .astro files are no files of their own for the type checker.
    ignores: ["**/*.astro/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Splitting text into code points is what is meant where it is done here.
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: code,
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "prefer-const": "error",
      "no-restricted-syntax": ["error", ...markup],
      "max-lines": ["warn", { max: 250, skipBlankLines: false }],
    },
  },
  {
    files: [...pureRooms.map((room) => `${room}/*.ts`), ...pureFiles],
    rules: {
      "no-restricted-properties": ["error", ...clock],
      "no-restricted-globals": ["error", ...impure, ...impureCalls],
      "no-restricted-syntax": [
        "error",
        ...markup,
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: "Take the clock as an argument.",
        },
      ],
    },
  },
  {
    // Assertions about values that a fixture guarantees read better than a branch for each.
    files: ["tests/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      // A reader of fixtures is told the shape by its caller.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // A union that names one literal and then its whole type says what is usual.
      "@typescript-eslint/no-redundant-type-constituents": "off",
      // A server's close may or may not be awaited.
      "@typescript-eslint/no-invalid-void-type": "off",
      // A test file is as long as the list of its cases.
      "max-lines": "off",
    },
  },
  astro.configs.recommended,
  { files: ["**/*.astro"], rules: { "astro/no-set-html-directive": "error" } },
  { ...mdx.flat, rules: { ...mdx.flat.rules, "mdx/remark": "off" } },
  roomRules,
);
