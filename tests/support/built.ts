// The built course as files: what lies in dist/, what its pages refer to, and what it weighs.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { root } from "../../scripts/setup.mjs";

/** The folder that `npm run build` writes. */
export const dist = join(root, "dist");

/** Paths of all files under a folder, relative to it, with "/" between their parts, sorted. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** Size in bytes as a good host sends it: brotli at its best level. */
export const brotliSize = (bytes: Uint8Array): number => brotliCompressSync(bytes).length;

/** A start tag of a page: its name in lower case and its attributes, character references decoded. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const tagForm =
  /<([a-z][\w-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*\/?>/gi;
const attributeForm = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;
const references: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#34;": '"',
  "&#38;": "&",
  "&#39;": "'",
};

const decode = (text: string): string =>
  text.replace(/&(?:#?\w+);/g, (name) => references[name] ?? name);

/** Start tags of a page in order; what scripts, styles and comments contain is not markup. */
export function tagsOf(html: string): Tag[] {
  const markup = html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/gi, "$1");
  return [...markup.matchAll(tagForm)].map(([, name = "", rest = ""]) => {
    const pairs = [...rest.matchAll(attributeForm)].map(
      ([, key = "", double, single, bare]) =>
        [key.toLowerCase(), decode(double ?? single ?? bare ?? "")] as const,
    );
    return { name: name.toLowerCase(), attributes: new Map(pairs) };
  });
}

/** A built page: its file in dist/ and the path part of its address, base included. */
export interface BuiltPage {
  readonly file: string;
  readonly path: string;
  readonly tags: readonly Tag[];
}

/** Every HTML page of a built course that lies at `base` ("/" or "/course/"). */
export function pagesOf(folder: string, base: string): BuiltPage[] {
  return filesUnder(folder)
    .filter((file) => file.endsWith(".html"))
    .map((file) => ({
      file,
      path: encodeURI(base + file.replace(/(^|\/)index\.html$/, "$1")),
      tags: tagsOf(readFileSync(join(folder, file), "utf8")),
    }));
}

/** The file in a built course that an address path stands for, or null. */
export function fileAt(folder: string, base: string, path: string): string | null {
  const decoded = decodeURIComponent(path);
  if (!decoded.startsWith(base)) return null;
  const inside = decoded.slice(base.length);
  const file = inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside;
  return existsSync(join(folder, file)) && statSync(join(folder, file)).isFile() ? file : null;
}
