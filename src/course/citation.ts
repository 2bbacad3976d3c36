// Resolves "rfc9110#15.4.3" against content/sources.yaml: what to print and where it leads.
import type { Source } from "./schemas.ts";

/** A citation with its source found: printable, linkable. */
export interface ResolvedCitation {
  /** "rfc9110" */
  readonly key: string;
  readonly source: Source;
  /** "RFC 9110 §15.4.3", or "RFC 9110" when the whole document is meant. */
  readonly text: string;
  /** Address of the exact section. */
  readonly href: string;
}

/** Why a citation leads nowhere: one sentence that says what to do. */
export interface BrokenCitation {
  readonly problem: string;
}

/** Resolves one citation; a broken one is a value, so that the caller can name the file. */
export function resolveCitation(
  sources: ReadonlyMap<string, Source>,
  citation: string,
): ResolvedCitation | BrokenCitation {
  const hash = citation.indexOf("#");
  const key = hash < 0 ? citation : citation.slice(0, hash);
  const section = hash < 0 ? undefined : citation.slice(hash + 1);
  const source = sources.get(key);
  if (source === undefined)
    return { problem: `unknown source "${key}". Add it to content/sources.yaml.` };
  if (section === undefined) return { key, source, text: source.label, href: source.url };
  const { appendixUrl, sectionUrl, sectionForm, sectionText = "§{section}" } = source;
  if (sectionUrl === undefined || sectionForm === undefined)
    return { problem: `"${key}" has no citable sections. Cite it as a whole: "${key}".` };
  if (!new RegExp(`^(?:${sectionForm})$`).test(section))
    return {
      problem: `"${section}" is no section of "${key}": a section there has the form ${sectionForm}.`,
    };
  if (appendixUrl !== undefined && /^[A-Z]/.test(section)) {
    const href = appendixUrl.replace("{section}", section);
    return { key, source, text: `${source.label} Appendix ${section}`, href };
  }
  return {
    key,
    source,
    text: `${source.label} ${sectionText.replace("{section}", section)}`,
    href: sectionUrl.replace("{section}", section),
  };
}

/** The same for callers whose file is at fault: throws an Error that names `where` (file and line). */
export function requireCitation(
  sources: ReadonlyMap<string, Source>,
  citation: string,
  where: string,
): ResolvedCitation {
  const found = resolveCitation(sources, citation);
  if ("problem" in found) throw new Error(`${where}: ${found.problem}`);
  return found;
}
