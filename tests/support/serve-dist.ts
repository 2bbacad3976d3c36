// Serves the built course for the browser tests on a port of its own; builds first when sources changed.
import { join } from "node:path";
import { buildCourse } from "../../scripts/build.mjs";
import { readPort, serve } from "../../scripts/serve.mjs";
import { root } from "../../scripts/setup.mjs";

await buildCourse();
const { address } = await serve({
  folder: join(root, "dist"),
  base: process.env["SITE_BASE"],
  port: readPort(process.env["PORT"], 0),
});
console.log(`The course is at ${address}`);
