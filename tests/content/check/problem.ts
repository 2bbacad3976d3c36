// What a content checker says about one place of one file.

/** One complaint: the file as given, the line (from 1) and one sentence for the author. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Makes a {@link Problem}. */
export const problem = (file: string, line: number, message: string): Problem => ({
  file,
  line,
  message,
});

/** "content/cards/x.yaml:12 message", one per line, in the order of files and lines. */
export const formatProblems = (problems: readonly Problem[]): string =>
  [...problems]
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
    .map(({ file, line, message }) => `${file}:${line} ${message}`)
    .join("\n");
