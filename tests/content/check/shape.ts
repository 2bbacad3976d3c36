// Compares a YAML file with a schema of src/course and puts every complaint on its line.
import type { z } from "astro/zod";
import { problem, type Problem } from "./problem.ts";
import type { YamlFile } from "./yaml-file.ts";

type Issue = z.core.$ZodIssue;

/** What a comparison found: the value in its shape, or what is wrong with it. */
export type Shaped<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value?: undefined; readonly problems: readonly Problem[] };

/** A union fails in every branch; the branch that came nearest says what the author meant. */
const nearest = (issue: Issue): readonly Issue[] => {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const [best = []] = [...issue.errors].sort((a, b) => a.length - b.length);
  return best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(nearest);
};

const describePath = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("") ||
  "the whole";

/** Checks the value at `at` of a YAML file against a schema. */
export function checkShape<S extends z.ZodType>(
  yaml: YamlFile,
  schema: S,
  at: readonly PropertyKey[] = [],
): Shaped<z.output<S>> {
  const value = at.reduce<unknown>(
    (inside, step) => (inside as Record<PropertyKey, unknown> | undefined)?.[step],
    yaml.data,
  );
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, problems: [] };
  const problems = result.error.issues.flatMap(nearest).flatMap((issue) => {
    const path = [...at, ...issue.path];
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) =>
          problem(yaml.file, yaml.lineAt([...path, key]), `unknown field "${key}"`),
        )
      : [problem(yaml.file, yaml.lineAt(path), `${describePath(path)}: ${issue.message}`)];
  });
  return { problems };
}
