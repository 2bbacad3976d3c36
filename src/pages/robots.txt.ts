// Robots may read everything; the sitemap says where to start.
import type { APIRoute } from "astro";
import { page } from "#course/paths.ts";

export const GET: APIRoute = ({ site }) =>
  new Response(
    `User-agent: *\nAllow: /\n\nSitemap: ${new URL(page("/sitemap.xml"), site).href}\n`,
    {
      headers: { "content-type": "text/plain" },
    },
  );
