// Links of a lesson: inside the page, to other pages of the course, and outward.
import type { MdxFile } from "./mdx-file.ts";
import { problem, type Problem } from "./problem.ts";

/** What a link may point at. */
export interface LinkTargets {
  /** Ids of every written lesson, by slug. */
  readonly lessons: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pages of the course beside the lessons: "/reference/status". */
  readonly pages: ReadonlySet<string>;
}

const faultOfLink = (url: string, own: MdxFile, targets: LinkTargets): string | undefined => {
  if (/^https:\/\//.test(url)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return `links to "${url}"; only https leads outward`;
  const [path = "", fragment = ""] = url.split("#");
  if (path === "")
    return own.ids.has(fragment) ? undefined : `links to "#${fragment}", which this lesson lacks`;
  const plain = path.replace(/\/$/, "");
  if (targets.pages.has(plain)) return undefined;
  const ids = targets.lessons.get(/^\/lessons\/([a-z0-9-]+)$/.exec(plain)?.[1] ?? "");
  if (!ids) return `links to "${url}", which is no page of the course`;
  if (fragment !== "" && !ids.has(fragment))
    return `links to "${url}"; that lesson has no id "${fragment}"`;
  return undefined;
};

/** Finds dead and unwanted links. */
export const checkLinks = (mdx: MdxFile, targets: LinkTargets): readonly Problem[] =>
  mdx.links.flatMap(({ line, value }) => {
    const fault = faultOfLink(value, mdx, targets);
    return fault === undefined ? [] : [problem(mdx.file, line, fault)];
  });
