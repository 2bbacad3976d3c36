// The glossary: every term is defined once, has a source, and is marked where it first occurs.
import { term as termSchema } from "../../../src/course/schemas.ts";
import type { MdxFile } from "./mdx-file.ts";
import { problem, type Problem } from "./problem.ts";
import { checkShape } from "./shape.ts";
import { faultOfCitation, type Registry } from "./sources.ts";
import { faultsOfWording } from "./wording.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Reads content/glossary.yaml; returns the ids of all terms, well shaped or not. */
export function checkGlossary(
  yaml: YamlFile,
  registry: Registry,
): { readonly ids: ReadonlySet<string>; readonly problems: readonly Problem[] } {
  const ids = Object.keys(yaml.data ?? {});
  const problems = ids.flatMap((id): readonly Problem[] => {
    const shaped = checkShape(yaml, termSchema, [id]);
    if (!shaped.value) return shaped.problems;
    const { definition, source } = shaped.value;
    const fault = faultOfCitation(source, registry);
    return [
      ...(fault === undefined
        ? []
        : [problem(yaml.file, yaml.lineAt([id, "source"]), `term "${id}" ${fault}`)]),
      ...faultsOfWording(definition).map((wording) =>
        problem(yaml.file, yaml.lineAt([id, "definition"]), `term "${id}" ${wording}`),
      ),
    ];
  });
  return { ids: new Set(ids), problems };
}

/** Finds terms that no lesson marks. */
export function checkTermsMarked(yaml: YamlFile, lessons: readonly MdxFile[]): readonly Problem[] {
  const marked = new Set(
    lessons.flatMap(({ components }) =>
      components
        .filter(({ value }) => value.name === "Term")
        .map(({ value }) => value.attributes["id"] ?? ""),
    ),
  );
  return Object.keys(yaml.data ?? {})
    .filter((id) => !marked.has(id))
    .map((id) => problem(yaml.file, yaml.lineAt([id]), `term "${id}" is marked in no lesson`));
}
