// `npm start`: installs what is missing, builds what changed, serves the course and says where.
import { join } from "node:path";
import { buildCourse } from "./build.mjs";
import { readPort, serve } from "./serve.mjs";
import { installPackages, root } from "./setup.mjs";

try {
  const port = readPort(process.env.PORT, 4321);
  await installPackages({ dev: false });
  await buildCourse();
  const { address, close } = await serve({
    folder: join(root, "dist"),
    base: process.env.SITE_BASE,
    port,
    host: process.env.HOST,
  });
  console.log(`\nOn the Wire is at ${address}\nPress Ctrl+C to stop.`);
  process.once("SIGINT", close);
  process.once("SIGTERM", close);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
