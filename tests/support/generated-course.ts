// A course of any size, made from one real lesson: what would grow with the course shows its growth.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { courseNode, root, run } from "../../scripts/setup.mjs";

const copied = ["astro.config.mjs", "package.json", "tsconfig.json", "src", "public", "content"];
const lessonsFolder = join("content", "lessons");

const modulesOf = (folder: string): string[] =>
  readdirSync(join(folder, lessonsFolder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const lessonFiles = (folder: string, module: string): string[] =>
  readdirSync(join(folder, lessonsFolder, module)).filter((name) => name.endsWith(".mdx"));

/** The lesson that all others are copies of: the first that is written. */
function template(folder: string): string {
  for (const module of modulesOf(folder)) {
    const [file] = lessonFiles(folder, module).sort();
    if (file) return readFileSync(join(folder, lessonsFolder, module, file), "utf8");
  }
  throw new RangeError("content/lessons holds no lesson yet: write one first.");
}

/**
 * Builds a course of `count` lessons, spread evenly over the real modules, in a folder under
 * .cache/ and gives the folder of its built pages. Throws Error when the build fails.
 */
export async function buildGenerated(count: number): Promise<string> {
  const folder = join(root, ".cache", `course-of-${count}`);
  rmSync(folder, { recursive: true, force: true });
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  const text = template(folder);
  const modules = modulesOf(folder);
  for (const module of modules) {
    for (const file of lessonFiles(folder, module)) {
      rmSync(join(folder, lessonsFolder, module, file));
    }
    const yaml = join(folder, lessonsFolder, module, "module.yaml");
    writeFileSync(yaml, readFileSync(yaml, "utf8").replace(/^coming:[\s\S]*/m, ""));
  }
  for (let index = 0; index < count; index += 1) {
    const module = modules[index % modules.length] ?? "";
    const number = String(index + 1).padStart(4, "0");
    const lesson = text.replace(
      /^title: .*$/m,
      `title: "Generated lesson ${number} of the course"`,
    );
    mkdirSync(join(folder, lessonsFolder, module), { recursive: true });
    writeFileSync(join(folder, lessonsFolder, module, `${number}-lesson-${number}.mdx`), lesson);
  }
  const astro = join(root, "node_modules", "astro", "bin", "astro.mjs");
  const { code, output } = await run(courseNode(), [astro, "build", "--root", folder], {
    quiet: true,
    env: { ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (code !== 0) throw new Error(`Building ${count} generated lessons failed:\n${output}`);
  return join(folder, "dist");
}
