// YAML with the line of every value, so that a complaint can name the place.
import { isNode, LineCounter, parseDocument, type Node } from "yaml";
import { problem, type Problem } from "./problem.ts";

/** A parsed YAML text. */
export interface YamlFile {
  readonly file: string;
  readonly data: unknown;
  /** Line of the value at a path, of its nearest ancestor where it is absent. */
  readonly lineAt: (path: readonly PropertyKey[]) => number;
}

/** What reading found: the file, or why it cannot be read. */
export interface YamlReading {
  readonly yaml?: YamlFile;
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML as the site's build does: an unquoted date becomes a Date, a key given twice is an
 * error. `firstLine` is the line of the file on which the text starts (front matter: 2).
 */
export function readYaml(file: string, text: string, firstLine = 1): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    customTags: ["timestamp"],
    prettyErrors: false,
  });
  const lineOf = (offset: number): number => lines.linePos(offset).line + firstLine - 1;
  const problems = [...document.errors, ...document.warnings].map((error) =>
    problem(file, lineOf(error.pos[0]), `cannot be read as YAML: ${error.message}`),
  );
  if (problems.length > 0) return { problems };
  const lineAt = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const found: unknown =
        length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const start = isNode(found) ? (found as Node).range?.[0] : undefined;
      if (start !== undefined) return lineOf(start);
    }
    return firstLine;
  };
  return { yaml: { file, data: document.toJS() as unknown, lineAt }, problems };
}
