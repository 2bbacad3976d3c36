// Finds what a built course refers to and does not have: pages, anchors, files, and anything foreign.
import { fileAt, pagesOf, type BuiltPage, type Tag } from "./built.ts";

/** Attributes that make the browser fetch, by tag; `link` is decided by its `rel`. */
const fetching: Readonly<Record<string, readonly string[]>> = {
  audio: ["src"],
  embed: ["src"],
  iframe: ["src"],
  img: ["src", "srcset"],
  input: ["src"],
  object: ["data"],
  script: ["src"],
  source: ["src", "srcset"],
  track: ["src"],
  video: ["src", "poster"],
  "astro-island": ["component-url", "renderer-url", "before-hydration-url"],
};
const following: Readonly<Record<string, string>> = { a: "href", area: "href", form: "action" };
const informing = new Set(["canonical", "alternate", "license", "author", "me"]);

/** An address in a page, and whether the browser fetches it by itself. */
interface Reference {
  readonly address: string;
  readonly fetched: boolean;
}

const split = (name: string, value: string): string[] =>
  name === "srcset" ? value.split(",").map((part) => part.trim().split(/\s+/)[0] ?? "") : [value];

function referencesOf({ name, attributes }: Tag): Reference[] {
  const get = (attribute: string): Reference[] => {
    const value = attributes.get(attribute);
    const fetched = !(attribute in { href: 1, action: 1 }) || name === "link";
    return value === undefined
      ? []
      : split(attribute, value).map((address) => ({ address, fetched }));
  };
  if (name === "link") {
    const fetched = !(attributes.get("rel") ?? "").split(/\s+/).every((rel) => informing.has(rel));
    return get("href").map(({ address }) => ({ address, fetched }));
  }
  const follow = following[name];
  return [...(fetching[name] ?? []), ...(follow ? [follow] : [])].flatMap(get);
}

const anchorsOf = (page: BuiltPage): Set<string> =>
  new Set(
    page.tags.flatMap(({ name, attributes }) => [
      ...(attributes.has("id") ? [attributes.get("id") ?? ""] : []),
      ...(name === "a" && attributes.has("name") ? [attributes.get("name") ?? ""] : []),
    ]),
  );

/** Where a built course lies, and where it will be published. */
export interface Place {
  readonly folder: string;
  /** "/" or "/course/". */
  readonly base: string;
  /** Origin of canonical links; addresses under it count as the course's own. */
  readonly origin: string;
}

/**
 * One sentence for each dead internal link or anchor, each foreign thing a page would fetch, and
 * each outside link that is not https. Nothing outside is fetched to find out.
 */
export function deadLinks(place: Place): string[] {
  const pages = pagesOf(place.folder, place.base);
  const anchors = new Map(pages.map((page) => [page.file, anchorsOf(page)]));
  const problems = new Set<string>();
  for (const page of pages) {
    const here = new URL(page.path, place.origin);
    for (const { address, fetched } of page.tags.flatMap(referencesOf)) {
      const problem = judge(address, fetched, here, place, anchors);
      if (problem) problems.add(`${page.file}: ${address || '""'} ${problem}`);
    }
  }
  return [...problems];
}

function judge(
  address: string,
  fetched: boolean,
  here: URL,
  { folder, base, origin }: Place,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  if (!URL.canParse(address, here)) return "is no address";
  const url = new URL(address, here);
  if (url.protocol === "mailto:" || (fetched && url.protocol === "data:")) return null;
  if (url.origin !== origin) {
    if (fetched) return "would be fetched from another origin";
    return url.protocol === "https:" ? null : "is an outside link without https";
  }
  const file = fileAt(folder, base, url.pathname);
  if (file === null) return "leads nowhere";
  // The state of a lab follows the id of its section: "#redirect-tracer=v1.…".
  const anchor = decodeURIComponent(url.hash.slice(1)).replace(/=v\d+\..*$/, "");
  if (anchor === "" || fetched || !anchors.has(file)) return null;
  return anchors.get(file)?.has(anchor) ? null : "names an anchor that is not there";
}
