import type { ESLint, Rule } from 'eslint';
import type { CheckedFile } from '../linter.ts';

/** What a format has to print. */
export interface Report {
  /** In the order of their paths, failures included. */
  readonly files: readonly CheckedFile[];
  readonly rules: Readonly<Record<string, Rule.RuleModule>>;
  /** The plugin's version. */
  readonly version: string;
  /** Directory that relative paths start from. */
  readonly root: string;
}

/** The results of the files that could be checked. */
export function findingsOf(files: readonly CheckedFile[]): ESLint.LintResult[] {
  return files.filter(({ failure }) => failure === undefined).map(({ result }) => result);
}
