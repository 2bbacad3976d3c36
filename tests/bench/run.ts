// `npm run bench`: runs every measurement of this folder, one after another, so that none disturbs another.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { courseNode, run } from "../../scripts/setup.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();

if (files.length === 0) {
  console.error(`No measurement is called ${wanted.join(" or ")}: see tests/bench/*.bench.ts.`);
  process.exitCode = 1;
}
for (const file of files) {
  console.log(`\n# ${file.replace(".bench.ts", "")}\n`);
  // The collector is called between rounds, so that one round does not pay for another's rubbish.
  const { code } = await run(courseNode(), ["--expose-gc", folder + file]);
  if (code !== 0) process.exitCode = 1;
}
