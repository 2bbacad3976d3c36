// The registry of sources, and whether a citation points at something in it.
import type { Source } from "../../../src/course/schemas.ts";
import { source as sourceSchema } from "../../../src/course/schemas.ts";
import { problem, type Problem } from "./problem.ts";
import { checkShape } from "./shape.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Every source by its key. */
export type Registry = ReadonlyMap<string, Source>;

/** Reads content/sources.yaml; sources with a wrong shape are left out of the registry. */
export function checkSources(yaml: YamlFile): {
  readonly registry: Registry;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const registry = new Map<string, Source>();
  const keys = Object.keys(yaml.data ?? {});
  for (const key of keys) {
    const shaped = checkShape(yaml, sourceSchema, [key]);
    problems.push(...shaped.problems);
    if (shaped.value) registry.set(key, shaped.value);
  }
  for (const [key, source] of registry) {
    const complain = (field: string, message: string): number =>
      problems.push(problem(yaml.file, yaml.lineAt([key, field]), `source "${key}" ${message}`));
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key))
      complain("label", "has a key that is not kebab-case");
    if ((source.sectionUrl === undefined) !== (source.sectionForm === undefined))
      complain("url", "needs both sectionUrl and sectionForm, or neither");
    if (source.appendixUrl !== undefined && !source.sectionForm?.includes("[A-Z]"))
      complain("appendixUrl", "has an appendixUrl, but a sectionForm without appendices");
    try {
      new RegExp(source.sectionForm ?? "");
    } catch {
      registry.delete(key);
      complain("sectionForm", "has a sectionForm that is not a regular expression");
    }
    if (source.sectionText !== undefined && !source.sectionText.includes("{section}"))
      complain("sectionText", "has a sectionText without {section}");
    if (source.obsoletedBy !== undefined && !keys.includes(source.obsoletedBy))
      complain(
        "obsoletedBy",
        `is obsoleted by "${source.obsoletedBy}", which is not in the registry`,
      );
  }
  return { registry, problems };
}

/** Key and section of `rfc9110#15.4.3`; the section is undefined for a whole document. */
export function splitCitation(citation: string): {
  readonly key: string;
  readonly section: string | undefined;
} {
  const hash = citation.indexOf("#");
  return hash < 0
    ? { key: citation, section: undefined }
    : { key: citation.slice(0, hash), section: citation.slice(hash + 1) };
}

/**
 * Says what is wrong with a citation: unknown source, unknown form of section, or an obsolete source
 * for which `reasons` (by source key) gives no reason. Undefined when nothing is.
 */
export function faultOfCitation(
  citation: string,
  registry: Registry,
  reasons: Readonly<Record<string, string>> = {},
): string | undefined {
  const { key, section } = splitCitation(citation);
  const source = registry.get(key);
  if (!source) return `cites "${key}", which is not in content/sources.yaml`;
  if (source.obsoletedBy !== undefined && !reasons[key]?.trim())
    return `cites "${key}", which "${source.obsoletedBy}" obsoletes, without a reason`;
  if (section === undefined) return undefined;
  if (source.sectionForm === undefined)
    return `cites section "${section}" of "${key}", of which only the whole can be cited`;
  if (!new RegExp(`^(?:${source.sectionForm})$`).test(section))
    return `cites section "${section}" of "${key}", whose sections look like ${source.sectionForm}`;
  return undefined;
}
