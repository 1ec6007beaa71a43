import { readFileSync } from 'node:fs';
import type { ESLint, Linter, Rule } from 'eslint';
import type { PageCost } from '../cost.ts';
import type { CheckedFile } from '../linter.ts';
import type { Parts } from '../parts.ts';

/** What a format has to print. */
export interface Report {
  /** In the order of their paths, failures included. */
  readonly files: readonly CheckedFile[];
  readonly rules: Readonly<Record<string, Rule.RuleModule>>;
  /** The plugin's version. */
  readonly version: string;
  /** Directory that relative paths start from. */
  readonly root: string;
  readonly partsOf: (file: string, message: Linter.LintMessage) => Parts;
  /** The admin pages that a file configures. */
  readonly pagesOf: (file: string) => readonly PageCost[];
  /** Those of them that get cheaper, the largest saving first. */
  readonly savings: readonly PageCost[];
}

/** The results of the files that could be checked. */
export function findingsOf(files: readonly CheckedFile[]): ESLint.LintResult[] {
  return files.filter(({ failure }) => failure === undefined).map(({ result }) => result);
}

/** The files with findings: first those whose pages get cheapest, then those with the most findings. */
export function worstFirst({ files, savings }: Pick<Report, 'files' | 'savings'>): ESLint.LintResult[] {
  const saved = new Map<string, number>();
  for (const { file, now, remedied } of savings) saved.set(file, (saved.get(file) ?? 0) + now - remedied);
  const weight = ({ filePath, messages }: ESLint.LintResult): readonly [number, number] => [saved.get(filePath) ?? 0, messages.length];
  const found = findingsOf(files).filter(({ messages }) => messages.length > 0);
  return found
    .map((result) => ({ result, weight: weight(result) }))
    .sort(({ weight: [a, b] }, { weight: [c, d] }) => c - a || d - b)
    .map(({ result }) => result);
}

/** What mends a finding by itself: `--fix`, `suggestion`, or nothing. */
export function remedyOf({ fix, suggestions }: Linter.LintMessage): '--fix' | 'suggestion' | undefined {
  if (fix !== undefined) return '--fix';
  return suggestions !== undefined && suggestions.length > 0 ? 'suggestion' : undefined;
}

/** The id of a rule as its page is called. */
export function plainId({ ruleId }: Pick<Linter.LintMessage, 'ruleId'>): string {
  return (ruleId ?? '').replace(/^admin-scale\//, '');
}

/** The lines of the text that the messages of a result are about; none where it can't be read any more. */
export function linesOf({ source, filePath }: Pick<ESLint.LintResult, 'source' | 'filePath'>): readonly string[] {
  try {
    return (source ?? readFileSync(filePath, 'utf8').replace(/^\uFEFF/, '')).split(/\r\n|[\n\r\u2028\u2029]/);
  } catch {
    return [];
  }
}
