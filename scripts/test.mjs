// `npm test`: installs what is missing, a browser included, then runs every check on the course's own Node.
import { delimiter, dirname } from "node:path";
import { ensureChromium } from "./browser.mjs";
import { courseNode, installPackages, run } from "./setup.mjs";

try {
  await installPackages({ dev: true });
  const env = { PATH: dirname(courseNode()) + delimiter + process.env.PATH };
  try {
    env.CHROMIUM = await ensureChromium();
  } catch (error) {
    // The other checks still run; the browser tests repeat this sentence and fail.
    console.error(error.message);
    env.NO_CHROMIUM = error.message;
  }
  const { code } = await run(courseNode(), ["tests/run.ts", ...process.argv.slice(2)], { env });
  process.exitCode = code;
} catch (error) {
  console.error(`\n${error.message}\n0 passed, 1 failed, 0 skipped`);
  process.exitCode = 1;
}
